"""``@bot …`` in any chat."""

from __future__ import annotations

from typing import Any

import pytest

from tests.botapi import BotApiServer, Person


async def results(server: BotApiServer, person: Person, text: str) -> dict[str, Any]:
    """The bot's answer to an inline query."""
    return await server.until_answered(await person.queries(text))


async def test_a_loan_can_be_posted(server: BotApiServer, person: Person) -> None:
    answer = await results(server, person, "微粒贷 2万 12期")
    first = answer["results"][0]
    assert "20,000" in first["title"]
    assert "年化" in first["text"]
    assert answer["cache_time"] == 300
    assert answer["is_personal"] is False


async def test_a_question_gives_a_few_answers(server: BotApiServer, person: Person) -> None:
    answer = await results(server, person, "微粒贷提前还要不要手续费")
    assert 1 <= len(answer["results"]) <= 4
    assert "提前" in answer["results"][0]["title"]
    link = answer["results"][0]["rows"][0][0]["url"]
    assert link == f"https://t.me/{server.username}?start=weilidai_early_repayment"


@pytest.mark.parametrize("text", ["", "   ", "借2万", "今天天气真好啊", "😀" * 100])
async def test_what_cannot_be_posted_leads_to_the_chat(
    text: str, server: BotApiServer, person: Person
) -> None:
    answer = await results(server, person, text)
    assert not answer["results"] or all("年化" not in one["text"] for one in answer["results"])
    if not answer["results"]:
        assert answer["button"]["start_parameter"]


async def test_it_knows_nothing_of_the_chat(server: BotApiServer, person: Person) -> None:
    await person.says("借9万分12期日息万四")
    await server.sent()
    answer = await results(server, person, "换成24期")
    assert all("90,000" not in one["text"] for one in answer["results"])


async def test_markup_in_a_query_is_text(server: BotApiServer, person: Person) -> None:
    assert await results(server, person, "<b>微粒贷</b> 利息 & </a>")
