"""JSON lines in, JSON lines out: in order, one line per line, flushed per line."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.replies.model import Reply
from bot.understanding.cleaning import clean
from bot.understanding.expressions import extract
from calculator import Quote

# Conversations held at once; the one idle longest goes first
MAX_CHATS = 10_000


class LineError(ValueError):
    """A line that is no question; the message says why."""


def answer_lines(lines: Iterable[bytes], assistant: Assistant) -> Iterator[str]:
    """One JSON line for each line of ``lines`` that is not blank."""
    chats: OrderedDict[str, Conversation] = OrderedDict()
    for raw in lines:
        if not raw.strip():
            continue
        identity: object = None
        try:
            record = read_line(raw)
            identity = record.get("id")
            question = _text(record, "q")
            chat = record.get("chat")
            before = chats.pop(str(chat), Conversation()) if chat is not None else Conversation()
            reply, after = assistant.answer(Question(question), before)
            if chat is not None:
                chats[str(chat)] = after
                if len(chats) > MAX_CHATS:
                    chats.popitem(last=False)
            yield dump({"id": identity, **reply_record(reply)})
        except LineError as error:
            yield dump({"id": identity, "error": str(error)})


def parse_lines(lines: Iterable[bytes]) -> Iterator[str]:
    """The expressions of each line's ``text``."""
    for raw in lines:
        if not raw.strip():
            continue
        identity: object = None
        try:
            record = read_line(raw)
            identity = record.get("id")
            yield dump({"id": identity, **extract(clean(_text(record, "text")).text).to_json()})
        except LineError as error:
            yield dump({"id": identity, "error": str(error)})


def read_line(raw: bytes) -> dict[str, Any]:
    """Read one line; raises ``LineError`` for anything but a JSON object."""
    try:
        record = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise LineError("这一行不是 UTF-8 文本") from None
    except (json.JSONDecodeError, RecursionError):
        raise LineError("这一行不是 JSON") from None
    if not isinstance(record, dict):
        raise LineError('这一行应是 {"id": …, "q": "…"} 这样的对象')
    return record


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise LineError(f"缺少“{key}”，或它不是文字")
    return value


def reply_record(reply: Reply) -> dict[str, object]:
    """A reply as programs read it."""
    return {
        "kind": reply.kind.value,
        "topic": reply.topic,
        "product": reply.product,
        "confidence": round(reply.confidence, 4),
        "suggestions": list(reply.suggestions),
        "slots": reply.slots.to_json(),
        "text": reply.text,
        "facts": list(reply.facts),
        "sources": list(reply.source_ids),
        "warnings": [notice.id for notice in reply.notices],
        "quote": _quote_record(reply.quote) if reply.quote else None,
    }


def _quote_record(quote: Quote) -> dict[str, object]:
    schedule = quote.schedule
    return {
        "method": quote.offer.method.value,
        "first_payment": str(schedule.first_payment),
        "total_interest": str(schedule.total_interest),
        "total_paid": str(schedule.total_paid),
        "simple_annual_percent": str(round(quote.cost.simple_annual_percent, 4)),
        "effective_annual_percent": str(round(quote.cost.effective_annual_percent, 4)),
    }


def dump(record: dict[str, object]) -> str:
    """One line of JSON; lone surrogates that a message held are replaced."""
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
