"""From a draft to worked-out quotes, or to the slot that is still missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from bot.quoting.draft import DAYS_A_MONTH, Draft, SlotName, StatedRate
from bot.quoting.terms import MinimumTerms, ProductTerms
from calculator import DatedFlow, LegalLine, Method, Offer, Quote, Rate, RatePeriod, minimum_offer, quote
from calculator.decimals import read_money
from calculator.texts import money
from knowledge import KnownFact

_HUNDRED = Decimal(100)
_FEN = Decimal("0.01")
FLAT = (RatePeriod.PERIOD, RatePeriod.ONCE)
"""Rates that are fees on the first principal, and bear on no time."""


@dataclass(frozen=True, slots=True)
class Missing:
    """The slot without which nothing can be computed."""

    slot: SlotName


@dataclass(frozen=True, slots=True)
class Case:
    """One quote; ``label`` says which end of a range it is (最低, 最高), empty where there is just one."""

    label: str
    quote: Quote


@dataclass(frozen=True, slots=True)
class Worked:
    """A draft worked out: one case, or the best and the worst.

    Attributes:
        assumed: what was taken for granted, a sentence each.
        facts: facts that figures came from.
    """

    draft: Draft
    cases: tuple[Case, ...]
    assumed: tuple[str, ...]
    facts: tuple[KnownFact, ...] = ()

    @property
    def best(self) -> Quote:
        """The cheapest case."""
        return self.cases[0].quote

    @property
    def worst(self) -> Quote:
        """The dearest case: what a careful borrower reckons with."""
        return self.cases[-1].quote


def work_out(
    draft: Draft, terms: ProductTerms | None, today: dt.date, lines: Iterable[LegalLine] = ()
) -> Worked | Missing:
    """Compute ``draft``, with what ``terms`` say of its product where the user said nothing.

    Raises:
        CalculatorError: with a message in Chinese, where what was said is no loan.
    """
    found = offers(draft, terms, today)
    if isinstance(found, Missing):
        return found
    used = tuple(lines)
    cases = tuple(Case(label, quote(offer, used)) for label, offer in found.offers)
    return Worked(draft, cases, tuple(found.assumed), tuple(found.facts))


@dataclass(slots=True)
class Offers:
    """Offers with their labels, and what was assumed to make them."""

    offers: list[tuple[str, Offer]]
    assumed: list[str]
    facts: list[KnownFact]


def offers(draft: Draft, terms: ProductTerms | None, today: dt.date) -> Offers | Missing:
    """The offers that ``draft`` describes, cheapest first.

    Raises:
        CalculatorError: with a message in Chinese, where what was said is no loan.
    """
    made = Offers([], [], [])
    draft = _whole(draft)
    principal = draft.principal
    if principal is None and terms is not None and terms.fixed_amount is not None:
        principal = terms.fixed_amount
        made.assumed.append(f"{terms.name}的额度是固定的，按 {principal} 元算")
        made.facts += [terms.fixed_fact] if terms.fixed_fact else []
    if principal is None:
        return Missing("principal")
    is_told = draft.payment is not None or draft.total is not None
    minimum = terms.minimum if terms is not None and draft.pays_minimum and not is_told else None
    if not draft.has_term and minimum is None:
        return Missing("term")
    read_money("principal", "借款本金", principal)  # before anything is divided by it
    _check_limit(principal, terms, made)
    if draft.payment is None and draft.total is not None and (draft.periods or 0) > 1:
        draft = _of_total(draft, draft.total, principal, made.assumed)
    if draft.payment is not None or draft.total is not None:
        made.offers.append(("", _told(draft, principal, today)))
        _check_told(draft, principal, made)
        return made
    rates = rates_of(draft, principal, terms, made)
    if not rates:
        return Missing("rate")
    if minimum is not None:
        return _at_minimum(draft, principal, rates, minimum, made)
    base = _shape(draft, rates[0][1], made.assumed)
    for label, rate in rates:
        made.offers.append((label, _offer(draft, principal, rate, base)))
    return made


def _whole(draft: Draft) -> Draft:
    """``draft`` with the amount of the contract: what is withheld and what is received are told of one loan."""
    if draft.net is None:
        return draft
    withheld = draft.fee if draft.fee is not None and not draft.fee_is_each else Decimal(0)
    principal = draft.net + withheld if draft.principal is None else draft.principal
    if withheld and principal - draft.net == withheld:
        return draft.without("fee").model_copy(update={"principal": principal})
    return draft.model_copy(update={"principal": principal})


def _of_total(draft: Draft, total: Decimal, principal: Decimal, assumed: list[str]) -> Draft:
    """``draft``, of which only the total is told, with a rate where it is repaid at once.

    How it is repaid is often unsaid: by instalments as a rule, at once where a private person lends.
    """
    is_open = draft.method is None
    is_at_once = draft.method is Method.BULLET or (is_open and draft.is_private)
    interest = total - principal
    if not is_at_once:
        if is_open:
            assumed.append("你没说分期还还是到期一次还，先按每期还一样多算；到期一次还的，年化会低些")
        return draft
    if interest <= 0 or draft.net is not None or draft.fee is not None:
        if is_open:
            assumed.append("你没说怎么还，私人借的先按到期一次还算；分期还的，年化会更高")
        return draft.model_copy(update={"method": Method.BULLET})
    assert draft.periods is not None
    rate = Rate(interest / principal * _HUNDRED * 12 / draft.periods, RatePeriod.YEAR)
    if is_open:
        assumed.append(f"你没说怎么还，私人借的先按到期一次还算，就是{rate}；分期还的，年化会更高")
    stated = StatedRate(percent=rate.percent, period=RatePeriod.YEAR)
    return draft.without("total").model_copy(update={"rate": stated, "method": Method.BULLET})


def _check_limit(principal: Decimal, terms: ProductTerms | None, made: Offers) -> None:
    if terms is not None and terms.limit is not None and principal > terms.limit and terms.limit_fact:
        shown = terms.limit_fact.best
        made.assumed.append(
            f"注意：超过了资料里{terms.name}的{terms.limit_fact.attribute.name}{shown.value if shown else ''}"
        )
        made.facts.append(terms.limit_fact)


def rates_of(
    draft: Draft, principal: Decimal, terms: ProductTerms | None, made: Offers
) -> list[tuple[str, Rate]]:
    """The rates to compute with: the user's, the fee's, or the ends of the product's range."""
    if draft.rate is not None:
        stated = draft.rate
        if stated.top is None:
            return [("", stated.low)]
        return [("最低", stated.low), ("最高", stated.high)]
    if terms is not None and terms.bounds:
        return _from_facts(terms, made)
    if draft.fee is not None:
        period = RatePeriod.PERIOD if draft.fee_is_each else RatePeriod.ONCE
        return [("", Rate(draft.fee / principal * _HUNDRED, period))]
    return []


def _from_facts(terms: ProductTerms, made: Offers) -> list[tuple[str, Rate]]:
    bounds = terms.bounds
    facts = dict.fromkeys(bound.fact.id for bound in bounds)
    by_id = {bound.fact.id: bound.fact for bound in bounds}
    made.facts += [by_id[one] for one in facts]
    shown = "、".join("{" + one + "}" for one in facts)
    if terms.basis_fact is not None and any(bound.rate.period is RatePeriod.DAY for bound in bounds):
        made.facts.append(terms.basis_fact)
    name = bounds[0].fact.attribute.name if len(facts) == 1 else "利率"
    if len(bounds) == 2:
        made.assumed.append(f"你没说利率，按资料里{terms.name}的{name}{shown}算最低和最高")
        return [("最低", bounds[0].rate), ("最高", bounds[1].rate)]
    if terms.is_open_above:
        made.assumed.append(
            f"你没说利率，按资料里{terms.name}最低的{name}{shown}算；上限没有可靠的说法，你的可能更高"
        )
        return [("最低", bounds[0].rate)]
    if terms.is_open_below:
        made.assumed.append(f"你没说利率，按资料里{terms.name}的{name}{shown}这条上限算；你的应当更低")
        return [("最高", bounds[0].rate)]
    made.assumed.append(f"你没说利率，按资料里{terms.name}的{name}{shown}算")
    return [("", bounds[0].rate)]


def _at_minimum(
    draft: Draft, principal: Decimal, rates: list[tuple[str, Rate]], minimum: MinimumTerms, made: Offers
) -> Offers | Missing:
    """Offers of which only the minimum is paid, which bear interest: a fee rate is not told of such."""
    if rates[0][1].period in FLAT:
        return Missing("rate")
    share, *below = (f"{{{fact.id}}}" for fact in minimum.facts)
    whole = f"，不到{below[0]}一次还清" if below else ""
    made.assumed.append(f"每月还上月末所欠的{share}，再加利息{whole}；当作不再新用")
    made.facts += minimum.facts
    for label, rate in rates:
        left = rate.percent * (draft.discount or _HUNDRED) / _HUNDRED
        offer = minimum_offer(
            principal, replace(rate, percent=left), minimum.share_percent, minimum.pay_all_below
        )
        made.offers.append((label, _with_fee(offer, draft)))
    return made


@dataclass(frozen=True, slots=True)
class _Shape:
    """Method and term of an offer."""

    method: Method
    months: int | None
    days: int | None
    is_flat_by_fee: bool = False


def _shape(draft: Draft, rate: Rate, assumed: list[str]) -> _Shape:
    method, months, days = draft.method, draft.periods, draft.days
    if rate.period in FLAT or method is Method.FLAT_FEE:
        if months is None and days is not None:
            months = max(1, round(days / DAYS_A_MONTH))
            assumed.append(f"手续费按期收，{days} 天按 {months} 期算")
        return _Shape(Method.FLAT_FEE, months, None, draft.rate is None)
    if days is not None:
        if method not in (None, Method.DAILY_SIMPLE, Method.BULLET):
            assumed.append("用天数借的按日计息算")
        return _Shape(Method.DAILY_SIMPLE, None, days)
    assert months is not None
    if method is Method.DAILY_SIMPLE:
        assumed.append(f"按日计息，每月按 {DAYS_A_MONTH} 天算，到期一次还")
        return _Shape(Method.DAILY_SIMPLE, None, months * DAYS_A_MONTH)
    if method is Method.BALLOON:
        assumed.append("尾款方案要知道尾款才算得准，先按等额本息算")
        return _Shape(Method.EQUAL_INSTALLMENT, months, None)
    if method is None and months > 1:
        assumed.append("你没说还款方式，先按等额本息算")
    return _Shape(method or Method.EQUAL_INSTALLMENT, months, None)


def _offer(draft: Draft, principal: Decimal, rate: Rate, shape: _Shape) -> Offer:
    each = draft.fee if draft.fee is not None and draft.fee_is_each else None
    once = draft.fee if draft.fee is not None and not draft.fee_is_each else None
    if shape.is_flat_by_fee:
        each = once = None
    if each is not None and shape.method is Method.DAILY_SIMPLE:
        each, once = None, each
    return Offer(
        principal=principal,
        method=shape.method,
        months=shape.months,
        days=shape.days,
        rate=rate,
        upfront_fee=once or Decimal(0),
        monthly_service_fee=each or Decimal(0),
        prepaid_deduction=_withheld(draft, principal),
        discount_percent=draft.discount or _HUNDRED,
    )


def _told(draft: Draft, principal: Decimal, today: dt.date) -> Offer:
    """An offer whose payments are told and whose rate is hidden."""
    withheld = _withheld(draft, principal)
    if draft.payment is not None and draft.payment_days is not None:
        return _every_some_days(draft, draft.payment, draft.payment_days, principal - withheld, today)
    if draft.days is not None:
        repaid = draft.total if draft.total is not None else draft.payment
        assert repaid is not None
        received = principal - withheld - (draft.fee or Decimal(0))
        due = today + dt.timedelta(days=draft.days)
        return Offer.from_flows([DatedFlow(today, received), DatedFlow(due, -repaid)])
    assert draft.periods is not None
    offer = Offer(
        principal=principal,
        method=Method.FIXED_PAYMENT,
        months=draft.periods,
        payment=draft.payment,
        payments=_payments(draft, draft.periods) if draft.payment is None else (),
        prepaid_deduction=withheld,
    )
    return _with_fee(offer, draft)


def _every_some_days(
    draft: Draft, payment: Decimal, spacing: int, received: Decimal, today: dt.date
) -> Offer:
    """An offer that is paid back every day, every week …; a term in days is as many payments as fit into it."""
    count = draft.periods if draft.periods is not None else (draft.days or 0) // spacing
    received -= draft.fee if draft.fee is not None and not draft.fee_is_each else Decimal(0)
    each = payment + (draft.fee if draft.fee is not None and draft.fee_is_each else Decimal(0))
    days = (today + dt.timedelta(days=spacing * number) for number in range(1, max(count, 1) + 1))
    return Offer.from_flows([DatedFlow(today, received), *(DatedFlow(day, -each) for day in days)])


def _with_fee(offer: Offer, draft: Draft) -> Offer:
    if draft.fee is None:
        return offer
    name = "monthly_service_fee" if draft.fee_is_each else "upfront_fee"
    return replace(offer, **{name: draft.fee})  # type: ignore[arg-type]


def _check_told(draft: Draft, principal: Decimal, made: Offers) -> None:
    """Say what the payment would be at the rate that was told beside it: the difference is a cost not told."""
    if draft.rate is None or draft.payment is None:
        return
    asked = draft.without("payment", "total", "fee", "net").updated(Draft(principal=principal))
    found = offers(asked, None, dt.date.min)
    if isinstance(found, Offers):
        owed = quote(found.offers[-1][1]).schedule.first_payment
        made.assumed.append(
            f"你说了{draft.rate.high}，又说了每期还 {money(draft.payment)} 元：照这个利率每期只要 {money(owed)} 元，"
            "下面按每期还的钱算，多出来的就是没说明的费用"
            if draft.payment > owed
            else f"你说了利率又说了每期还款额，按每期还的钱算；照{draft.rate.high}每期是 {money(owed)} 元"
        )


def _payments(draft: Draft, periods: int) -> tuple[Decimal, ...]:
    assert draft.total is not None
    if draft.method is Method.BULLET:
        return (Decimal(0),) * (periods - 1) + (draft.total,)
    # An offer of no instalments is refused with the reason; that is not for here to say
    each = (draft.total / max(periods, 1)).quantize(_FEN, ROUND_HALF_UP)
    return (each,) * (periods - 1) + (draft.total - each * (periods - 1),)


def _withheld(draft: Draft, principal: Decimal) -> Decimal:
    return principal - draft.net if draft.net is not None and draft.net < principal else Decimal(0)
