"""Recomputing what was derived."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.expressions import ExpressionError, Interval, agrees, evaluate, shown
from knowledge.values import Kind, parse_value

RATE = Interval(Decimal("0.0002"), Decimal("0.0005"))
NAMES = {
    "daily_rate": RATE,
    "open_rate": Interval(Decimal("0.0004"), None),
    "rules.lpr_1y": Interval(Decimal("0.03"), Decimal("0.03")),
    "amount": Interval(Decimal(2000), Decimal(2000)),
}


@pytest.mark.parametrize(
    ("expression", "kind", "value"),
    [
        ("daily_rate × 365", Kind.ANNUAL_RATE, "7.3%–18.25%"),
        ("daily_rate*360", Kind.ANNUAL_RATE, "7.2%–18%"),
        ("rules.lpr_1y × 4", Kind.ANNUAL_RATE, "12%"),
        ("24% ÷ 360", Kind.DAILY_RATE, "0.067%"),
        ("0.01041% × 360", Kind.ANNUAL_RATE, "3.75%"),
        ("24% / 365", Kind.DAILY_RATE, "0.0658%"),
        ("amount × 0.05%", Kind.MONEY, "1元"),
        ("amount × daily_rate × 30", Kind.MONEY, "12元–30元"),
        ("open_rate × 365", Kind.ANNUAL_RATE, "14.6%起"),
        ("1 + 2 × 3 − 1", Kind.MONEY, "6元"),
        ("daily_rate × 1.5", Kind.DAILY_RATE, "0.03%–0.075%"),
    ],
)
def test_the_stated_value_is_what_the_expression_gives(expression: str, kind: Kind, value: str) -> None:
    assert agrees(evaluate(expression, NAMES.get), parse_value(value, kind))


@pytest.mark.parametrize(
    ("expression", "kind", "value"),
    [
        ("daily_rate × 365", Kind.ANNUAL_RATE, "7.2%–18.25%"),
        ("daily_rate × 365", Kind.ANNUAL_RATE, "7.3%"),
        ("daily_rate × 365", Kind.ANNUAL_RATE, "7.3%–18.3%"),
        ("2.9% × 4", Kind.ANNUAL_RATE, "12%"),
        ("open_rate × 365", Kind.ANNUAL_RATE, "14.6%–18%"),
        ("24% ÷ 360", Kind.DAILY_RATE, "0.066%"),
    ],
)
def test_another_value_is_not(expression: str, kind: Kind, value: str) -> None:
    assert not agrees(evaluate(expression, NAMES.get), parse_value(value, kind))


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("", "算式没有写完"),
        ("daily_rate ×", "算式没有写完"),
        ("× 365", "一个隔一个"),
        ("daily_rate 365", "一个隔一个"),
        ("daily_rate × × 365", "一个隔一个"),
        ("日利率 × 365", "算式里的“日利率 × 365”读不懂"),
        ("(daily_rate) × 365", "读不懂"),
        ("rate × 365", "算式里的“rate”不是有数字的事实或规则"),
    ],
)
def test_what_cannot_be_read_says_why(expression: str, says: str) -> None:
    with pytest.raises(ExpressionError, match=says):
        evaluate(expression, NAMES.get)


def test_division_by_zero_leaves_the_value_open() -> None:
    assert evaluate("1 ÷ 0", NAMES.get) == Interval(None, None)


@pytest.mark.parametrize(
    ("interval", "kind", "text"),
    [
        (RATE, Kind.DAILY_RATE, "0.02%–0.05%"),
        (Interval(Decimal(1), Decimal(1)), Kind.MONEY, "1"),
        (Interval(Decimal("0.0004"), None), Kind.DAILY_RATE, "0.04%–？"),
        (Interval(None, None), Kind.MONEY, "？"),
    ],
)
def test_intervals_in_words(interval: Interval, kind: Kind, text: str) -> None:
    assert shown(interval, kind) == text


@given(
    st.decimals(min_value=0, max_value=1, places=6),
    st.decimals(min_value=0, max_value=1, places=6),
    st.integers(min_value=1, max_value=400),
)
def test_a_product_keeps_its_order(first: Decimal, second: Decimal, factor: int) -> None:
    interval = Interval(min(first, second), max(first, second))
    product = evaluate(f"rate × {factor}", {"rate": interval}.get)
    assert product.low is not None
    assert product.high is not None
    assert product.low == interval.low * factor  # type: ignore[operator]
    assert product.low <= product.high
