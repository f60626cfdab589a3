"""What a lender offers: one immutable value that says everything a quote needs.

Money is in yuan, rates are ``Rate`` values, a term is in months (instalments) or days. Every field is
checked when the offer is made, and the error says which one is wrong and what is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from .dates import read_date
from .decimals import HUNDRED, MAX_DAYS, MAX_MONTHS, ZERO, exact, plain, read_count, read_money, read_number
from .errors import InputError, NotALoanError
from .rates import Rate, RatePeriod


class Method(StrEnum):
    """How the loan is repaid."""

    EQUAL_INSTALLMENT = "equal_installment"
    EQUAL_PRINCIPAL = "equal_principal"
    INTEREST_ONLY = "interest_only"
    BULLET = "bullet"
    FLAT_FEE = "flat_fee"
    DAILY_SIMPLE = "daily_simple"
    BALLOON = "balloon"
    FIXED_PAYMENT = "fixed_payment"
    DATED_FLOWS = "dated_flows"


METHOD_NAMES = {
    Method.EQUAL_INSTALLMENT: "等额本息",
    Method.EQUAL_PRINCIPAL: "等额本金",
    Method.INTEREST_ONLY: "先息后本",
    Method.BULLET: "到期一次还本付息",
    Method.FLAT_FEE: "等本等费",
    Method.DAILY_SIMPLE: "按日计息、随借随还",
    Method.BALLOON: "等额加尾款",
    Method.FIXED_PAYMENT: "每期固定还款额",
    Method.DATED_FLOWS: "按日期的实际收付",
}


class FeeCollection(StrEnum):
    """When a flat fee is taken: with every instalment, all with the first, or off the payout."""

    PER_PERIOD = "per_period"
    FIRST_PERIOD = "first_period"
    DEDUCTED = "deducted"


FEE_COLLECTION_NAMES = {
    FeeCollection.PER_PERIOD: "每期收取",
    FeeCollection.FIRST_PERIOD: "首期一次收取",
    FeeCollection.DEDUCTED: "放款时一次扣除",
}


class Accrual(StrEnum):
    """Interest by equal months (annual rate / 12), or by days (daily rate × days)."""

    MONTHLY = "monthly"
    DAILY = "daily"


class DatedFlow(NamedTuple):
    """Money that changed hands on a day: positive was received, negative was paid."""

    day: date
    amount: Decimal


_Store = Callable[[str, object], None]

_BY_DAYS = {Method.DAILY_SIMPLE}
_WITHOUT_RATE = {Method.FIXED_PAYMENT, Method.DATED_FLOWS}
MAX_FLOWS = 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A loan as it is offered.

    Attributes:
        principal: the amount of the contract, in yuan.
        method: how it is repaid.
        months: number of monthly instalments (or months until a bullet), 1 to 600.
        days: days until repayment, for ``DAILY_SIMPLE`` only.
        rate: the interest rate; for ``FLAT_FEE`` the fee rate on the first principal (``PERIOD``, or ``ONCE`` for the
            total).
        payment: the level payment of a ``FIXED_PAYMENT`` offer whose rate is not told.
        payments: the payments month by month, in place of ``payment`` where they differ.
        flows: the dated flows of a ``DATED_FLOWS`` offer; see ``Offer.from_flows``.
        balloon: what is left to pay with the last instalment of a ``BALLOON`` offer.
        fee_collection: when a flat fee is taken.
        upfront_fee: paid by the borrower when the loan is paid out.
        prepaid_deduction: withheld from the payout (砍头息).
        monthly_service_fee: service, guarantee or insurance fee added to every instalment.
        discount_percent: what remains of the rate, 100 for no discount, 70 for 七折.
        interest_free_periods: first instalments that bear no interest (or no flat fee).
        interest_free_days: first days that bear no interest, where interest runs by days.
        start_date: day of payout; gives the schedule its dates.
        first_period_days: length of the first period where it is not a month.
        accrual: interest by equal months or by days.
        days_per_month: days of every month where interest runs by days and no date is known (pages reckon 30).
        name: what the user or lender calls it.

    >>> Offer(principal=Decimal(10000), method=Method.EQUAL_INSTALLMENT, months=12,
    ...       rate=Rate(Decimal("0.05"), RatePeriod.DAY)).net_proceeds
    Decimal('10000')
    """

    principal: Decimal
    method: Method
    months: int | None = None
    days: int | None = None
    rate: Rate | None = None
    payment: Decimal | None = None
    payments: tuple[Decimal, ...] = ()
    flows: tuple[DatedFlow, ...] = ()
    balloon: Decimal | None = None
    fee_collection: FeeCollection = FeeCollection.PER_PERIOD
    upfront_fee: Decimal = ZERO
    prepaid_deduction: Decimal = ZERO
    monthly_service_fee: Decimal = ZERO
    discount_percent: Decimal = HUNDRED
    interest_free_periods: int = 0
    interest_free_days: int = 0
    start_date: date | None = None
    first_period_days: int | None = None
    accrual: Accrual = Accrual.MONTHLY
    days_per_month: int | None = None
    name: str = ""

    def __post_init__(self) -> None:
        _check(self)

    @property
    @exact
    def flat_fee_total(self) -> Decimal:
        """All flat fees over the term, unrounded: principal × fee rate × instalments that bear it."""
        if self.method is not Method.FLAT_FEE:
            return ZERO
        return self.flat_fee_per_period * (self.term - self.interest_free_periods)

    @property
    @exact
    def flat_fee_per_period(self) -> Decimal:
        """The flat fee of one instalment, unrounded: principal × fee rate × discount."""
        if self.method is not Method.FLAT_FEE or self.rate is None:
            return ZERO
        once = self.rate.period is RatePeriod.ONCE
        percent = self.rate.percent / self.term if once else self.rate.monthly_percent
        return self.principal * percent / HUNDRED * self.discount_percent / HUNDRED

    @property
    @exact
    def deducted(self) -> Decimal:
        """What is withheld or paid at payout: upfront fee, prepaid deduction, a deducted flat fee."""
        flat = self.flat_fee_total if self.fee_collection is FeeCollection.DEDUCTED else ZERO
        return self.upfront_fee + self.prepaid_deduction + flat

    @property
    @exact
    def net_proceeds(self) -> Decimal:
        """What the borrower really holds after payout."""
        return self.principal - self.deducted

    @property
    def told_payments(self) -> tuple[Decimal, ...]:
        """The payments of an offer that tells only those, month by month."""
        return self.payments or (() if self.payment is None else (self.payment,) * self.term)

    @property
    def term(self) -> int:
        """Number of monthly instalments; 1 where the term is in days."""
        if self.method is Method.DATED_FLOWS:
            return sum(1 for flow in self.flows if flow.amount < 0)
        return self.months or 1

    @classmethod
    def from_flows(cls, flows: Iterable[DatedFlow | tuple[date, Decimal]], *, name: str = "") -> Offer:
        """An offer that is known only by its dated flows, the first of which is the payout.

        Money received is positive and money paid negative; the other way round is turned over.

        >>> payout, repayment = (date(2024, 1, 1), Decimal(-1000)), (date(2024, 7, 1), Decimal(1100))
        >>> Offer.from_flows([payout, repayment]).principal
        Decimal('1000')
        """
        read = tuple(_read_flows(flows))
        return cls(
            principal=sum((f.amount for f in read if f.amount > 0), ZERO),
            method=Method.DATED_FLOWS,
            flows=read,
            start_date=read[0].day,
            name=name,
        )


def _read_flows(flows: Iterable[DatedFlow | tuple[date, Decimal]]) -> list[DatedFlow]:
    read: list[DatedFlow] = []
    for day, amount in flows:
        number = read_number("flows", "收付金额", amount, "应是不为 0 的数字（元），收到为正、付出为负")
        read_money("flows", "收付金额", abs(number))
        read.append(DatedFlow(read_date("flows", "收付日期", day), number))
        if len(read) > MAX_FLOWS:
            raise InputError("flows", "现金流", f"最多 {MAX_FLOWS} 笔", "更多")
    if len(read) < 2:
        raise NotALoanError("现金流：至少要有一笔收到的钱和一笔付出的钱。")
    if read[0].amount < 0:
        read = [DatedFlow(day, -amount) for day, amount in read]
    for before, after in pairwise(read):
        if after.amount > 0:
            raise InputError(
                "flows", "收付金额", "第一笔是放款，其余都应是还款（多次放款请分开算）", after.amount
            )
        if after.day < before.day:
            raise InputError(
                "flows", "收付日期", "应按时间先后排列，第一笔是放款", f"{before.day} 之后又有 {after.day}"
            )
    received = sum((f.amount for f in read if f.amount > 0), ZERO)
    paid = -sum((f.amount for f in read if f.amount < 0), ZERO)
    if paid < received:
        raise NotALoanError(
            f"这不像一笔借款：共收到 {plain(received)} 元，只还了 {plain(paid)} 元。请核对是否漏了还款。"
        )
    if read[-1].day == read[0].day:
        raise InputError("flows", "收付日期", "还款日应晚于放款日", read[-1].day)
    return read


def _check(offer: Offer) -> None:
    """Read every field, refuse what cannot be meant, and store what was read."""

    def store(field: str, value: object) -> None:
        object.__setattr__(offer, field, value)

    try:
        method = Method(str(offer.method))
    except ValueError:
        names = "、".join(f"{m.value}（{METHOD_NAMES[m]}）" for m in Method)
        raise InputError("method", "还款方式", f"应是以下之一：{names}", offer.method) from None
    store("method", method)
    store("principal", read_money("principal", "借款本金", offer.principal))
    _check_term(offer, method, store)
    if method not in _WITHOUT_RATE:
        if not isinstance(offer.rate, Rate):
            label = "费率" if method is Method.FLAT_FEE else "利率"
            raise InputError(
                "rate", label, f"{METHOD_NAMES[method]}要给出{label}，例如日利率 0.05% 或年利率 18%", None
            )
        if offer.rate.period is RatePeriod.ONCE and method is not Method.FLAT_FEE:
            raise InputError("rate", "利率", "一次性费率只用于每期手续费的还款方式", str(offer.rate))
    elif offer.rate is not None:
        raise InputError("rate", "利率", f"{METHOD_NAMES[method]}的利率是算出来的，不要再给", str(offer.rate))
    for field, label in (
        ("upfront_fee", "前期费用"),
        ("prepaid_deduction", "砍头息（放款时预扣）"),
        ("monthly_service_fee", "每月服务费"),
    ):
        store(field, read_money(field, label, getattr(offer, field), zero=True))
    allowed = "应是大于 0、不超过 100 的数字（七折写 70）"
    discount = read_number("discount_percent", "折扣", offer.discount_percent, allowed)
    if not 0 < discount <= HUNDRED:
        raise InputError("discount_percent", "折扣", allowed, offer.discount_percent)
    store("discount_percent", discount)
    _check_choices(offer, method, store)
    _check_payments(offer, method, store)
    if offer.start_date is not None:
        store("start_date", read_date("start_date", "放款日", offer.start_date))
    _check_time(offer, method, store)
    if offer.net_proceeds <= 0:
        allowed = f"放款时扣掉的各项费用合计应小于借款本金 {plain(offer.principal)} 元"
        raise InputError("upfront_fee", "费用", allowed, f"合计 {plain(offer.deducted)} 元")


def _check_term(offer: Offer, method: Method, store: _Store) -> None:
    if method is Method.DATED_FLOWS:
        store("flows", tuple(_read_flows(offer.flows)))
        return
    if method in _BY_DAYS:
        if offer.days is None or offer.months is not None:
            raise InputError("days", "借款天数", f"{METHOD_NAMES[method]}的期限用天数，例如 30", offer.days)
        store("days", read_count("days", "借款天数", offer.days, low=1, high=MAX_DAYS, unit="天"))
        return
    if offer.days is not None:
        raise InputError(
            "days", "借款天数", f"{METHOD_NAMES[method]}的期限用期数（月），不用天数", offer.days
        )
    months: object = len(offer.payments) if offer.payments and offer.months is None else offer.months
    store("months", read_count("months", "期数", months, low=1, high=MAX_MONTHS, unit="期，每期一个月"))


def _check_choices(offer: Offer, method: Method, store: _Store) -> None:
    try:
        store("fee_collection", FeeCollection(str(offer.fee_collection)))
    except ValueError:
        names = "、".join(f"{c.value}（{FEE_COLLECTION_NAMES[c]}）" for c in FeeCollection)
        raise InputError(
            "fee_collection", "手续费收取方式", f"应是以下之一：{names}", offer.fee_collection
        ) from None
    try:
        store("accrual", Accrual(str(offer.accrual)))
    except ValueError:
        allowed = "应是 monthly（按月）或 daily（按日）"
        raise InputError("accrual", "计息方式", allowed, offer.accrual) from None
    if method in (Method.DAILY_SIMPLE, Method.DATED_FLOWS) and offer.monthly_service_fee:
        allowed = f"{METHOD_NAMES[method]}没有每月服务费，请把它写成前期费用"
        raise InputError("monthly_service_fee", "每月服务费", allowed, offer.monthly_service_fee)
    if method is Method.DATED_FLOWS and offer.deducted:
        allowed = "按日期的实际收付不另写费用，请直接写到手和付出的金额"
        raise InputError("upfront_fee", "费用", allowed, offer.deducted)


def _check_payments(offer: Offer, method: Method, store: _Store) -> None:
    if method is Method.BALLOON:
        allowed = f"应是大于 0、小于本金 {plain(offer.principal)} 的数字（元）"
        balloon = read_number("balloon", "尾款", offer.balloon, allowed)
        if not 0 < balloon < offer.principal:
            raise InputError("balloon", "尾款", allowed, offer.balloon)
        store("balloon", balloon)
    elif offer.balloon is not None:
        raise InputError("balloon", "尾款", "只用于等额加尾款的还款方式", offer.balloon)
    if method is not Method.FIXED_PAYMENT:
        if offer.payment is not None or offer.payments:
            raise InputError("payment", "每期还款额", "只用于每期固定还款额的还款方式", offer.payment)
        return
    if offer.payments:
        if len(offer.payments) != offer.months or offer.payment is not None:
            allowed = f"逐期金额应正好有 {offer.months} 个，且不再给每期还款额"
            raise InputError("payments", "逐期还款额", allowed, f"{len(offer.payments)} 个")
        store("payments", tuple(read_money("payments", "逐期还款额", p, zero=True) for p in offer.payments))
    else:
        store("payment", read_money("payment", "每期还款额", offer.payment))
    total = sum(offer.told_payments, ZERO)
    if total < offer.principal:
        raise NotALoanError(
            f"每期还款额：{offer.term} 期一共只还 {plain(total)} 元，少于本金 {plain(offer.principal)} 元，"
            "不是一笔正常的借款。请核对每期还款额、期数和本金。"
        )


def _check_time(offer: Offer, method: Method, store: _Store) -> None:
    periods = read_count(
        "interest_free_periods", "免息期数", offer.interest_free_periods, low=0, high=offer.term, unit="期"
    )
    free_days = read_count(
        "interest_free_days", "免息天数", offer.interest_free_days, low=0, high=MAX_DAYS, unit="天"
    )
    by_days = method is Method.DAILY_SIMPLE or offer.accrual is Accrual.DAILY
    if method in _WITHOUT_RATE and (periods or free_days or offer.discount_percent != HUNDRED):
        allowed = "还款额已经定了，折扣和免息都在里面，不要再给"
        raise InputError("discount_percent", "折扣或免息", allowed, "另给的折扣或免息")
    if free_days and not by_days:
        raise InputError(
            "interest_free_days", "免息天数", "按月计息的借款请用免息期数", offer.interest_free_days
        )
    if periods and by_days:
        raise InputError(
            "interest_free_periods", "免息期数", "按日计息的借款请用免息天数", offer.interest_free_periods
        )
    store("interest_free_periods", periods)
    store("interest_free_days", free_days)
    if offer.first_period_days is not None:
        if method in (Method.DAILY_SIMPLE, Method.DATED_FLOWS, Method.FIXED_PAYMENT):
            allowed = f"{METHOD_NAMES[method]}没有单独的首期天数"
            raise InputError("first_period_days", "首期天数", allowed, offer.first_period_days)
        store(
            "first_period_days",
            read_count("first_period_days", "首期天数", offer.first_period_days, low=1, high=366, unit="天"),
        )
    if offer.days_per_month is not None:
        if offer.accrual is not Accrual.DAILY or offer.start_date is not None:
            allowed = "只在按日计息而没有放款日时使用"
            raise InputError("days_per_month", "每月天数", allowed, offer.days_per_month)
        store(
            "days_per_month",
            read_count("days_per_month", "每月天数", offer.days_per_month, low=28, high=31, unit="天"),
        )
    if offer.accrual is Accrual.DAILY and method in (
        Method.FLAT_FEE,
        Method.FIXED_PAYMENT,
        Method.DATED_FLOWS,
    ):
        raise InputError("accrual", "计息方式", f"{METHOD_NAMES[method]}不按日计息", offer.accrual)
    needs_days = offer.accrual is Accrual.DAILY and method is not Method.DAILY_SIMPLE
    if needs_days and offer.start_date is None and offer.days_per_month is None:
        raise InputError(
            "start_date", "放款日", "按日计息的分期要给放款日，或给每月按几天算（例如 30）", None
        )
