"""Text, CSV, XLSX and pictures of the same quote say the same."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from calculator import (
    FeeCollection,
    LegalLine,
    Measure,
    Method,
    Offer,
    Quote,
    compare,
    overdue,
    prepay,
    quote,
    settle_early,
)
from calculator.output import (
    draw_comparison,
    draw_quote,
    render_comparison,
    render_overdue,
    render_prepayment,
    render_quote,
    render_schedule,
    render_settlement,
    to_csv,
    to_xlsx,
)
from calculator.texts import width

from ..builders import D, by_days, daily, level, per_period, told, yearly

LINE = LegalLine(
    name="参照线",
    annual_percent=D(24),
    applies_to="某类机构",
    kind="超出部分可请求调减",
    as_of=date(2026, 8, 1),
)
OFFERS: dict[str, Offer] = {
    "level": level(
        rate=daily("0.05"), monthly_service_fee=D(20), upfront_fee=D(100), start_date=date(2026, 1, 31)
    ),
    "principal": level(method=Method.EQUAL_PRINCIPAL, months=24, rate=yearly("14.4")),
    "interest only": level(method=Method.INTEREST_ONLY),
    "bullet": level(method=Method.BULLET),
    "flat": level(method=Method.FLAT_FEE, rate=per_period("0.6")),
    "flat deducted": level(
        method=Method.FLAT_FEE, rate=per_period("0.6"), fee_collection=FeeCollection.DEDUCTED
    ),
    "days": by_days(prepaid_deduction=D(500)),
    "told": told("10000", "950", 12),
    "free": level(rate=yearly("0")),
    "long": level("1000000", 360, yearly("4.9")),
    "balloon": level(method=Method.BALLOON, balloon=D(3000)),
    "one": level(months=1),
    "enormous": by_days("10000", 1, daily("100")),
    "flows": Offer.from_flows(
        [(date(2026, 1, 1), D(1000)), (date(2026, 3, 1), D(-600)), (date(2026, 9, 1), D(-600))]
    ),
}


@pytest.fixture(params=OFFERS)
def loan(request: pytest.FixtureRequest) -> Quote:
    return quote(OFFERS[request.param], [LINE])


def test_text_has_everything(loan: Quote) -> None:
    text = render_quote(loan)
    order = [
        "【按这些条件算】",
        "【要还多少】",
        "【一年的成本（含全部费用）】",
        "复利年化（内部收益率）",
        "【和参照线比】",
    ]
    places = [text.index(word) for word in order]
    assert places == sorted(places)
    assert "NaN" not in text
    assert "None" not in text
    assert all(assumption in text for assumption in loan.assumptions)


def test_lines_of_law_say_side_measure_and_day() -> None:
    above = render_quote(quote(level(rate=yearly("36")), [LINE]))
    assert "单利年化 36% 高于 参照线 24%（某类机构；超出部分可请求调减；2026-08-01 核对）" in above
    below = render_quote(quote(level(), [LINE]))
    assert "单利年化 12% 低于 参照线 24%（某类机构；2026-08-01 核对）" in below
    compound = LegalLine(name="线", annual_percent=D(24), measure=Measure.EFFECTIVE)
    assert "复利年化 26.82% 高于 线 24%" in render_quote(quote(level(rate=yearly("24")), [compound]))
    assert "正好等于" in render_quote(quote(level(rate=yearly("24")), [LINE]))


def test_the_table_is_aligned(loan: Quote) -> None:
    lines = render_schedule(loan.schedule.rows).splitlines()
    assert len({width(line) for line in lines}) == 1
    assert len(lines) == len(loan.schedule.rows) + 1


def test_a_long_table_is_cut_but_keeps_its_end() -> None:
    text = render_schedule(quote(OFFERS["long"]).schedule.rows, limit=3)
    assert len(text.splitlines()) == 6
    assert "中间 356 期略" in text
    assert text.splitlines()[-1].endswith("0.00")


def test_csv(loan: Quote) -> None:
    data = to_csv(loan)
    assert data.startswith(b"\xef\xbb\xbf" + "期次".encode())
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == len(loan.schedule.rows) + 1
    assert sum(D(row["还款额"]) for row in rows[:-1]) == D(rows[-1]["还款额"]) == loan.schedule.total_paid
    assert sum(D(row["本金"]) for row in rows[:-1]) == loan.schedule.principal
    assert D(rows[-2]["剩余本金"]) == 0


def sheet_rows(data: bytes, name: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(data))[name].iter_rows(values_only=True))


def test_xlsx_holds_the_schedule_as_values(loan: Quote) -> None:
    data = to_xlsx(loan)
    head, *rows, sums = sheet_rows(data, "还款计划")
    column = head.index("还款额")
    assert [D(str(row[column])).quantize(D("0.01")) for row in rows] == [
        r.payment for r in loan.schedule.rows
    ]
    assert D(str(sums[column])).quantize(D("0.01")) == loan.schedule.total_paid
    text = "\n".join(str(row[0]) for row in sheet_rows(data, "试算结果"))
    assert "一年的成本（含全部费用）" in text
    assert "以借款合同和页面为准" in text


@pytest.mark.parametrize(
    "name", ["level", "principal", "interest only", "flat", "flat deducted", "free", "long"]
)
def test_xlsx_has_live_formulas(name: str) -> None:
    book = load_workbook(io.BytesIO(to_xlsx(quote(OFFERS[name]))))
    sheet = book["自己改改看"]
    assert D(str(sheet["B2"].value)) == OFFERS[name].principal
    assert sheet["B4"].value == OFFERS[name].months
    assert str(sheet["B10"].value).startswith("=IRR(G16:")
    months = OFFERS[name].months or 0
    assert sheet.max_row == 16 + max(months, 60)
    formulas = [cell.value for cell in sheet[17][1:7]]
    assert all(str(formula).startswith("=") for formula in formulas)


def test_xlsx_without_a_formula_for_it_has_no_live_sheet() -> None:
    book = load_workbook(io.BytesIO(to_xlsx(quote(OFFERS["days"]))))
    assert book.sheetnames == ["试算结果", "还款计划"]


def test_a_name_is_never_a_formula() -> None:
    from dataclasses import replace

    bad = LegalLine(name="=1+1", annual_percent=D(24))
    data = to_xlsx(quote(replace(OFFERS["level"], name="=cmd()"), [bad]))
    book = load_workbook(io.BytesIO(data))
    for row in book["试算结果"].iter_rows():
        assert all(cell.data_type in ("s", "n") for cell in row)


def png_size(data: bytes) -> tuple[int, int]:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def test_picture(loan: Quote) -> None:
    wide, high = png_size(draw_quote(loan))
    assert wide == 960
    assert high in (544, 1440)


def test_pictures_do_not_disturb_each_other() -> None:
    """Drawn at once by four threads, each picture is the same as drawn alone."""
    loans = [quote(OFFERS[name]) for name in ("level", "flat", "days", "principal")]
    alone = [draw_quote(loan) for loan in loans]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(draw_quote, loans)) == alone


def test_a_picture_needs_no_pyplot() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from calculator.output import to_csv; assert 'matplotlib' not in sys.modules;"
        "from tests.calculator.output.test_output import OFFERS; from calculator import quote;"
        "from calculator.output import draw_quote; draw_quote(quote(OFFERS['days']));"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_comparison() -> None:
    named = [
        level("20000", name="甲"),
        level("20000", months=24, name="名字很长的某个平台😀$x$"),
        by_days("20000", 1, daily("100")),
    ]
    found = compare(named)
    text = render_comparison(found)
    assert "资金成本最低：甲" in text
    assert png_size(draw_comparison(found))[0] == 960


def test_every_character_that_is_drawn_is_in_the_font() -> None:
    from calculator.output.pictures import _characters

    text = "".join(
        (
            *OFFERS,
            "借元期天年化单利复利到手本金利息费用一共还每第几后剩欠多少钱方案比较最高低总付含全部（），·／●■…",
        )
    )
    assert {c for c in text if ord(c) not in _characters()} == set()


def test_early_and_overdue_in_words() -> None:
    loan = quote(OFFERS["flat"])
    text = render_settlement(settle_early(loan, after=6, fee=D(5000)), loan)
    assert "少付费用 360 元" in text
    assert "反而多花" in text
    assert "手续费不再收" in text
    part = prepay(quote(OFFERS["level"]), D(3000), after=3, fee=D(10))
    assert "提前还款违约金 10 元" in render_prepayment(part)
    late = render_overdue(
        overdue(D(1000), 5, rate=daily("0.05"), interest=D(10), on_interest=True, late_fee=D(3))
    )
    assert "复利" in late
    assert "滞纳金 3 元" in late


def test_figures_are_the_same_everywhere(loan: Quote) -> None:
    first = loan.schedule.rows[0].payment
    shown = f"{first:,.2f}"
    assert shown in render_schedule(loan.schedule.rows)
    assert f"{first:f}" in to_csv(loan).decode("utf-8-sig")
    assert isinstance(first, Decimal)
