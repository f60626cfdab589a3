"""Replies as Telegram HTML."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.telegram.rendering import ROWS_ON_A_PAGE, caption, render
from bot.channels.text import columns
from bot.replies.model import Notice, Reply, ReplyKind, Table
from knowledge.models import Level
from tests.botapi.markup import Formatted, parse_html, units

NARROW = Table(("期", "应还"), (("1", "888.49"), ("2", "888.49")))
WIDE = Table(
    ("期", "应还", "本金", "利息", "剩余本金"),
    tuple((str(number), "1,892.06", "1,490.56", "401.50", "18,509.44") for number in range(1, 31)),
    note="利率只是举例",
)
SPARE = replace(WIDE, spare=(2,))


def reply(**parts: object) -> Reply:
    return Reply(ReplyKind.ANSWER, "先答这一句。", **parts)  # type: ignore[arg-type]


def shown(of: Reply, page: int = 1) -> Formatted:
    messages = render(of, page).messages
    assert len(messages) == 1
    return parse_html(messages[0])


def kinds(of: Formatted) -> list[str]:
    return [str(entity["type"]) for entity in of.entities]


def test_the_first_line_is_bold_and_answers() -> None:
    found = shown(reply(paragraphs=("再解释。",)))
    assert found.text == "先答这一句。\n\n再解释。"
    assert found.entities == [{"type": "bold", "offset": 0, "length": 6}]


def test_a_crisis_comes_before_everything() -> None:
    found = shown(reply(notices=(Notice("crisis", Level.CRISIS, "先打这个电话。"),)))
    assert found.text.startswith("先打这个电话。")


def test_warnings_are_set_apart_and_sources_folded() -> None:
    found = shown(
        reply(notices=(Notice("cost", Level.CAUTION, "很贵。"),), sources=("甲", "乙"), remarks=("短话。",))
    )
    assert kinds(found) == ["bold", "blockquote", "expandable_blockquote"]
    assert found.text == "先答这一句。\n\n⚠️ 很贵。\n\n· 短话。\n来源\n甲\n乙"


def test_a_short_remark_without_sources_is_not_folded() -> None:
    assert kinds(shown(reply(remarks=("短话。",)))) == ["bold"]


def test_long_remarks_are_folded() -> None:
    assert kinds(shown(reply(remarks=("很长的说明。" * 30,)))) == ["bold", "expandable_blockquote"]


def test_what_looks_like_markup_is_text() -> None:
    text = '</b><script>&lt; "引号" & <a href="x">'
    assert text in shown(reply(paragraphs=(text,), remarks=(text,), sources=(text,))).text


def test_a_narrow_table_is_aligned() -> None:
    found = shown(reply(table=NARROW))
    assert "pre" in kinds(found)
    lines = found.text.splitlines()[2:]
    assert lines == ["期    应还", " 1  888.49", " 2  888.49"]
    assert {columns(line) for line in lines[1:]} == {10}


def test_a_wide_table_becomes_cards() -> None:
    found = shown(reply(table=WIDE))
    assert "pre" not in kinds(found)
    assert "第 1 期：应还 1,892.06\n本金 1,490.56，利息 401.50，剩余本金 18,509.44\n第 2 期" in found.text


def test_what_follows_from_the_rest_is_left_out_where_there_is_no_room() -> None:
    rows = WIDE.rows[:3]
    lines = shown(reply(table=replace(SPARE, rows=rows, note=""))).text.splitlines()[2:]
    assert lines[0].split() == ["期", "应还", "利息", "剩余本金"]
    assert lines[1].split() == ["1", "1,892.06", "401.50", "18,509.44"]
    assert {columns(line) for line in lines} == {28}


def test_amounts_that_leave_no_room_become_cards() -> None:
    rows = (("10", "126,803.08", "101,041.67", "23,041.67", "2,276,238.59"),)
    assert "本金 101,041.67" in shown(reply(table=replace(SPARE, rows=rows))).text


def test_a_comparison_is_a_card_for_each_product() -> None:
    table = Table(("", "利息和费用（元）", "单利年化"), (("甲", "637.24 到 5,399.70", "3.03% 到 24.09%"),))
    text = shown(reply(table=table)).text
    assert "甲：利息和费用（元） 637.24 到 5,399.70\n单利年化 3.03% 到 24.09%" in text


def test_a_long_table_has_pages() -> None:
    first, last = render(reply(table=WIDE)), render(reply(table=WIDE), page=3)
    assert (first.page, first.pages) == (1, 3)
    text = parse_html(last.messages[0]).text
    assert f"第 {2 * ROWS_ON_A_PAGE + 1} 期：" in text
    assert f"第 {2 * ROWS_ON_A_PAGE} 期：" not in text
    assert "第 3/3 页；利率只是举例" in text


def test_a_page_that_does_not_exist_is_the_nearest() -> None:
    assert render(reply(table=WIDE), page=99).page == 3
    assert render(reply(table=WIDE), page=-1).page == 1


def test_a_caption_keeps_its_own_limit() -> None:
    text = caption(reply(paragraphs=("字" * 3000,)))
    assert units(parse_html(text).text) <= 1024


def test_a_very_long_reply_is_split() -> None:
    messages = render(reply(paragraphs=tuple("一句话。" * 300 for _ in range(9)))).messages
    assert len(messages) == 3
    assert all(units(parse_html(one).text) <= 4096 for one in messages)
