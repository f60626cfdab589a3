"""The commands, one after another, over HTTP."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.channels.telegram.profile import CHINESE, ENGLISH
from tests.botapi import BotApiServer, Person


async def test_start_shows_what_can_be_done_by_pressing(server: BotApiServer, person: Person) -> None:
    await person.says("/start")
    reply = await server.sent()
    assert "非官方" in reply.text
    for label in ("算一笔账", "能问哪些产品", "几家比一比", "怎么用"):
        await person.presses(reply, label)
        assert (await server.sent()).text


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("weilidai_early_repayment", "ask early_repayment weilidai"),
        ("third_party_overdue", "ask overdue third_party"),
        ("overdue", "ask overdue"),
        ("du_xiaoman", "ask product_overview du_xiaoman"),
    ],
)
async def test_a_deep_link_leads_to_its_answer(
    payload: str, expected: str, server: BotApiServer, person: Person
) -> None:
    await person.says(f"/start {payload}")
    linked = await server.sent()
    await person.says("/start")
    await person.forges(await server.sent(), f"a:{expected}")
    assert (await server.sent()).part("bold") == linked.part("bold")


@pytest.mark.parametrize(
    "payload", ["nonsense", "weilidai_nothing", "<b>", "%00", "_", "weilidai_", "x" * 64]
)
async def test_a_link_that_leads_nowhere_is_a_plain_start(
    payload: str, server: BotApiServer, person: Person
) -> None:
    await person.says(f"/start {payload}")
    assert "算一笔账" in " ".join((await server.sent()).labels)


async def test_help_names_every_command(server: BotApiServer, person: Person) -> None:
    await person.says("/help")
    text = (await server.sent()).text
    assert all(f"/{name}" in text for name in CHINESE.commands if name not in ("start", "help"))


async def test_every_command_answers_and_is_in_the_menu(server: BotApiServer, person: Person) -> None:
    assert set(CHINESE.commands) == set(ENGLISH.commands)
    for name in CHINESE.commands:
        await person.says(f"/{name}")
        assert (await server.sent()).text


async def test_products_lead_to_their_overview(
    server: BotApiServer, person: Person, assistant: Assistant
) -> None:
    await person.says("/products")
    reply = await server.sent()
    assert reply.labels == [product.name for product in assistant.knowledge.products.values()]
    await person.presses(reply, "WE2000")
    assert "2000" in (await server.sent()).text


async def test_sources_are_those_of_the_last_answer(server: BotApiServer, person: Person) -> None:
    await person.says("分付提前还要手续费吗")
    folded = (await server.sent()).part("expandable_blockquote")[-1]
    sources = folded.partition("来源\n")[2].splitlines()
    await person.says("/sources")
    text = (await server.sent()).text
    assert sources
    assert all(source in text for source in sources)


async def test_why_says_what_was_understood(server: BotApiServer, person: Person) -> None:
    await person.says("分付提前还要手续费吗")
    await server.sent()
    await person.says("/why")
    text = (await server.sent()).text
    assert "提前还款" in text
    assert "分付" in text
    assert "把握" in text


async def test_why_goes_by_what_was_said_before(server: BotApiServer, person: Person) -> None:
    for text, words in (
        ("借呗能提前还吗", "把握"),
        ("那分付呢", "接着上文"),
        ("借2万分12期日息万四", "算一笔账"),
    ):
        await person.says(text)
        await server.sent()
        await person.says("/why")
        assert words in (await server.sent()).part("bold")[0]


async def test_why_of_a_button_says_so(server: BotApiServer, person: Person) -> None:
    await person.says("分付提前还要手续费吗")
    reply = await server.sent()
    await person.presses(reply, reply.labels[0])
    await server.sent()
    await person.says("/why")
    assert "按钮" in (await server.sent()).text


@pytest.mark.parametrize("command", ["/sources", "/why", "/cancel", "/forget"])
async def test_with_nothing_before_it_no_command_is_an_error(
    command: str, server: BotApiServer, person: Person
) -> None:
    await person.says(command)
    assert (await server.sent()).text


async def test_forget_forgets(server: BotApiServer, person: Person) -> None:
    await person.says("借5万分24期日息万五")
    await server.sent()
    await person.says("/forget")
    assert "忘" in (await server.sent()).text
    await person.says("/why")
    assert "还没有问过" in (await server.sent()).text


async def test_feedback_thanks_and_says_how(server: BotApiServer, person: Person) -> None:
    await person.says("/feedback")
    assert "/feedback " in (await server.sent()).text
    await person.says("/feedback 分付的日期写错了")
    assert "谢谢" in (await server.sent()).text


async def test_version_names_the_knowledge(
    server: BotApiServer, person: Person, assistant: Assistant
) -> None:
    await person.says("/version")
    assert assistant.knowledge.version in (await server.sent()).text


async def test_an_unknown_command_points_to_help(server: BotApiServer, person: Person) -> None:
    await person.says("/balance")
    assert "/help" in (await server.sent()).text


async def test_a_command_may_carry_its_question(server: BotApiServer, person: Person) -> None:
    await person.says("/quote 借2万分6期日息万三")
    assert "2" in (await server.sent()).part("bold")[0]
    await person.says("/compare 微粒贷 借呗")
    text = (await server.sent()).text
    assert "微粒贷" in text
    assert "借呗" in text
