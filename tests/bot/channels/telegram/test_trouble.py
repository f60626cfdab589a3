"""Bad input and bad luck: no crash, no leak, one line in the log."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.replies.model import Reply
from bot.settings import Settings
from tests.bot.channels.telegram.running import serving
from tests.botapi import BotApiServer, Person
from tests.botapi.people import entities_of
from tests.botapi.refusals import Refusal


class Failing(Assistant):
    """An assistant that fails at one word."""

    def answer(self, question: Question, conversation: Conversation) -> tuple[Reply, Conversation]:
        if "炸" in question.text:
            raise RuntimeError("the question was not even read")
        return super().answer(question, conversation)


@pytest.fixture
def failing(assistant: Assistant) -> Assistant:
    found = object.__new__(Failing)
    found.__dict__.update(assistant.__dict__)
    return found


async def test_a_failure_is_logged_once_and_told_in_one_line(
    server: BotApiServer, settings: Settings, failing: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    person = Person(server)
    async with serving(settings, failing):
        await person.says("我的卡号6222000000000000000，炸了")
        told = (await server.sent()).text
        await person.says("/version")
        await server.sent()
    number = re.search(r"编号 (\w+)", told)
    assert number is not None
    assert "\n" not in told
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1
    assert number[1] in errors[0].getMessage()
    assert "6222" not in caplog.text
    assert "RuntimeError" not in told


async def test_of_a_failing_update_the_user_need_not_be_known(
    server: BotApiServer, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    chat = {"id": 5, "type": "private"}
    contents: list[dict[str, Any]] = [
        {"message": {"message_id": 5, "date": 1, "chat": chat, "text": "没有人写的"}},
        {"message": {"message_id": 5}},
        {"message": "text"},
        {"callback_query": {"id": "1"}},
        {"inline_query": {}},
        {"something_new": {"x": 1}},
        {},
    ]
    for content in contents:
        await server.push(content)
    # Polling asks for known kinds only; the server keeps the rest
    await person.says("/version")
    assert "知识" in (await server.sent()).text
    assert server.token not in caplog.text


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 2048,
        "😀" * 4096,
        "👨‍👩‍👧‍👦" * 300,
        "字" * 4096,
        "<b>" * 1000,
        "&lt;&amp;&#0;",
        "\u202e\u200b\u0000x",
        "/",
        "/ start",
        "@",
        "。",
        "﷽" * 99,
    ],
)
async def test_any_text_is_answered(text: str, server: BotApiServer, person: Person) -> None:
    await person.says(text)
    assert (await server.sent()).text


async def test_markup_in_a_name_is_no_markup(server: BotApiServer, person: Person) -> None:
    named = Person(server, 77, "<b>&</i>")
    for text in ("/start", "<a href='x'>借呗</a> &amp; 分付 <b>怎么还", "/feedback <i>写错了", "/why"):
        await named.says(text)
        assert (await server.sent()).text


async def test_a_user_without_a_language_is_answered(server: BotApiServer, person: Person) -> None:
    await Person(server, 78, "x", language=None).says("/start")
    assert (await server.sent()).text


async def test_who_has_blocked_the_bot_is_not_told(
    server: BotApiServer, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    gone = Person(server, 79)
    server.state.blocked.add(gone.id)
    await gone.says("分付怎么还款")
    await server.until_confirmed()
    await person.says("/version")
    assert (await server.sent()).chat == person.id
    assert len(server.calls_of("sendMessage")) == 2
    assert caplog.text.count("对方已不在") == 1
    assert "ERROR" not in caplog.text


async def test_who_blocks_the_bot_while_a_file_is_made_is_not_told(
    server: BotApiServer, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    gone = Person(server, 79)
    await gone.says("借3万分24期日息万四")
    reply = await server.sent()
    server.state.blocked.add(gone.id)
    for label in ("CSV", "改期限", "完整还款计划"):
        await gone.presses(reply, label)
    await server.until_confirmed()
    await person.says("/version")
    assert (await server.sent()).chat == person.id
    assert "ERROR" not in caplog.text
    assert "30,000" not in caplog.text


async def test_what_has_no_user_is_left_alone(
    server: BotApiServer, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """Signed posts, service messages and old clients: nobody waits for an answer."""
    text = f"@{server.username} 微粒贷怎么还"
    group = {"id": -100, "type": "supergroup", "title": "x"}
    for number, chat in enumerate((group, {"id": 9, "type": "private"}), 7):
        message = {"message_id": number, "date": 1, "chat": chat, "text": text, "entities": entities_of(text)}
        await server.push({"message": message})
        await server.push({"edited_message": {**message, "edit_date": 2}})
    await server.until_confirmed()
    await person.says("/version")
    assert (await server.sent()).chat == person.id
    assert "ERROR" not in caplog.text


async def test_blocking_and_unblocking_need_no_answer(server: BotApiServer, person: Person) -> None:
    member = {"user": {"id": 1, "is_bot": True, "first_name": "借问"}, "status": "kicked", "until_date": 0}
    await server.push(
        {
            "my_chat_member": {
                "chat": {"id": person.id, "type": "private"},
                "from": person.user,
                "date": 1,
                "old_chat_member": {**member, "status": "member"},
                "new_chat_member": member,
            }
        }
    )
    await server.until_confirmed()
    await person.says("/version")
    assert "知识" in (await server.sent()).text


async def test_a_message_that_was_deleted_meanwhile_is_sent_anew(
    server: BotApiServer, person: Person
) -> None:
    await person.says("借3万分24期日息万四")
    reply = await server.sent()
    del server.state.messages[reply.chat, reply.id]
    await person.presses(reply, "完整还款计划")
    plan = await server.sent()
    assert plan.id != reply.id
    assert "还款计划" in plan.part("bold")[0]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "a:",
        "a:<b>",
        "a:ask nothing",
        "a:ask overdue nobody",
        "a:ask",
        "a:set periods -1",
        "a:set principal 999999999999",
        "a:set rate x",
        "a:set principal 99999999999999999999",
        "a:set rate 9999999%/once",
        "a:set method dated_flows",
        "a:take nobody",
        "a:file nothing",
        "a:plan",
        "a:!page 9",
        "a:!page x",
        "a:!page 99999999999999999999999999",
        "a:!change nothing",
        "a:!change rate",
        "a:!up nothing",
        "a:!up overdue nobody",
        "a:!down",
        "a:!nothing",
        "a:! ",
        "a:drop table",
        "garbage",
        "字" * 21,
        "g" * 64,
    ],
)
async def test_a_forged_button_does_no_harm(
    data: str, server: BotApiServer, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await person.says("分付怎么还款")
    reply = await server.sent()
    query = await person.forges(reply, data)
    await server.until_confirmed()
    await person.says("/version")
    while "知识 " not in (await server.sent()).text:
        pass
    assert server.state.callbacks[query] is not None
    assert "ERROR" not in caplog.text


async def test_buttons_of_long_ago_and_of_elsewhere(server: BotApiServer, person: Person) -> None:
    chat = {"id": person.id, "type": "private", "first_name": "x"}
    places: list[dict[str, Any]] = [
        {"message": {"chat": chat, "message_id": 3, "date": 0}},
        {"inline_message_id": "x"},
    ]
    for number, place in enumerate(places):
        server.state.callbacks[str(number)] = None
        await server.push(
            {
                "callback_query": {
                    "id": str(number),
                    "from": person.user,
                    "chat_instance": "1",
                    "data": "a:ask overdue",
                    **place,
                }
            }
        )
    assert "逾期" in (await server.sent()).text
    await person.says("/version")
    await server.sent()
    first, second = server.state.callbacks["0"], server.state.callbacks["1"]
    assert first is not None
    assert "text" not in first
    assert second is not None
    assert "失效" in second["text"]


async def test_a_press_that_is_too_old_still_does_its_work(server: BotApiServer, person: Person) -> None:
    await person.says("借3万分24期日息万四")
    reply = await server.sent()
    query = await person.presses(reply, "完整还款计划")
    del server.state.callbacks[query]
    assert (await server.sent()).id == reply.id


async def test_a_refused_answer_is_reported_without_the_question(
    server: BotApiServer, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail(
        "sendMessage", Refusal(400, "Bad Request: not enough rights to send text messages to the chat")
    )
    await person.says("分付怎么还款")
    assert "编号" in (await server.sent()).text
    assert "分付" not in caplog.text


async def test_opinions_are_taken_once(server: BotApiServer, person: Person) -> None:
    await person.says("分付提前还要手续费吗")
    reply = await server.sent()
    query = await person.presses(reply, "👎")
    after = await server.sent()
    assert after.id == reply.id
    assert "👎" not in after.labels
    assert after.labels
    answer = server.state.callbacks[query]
    assert answer is not None
    assert "/feedback" in answer["text"]
