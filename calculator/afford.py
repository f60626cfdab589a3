"""Whether a payment fits an income: a ratio and a plain reading of it.

The default lines are rules of thumb of lenders, not law, and are inputs. 《商业银行房地产贷款风险管理指引》
(银监发〔2004〕57号) keeps a home loan's payment at or below 50 % of income; advice calls 30 % comfortable.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .decimals import HUNDRED, ZERO, exact, read_money
from .texts import money, percent

COMFORTABLE_PERCENT = Decimal(30)
HEAVY_PERCENT = Decimal(50)


class Burden(StrEnum):
    """How heavy all debt payments weigh on the income."""

    COMFORTABLE = "comfortable"
    TIGHT = "tight"
    HEAVY = "heavy"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Affordability:
    """Payments against income.

    Attributes:
        ratio_percent: all debt payments as a percentage of the month's income.
        left: what remains of the income, in yuan; negative where it is not enough.
        burden: the reading as a value.
        reading: the reading in Chinese.
    """

    ratio_percent: Decimal
    left: Decimal
    burden: Burden
    reading: str


@exact
def affordability(
    payment: Decimal,
    income: Decimal,
    *,
    other_payments: Decimal = ZERO,
    comfortable_percent: Decimal = COMFORTABLE_PERCENT,
    heavy_percent: Decimal = HEAVY_PERCENT,
) -> Affordability:
    """Weigh a month's ``payment``, with ``other_payments`` already owed, against a month's ``income``.

    >>> found = affordability(Decimal(900), Decimal(6000), other_payments=Decimal(1500))
    >>> print(found.ratio_percent, found.burden.value)
    40.0 tight
    """
    payment = read_money("payment", "每月还款额", payment, zero=True)
    income = read_money("income", "每月收入", income)
    other = read_money("other_payments", "每月其他还款", other_payments, zero=True)
    total = payment + other
    ratio = total / income * HUNDRED
    left = income - total
    share = f"每月一共要还 {money(total)} 元，占收入 {percent(ratio, 1)}，剩 {money(left)} 元"
    if left <= 0:
        lacking = f"每月一共要还 {money(total)} 元，收入只有 {money(income)} 元"
        return Affordability(ratio, left, Burden.IMPOSSIBLE, f"{lacking}，还不起，不要借。")
    if ratio > heavy_percent:
        text = f"{share}。超过一半左右的收入拿去还债，一有意外就容易逾期，不建议借。"
        return Affordability(ratio, left, Burden.HEAVY, text)
    if ratio > comfortable_percent:
        text = f"{share}。偏紧，先确认剩下的够房租、吃饭和应急。"
        return Affordability(ratio, left, Burden.TIGHT, text)
    return Affordability(ratio, left, Burden.COMFORTABLE, f"{share}。还款压力不大，但仍要留出应急的钱。")
