"""Records of JSON lines, and the vectors kept outside of this repository for their licence."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from calculator import CalculatorError
from calculator.records import answer, answer_lines

D = Decimal
VECTORS = Path(os.environ.get("JIEWEN_EVAL_DIR", Path(__file__).parents[3] / "shared" / "eval"))


def result(function: str | None, **inputs: Any) -> dict[str, str]:
    record: dict[str, Any] = {"id": "x", "inputs": inputs}
    if function:
        record["function"] = function
    found: dict[str, str] = answer(record)["result"]
    return found


def test_a_loan_in_both_roundings() -> None:
    found = answer(
        {
            "inputs": {
                "method": "equal_principal",
                "principal": "1000",
                "months": 3,
                "annual_rate_percent": "12",
            }
        }
    )
    assert found["result"]["principal_per_period"] == "333.3333333333333333333333"
    assert found["result"]["decrease_per_period"] == "3.333333333333333333333333"
    assert found["fen"] == {"first_payment": "343.33", "last_payment": "336.67", "total_interest": "20"}


def test_the_rate_as_given_goes_before_the_converted_one() -> None:
    given = {"value": "0.05", "unit": "percent_per_day"}
    found = result(None, method="bullet", principal="1000", months=12, rate=given, annual_rate_percent="1")
    assert found["total_interest"] == "182.5"


def test_a_bullet_pays_nothing_at_first() -> None:
    terms = {"method": "bullet", "principal": "1000", "annual_rate_percent": "12"}
    assert result(None, months=3, **terms)["first_payment"] == "0"
    assert result(None, months=1, **terms)["first_payment"] == "1010"
    assert result(None, months=3, monthly_service_fee="5", **terms)["first_payment"] == "5"


def test_every_field_of_an_offer_can_be_told() -> None:
    found = result(
        None,
        method="equal_principal",
        principal=1000,
        months=2,
        daily_rate_percent="0.05",
        accrual="daily",
        start_date="2026-01-31",
        interest_free_days=28,
        discount_percent="50",
    )
    # February is free; 31 days of March on 500 at half of 0.05 %
    assert found["total_interest"] == "3.875"


def test_functions() -> None:
    assert (
        result("daily_simple", principal="10000", daily_rate_percent="0.06", days=5)["total_interest"] == "30"
    )
    assert result("annual_yield", interest="100", principal="1000", days=365)["apy_percent"] == "10"
    assert result("single_payment_ear", principal="100", repayment="121", days=730)["ear_percent"] == "10"
    table = result(
        "daily_interest_equal_principal",
        principal="10000",
        daily_rate_percent="0.04",
        days_per_month=30,
        months=[5, 10, 20],
    )
    assert [table[f"total_interest_{n}"] for n in (5, 10, 20)] == ["360", "660", "1260"]
    days = result(
        "daily_interest_equal_principal_days", principal="10000", daily_rate_percent="0.035", days=[30, 31]
    )
    assert days["total_interest"] == "159.25"
    flat = result("flat_fee_rate", months=12, fee_per_period_percent="0.6")
    assert flat["simple_annual_rate_percent"].startswith("13.034")
    told = result("rate_from_payments", net_proceeds="9900", payments=[{"amount": "893.33", "count": 12}])
    assert D(told["simple_annual_rate_percent"]) > 13
    rows = result(
        "loan_schedule", method="equal_principal", principal="1200", months=3, annual_rate_percent="12"
    )
    assert (rows["interest_period_2"], rows["balance_after_2"], rows["monthly_decrease"]) == ("8", "400", "4")
    assert (rows["principal_period_n"], rows["total_payment"]) == ("400", "1224")
    sheet = result("spreadsheet", name="PMT", args=["1/100", "1", "100"], scale=-1)
    assert sheet["value"] == "101"
    dated = [{"date": "2023-01-01", "amount": "-100"}, {"date": "2024-01-01", "amount": "110"}]
    assert result("xirr", flows=dated)["value"] == "0.1"
    us = result(
        "us_actuarial_apr",
        advance="1000",
        series=[{"amount": "1080", "count": 1, "first_full_periods": 1, "fraction": "0"}],
        unit_periods_per_year="365/255",
    )
    assert us["apr_percent"].startswith("11.45")
    eu = result(
        "eu_apr",
        drawdown="1000",
        charges_and_repayments=[{"amount": "1200", "count": 1, "first_t": "546/365"}],
    )
    assert eu["apr_percent"].startswith("12.96")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"inputs": None}, "应是一个 JSON 对象"),
        ({"function": "magic", "inputs": {}}, "应是以下之一"),
        ({"function": ["x"], "inputs": {}}, "应是以下之一"),
        ({"inputs": {"principal": "1000"}}, "method"),
        ({"inputs": {"method": "bullet"}}, "principal：这一项必须给出"),
        ({"inputs": {"method": "bullet", "principal": {"a": 1}, "months": 1}}, "principal"),
        ({"inputs": {"method": "bullet", "principal": "1/0", "months": 1}}, "principal"),
        ({"inputs": {"method": [], "principal": 1, "months": 1, "annual_rate_percent": 1}}, "还款方式"),
        ({"inputs": {"method": "bullet", "principal": 1, "months": [], "annual_rate_percent": 1}}, "期数"),
        ({"function": "xirr", "inputs": {"flows": []}}, "flows"),
        ({"function": "xirr", "inputs": {"flows": [{"date": "x", "amount": 1}]}}, "日期"),
        (
            {
                "function": "rate_from_payments",
                "inputs": {"principal": 1, "payments": [{"amount": 1, "count": 10**9}]},
            },
            "count",
        ),
        ({"function": "spreadsheet", "inputs": {"name": "PMT", "args": None}}, "args"),
        ({"function": "daily_interest_equal_principal_days", "inputs": {"days": 3}}, "days"),
    ],
)
def test_what_is_not_usable_is_said(record: dict[str, Any], message: str) -> None:
    with pytest.raises(CalculatorError, match=message):
        answer(record)


@pytest.mark.parametrize("line", ["x", "[1]", "1", '"a"', '{"id": NaN}', "[" * 100_000, '{"a":' * 5000])
def test_a_broken_line_does_not_stop_the_next(line: str) -> None:
    good = '{"id": "b", "function": "annual_yield", "inputs": {"interest": 1, "principal": 100, "days": 365}}'
    first, second = (json.loads(text) for text in answer_lines([line, good]))
    assert "error" in first
    assert second == {"id": "b", "result": {"apy_percent": "1"}, "fen": None}


# --- vectors ---


def vectors(name: str) -> Iterator[dict[str, Any]]:
    path = VECTORS / name
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def flat(value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{prefix}{key}.")
    else:
        yield prefix.rstrip("."), value


without = pytest.mark.skipif(not VECTORS.is_dir(), reason="the vectors are kept outside of the repository")


@without
def test_generated_vectors() -> None:
    count = 0
    for record in vectors("calculator_generated.jsonl"):
        count += 1
        found = answer(record)
        for key, want in record["expected"].items():
            near = max(D("1e-6"), abs(D(want)) * D("1e-9"))
            if "percent" in key and abs(D(want)) <= 100:
                near = D("1e-6")
            assert abs(D(found["result"][key]) - D(want)) <= near, (record["id"], key)
        for key, want in (record["expected_fen"] or {}).items():
            assert D(found["fen"][key]) == D(want), (record["id"], key)
    assert count > 0


@without
def test_published_vectors() -> None:
    count = 0
    for record in vectors("calculator_published.jsonl"):
        count += 1
        found = answer(record)["result"]
        wrong = record["status"] == "not_reproduced"
        tolerance = dict(flat(record["tolerance"]))
        for key, want in flat(record["recomputed" if wrong else "published"]):
            near = D(0) if wrong else D(str(tolerance.get(key, 0)))
            near += D("1e-9") * max(D(1), abs(D(want)))
            assert abs(D(found[key]) - D(want)) <= near, (record["id"], key)
    assert count > 0
