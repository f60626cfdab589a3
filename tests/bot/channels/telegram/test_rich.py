"""Native tables where the server has them, text otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.assistant import Assistant
from bot.channels.telegram.rich import rich_html
from bot.replies.model import Reply, ReplyKind, Table
from bot.settings import Settings
from tests.bot.channels.telegram.running import serving
from tests.botapi import BotApiServer, Person
from tests.botapi.refusals import Refusal


@asynccontextmanager
async def rich_bot(settings: Settings, assistant: Assistant) -> AsyncIterator[None]:
    async with serving(settings.model_copy(update={"telegram_rich_tables": True}), assistant):
        yield


async def test_a_wide_table_is_native_and_whole(
    server: BotApiServer, settings: Settings, assistant: Assistant
) -> None:
    server.state.is_rich = True
    person = Person(server)
    async with rich_bot(settings, assistant):
        await person.says("借3万分24期日息万四")
        quote = await server.sent()
        await person.presses(quote, "完整还款计划")
        plan = await server.sent()
        assert plan.id == quote.id
        assert plan.kind == "rich"
        assert {"type": "table"} in plan.entities
        assert "24" in plan.text
        await person.presses(plan, "回到测算")
        assert (await server.sent()).id == quote.id


async def test_a_server_that_does_not_know_them_is_asked_once(
    server: BotApiServer, settings: Settings, assistant: Assistant
) -> None:
    person = Person(server)
    async with rich_bot(settings, assistant):
        for _ in range(2):
            await person.says("借呗和微粒贷，借2万分12期，哪家便宜")
            assert "单利年化" in (await server.sent()).text
    assert len(server.calls_of("sendRichMessage")) == 1


async def test_a_table_that_is_refused_is_sent_as_text(
    server: BotApiServer, settings: Settings, assistant: Assistant
) -> None:
    server.state.is_rich = True
    server.fail("sendRichMessage", Refusal(400, "Bad Request: RICH_MESSAGE_INVALID"))
    person = Person(server)
    async with rich_bot(settings, assistant):
        await person.says("借呗和微粒贷，借2万分12期，哪家便宜")
        first = await server.sent()
        assert first.kind == "text"
        await person.says("借呗和微粒贷，借2万分12期，哪家便宜")
        assert (await server.sent()).kind == "rich"


@pytest.mark.parametrize(("rows", "cell"), [(600, "1"), (20, "长" * 2000)])
def test_what_is_too_long_is_not_tried(rows: int, cell: str) -> None:
    reply = Reply(ReplyKind.ANSWER, "题", table=Table(("甲", "乙"), ((cell, cell),) * rows))
    assert rich_html(reply) is None


def test_it_is_escaped() -> None:
    html = rich_html(Reply(ReplyKind.ANSWER, "1 < 2 & 3", table=Table(("<b>",), (("&",),))))
    assert html is not None
    assert "1 &lt; 2 &amp; 3" in html
    assert "<th>&lt;b&gt;</th>" in html
