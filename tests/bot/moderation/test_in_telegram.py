"""Moderators at work in Telegram, over HTTP: the running bot, its folder, its database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.moderation.live import LiveKnowledge
from bot.settings import Settings
from bot.storage import Storage, open_storage
from tests.bot.channels.telegram.running import serving, settings_for
from tests.bot.moderation.test_live import NEW, PHRASINGS, add
from tests.botapi import BotApiServer, Group, Person, Sent
from tests.botapi.refusals import Refusal
from tests.knowledge.conftest import Folder

ANNA, BEN, STRANGER = 7001, 7002, 42


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A Bot API server."""
    async with BotApiServer() as running:
        yield running


@pytest.fixture
def settings(server: BotApiServer) -> Settings:
    """Two moderators; no digest of what happened before."""
    return settings_for(server, jiewen_moderators=f"{ANNA},{BEN}", jiewen_digest="off")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Models of these tests alone: what is learnt here is still to be learnt elsewhere."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def live(folder: Folder, cache: Path) -> LiveKnowledge:
    """The sample, served by the clock that the bot goes by."""
    return LiveKnowledge.open(folder.path, cache)


@pytest.fixture
async def anna(server: BotApiServer, settings: Settings, live: LiveKnowledge) -> AsyncIterator[Person]:
    """A moderator whose bot is running."""
    async with serving(settings, live.assistant, live):
        yield Person(server, ANNA, "安娜")


@pytest.fixture
async def storage(settings: Settings) -> AsyncIterator[Storage]:
    """What the running bot has stored."""
    async with open_storage(settings.jiewen_database_url) as opened:
        yield opened


async def heard(person: Person) -> Sent:
    """The next message to somebody."""
    while True:
        sent = await person.server.sent()
        if sent.chat == person.id:
            return sent


async def told(person: Person, text: str) -> Sent:
    """What comes of saying something."""
    await person.says(text)
    return await heard(person)


async def test_from_questions_in_vain_to_an_answer_and_back(
    server: BotApiServer, settings: Settings, live: LiveKnowledge, folder: Folder, storage: Storage
) -> None:
    async with serving(settings, live.assistant, live):
        await _from_questions_to_an_answer_and_back(Person(server, ANNA, "安娜"), live, folder)
    # What was done is written down by the time the bot has stopped, if not before
    deeds = [(one.action, one.actor) for one in await storage.audit.latest()]
    assert deeds == [("rollback", ANNA), ("publish", ANNA), ("propose", ANNA)]


async def _from_questions_to_an_answer_and_back(anna: Person, live: LiveKnowledge, folder: Folder) -> None:
    version, before = live.current.version, folder.text(PHRASINGS)
    for text in (
        "能盖个红戳吗",
        "给我盖红戳",
        "给我盖个红戳",
        "能给我盖红戳吗",
        "能盖红戳吗",
        "能盖个红戳吗",
    ):
        await told(Person(anna.server, STRANGER), text)
    group = await told(anna, "/review")
    assert "第 1 组，共 1 组：问了 6 次" in group.text
    await anna.presses(group, "其他主题")
    topics = await heard(anna)
    assert (topics.id, topics.edits) == (group.id, 1)
    await anna.presses(topics, "逾期")
    proposed = await heard(anna)
    assert "测试问题全部通过" in proposed.text
    assert folder.text(PHRASINGS) == before

    await anna.presses(proposed, "发布")
    published = await heard(anna)
    assert published.text.startswith("发布了：给“逾期”加 4 条说法、1 个测试。")
    other = await heard_of(anna.server, BEN)
    assert other.text.startswith(f"管理员 {ANNA}：给“逾期”加 4 条说法")
    assert "逾期要付罚息" in (await told(Person(anna.server, STRANGER), "给我盖红戳")).text
    for person in (anna, Person(anna.server, STRANGER)):
        about = await told(person, "/version")
        assert live.current.version in about.text
        assert (str(ANNA) in about.text) == (person is anna)

    await anna.presses(published, "退回")
    assert "已退回到版本" in (await heard(anna)).text
    assert live.current.version == version
    assert folder.text(PHRASINGS) == before


async def heard_of(server: BotApiServer, chat: int) -> Sent:
    """The latest message to somebody who is only told."""
    async with asyncio.timeout(30.0), server.state.changed:
        await server.state.changed.wait_for(lambda: any(place[0] == chat for place in server.state.messages))
    return [sent for (place, _), sent in server.state.messages.items() if place == chat][-1]


async def test_a_saved_file_is_answered_from_and_told(
    anna: Person, server: BotApiServer, live: LiveKnowledge, folder: Folder
) -> None:
    good = folder.text("topics/overdue.yaml")
    folder.edit("topics/overdue.yaml", "id: overdue", "id：overdue")
    wrong = await heard(anna)
    assert "没有启用" in wrong.text
    assert "topics/overdue.yaml:2: “id”后面是全角冒号" in wrong.text
    assert "/rollback" in wrong.text
    folder.write("topics/overdue.yaml", good)
    assert "刚才的错误没有了" in (await heard(anna)).text
    add(folder, NEW)
    news = await heard(anna)
    assert "存好的新内容启用了" in news.text
    assert NEW in news.text
    assert "逾期要付罚息" in (await told(Person(server, STRANGER), NEW)).text
    await anna.presses(news, "退回")
    assert "已退回" in (await heard(anna)).text
    assert NEW not in folder.text(PHRASINGS)


COMMANDS = [
    "/review",
    "/assign 1 overdue 测试",
    "/topic 1｜a｜b｜c｜d",
    "/fact weilidai.hotline = 1 @ old-article",
    "/proposals",
    "/publish 00000000",
    "/withdraw 00000000",
    "/history",
    "/rollback",
    "/stale",
    "/digest",
    "/moderate",
]


async def test_nobody_else_gets_in(
    anna: Person,
    server: BotApiServer,
    live: LiveKnowledge,
    folder: Folder,
    storage: Storage,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Directly, by what a moderator wrote and somebody passed on, and by buttons that were never shown."""
    version = live.current.version
    stranger = Person(server, STRANGER)
    origin = {"type": "user", "date": 1, "sender_user": anna.user}
    with caplog.at_level(logging.WARNING):
        for command in COMMANDS:
            assert (await told(stranger, command)).text == "这是给维护知识的人用的。"
        await stranger.says("/rollback", forward_origin=origin)
        reply = await heard(stranger)
        assert reply.text == "这是给维护知识的人用的。"
        forged = ["a:mod rollback 000000000000", "a:mod publish 1", "a:mod ignore 1", f"g{ANNA}:mod review"]
        for data in forged:
            query = await stranger.forges(reply, data)
            await server.until_answered(query)
        await server.until_confirmed()
    assert caplog.text.count(f"{STRANGER} 不是管理员，没有执行") == len(COMMANDS) + 1 + len(forged) - 1
    # What a moderator passes on or says in a group does nothing either
    await anna.says("/rollback", forward_origin=origin)
    assert "转发来的命令不算数" in (await heard(anna)).text
    group = Group()
    await anna.says("/history", group)  # of no name: it may be meant for another bot
    await anna.says(f"/rollback@{server.username}", group)
    assert "私聊" in (await server.sent()).text
    assert live.current.version == version
    assert folder.errors() == []
    assert await storage.audit.latest() == []


async def test_harmless_whatever_a_moderator_writes(anna: Person, folder: Folder) -> None:
    """Every command, with text that means something to YAML, HTML, templates and databases, and with very much of it."""
    for text in (
        "- {a: [b, *c]}\n&d !!python/object:os.system 'x'",
        "<b>粗</b><script>alert(1)</script>&amp; {{7*7}} {weilidai.hotline}",
        "'; DROP TABLE audit; -- \u202e\u0000",
        "长" * 4000,
    ):
        for command in COMMANDS:
            reply = await told(anna, f"{command.split()[0]} {text}")
            assert reply.text
            assert not reply.part("bold") or "粗" not in reply.part("bold")
    assert folder.errors() == []


async def test_a_figure_of_many_digits_is_kept(anna: Person, folder: Folder) -> None:
    """What anybody else writes is masked before it is stored; a hotline that a moderator publishes is not."""
    await anna.says(
        "/fact weilidai.hotline = 400-820-8820 @ notice-1｜公告｜微众银行｜2026-11-20｜官方｜https://a.cn/12345678901234"
    )
    proposed = await heard(anna)
    assert "400-820-8820" in proposed.text
    await anna.presses(proposed, "发布")
    assert "发布了" in (await heard(anna)).text
    assert "400-820-8820" in folder.text("products/weilidai.yaml")
    assert "https://a.cn/12345678901234" in folder.text("sources.yaml")


async def test_a_digest_comes_with_its_picture(anna: Person, server: BotApiServer) -> None:
    for text in ("能盖个红戳吗", "逾期了咋办"):
        await told(Person(server, STRANGER), text)
    await anna.says("/digest")
    picture, digest = await heard(anna), await heard(anna)
    assert picture.kind == "photo"
    assert picture.file is not None
    assert picture.file.content.startswith(b"\x89PNG")
    assert "2 个问题，答了 50%" in digest.text
    assert "能盖个红戳吗" in digest.text


async def test_a_moderator_who_never_wrote_does_not_keep_others_from_hearing(
    server: BotApiServer, settings: Settings, live: LiveKnowledge, folder: Folder
) -> None:
    server.fail("sendMessage", Refusal(400, "Bad Request: chat not found"))
    async with serving(settings, live.assistant, live):
        await heard_version(server)
        add(folder, NEW)
        assert (await server.sent()).chat == BEN


async def heard_version(server: BotApiServer) -> None:
    """Wait until the bot is there."""
    async with asyncio.timeout(30.0), server.state.changed:
        await server.state.changed.wait_for(lambda: any(server.calls_of("setMyCommands")))


async def test_moderators_have_their_commands_in_the_menu(anna: Person, server: BotApiServer) -> None:
    profile = server.state.profile
    async with asyncio.timeout(30.0), server.state.changed:
        await server.state.changed.wait_for(
            lambda: {f"commands chat {ANNA}", f"commands chat {BEN}"} <= set(profile)
        )
    names = [one["command"] for one in profile[f"commands chat {ANNA}"]]
    assert names[0] == "review"
    assert "quote" in names
    assert "review" not in [one["command"] for one in profile.get("commands default", [])]
