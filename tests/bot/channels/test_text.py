"""Plain text: Chinese is two columns wide, punctuation does not start a line, choices are numbered."""

from __future__ import annotations

import pytest

from bot.channels.text import columns, pad, render_table, render_text, wrap
from bot.replies.model import Attachment, Button, Notice, Reply, ReplyKind, Table
from knowledge.models import Level


@pytest.mark.parametrize(("text", "width"), [("借呗", 4), ("a借b", 4), ("", 0), ("１", 2)])
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


def test_no_line_is_wider_and_none_starts_with_a_comma() -> None:
    lines = wrap("可以，不过，要看，页面。" * 20, 20)
    assert max(columns(line) for line in lines) <= 22  # a closing mark may hang over
    assert not any(line[0] in "，。" for line in lines)
    assert "".join(lines) == "可以，不过，要看，页面。" * 20


def test_figures_stay_whole_and_addresses_do_not() -> None:
    assert wrap("每期 45.63 到 10,182.50 元", 14) == ["每期 45.63 到", "10,182.50 元"]
    assert wrap("https://example.org/a/very/long/address", 20) == [
        "https://example.org/",
        "a/very/long/address",
    ]


def test_columns_of_a_table_line_up() -> None:
    lines = render_table(Table(("期", "应还"), (("1", "800.00"), ("合计", "2,000.00"))))
    assert lines == ["期        应还", "1       800.00", "合计  2,000.00"]


def test_a_column_of_chinese_is_filled_with_spaces_as_wide() -> None:
    lines = render_table(Table(("", "最低"), (("总利息", "1.00"), ("单利年化", "12.00"))))
    assert lines == ["　　　　   最低", "总利息　   1.00", "单利年化  12.00"]


def test_pad_fills_to_the_width() -> None:
    assert pad("借呗", 6) == "借呗  "


def test_a_crisis_comes_before_everything_and_choices_are_numbered() -> None:
    reply = Reply(
        kind=ReplyKind.ANSWER,
        title="标题",
        paragraphs=("一段",),
        notices=(Notice("c", Level.CRISIS, "先打电话"), Notice("w", Level.CAUTION, "小心")),
        sources=("某处",),
        buttons=(Button("甲", "ask a"), Button("乙", "ask b")),
        attachments=(Attachment("picture", "图", "a.png", bytes),),
    )
    lines = render_text(reply)
    assert lines[0] == "先打电话"
    assert lines.index("标题") < lines.index("一段") < lines.index("⚠ 小心") < lines.index("来源：")
    assert [line.strip() for line in lines[-3:]] == ["[1] 甲", "[2] 乙", "[3] 要图"]
