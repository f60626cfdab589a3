"""Checks of requests, with the limits from the library's constants."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from typing import Any

from telegram.constants import (
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    MessageLimit,
)

from tests.botapi.markup import Formatted, parse_html, units
from tests.botapi.refusals import bad_request

Parameters = dict[str, Any]

MAX_RICH_CHARACTERS = 32_768
MAX_RICH_COLUMNS = 20
_BARE_ATTRIBUTES = re.compile(r"(<(?:table|details))(?: (?:bordered|striped|open))+(?=>)")
_RICH_TAGS = frozenset(
    ("rich", "p", "b", "i", "blockquote", "table", "caption", "tr", "th", "td", "details", "summary")
)


def decode(name: str, value: str) -> Any:
    """A parameter as it was before the form: numbers, booleans and JSON are sent as text."""
    if name in _TEXTUAL:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


# Text that may look like a number and is none
_TEXTUAL = {
    "text",
    "caption",
    "callback_query_id",
    "inline_query_id",
    "inline_message_id",
    "description",
    "short_description",
    "name",
    "secret_token",
    "file_id",
    "next_offset",
    "url",
    "language_code",
}


def formatted(parameters: Parameters, name: str, limit: int) -> Formatted:
    """The text of a message or caption, parsed and measured."""
    source = str(parameters.get(name, ""))
    mode = parameters.get("parse_mode")
    if mode not in (None, "HTML"):
        raise bad_request("unsupported parse_mode")
    found = parse_html(source) if mode == "HTML" else Formatted(source.strip())
    if units(found.text) > limit:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    if name == "text" and not found.text:
        raise bad_request("message text is empty")
    return found


def text_of(parameters: Parameters) -> Formatted:
    """The text of a message."""
    return formatted(parameters, "text", MessageLimit.MAX_TEXT_LENGTH)


def rich_of(parameters: Parameters) -> Formatted:
    """The text of a rich message: well-formed, of known tags, within its limits."""
    message = parameters.get("rich_message")
    if not isinstance(message, dict) or set(message) - {"html", "skip_entity_detection", "is_rtl"}:
        raise bad_request("can't parse rich message")
    try:
        source = _BARE_ATTRIBUTES.sub(r"\1", str(message["html"]))
        whole = ElementTree.fromstring(f"<rich>{source}</rich>")
    except ElementTree.ParseError as error:
        raise bad_request(f"can't parse rich message: {error}") from None
    unknown = {one.tag for one in whole.iter()} - _RICH_TAGS
    if unknown:
        raise bad_request(f"can't parse rich message: unsupported tags {unknown}")
    if any(len(row) > MAX_RICH_COLUMNS for row in whole.iter("tr")):
        raise bad_request("RICH_MESSAGE_TABLE_TOO_WIDE")
    text = "\n".join("".join(one.itertext()) for one in whole)
    if len(text) > MAX_RICH_CHARACTERS or not text:
        raise bad_request("RICH_MESSAGE_TOO_LONG")
    return Formatted(text, [{"type": one.tag} for one in whole.iter() if one.tag == "table"])


def caption_of(parameters: Parameters) -> Formatted:
    """The caption of a picture or file."""
    return formatted(parameters, "caption", MessageLimit.CAPTION_LENGTH)


def inline_keyboard(parameters: Parameters) -> list[list[dict[str, Any]]]:
    """The buttons under a message, checked."""
    markup = parameters.get("reply_markup")
    if markup is None:
        return []
    if not isinstance(markup, dict) or not isinstance(markup.get("inline_keyboard"), list):
        raise bad_request("object expected as reply markup")
    rows: list[list[dict[str, Any]]] = markup["inline_keyboard"]
    buttons = [button for row in rows for button in row]
    if len(buttons) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        raise bad_request("reply markup is too long")
    if any(len(row) > InlineKeyboardMarkupLimit.BUTTONS_PER_ROW for row in rows):
        raise bad_request("too many buttons in a row")
    for button in buttons:
        if not str(button.get("text", "")).strip():
            raise bad_request("inline keyboard button text must be non-empty")
        kinds = [one for one in button if one not in ("text", "style", "icon_custom_emoji_id")]
        if len(kinds) != 1:
            raise bad_request("text buttons are unallowed in the inline keyboard")
        if "callback_data" in button:
            size = len(str(button["callback_data"]).encode())
            if (
                not InlineKeyboardButtonLimit.MIN_CALLBACK_DATA
                <= size
                <= (InlineKeyboardButtonLimit.MAX_CALLBACK_DATA)
            ):
                raise bad_request("BUTTON_DATA_INVALID")
        if "url" in button and not str(button["url"]).startswith(("https://", "http://", "tg://")):
            raise bad_request("inline keyboard button URL is invalid")
    return rows
