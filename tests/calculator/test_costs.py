"""The annualised cost, and its place against lines of law."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from calculator import InputError, LegalLine, Measure, Place, quote

from .builders import D, by_days, daily, level, told, yearly


def test_of_the_central_banks_example() -> None:
    """100,000 with a fee of 1,000 and twelve times 8,833.3: 12.80 % simple or 13.58 % compound.

    中国人民银行公告〔2021〕第3号, annex.
    """
    found = quote(told("100000", "8833.3", 12, upfront_fee=D(1000))).cost
    assert round(found.simple_annual_percent, 2) == D("12.80")
    assert round(found.effective_annual_percent, 2) == D("13.58")


@pytest.mark.parametrize(
    ("fee", "months", "printed"), [("0.6", 12, "13.03"), ("0.5", 36, "11.08"), ("0.9", 3, "16.13")]
)
def test_of_card_instalments(fee: str, months: int, printed: str) -> None:
    """The simple annual rates that banks print beside their instalment fees."""
    from calculator import Method

    from .builders import per_period

    found = quote(level("6000", months, per_period(fee), method=Method.FLAT_FEE)).cost
    assert round(found.simple_annual_percent, 2) == D(printed)


def test_by_days() -> None:
    """2,000 at 0.08 % for 15 days with 400 withheld: 424 on 1,600."""
    found = quote(by_days("2000", 15, daily("0.08"), prepaid_deduction=D(400))).cost
    assert round(found.simple_annual_percent, 4) == D("644.8333")
    assert found.simple_annual_percent_360 == 636
    assert round(found.effective_annual_percent, 4) == D("30393.1849")


def test_an_astronomic_rate_is_still_a_number() -> None:
    found = quote(by_days("10000", 1, daily("100"), prepaid_deduction=D("9999.99"))).cost
    assert found.effective_annual_percent.is_finite()
    assert found.effective_annual_percent > Decimal("1e2000")


def test_withholding_a_fifth_of_24_percent() -> None:
    """10,000 at 24 %, interest only, with 2,000 withheld costs far more than 24 %."""
    plain = quote(level(rate=yearly("24"))).cost
    withheld = quote(level(rate=yearly("24"), prepaid_deduction=D(2000))).cost
    assert plain.simple_annual_percent == 24
    assert withheld.simple_annual_percent > 60


LINES = [
    LegalLine(name="四倍 LPR", annual_percent=D(12), as_of=date(2026, 4, 20)),
    LegalLine(name="参照线", annual_percent=D(24)),
    LegalLine(name="复利口径", annual_percent=D(24), measure=Measure.EFFECTIVE),
]


def test_standings() -> None:
    found = quote(level(rate=yearly("24")), LINES).standings
    assert [s.place for s in found] == [Place.ABOVE, Place.ON, Place.ABOVE]
    assert [s.line.name for s in found] == ["四倍 LPR", "参照线", "复利口径"]
    assert found[0].difference == 12
    assert round(found[2].percent, 4) == D("26.8242")


def test_a_line_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="参照线“x”"):
        LegalLine(name="x", annual_percent=D("NaN"))


def test_quotes_are_values() -> None:
    assert quote(level(), LINES) == quote(level(), LINES)
    assert hash(quote(level())) == hash(quote(level()))
