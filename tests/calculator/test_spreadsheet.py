"""The spreadsheet's functions against values that spreadsheets and their libraries publish."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from calculator.errors import CalculatorError
from calculator.records.spreadsheets import call

# name, arguments (exact fractions), the printed value, half a unit of its last digit
MICROSOFT = [
    ("PMT", "8/1200 10 10000", "-1037.03", "0.005"),
    ("PMT", "6/1200 216 0 50000", "-129.08", "0.005"),
    ("IPMT", "0.1 3 3 8000", "-292.45", "0.005"),
    ("IRR", "-70000 12000 15000 18000 21000", "-0.021", "0.0005"),
    ("IRR", "-70000 12000 15000", "-0.444", "0.0005"),
]
LIBREOFFICE = [
    ("RATE", "3 -10 900", "-0.7563", "0.00005"),
    ("NPER", "0.06 153.75 2600", "-12.02", "0.005"),
    ("CUMPRINC", "11/2400 36 15000 10 18 0", "-3669.74", "0.005"),
    ("CUMPRINC", "0.0075 360 125000 13 24 0", "-934.1071", "0.00005"),
    ("CUMIPMT", "0.0075 360 125000 13 24 0", "-11135.23", "0.005"),
]
NUMPY_FINANCIAL = [
    ("PMT", "0 60 15000", "-250", "0.05"),
    ("PMT", "0.8 3 20000", "-19311.25827814569536423841060", "1e-18"),
    ("PPMT", "10/1200 1 60 55000 0 1", "-1158.929712", "0.00001"),
    ("PPMT", "10/1200 3 24 2000", "-76.88882405", "0.00000001"),
    ("IPMT", "10/1200 4 24 2000", "-14.76028842", "0.00000001"),
    ("RATE", "10 0 -3500 10000", "0.11069085371", "1e-10"),
]
PHPSPREADSHEET = [
    ("RATE", "24 -250 5000 0 1", "0.016550119066712", "1e-9"),
    ("RATE", "60 -1000 120000", "-0.020442952219356", "1e-9"),
    ("RATE", "208 -700 8000", "0.087499997684094", "1e-9"),
    ("CUMIPMT", "0.004175 60 50000 1 12 0", "-2299.6141712553544", "0.00000001"),
    ("EFFECT", "0.1 4", "0.103812890625", "5e-13"),
    ("NOMINAL", "0.053543 4", "0.052500319868356", "1e-15"),
    ("IRR", "-100 20 24 28.8 34.56 41.47", "0.13057575637152699", "1e-9"),
]


def read(text: str) -> list[Decimal]:
    fractions = [Fraction(word) for word in text.split()]
    return [Decimal(f.numerator) / Decimal(f.denominator) for f in fractions]


@pytest.mark.parametrize(
    ("name", "arguments", "printed", "near"), [*MICROSOFT, *LIBREOFFICE, *NUMPY_FINANCIAL, *PHPSPREADSHEET]
)
def test_published(name: str, arguments: str, printed: str, near: str) -> None:
    assert abs(call(name, read(arguments)) - Decimal(printed)) <= Decimal(near)


def test_a_printed_figure_that_is_wrong_is_not_copied() -> None:
    """Two pages print −1290.80 and −666.70: scaled roundings of −1290.81 and −666.67."""
    assert round(call("PMT", read("6/1200 216 0 500000")), 2) == Decimal("-1290.81")
    assert round(call("IPMT", read("10/1200 1 36 80000")), 2) == Decimal("-666.67")


@pytest.mark.parametrize("due", ["0", "1"])
def test_parts_sum_to_the_payment_and_the_loan(due: str) -> None:
    terms = "0.0125 18 9000"
    principal = call("CUMPRINC", read(f"{terms} 1 18 {due}"))
    interest = call("CUMIPMT", read(f"{terms} 1 18 {due}"))
    payment = call("PMT", read(f"{terms} 0 {due}"))
    assert round(principal, 20) == -9000
    assert round(principal + interest - 18 * payment, 20) == 0


def test_inverse_of_each_other() -> None:
    payment = call("PMT", read("0.015 30 12000"))
    assert round(call("RATE", [Decimal(30), payment, Decimal(12000)]), 20) == Decimal("0.015")
    assert round(call("NPER", [Decimal("0.015"), payment, Decimal(12000)]), 20) == 30
    assert round(call("FV", [Decimal("0.015"), Decimal(30), payment, Decimal(12000)]), 20) == 0
    assert round(call("NOMINAL", [call("EFFECT", read("0.24 12")), Decimal(12)]), 20) == Decimal("0.24")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("VLOOKUP", "1"),
        ("PMT", "0.1"),
        ("PMT", "0.1 0 100"),
        ("PMT", "-2 3 100"),
        ("PMT", "0.1 2.5 100"),
        ("IPMT", "0.1 4 3 100"),
        ("CUMIPMT", "0.1 12 100 5 3"),
        ("NPER", "0.02 -1 100"),
        ("NPER", "0 0 100"),
        ("RATE", "12 100 100"),
        ("IRR", "100 200"),
    ],
)
def test_what_has_no_answer_is_said(name: str, arguments: str) -> None:
    with pytest.raises(CalculatorError):
        call(name, read(arguments))
