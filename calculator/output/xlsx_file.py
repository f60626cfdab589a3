"""A quote as an Excel workbook.

“试算结果” and “还款计划” hold plain values, the same to the fen as every other rendering: a preview on a
phone computes no formulas. “自己改改看” is alive: change the yellow cells, and the payments, the sums and the
annual rate follow.
"""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from ..decimals import HUNDRED
from ..offers import METHOD_NAMES, Accrual, FeeCollection, Method, Offer
from ..quotes import Quote
from ..texts import width
from .table import columns_of
from .text import cost_lines, payment_lines, standing_line

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FONT = "Calibri"
_MONEY = "#,##0.00"
_PERCENT = "0.00%"
_LIVE = {Method.EQUAL_INSTALLMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.FLAT_FEE}
# so that a person can try a longer term than the offer's
_LIVE_ROWS = 60
_FIRST_ROW = 16
_SHADE = "FFF2CC"
_HEAD = "DDEBF7"


def to_xlsx(quote: Quote) -> bytes:
    """The workbook of ``quote``.

    >>> from calculator import Method, Offer, Rate, RatePeriod, quote
    >>> loan = quote(Offer(principal=Decimal(1000), method=Method.EQUAL_PRINCIPAL, months=3,
    ...                    rate=Rate(Decimal(12), RatePeriod.YEAR)))
    >>> to_xlsx(loan)[:2]
    b'PK'
    """
    from openpyxl import Workbook

    book = Workbook()
    summary = book.active
    assert summary is not None
    summary.title = "试算结果"
    _summarise(summary, quote)
    _list_rows(book.create_sheet("还款计划"), quote)
    if is_live(quote.offer):
        _live(book, quote.offer)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def is_live(offer: Offer) -> bool:
    """Whether the offer's method can be written as a sheet's formulas without losing a condition."""
    return (
        offer.method in _LIVE
        and offer.accrual is Accrual.MONTHLY
        and offer.first_period_days is None
        and not offer.interest_free_periods
        and offer.rate is not None
    )


def _summarise(sheet: Worksheet, quote: Quote) -> None:
    from openpyxl.styles import Alignment, Font

    blocks = [
        ("按这些条件算", list(quote.assumptions)),
        ("要还多少", payment_lines(quote)),
        ("一年的成本（含全部费用）", cost_lines(quote)),
        ("和参照线比", [standing_line(standing) for standing in quote.standings]),
        ("说明", ["估算，不是放款方的账单，以借款合同和页面为准。"]),
    ]
    sheet.column_dimensions["A"].width = 88
    row = 1
    for heading, lines in blocks:
        if not lines:
            continue
        cell = sheet.cell(row, 1, heading)
        cell.font = Font(name=_FONT, bold=True, size=12)
        for line in lines:
            row += 1
            # a text that starts with = must stay a text
            cell = sheet.cell(row, 1, line)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        row += 2


def _list_rows(sheet: Worksheet, quote: Quote) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    schedule = quote.schedule
    columns = columns_of(schedule.rows)
    sums: dict[str, Decimal | str] = {
        "期次": "合计",
        "还款额": schedule.total_paid,
        "本金": schedule.principal,
        "利息": schedule.total_interest,
        "费用": schedule.total_fees - schedule.upfront,
    }
    sheet.append([column.heading for column in columns])
    for row in schedule.rows:
        sheet.append([column.value(row) for column in columns])
    sheet.append([sums.get(column.heading) for column in columns])
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(10, width(column.heading) + 8)
        sheet.cell(1, number).font = Font(name=_FONT, bold=True)
        sheet.cell(1, number).fill = PatternFill("solid", fgColor=_HEAD)
        sheet.cell(sheet.max_row, number).font = Font(name=_FONT, bold=True)
        for row_number in range(2, sheet.max_row + 1):
            cell = sheet.cell(row_number, number)
            if isinstance(cell.value, Decimal):
                cell.number_format = _MONEY
            elif isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
                sheet.column_dimensions[letter].width = 12
    sheet.freeze_panes = "A2"
    _fit(sheet, 1)


def _live(book: Workbook, offer: Offer) -> None:
    from openpyxl.formatting.rule import FormulaRule  # type: ignore[import-not-found]  # not in the stubs
    from openpyxl.styles import Font, PatternFill

    sheet = book.create_sheet("自己改改看")
    flat = offer.method is Method.FLAT_FEE
    assert offer.rate is not None
    if flat:
        rate = offer.flat_fee_per_period / offer.principal
    else:
        rate = offer.rate.annual_percent / HUNDRED * offer.discount_percent / HUNDRED
    deducted_flat = flat and offer.fee_collection is FeeCollection.DEDUCTED
    last = _FIRST_ROW + max(offer.term, _LIVE_ROWS)
    inputs: list[tuple[str, object, str]] = [
        ("借款本金（元）", offer.principal, _MONEY),
        ("每期手续费率" if flat else "年利率", rate, "0.0000%" if flat else "0.00##%"),
        (f"期数（月，1 到 {last - _FIRST_ROW}）", offer.term, "0"),
        ("放款时付或被扣的费用（元）", offer.upfront_fee + offer.prepaid_deduction, _MONEY),
        ("每月服务费（元）", offer.monthly_service_fee, _MONEY),
    ]
    sheet["A1"] = f"{METHOD_NAMES[offer.method]}：改黄色的格子，下面跟着变"
    sheet["A1"].font = Font(name=_FONT, bold=True, size=12)
    for number, (label, value, shape) in enumerate(inputs, 2):
        sheet.cell(number, 1, label)
        cell = sheet.cell(number, 2)
        cell.value = value
        cell.number_format = shape
        cell.fill = PatternFill("solid", fgColor=_SHADE)
    flows = f"G{_FIRST_ROW}:G{last}"
    taken = "-ROUND(B2*B3*B4,2)" if deducted_flat else ""
    charged = "+B2*B3*B4" if deducted_flat else ""
    results = [
        ("实际到手（元）", f"=B2-B5{taken}", _MONEY),
        (
            "利息或手续费合计（元）",
            f"=ROUND(SUM(D{_FIRST_ROW + 1}:D{last}){charged},2)",
            _MONEY,
        ),
        ("一共还（元）", f"=SUM(B{_FIRST_ROW + 1}:B{last})", _MONEY),
        ("每月内部收益率", f"=IRR({flows},0.01)", "0.0000%"),
        ("单利年化（每月 × 12）", "=B10*12", _PERCENT),
        ("复利年化", "=(1+B10)^12-1", _PERCENT),
    ]
    for number, (label, formula, shape) in enumerate(results, 7):
        sheet.cell(number, 1, label)
        sheet.cell(number, 2, formula).number_format = shape
        sheet.cell(number, 2).font = Font(name=_FONT, bold=True)
    head = _FIRST_ROW - 1
    for number, heading in enumerate(
        ("期次", "还款额", "本金", "手续费" if flat else "利息", "服务费", "剩余本金", "现金流"), 1
    ):
        sheet.cell(head, number, heading).font = Font(name=_FONT, bold=True)
        sheet.cell(head, number).fill = PatternFill("solid", fgColor=_HEAD)
    sheet.cell(_FIRST_ROW, 1, 0)
    sheet.cell(_FIRST_ROW, 6, "=B2").number_format = _MONEY
    sheet.cell(_FIRST_ROW, 7, "=B7").number_format = _MONEY
    for number in range(1, last - _FIRST_ROW + 1):
        _live_row(sheet, offer, number)
    sheet.column_dimensions["A"].width = 30
    for letter in "BCDEFG":
        sheet.column_dimensions[letter].width = 14
    sheet.freeze_panes = f"A{_FIRST_ROW}"
    _fit(sheet, head)
    # rows beyond the term are there for a longer one: shown in white until then
    beyond = FormulaRule(formula=[f"$A{_FIRST_ROW}>$B$4"], font=Font(color="FFFFFF"))
    sheet.conditional_formatting.add(f"A{_FIRST_ROW}:G{last}", beyond)


def _fit(sheet: Worksheet, head: int) -> None:
    """Print all columns on one page, and put headings over their figures."""
    from openpyxl.styles import Alignment

    sheet.page_setup.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    for cell in sheet[head]:
        cell.alignment = Alignment(horizontal="right")


def _live_row(sheet: Worksheet, offer: Offer, number: int) -> None:
    r = _FIRST_ROW + number
    before = f"F{r - 1}"
    within, at_end = f"A{r}<=$B$4", f"A{r}=$B$4"
    interest = f"ROUND({before}*$B$3/12,2)"
    match offer.method:
        case Method.EQUAL_INSTALLMENT:
            level = "ROUND(IF($B$3=0,$B$2/$B$4,-PMT($B$3/12,$B$4,$B$2)),2)"
            share = f"IF({at_end},{before},{level}-D{r})"
        case Method.INTEREST_ONLY:
            share = f"IF({at_end},{before},0)"
        case _:
            share = f"IF({at_end},{before},ROUND($B$2/$B$4,2))"
    if offer.method is Method.FLAT_FEE:
        interest = {
            FeeCollection.PER_PERIOD: "ROUND($B$2*$B$3,2)",
            FeeCollection.FIRST_PERIOD: f"IF(A{r}=1,ROUND($B$2*$B$3*$B$4,2),0)",
            FeeCollection.DEDUCTED: "0",
        }[offer.fee_collection]
    sheet.cell(r, 1, number)
    formulas = (
        f"=C{r}+D{r}+E{r}",
        f"=IF({within},{share},0)",
        f"=IF({within},{interest},0)",
        f"=IF({within},$B$6,0)",
        f"={before}-C{r}",
        f"=-B{r}",
    )
    for column, formula in enumerate(formulas, 2):
        sheet.cell(r, column, formula).number_format = _MONEY
