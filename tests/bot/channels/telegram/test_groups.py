"""Groups: silence unless spoken to, and everybody's own affairs."""

from __future__ import annotations

import pytest

from tests.botapi import BotApiServer, Group, Person, Sent

GROUP = Group()
QUESTION = "微粒贷可以提前还清不"


async def silent(server: BotApiServer, person: Person) -> bool:
    """Whether nothing was said in the group by the time a private question is answered."""
    before = server.state.outbox.qsize()
    await server.until_confirmed()
    await person.says("/version")
    return (await server.sent()).chat == person.id and before == 0


async def asked(server: BotApiServer, person: Person, text: str = QUESTION) -> Sent:
    await person.says(f"@{server.username} {text}", GROUP)
    return await server.sent()


async def test_it_is_silent_among_others(server: BotApiServer, person: Person) -> None:
    await person.says(QUESTION, GROUP)
    await person.says("/help@another_bot", GROUP)
    await person.says("/roll", GROUP)
    await person.says("@another_bot 微粒贷怎么还", GROUP)
    await person.sends(GROUP, sticker=STICKER)
    await person.sends(GROUP, new_chat_members=[person.user])
    assert await silent(server, person)


async def test_it_answers_when_named_and_points_to_the_question(server: BotApiServer, person: Person) -> None:
    message = await person.says(f"@{server.username.upper()} {QUESTION}", GROUP)
    reply = await server.sent()
    assert reply.chat == GROUP.id
    assert reply.reply_to == message["message_id"]
    assert "提前" in reply.part("bold")[0]


async def test_it_answers_commands_and_replies(server: BotApiServer, person: Person) -> None:
    await person.says(f"/help@{server.username}", GROUP)
    answer = await server.sent()
    assert answer.chat == GROUP.id
    await person.says("分付怎么还款", GROUP, reply_to=answer)
    assert "分付" in (await server.sent()).text


async def test_named_under_anothers_words_it_answers_those(server: BotApiServer, person: Person) -> None:
    friend = Person(server, 4300000043, "小周")
    message = await friend.says(QUESTION, GROUP)
    await person.sends(
        GROUP,
        text=f"@{server.username}",
        entities=[{"type": "mention", "offset": 0, "length": len(server.username) + 1}],
        reply_to_message=message,
    )
    assert "提前" in (await server.sent()).part("bold")[0]


async def test_only_named_it_greets(server: BotApiServer, person: Person) -> None:
    assert "借问" in (await asked(server, person, "")).text


async def test_buttons_belong_to_the_one_who_asked(server: BotApiServer, person: Person) -> None:
    reply = await asked(server, person, "借1万分12期日息万四")
    stranger = Person(server, 4300000043, "小周")
    query = await stranger.presses(reply, "完整还款计划")
    await person.presses(reply, "完整还款计划")
    assert (await server.sent()).id == reply.id
    refusal = server.state.callbacks[query]
    assert refusal is not None
    assert "别人" in refusal["text"]
    assert reply.edits == 1


async def test_a_strangers_forgery_is_refused(server: BotApiServer, person: Person) -> None:
    reply = await asked(server, person, "借1万分12期日息万四")
    stranger = Person(server, 4300000043, "小周")
    data = reply.button("完整还款计划")["callback_data"]
    for forged in (data[:5] + "AAAA" + data[9:], "g" + data[1:], data[:-1], "gplan", "g" * 64):
        if forged != data:
            await stranger.forges(reply, forged)
    await person.presses(reply, "完整还款计划")
    assert (await server.sent()).id == reply.id
    assert reply.edits == 1


async def test_everybody_has_a_conversation_of_their_own(server: BotApiServer, person: Person) -> None:
    stranger = Person(server, 4300000043, "小周")
    await asked(server, person, "借7万分12期日息万四")
    other = await asked(server, stranger, "换成24期")
    assert "70,000" not in other.text
    mine = await asked(server, person, "换成24期")
    assert "70,000" in mine.text


async def test_nothing_private_shows_in_the_group(server: BotApiServer, person: Person) -> None:
    await person.says("借7万分12期日息万四")
    await server.sent()
    await person.says(f"/why@{server.username}", GROUP)
    assert "7万" not in (await server.sent()).text


async def test_in_a_topic_it_stays_in_the_topic(server: BotApiServer, person: Person) -> None:
    await person.says(f"@{server.username} {QUESTION}", Group(thread=77))
    assert (await server.sent()).thread == 77


async def test_an_anonymous_admin_is_answered(server: BotApiServer, person: Person) -> None:
    admin = Person(server, 1087968824, "Group")
    await admin.says(f"@{server.username} {QUESTION}", GROUP, sender_chat=GROUP.chat)
    reply = await server.sent()
    await person.presses(reply, reply.labels[0])
    assert (await server.sent()).text


async def test_posts_of_a_channel_and_other_bots_are_left_alone(server: BotApiServer, person: Person) -> None:
    text = f"@{server.username} {QUESTION}"
    await Person(server, 777000, "Telegram").says(text, GROUP, is_automatic_forward=True)
    await Person(server, 99, "x", is_bot=True).says(text, GROUP)
    await server.push(
        {"channel_post": {"message_id": 5, "date": 1, "chat": {"id": -5, "type": "channel", "title": "x"}}}
    )
    server.state.updates.clear()
    assert await silent(server, person)


@pytest.mark.parametrize("is_deleted", [True, False])
async def test_a_question_that_was_deleted_is_answered(
    is_deleted: bool, server: BotApiServer, person: Person
) -> None:
    message = await person.says(f"@{server.username} {QUESTION}", GROUP)
    if is_deleted:
        del server.state.received[GROUP.id, message["message_id"]]
    assert (await server.sent()).reply_to == (None if is_deleted else message["message_id"])


STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}
