"""Values as moderators write them: what is read, and what is refused with a reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.values import EXAMPLES, Kind, ValueFormatError, parse_value

NUMBERS = [
    # kind, text, low, high, unit
    (Kind.MONEY, "500元–20万元", "500", "200000", "元"),
    (Kind.MONEY, "1–3万元", "10000", "30000", "元"),
    (Kind.MONEY, "2千–5千元", "2000", "5000", "元"),
    (Kind.MONEY, "12,000元", "12000", "12000", "元"),
    (Kind.MONEY, "1125.88亿元", "112588000000", "112588000000", "元"),
    (Kind.MONEY, "最高20万元", None, "200000", "元"),
    (Kind.MONEY, "不超过4万元", None, "40000", "元"),
    (Kind.MONEY, "500元起", "500", None, "元"),
    (Kind.DAILY_RATE, "0.02%–0.05%", "0.02", "0.05", "%"),
    (Kind.DAILY_RATE, "0.04%或0.05%", "0.04", "0.05", "%"),
    (Kind.DAILY_RATE, "0.02–0.05%", "0.02", "0.05", "%"),
    (Kind.ANNUAL_RATE, "7.2%~24%", "7.2", "24", "%"),
    (Kind.SHARE, "约10%", "10", "10", "%"),
    (Kind.MULTIPLE, "1.5倍", "1.5", "1.5", "倍"),
    (Kind.AGE, "18至60周岁", "18", "60", "周岁"),
    (Kind.AGE, "18周岁以上", "18", None, "周岁"),
    (Kind.AGE, "55周岁以下", None, "55", "周岁"),
    (Kind.DURATION, "1–3个工作日", "1", "3", "个工作日"),
    (Kind.DURATION, "最快1分钟", "1", None, "分钟"),
    (Kind.DURATION, "最慢3天", None, "3", "天"),
    (Kind.DURATION, "最长1年", None, "1", "年"),
    (Kind.DURATION, "即时", "0", "0", "秒"),
    (Kind.COUNT, "6、12、24期", "6", "24", "期"),
    (Kind.COUNT, "24期、6期", "6", "24", "期"),
    (Kind.COUNT, "超过7000万位", "70000000", None, "位"),
]

SHOWN_AS_WRITTEN = [
    (Kind.CLOCK, "7:00–24:00"),
    (Kind.CLOCK, "工作日9:00–12:00、13:00–17:00"),
    (Kind.CLOCK, "22:00–次日8:00"),
    (Kind.CLOCK, "20点"),
    (Kind.DATE, "2015"),
    (Kind.DATE, "2014-12"),
    (Kind.DATE, "2025-08-13"),
    (Kind.PHONE, "95384"),
    (Kind.PHONE, "400-999-8800"),
    (Kind.YES_NO, "是"),
    (Kind.TEXT, "到还款日次日24点"),
]

REFUSED = [
    (Kind.MONEY, "", "空"),
    (Kind.MONEY, "二十万", "不是金额"),
    (Kind.MONEY, "500–20万元", "前大后小"),
    (Kind.MONEY, "5000", "缺少单位"),
    (Kind.MONEY, "5000元–2万", "缺少单位"),
    (Kind.MONEY, "20 万元左右", "不是金额"),
    (Kind.DAILY_RATE, "万分之五", "不是日利率"),
    (Kind.DAILY_RATE, "0.05", "缺少单位"),
    (Kind.DAILY_RATE, "0.05‰", "不是日利率"),
    (Kind.DURATION, "7天–1个月", "几种单位"),
    (Kind.DURATION, "30天或1个月", "几种单位"),
    (Kind.DURATION, "长期", "不是时长"),
    (Kind.COUNT, "6期、12", "缺少单位"),
    (Kind.AGE, "60–18周岁", "前大后小"),
    (Kind.CLOCK, "7:60", "不是钟点"),
    (Kind.CLOCK, "全天", "不是钟点"),
    (Kind.DATE, "2025-13", "不是日期"),
    (Kind.DATE, "2025年8月", "不是日期"),
    (Kind.PHONE, "---", "不是电话"),
    (Kind.YES_NO, "不是", "不是“是”或“否”"),
]


@pytest.mark.parametrize(("kind", "text", "low", "high", "unit"), NUMBERS, ids=lambda value: str(value))
def test_numbers_keep_their_bounds_and_unit(
    kind: Kind, text: str, low: str | None, high: str | None, unit: str
) -> None:
    value = parse_value(text, kind)
    assert value.low == (None if low is None else Decimal(low))
    assert value.high == (None if high is None else Decimal(high))
    assert (value.unit, value.text) == (unit, text)


@pytest.mark.parametrize(("kind", "text"), SHOWN_AS_WRITTEN, ids=lambda value: str(value))
def test_what_has_no_bounds_is_shown_as_written(kind: Kind, text: str) -> None:
    value = parse_value(text, kind)
    assert (value.text, value.low, value.high) == (text, None, None)


@pytest.mark.parametrize(("kind", "text", "reason"), REFUSED, ids=lambda value: str(value))
def test_what_is_no_value_is_refused_with_a_reason(kind: Kind, text: str, reason: str) -> None:
    with pytest.raises(ValueFormatError, match=reason):
        parse_value(text, kind)


@pytest.mark.parametrize("kind", list(Kind))
def test_the_example_of_each_kind_is_right(kind: Kind) -> None:
    assert parse_value(EXAMPLES[kind], kind).text == EXAMPLES[kind]


def test_spaces_are_tidied() -> None:
    assert parse_value("  500 元 –  20 万元 ", Kind.MONEY).text == "500 元 – 20 万元"


rates = st.decimals(min_value=0, max_value=100, places=4)


@given(rates, rates)
def test_a_range_reads_as_what_was_written(first: Decimal, second: Decimal) -> None:
    low, high = sorted((first, second))
    value = parse_value(f"{low}%–{high}%", Kind.DAILY_RATE)
    assert (value.low, value.high) == (low, high)
    assert value.is_single == (low == high)


@given(st.text(max_size=20), st.sampled_from(list(Kind)))
def test_any_text_is_read_or_refused(text: str, kind: Kind) -> None:
    try:
        value = parse_value(text, kind)
    except ValueFormatError:
        return
    assert value.kind is kind
    if value.low is not None and value.high is not None:
        assert value.low <= value.high
