"""JSON lines: one answer per line, in order, and an error for a line that is no question."""

from __future__ import annotations

import json

import pytest

from bot.assistant import Assistant
from bot.channels.jsonl import answer_lines, parse_lines

KEYS = {
    "id", "kind", "topic", "product", "confidence", "suggestions", "slots", "text", "facts", "sources", "warnings",
    "quote",
}  # fmt: skip


def _ask(assistant: Assistant, *lines: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in answer_lines(lines, assistant)]


def test_an_answer_has_every_key_of_the_contract(assistant: Assistant) -> None:
    (record,) = _ask(assistant, '{"id": "a", "q": "微粒贷提前还要手续费么", "other": 1}'.encode())
    assert set(record) == KEYS
    assert (record["id"], record["kind"], record["topic"], record["product"]) == (
        "a", "answer", "early_repayment", "weilidai",
    )  # fmt: skip
    assert record["facts"]
    assert record["sources"]


def test_lines_of_a_chat_share_a_conversation_and_others_do_not(assistant: Assistant) -> None:
    lines = [
        '{"id": 1, "chat": "x", "q": "微粒贷上征信吗"}',
        '{"id": 2, "q": "那借呗呢"}',
        '{"id": 3, "chat": "x", "q": "那借呗呢"}',
    ]
    first, alone, third = _ask(assistant, *(line.encode() for line in lines))
    assert (first["topic"], third["topic"], third["product"]) == ("credit_report", "credit_report", "jiebei")
    assert alone["topic"] != "credit_report"


@pytest.mark.parametrize(
    ("line", "identity", "said"),
    [
        (b"{broken", None, "JSON"),
        (b"\xff\xfe\x00", None, "UTF-8"),
        (b"[1, 2]", None, "对象"),
        (b'{"id": 7}', 7, "q"),
        (b'{"id": 7, "q": 5}', 7, "q"),
        (b"[" * 100_000, None, "JSON"),
    ],
    ids=["cut", "binary", "list", "no question", "number", "deep"],
)
def test_a_bad_line_gets_an_error_and_the_next_is_served(
    assistant: Assistant, line: bytes, identity: object, said: str
) -> None:
    bad, good = _ask(assistant, line, '{"id": "n", "q": "借呗是哪家的"}'.encode())
    assert bad["id"] == identity
    assert said in str(bad["error"])
    assert good["id"] == "n"


@pytest.mark.parametrize(
    "question", ["", " ", "😀😀😀", "a" * 10_000, "\\ud800", "{weilidai.daily_rate}", "<b>x</b>", "'; DROP TABLE"],
    ids=["empty", "blank", "emoji", "long", "surrogate", "braces", "html", "sql"],
)  # fmt: skip
def test_every_text_gets_a_reply(assistant: Assistant, question: str) -> None:
    line = json.dumps({"id": "x", "q": question}).replace("\\\\ud800", "\\ud800").encode()
    (record,) = _ask(assistant, line)
    assert record["kind"] in ("answer", "quote", "clarify", "fallback")


def test_blank_lines_are_passed_over(assistant: Assistant) -> None:
    assert _ask(assistant, b"\n", b"  \r\n") == []


def test_parse() -> None:
    (line,) = parse_lines(['{"id": "p", "text": "拿四万分十八期，月息七厘"}'.encode()])
    record = json.loads(line)
    assert set(record) == {"id", "amounts", "rates", "terms", "methods"}
    assert record["amounts"][0]["value"] == "40000"
    assert record["terms"][0]["months"] == "18"
    assert (record["rates"][0]["value_percent"], record["rates"][0]["period"]) == ("0.7", "month")
