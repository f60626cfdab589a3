"""What is stored of an update: what is needed to answer it, and nothing about a person."""

from __future__ import annotations

import doctest
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, Update

import bot.channels.telegram.reducing
from bot.channels.telegram.reducing import arrival_of, lane_of, reduce
from tests.bot.masking.spellings import secrets

NAME = "林小雨"
PHONE = "13912345678"
USER = {
    "id": 4200000042,
    "is_bot": False,
    "first_name": NAME,
    "last_name": NAME,
    "username": "linxiaoyu_88",
    "language_code": "zh-hans",
}
CHAT = {"id": -1001234567890, "type": "supergroup", "title": f"{NAME}的群", "username": "linxiaoyu_group"}
BOT = {"id": 7000000001, "is_bot": True, "first_name": "借问", "username": "jiewen_test_bot"}
FILE = {"file_id": "AgACAgUAAxkBAAIB", "file_unique_id": "AQAD"}
MESSAGE: dict[str, Any] = {
    "message_id": 5,
    "date": 1795320000,
    "chat": CHAT,
    "from": USER,
    "text": f"@jiewen_test_bot 我是 {PHONE}，微粒贷能提前还吗",
    "entities": [{"type": "mention", "offset": 0, "length": 16}],
}


def stored(content: dict[str, Any]) -> str:
    return arrival_of({"update_id": 1, **content}, {"jiewen_test_bot"}).payload


def read(content: dict[str, Any]) -> Update:
    return Update.de_json(json.loads(stored(content)), Bot("1:x"))


@pytest.mark.parametrize(
    "more",
    [
        {"reply_to_message": {**MESSAGE, "text": f"打{PHONE}"}},
        {"forward_origin": {"type": "user", "sender_user": USER, "date": 1}},
        {"forward_origin": {"type": "hidden_user", "sender_user_name": NAME, "date": 1}},
        {"contact": {"phone_number": f"+86{PHONE}", "first_name": NAME, "last_name": NAME, "vcard": NAME}},
        {"location": {"latitude": 22.543212, "longitude": 114.057865}},
        {
            "venue": {
                "location": {"latitude": 22.543212, "longitude": 114.057865},
                "title": NAME,
                "address": NAME,
            }
        },
        {"photo": [{**FILE, "width": 1, "height": 1}], "caption": f"我的卡 6222021234567890123 {NAME[:0]}"},
        {"document": {**FILE, "file_name": f"{PHONE}.pdf"}},
        {"new_chat_members": [USER]},
        {"quote": {"text": f"加微信 {PHONE}", "position": 0}},
        {"poll": {"id": "1", "question": f"打{PHONE}吗", "options": [], "total_voter_count": 0}},
        {"entities": [{"type": "text_mention", "offset": 0, "length": 1, "user": USER}]},
        {"entities": [{"type": "text_link", "offset": 0, "length": 1, "url": "https://t.me/linxiaoyu_88"}]},
        {"author_signature": NAME},
    ],
    ids=lambda more: "-".join(more),
)
def test_nothing_about_a_person(more: dict[str, Any]) -> None:
    payload = stored({"message": {**MESSAGE, **more}})
    for secret in (NAME, PHONE, "linxiaoyu", "6222021234567890123", "22.543212", "114.057865"):
        assert secret not in payload


def test_what_is_needed_to_answer_stays() -> None:
    message = read({"message": {**MESSAGE, "photo": [{**FILE, "width": 1, "height": 1}]}}).message
    assert message is not None
    assert message.from_user is not None
    assert (message.from_user.id, message.chat.id, message.chat.type) == (
        USER["id"],
        CHAT["id"],
        "supergroup",
    )
    assert message.text == "@jiewen_test_bot 我是 ***********，微粒贷能提前还吗"
    assert message.parse_entities() == {message.entities[0]: "@jiewen_test_bot"}
    assert message.photo


def test_what_points_into_the_text_still_does() -> None:
    text = f"😀 {PHONE} /help@jiewen_test_bot"
    entity = {"type": "bot_command", "offset": 15, "length": 21}
    message = read({"message": {**MESSAGE, "text": text, "entities": [entity]}}).message
    assert message is not None
    assert list(message.parse_entities().values()) == ["/help@jiewen_test_bot"]


def test_a_press_keeps_its_buttons_and_not_our_words() -> None:
    button = {"text": "提前还款", "callback_data": "a:ask early_repayment weilidai"}
    query = {
        "id": "4382748237489237489",
        "from": USER,
        "chat_instance": "-3141592653589793238",
        "data": "a:ask early_repayment weilidai",
        "message": {
            **MESSAGE,
            "from": BOT,
            "text": "很长的答案",
            "reply_markup": {"inline_keyboard": [[button]]},
        },
    }
    payload = stored({"callback_query": query})
    assert "很长的答案" not in payload
    assert NAME not in payload
    found = read({"callback_query": query}).callback_query
    assert found is not None
    assert (found.id, found.data) == (query["id"], query["data"])
    assert found.message is not None
    assert found.message.is_accessible
    assert "提前还款" in payload


def test_the_two_hundred_spellings() -> None:
    for secret in secrets():
        assert (
            secret.personal
            not in json.loads(stored({"message": {**MESSAGE, "text": secret.sentence}}))["message"]["text"]
        )
        query = {"id": "1", "from": USER, "query": secret.sentence, "offset": ""}
        assert secret.personal not in json.loads(stored({"inline_query": query}))["inline_query"]["query"]


def test_whose_it_is_and_where_it_belongs() -> None:
    arrival = arrival_of({"update_id": 7, "message": MESSAGE})
    assert (arrival.update_id, arrival.lane, arrival.sender) == (7, CHAT["id"], USER["id"])


@pytest.mark.parametrize(
    ("content", "lane"),
    [
        ({"callback_query": {"from": {"id": 5}, "message": {"chat": {"id": -7}}}}, -7),
        ({"callback_query": {"from": {"id": 5}, "inline_message_id": "x"}}, 5),
        ({"edited_message": {"chat": {"id": 3}}}, 3),
        ({"inline_query": {"from": {"id": 6}}}, 6),
        ({"something_new": 4}, 0),
        ({}, 0),
    ],
)
def test_what_an_update_has_to_wait_for(content: dict[str, Any], lane: int) -> None:
    assert lane_of({"update_id": 1, **content}) == lane


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"message": "text"},
        {"message": {"chat": {"id": "x"}}},
        {"message": {"chat": {"id": 2**70}, "from": {"id": -(2**70)}}},
        {"message": {"chat": {"id": True}, "from": {"id": None}}},
        {"message": {"chat": [], "from": []}},
        {"callback_query": {"message": 5}},
        {"message": {"text": "\ud800 \x00"}},
        {"message": {"text": "x" * 10**6}},
    ],
)
def test_malformed_updates_can_be_stored(content: dict[str, Any]) -> None:
    arrival = arrival_of({"update_id": 1, **content})
    assert (arrival.lane, arrival.sender) == (0, None)
    assert "\x00" not in arrival.payload
    assert len(arrival.payload.encode()) < 5000
    json.loads(arrival.payload)


def test_depth_has_an_end() -> None:
    deep: dict[str, Any] = {}
    for _ in range(500):
        deep = {"reply_to_message": deep}
    assert len(stored({"message": deep})) < 1000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(sorted({*MESSAGE, "id", "is_bot"})), inner)
    ),
    max_leaves=20,
)


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(["message", "callback_query", "inline_query"]), JSON))
def test_whatever_comes_can_be_stored(content: dict[str, Any]) -> None:
    assert json.loads(stored(content))["update_id"] == 1
    assert reduce(reduce(content)) == reduce(content)


def test_examples() -> None:
    assert doctest.testmod(bot.channels.telegram.reducing).failed == 0
