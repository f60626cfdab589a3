"""An update without what nobody needs: names, numbers, places. This is all of it that is ever stored.

What people write is masked; who they are stays as a number, without which there is no answering. What the bot is never
asked about, such as contacts and places, is emptied, but still there: it has a kind word to say about it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container
from typing import Any

from telegram.constants import MessageLimit

from bot.channels.telegram.receiving import RawUpdate
from bot.masking import mask_personal
from bot.storage import Arrival

# As deep as an answer to a message with a picture of a poll goes, and some
_MAX_DEPTH = 20
_MAX_TEXT = int(MessageLimit.MAX_TEXT_LENGTH)
_MAX_ID = 2**63 - 1

# Made by Telegram or by the bot, and needed as they are
_OURS = {
    "id",
    "type",
    "data",
    "callback_data",
    "chat_instance",
    "inline_message_id",
    "media_group_id",
    "language_code",
    "language",
    "status",
    "file_id",
    "file_unique_id",
    "offset",
    "chat_type",
    "style",
}
_NAMES = {"first_name", "last_name", "title", "sender_user_name", "author_signature", "custom_title", "vcard"}
_NAMES |= {"bio", "description", "address", "phone_number", "performer", "provider", "google_place_id"}
_PLACES = {"latitude", "longitude"}
# Our own words under a button, which nobody needs again
_SHOWN = {
    "text",
    "entities",
    "caption",
    "caption_entities",
    "reply_to_message",
    "photo",
    "document",
    "rich_message",
}

# The moderators' command that holds what is going to be published
_FACT = "/fact "

Keep = Container[str]


def arrival_of(raw: RawUpdate, keep: Keep = (), moderators: Container[int] = ()) -> Arrival:
    """An update as it is stored.

    Args:
        raw: as it came.
        keep: usernames, in small letters, that stay: the bot's own.
        moderators: people whose published figures stay: hotlines and addresses of sources are nobody's secret.
    """
    reduced = reduce(raw, keep)
    message = raw.get("message")
    if isinstance(message, dict) and _publishes(message, moderators):
        reduced["message"]["text"] = message["text"][:_MAX_TEXT]
    payload = json.dumps(reduced, ensure_ascii=False, separators=(",", ":"))
    # Half a character, which no database takes
    payload = payload.encode("utf-8", "replace").decode("utf-8").replace("\\u0000", "")
    return Arrival(int(raw["update_id"]), lane_of(raw), _sender(raw), payload)


def read_payload(payload: str) -> RawUpdate:
    """The update that was stored."""
    update = json.loads(payload)
    assert isinstance(update, dict)
    return update


def lane_of(raw: RawUpdate) -> int:
    """What an update has to stay in order with: its chat, its user where there is no chat, or 0.

    >>> lane_of({"update_id": 1, "message": {"chat": {"id": 7}, "from": {"id": 8}}})
    7
    >>> lane_of({"update_id": 1, "inline_query": {"from": {"id": 8}}})
    8
    """
    for content in raw.values():
        if isinstance(content, dict):
            message = content.get("message")
            for place in (content.get("chat"), message.get("chat") if isinstance(message, dict) else None):
                lane = _id(place)
                if lane is not None:
                    return lane
            return _id(content.get("from")) or 0
    return 0


def reduce(raw: RawUpdate, keep: Keep = ()) -> RawUpdate:
    """An update without what nobody needs.

    >>> reduce({"update_id": 1, "message": {"from": {"id": 5, "first_name": "小林"}, "text": "打13912345678"}})
    {'update_id': 1, 'message': {'from': {'id': 5, 'first_name': ''}, 'text': '打***********'}}
    """
    update = {
        name: _without(value, _SHOWN) if name == "callback_query" else value for name, value in raw.items()
    }
    reduced = _reduce(update, lambda text: mask_personal(text[:_MAX_TEXT], keep), 0)
    assert isinstance(reduced, dict)
    return reduced


def _reduce(value: Any, mask: Callable[[str], str], depth: int, key: str = "", is_bot: bool = False) -> Any:
    if isinstance(value, dict):
        if depth > _MAX_DEPTH:
            return {}
        is_bot = bool(value.get("is_bot", False))
        return {
            name: _reduce(one, mask, depth + 1, name, is_bot)
            for name, one in value.items()
            if name != "username" or is_bot
        }
    if isinstance(value, list):
        return [_reduce(one, mask, depth + 1, key) for one in value] if depth <= _MAX_DEPTH else []
    if key in _PLACES:
        return 0
    if not isinstance(value, str) or key in _OURS or key == "username":
        return value
    return "" if key in _NAMES and not is_bot else mask(value)


def _without(query: Any, names: Container[str]) -> Any:
    if not isinstance(query, dict) or not isinstance(query.get("message"), dict):
        return query
    message = {name: value for name, value in query["message"].items() if name not in names}
    return {**query, "message": message}


def _publishes(message: RawUpdate, moderators: Container[int]) -> bool:
    """Whether a message is a moderator's command about a fact, sent in private."""
    sender, chat, text = _id(message.get("from")), _id(message.get("chat")), message.get("text")
    return sender is not None and sender == chat and sender in moderators and str(text).startswith(_FACT)


def _sender(raw: RawUpdate) -> int | None:
    return next((_id(content.get("from")) for content in raw.values() if isinstance(content, dict)), None)


def _id(somebody: object) -> int | None:
    """The id of a chat or user, if it is one that a database takes."""
    number = somebody.get("id") if isinstance(somebody, dict) else None
    if isinstance(number, bool) or not isinstance(number, int):
        return None
    return number if abs(number) <= _MAX_ID else None
