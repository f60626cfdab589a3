"""Messages that are no typed question: a short, kind word, or silence where that is right."""

from __future__ import annotations

from typing import Any

import pytest

from tests.botapi import BotApiServer, Person

FILE = {"file_id": "f", "file_unique_id": "u"}
PHOTO = [{**FILE, "width": 9, "height": 9}]
SEEN: dict[str, tuple[dict[str, Any], str]] = {
    "voice": ({"voice": {**FILE, "duration": 3}}, "语音"),
    "audio": ({"audio": {**FILE, "duration": 3}}, "语音"),
    "video_note": ({"video_note": {**FILE, "duration": 3, "length": 9}}, "语音"),
    "photo": ({"photo": PHOTO}, "图片"),
    "video": ({"video": {**FILE, "duration": 3, "width": 9, "height": 9}}, "图片"),
    "document": ({"document": FILE}, "文件"),
    "sticker": (
        {
            "sticker": {
                **FILE,
                "type": "regular",
                "width": 9,
                "height": 9,
                "is_animated": False,
                "is_video": False,
            }
        },
        "打字",
    ),
    "dice": ({"dice": {"emoji": "🎲", "value": 4}}, "打字"),
    "location": ({"location": {"latitude": 1.0, "longitude": 2.0}}, "位置"),
    "contact": ({"contact": {"phone_number": "13800000000", "first_name": "王"}}, "电话"),
}


@pytest.mark.parametrize("kind", sorted(SEEN))
async def test_a_kind_word(kind: str, server: BotApiServer, person: Person) -> None:
    content, word = SEEN[kind]
    await person.sends(**content)
    reply = await server.sent()
    assert word in reply.text
    assert len(reply.text) < 60


async def test_a_caption_is_the_question(server: BotApiServer, person: Person) -> None:
    await person.sends(photo=PHOTO, caption="借呗逾期一天要紧吗")
    reply = await server.sent()
    assert "逾期" in reply.text
    assert "只按文字" in reply.text


async def test_an_album_is_answered_once(server: BotApiServer, person: Person) -> None:
    for _ in range(4):
        await person.sends(photo=PHOTO, media_group_id="album")
    await person.says("/version")
    texts = [(await server.sent()).text for _ in range(2)]
    assert "图片" in texts[0]
    assert "知识" in texts[1]


async def test_a_forwarded_question_is_answered(server: BotApiServer, person: Person) -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "某人"}
    await person.says("分付怎么还款", forward_origin=origin)
    assert "分付" in (await server.sent()).text


async def test_an_edited_question_is_answered_anew(server: BotApiServer, person: Person) -> None:
    message = await person.says("分付怎么还款")
    first = await server.sent()
    await person.edits(message, "借呗怎么还款")
    second = await server.sent()
    assert second.id != first.id
    assert second.reply_to == message["message_id"]
    assert "借呗" in second.text


async def test_what_was_not_edited_is_not_answered_again(server: BotApiServer, person: Person) -> None:
    message = await person.says("分付怎么还款")
    await server.sent()
    await person.edits(message, "分付怎么还款")
    await person.says("/version")
    assert "知识" in (await server.sent()).text


async def test_a_moving_location_is_left_alone(server: BotApiServer, person: Person) -> None:
    message = await person.sends(location={"latitude": 1.0, "longitude": 2.0, "live_period": 60})
    await server.sent()
    moved = {"latitude": 1.1, "longitude": 2.0, "live_period": 60}
    await server.push({"edited_message": {**message, "location": moved, "edit_date": 2}})
    await person.says("/version")
    assert "知识" in (await server.sent()).text


@pytest.mark.parametrize(
    "notice",
    [
        {"pinned_message": None},
        {"new_chat_title": "x"},
        {"delete_chat_photo": True},
        {"group_chat_created": True},
    ],
)
async def test_notices_are_left_alone(notice: dict[str, Any], server: BotApiServer, person: Person) -> None:
    content = {name: value for name, value in notice.items() if value is not None}
    await person.sends(**content)
    await person.says("/version")
    assert "知识" in (await server.sent()).text
