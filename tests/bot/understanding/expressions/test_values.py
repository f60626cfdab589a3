import json
from decimal import Decimal

import pytest

from bot.understanding.cleaning import clean
from bot.understanding.expressions import extract
from bot.understanding.expressions.values import plain


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("1E+4", "10000"),
        ("0.0500", "0.05"),
        ("12.30", "12.3"),
        ("100", "100"),
        ("1E-7", "0.0000001"),
    ],
)
def test_a_decimal_is_written_without_exponent_or_trailing_zeros(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_the_json_of_a_question() -> None:
    found = extract("借6500分9期，日息万四，等额本息")
    assert found.to_json() == {
        "amounts": [{"value": "6500", "currency": "CNY", "role": "principal"}],
        "rates": [{"value_percent": "0.04", "period": "day", "role": "interest"}],
        "terms": [{"value": "9", "unit": "instalment", "months": "9"}],
        "methods": ["equal_installment"],
    }
    json.dumps(found.to_json())


def test_the_json_of_ranges() -> None:
    found = extract("大概2-5万，日息0.02%-0.06%，6到9个月，免息7到10天")
    assert found.to_json() == {
        "amounts": [
            {"low": "20000", "high": "50000", "currency": "CNY", "approx": "about", "role": "principal"}
        ],
        "rates": [{"low_percent": "0.02", "high_percent": "0.06", "period": "day", "role": "interest"}],
        "terms": [
            {"low": "6", "high": "9", "unit": "month", "low_months": "6", "high_months": "9"},
            {"low": "7", "high": "10", "unit": "day", "low_days": "7", "high_days": "10", "role": "grace"},
        ],
        "methods": [],
    }


def test_spans_in_the_message_as_it_was_typed() -> None:
    raw = "😀 借６５００元！！分９期"
    cleaned = clean(raw)
    result = extract(cleaned.text).to_json(cleaned.origin)
    spans = [item["span"] for name in ("amounts", "terms") for item in result[name]]  # type: ignore[attr-defined]
    assert [raw[start:end] for start, end in spans] == ["６５００元", "９期"]


def test_methods_are_listed_once() -> None:
    assert extract("先息后本，就是先还利息后还本金").to_json()["methods"] == ["interest_only"]
