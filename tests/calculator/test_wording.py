"""Rates and amounts as people write them."""

from __future__ import annotations

import pytest

from calculator import InputError, Rate, RatePeriod
from calculator.wording import parse_amount, parse_rate

from .builders import D

DAY, MONTH, YEAR, PERIOD, ONCE = RatePeriod

WORDINGS = [
    ("0.05%/日", "0.05", DAY),
    ("0.05％／天", "0.05", DAY),
    ("日息万五", "0.05", DAY),
    ("日息万分之五", "0.05", DAY),
    ("万5每天", "0.05", DAY),
    ("万4.5/日", "0.045", DAY),
    ("5‱/日", "0.05", DAY),
    ("日利率0.02%", "0.02", DAY),
    ("每日千分之一", "0.1", DAY),
    ("日息一厘", "0.01", DAY),
    ("日息一分", "0.1", DAY),
    ("月息一分", "1", MONTH),
    ("月息1分2", "1.2", MONTH),
    ("月息一分二厘", "1.2", MONTH),
    ("月息一分半", "1.5", MONTH),
    ("月息八厘", "0.8", MONTH),
    ("月息三厘半", "0.35", MONTH),
    ("月利率1.5%", "1.5", MONTH),
    ("千分之六/月", "0.6", MONTH),
    ("年息八厘", "8", YEAR),
    ("年息一分", "10", YEAR),
    ("年息一分五", "15", YEAR),
    ("年化18%", "18", YEAR),
    ("年利率十八%", "18", YEAR),
    ("百分之二十四/年", "24", YEAR),
    ("三点六%/年", "3.6", YEAR),
    ("18%/year", "18", YEAR),
    ("每期0.6%", "0.6", PERIOD),
    ("0.6%/期", "0.6", PERIOD),
    ("每期费率0.6%", "0.6", PERIOD),
    ("总费率7.2%", "7.2", ONCE),
    ("7.2%/总", "7.2", ONCE),
]


@pytest.mark.parametrize(("text", "percent", "period"), WORDINGS, ids=[w[0] for w in WORDINGS])
def test_rate(text: str, percent: str, period: RatePeriod) -> None:
    found = parse_rate(text)
    assert (found.percent, found.period) == (D(percent), period)


def test_compound_and_360() -> None:
    assert parse_rate("年化19.56%（复利）") == Rate(D("19.56"), RatePeriod.YEAR, effective=True)
    assert parse_rate("年化18%（单利）", 360) == Rate(D(18), RatePeriod.YEAR, 360)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "18%",
        "万五",
        "一分",
        "abc/日",
        "-1%/日",
        "1%/周",
        "日息",
        "日息日息",
        "1..5%/月",
        "%/年",
        "x" * 50,
    ],
)
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="利率：") as caught:
        parse_rate(text)
    assert "例如" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10000", "10000"),
        ("1万", "10000"),
        ("2.5万元", "25000"),
        ("3千", "3000"),
        ("1w", "10000"),
        ("10,000", "10000"),
        ("－5", "-5"),
    ],
)
def test_amount(text: str, value: str) -> None:
    assert parse_amount("principal", "本金", text) == D(value)


@pytest.mark.parametrize("text", ["", "万", "一万", "NaN", "1e5000", "10 000 000 x"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="本金"):
        parse_amount("principal", "本金", text)
