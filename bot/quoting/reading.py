"""From the expressions of one message to what it says of a loan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.quoting.draft import Draft, SlotName, StatedRate
from bot.quoting.wishes import Wish, wish_of
from bot.understanding.expressions import Expressions
from bot.understanding.expressions.numerals import number
from bot.understanding.expressions.values import Amount, Rate, Reference, Term
from calculator import Method, RatePeriod

_HUNDRED = Decimal(100)
_DAYS_IN_HALF_A_MONTH = 15
# A bare rate is daily up to here, monthly up to there, and yearly above: 0.05 · 1.5 · 18
_MOST_DAILY = Decimal("0.2")
_MOST_MONTHLY = Decimal(3)
_LEAST_PRINCIPAL = 100  # a bare number below is no principal
_MOST_PERIODS = 60  # a bare number above is no number of instalments

_EACH_BEFORE = re.compile(r"(?:每|一)个?[期月]|月[收付交]?[^，。,]{0,3}$|每月")
_PER_DAY = re.compile(r"每[天日]|一[天日]|1[天日]|日息")
_PER_MONTH = re.compile(r"每个?月|一个?月|月息|月利")
_SEVERAL = re.compile(r"差|哪|还是|分别|各|比|和|跟|与|或|对照|一样")
_REPLACED = re.compile(r"不是|不对|错|换成|改成|改为|太|不要")
_LITTLE_BESIDE = re.compile(
    r"(?:那|就|要是|如果|换|改|成|按|再|试|试试|看看|的?话|呢|吧|呀|啊|嘛|算|[ ,，。?？！!])*"
)
_PRIVATE = re.compile(r"朋友|亲戚|私人|个人之间|同事|同学|老乡|民间借贷|欠条|借条|熟人")
_WAN = re.compile(r"万 ?([一二三四五六七八九])")
_WAN_RATE = re.compile(r"万 ?([一二三四五六七八九](?:点[一二三四五六七八九])?)(?! ?[千百元块])")
_FEN = re.compile(r"([一二两三四五六七八九]|\d(?:\.\d)?)分(?:利|的?话|呢|$)")
_ORDINAL = re.compile(r"第 ?([0-9]{1,3}|[一二两三四五六七八九十]{1,4}) ?(?:个月|期|个还款日)")
_PREPAY = re.compile(r"(?:提前|先|提早)还[^，。,]{0,4}$|提前[^，。,]{0,6}$")
_EARLY_BEFORE = re.compile(r"(?:提前|提早|早)(?:了)?$")
_CAN_PAY = re.compile(r"(?:还|付|拿|交|出|供)(?:得?起|得出|出|款)?(?:大概|最多|差不多|个)?$")
_MORE_BEFORE = re.compile(r"(?:再|多)(?:加|借|来|贷)(?:个)?$|加(?:个|上)?$")
_LESS_BEFORE = re.compile(r"少(?:借|贷)(?:个)?$|减(?:掉|去|少)?$")
_LONE_NUMBER = re.compile(r"(?<![\d.])(\d{1,9}(?:\.\d{1,4})?)(?![\d.%‰])")
_ASKED_AFTER = re.compile(r" ?的?月供(?:是|要|得|大概|一共)*(?:多少|几|怎么|咋|$|[0-9一二三四五六七八九])")
_RATE_BEFORE = re.compile(r"(?:按|按照|利率|年化|年息|年利率|月息|日息|息)(?:是|为|算|的|就|到|给|成)*$")
_PAYMENT_BEFORE = re.compile(r"(?:月供|每个?[月期]还?)(?:换成|改成|改为|变成|换|改|是|要)+$")
_BY_RATE = re.compile(
    r"(?:按|照)(?:着|是)?([0-9]{1,2}(?:\.[0-9]{1,3})?)(?=(一年|每年|年)|算|的|个点|[，, ]|$)"
)
_YEARLY_AFTER = re.compile(r" ?个?点?(?:一年|每年|年)")
_UNIT_ASKED = re.compile(
    r" ?的?(?:大概|大约|得|要|需要?|应该?|月供|利息|得要|最多|只|能|固定|差不多)*(?:还|付|给|交|是|多少|几|利息)(?!清|完)"
)
_PAID_BEFORE = re.compile(r"还(?:完|到|够|满|了|过)(?:前|了)?$")
_BEFORE = 8  # characters looked at before an expression


@dataclass(frozen=True, slots=True)
class Moment:
    """When a loan is paid early: after instalments or days, or that long before its end."""

    after: int | None = None
    days: int | None = None
    before_end: int | None = None
    days_before_end: int | None = None
    amount: Decimal | None = None  # principal paid early, where it is a part

    def __bool__(self) -> bool:
        return self != Moment()


@dataclass(frozen=True, slots=True)
class Said:
    """What one message says of a loan."""

    draft: Draft = field(default_factory=Draft)
    wish: Wish = Wish.COST
    moment: Moment = field(default_factory=Moment)
    variants: tuple[Draft, ...] = ()  # what differs, where the message names several values to compare
    interest: tuple[Decimal, str] | None = None  # yuan of interest and for what: day, month, all
    fee_percent: Decimal | None = None  # of the principal, taken once
    net_percent: Decimal | None = None  # of the principal that is paid out
    is_debt: bool = False  # whether the amount is said to be owed already
    contradiction: str = ""  # what of the message cannot all be true, and what was taken

    def __bool__(self) -> bool:
        return bool(
            not self.draft.is_empty
            or self.moment
            or self.variants
            or self.interest
            or self.fee_percent
            or self.net_percent
        )

    def applied_to(self, draft: Draft) -> Draft:
        """``draft`` after this message; what is relative to the principal is worked out with it."""
        result = draft.updated(self.draft)
        principal = result.principal
        if not principal:
            return result
        if self.interest is not None:
            yuan, period = self.interest
            if period == "all":
                result = _also(result, total=principal + yuan)
            else:
                result = _also(result, rate={"percent": yuan / principal * _HUNDRED, "period": period})
        if self.fee_percent is not None:
            if result.rate is None and result.payment is None and result.total is None:
                rate = {"percent": self.fee_percent, "period": RatePeriod.ONCE}
                result = _also(result, rate=rate, method=Method.FLAT_FEE)
            else:
                result = _also(result, fee=principal * self.fee_percent / _HUNDRED)
        if self.net_percent is not None:
            result = _also(result, net=principal * self.net_percent / _HUNDRED)
        return result


def _also(draft: Draft, **slots: object) -> Draft:
    """``draft`` with further slots; without those that nobody could mean."""
    try:
        return draft.updated(Draft.model_validate(slots))
    except ValueError:
        return draft


def read_said(
    text: str, found: Expressions, before: Draft | None = None, asked: SlotName | None = None
) -> Said:
    """Read what a message says of a loan.

    Args:
        text: the cleaned message in which ``found`` was found.
        before: the open quote, by which a bare number (那24呢) is read.
        asked: the slot that was asked for last, by which a bare number is read first.

    >>> from bot.understanding.expressions import extract
    >>> text = "借1万分12期日息万五"
    >>> read_said(text, extract(text)).draft.slots.to_json()
    {'principal': 10000, 'periods': 12, 'rate': '0.05%/day'}
    """
    if not found and before is None and asked is None:
        return _NOTHING
    return _Reader(text, found, before or Draft(), asked).read()


_NOTHING = Said()


def likely_period(percent: Decimal) -> RatePeriod:
    """What a rate without a period is for, by its size: 0.05 a day, 1.5 a month, 18 a year."""
    if percent <= _MOST_DAILY:
        return RatePeriod.DAY
    return RatePeriod.MONTH if percent < _MOST_MONTHLY else RatePeriod.YEAR


def rates_in(text: str, found: Expressions) -> Iterator[tuple[int, StatedRate]]:
    """The rates of interest of a message with their places; 万四 is one, though it may be an amount as well."""
    for rate in found.rates:
        percent = rate.value_percent
        if rate.role == "interest" and percent is not None and percent <= _HUNDRED:
            period = likely_period(percent) if rate.period == "none" else RatePeriod(rate.period)
            yield rate.start, StatedRate(percent=percent, period=period)
    spans = [(rate.start, rate.end) for rate in found.rates]
    for match in _WAN_RATE.finditer(text):
        count = number(match.group(1))
        if count is not None and not any(start <= match.start() < end for start, end in spans):
            yield match.start(), StatedRate(percent=count / _HUNDRED, period=RatePeriod.DAY)


@dataclass(slots=True)
class _Reader:
    text: str
    found: Expressions
    before: Draft
    asked: SlotName | None
    slots: dict[str, object] = field(default_factory=dict)
    several: dict[str, list[Draft]] = field(default_factory=dict)
    moment: dict[str, int | Decimal] = field(default_factory=dict)
    interest: tuple[Decimal, str] | None = None
    fee_percent: Decimal | None = None
    net_percent: Decimal | None = None
    contradiction: str = ""

    def read(self) -> Said:
        has_payment = any(self._is_budget(one) for one in self.found.amounts)
        wish = wish_of(self.text, has_payment=has_payment)
        for method in self.found.methods:
            self._take("method", Method(method.id))
        written = self._read_written_rate()
        self._read_terms(wish, without=written)
        for rate in self.found.rates:
            self._read_rate(rate)
        self._read_amounts(wish)
        if not self.found:
            self._read_lone_number()
        for reference in self.found.references:
            self._read_ordinal(reference, wish)
        self._read_dates()
        if self.slots and _PRIVATE.search(self.text):
            self.slots["is_private"] = True
        return Said(
            draft=Draft.model_validate(self.slots),
            wish=wish,
            moment=Moment(**self.moment),  # type: ignore[arg-type]
            variants=self._variants(),
            interest=self.interest,
            fee_percent=self.fee_percent,
            net_percent=self.net_percent,
            contradiction=self.contradiction,
            is_debt=any(one.role == "outstanding" for one in self.found.amounts),
        )

    def _take(self, name: str, value: object) -> None:
        """Keep a slot; of several values the last counts, and all are remembered."""
        try:
            draft = Draft.model_validate({name: value})
        except ValueError:
            return  # nothing that anybody could mean
        self.slots[name] = getattr(draft, name)
        key = "term" if name in ("periods", "days") else name
        values = self.several.setdefault(key, [])
        if draft not in values:
            values.append(draft)
        other = {"days": "periods", "periods": "days"}.get(name)
        if other is not None and self.slots.pop(other, None) is not None and not _REPLACED.search(self.text):
            self.contradiction = "你说了天数又说了期数，按后说的算"

    def _variants(self) -> tuple[Draft, ...]:
        """The values to compare, where the message names several of just one slot and compares."""
        named = [values for values in self.several.values() if len(values) > 1]
        if len(named) != 1 or _REPLACED.search(self.text) or not _SEVERAL.search(self.text):
            return ()
        return tuple(named[0])

    # --- terms -------------------------------------------------------------------------------------------

    def _read_terms(self, wish: Wish, without: int | None) -> None:
        terms = [term for term in self.found.terms if term.start != without]
        plain = [term for term in terms if term.role not in ("overdue", "grace")]
        if len(plain) > 1:
            # 分6期，一期多少: one instalment is what is asked, not how long
            plain = [term for term in plain if not self._is_unit(term)] or plain
        elif plain and self._is_unit(plain[0]) and self.before.periods is not None:
            plain = []
        own = [term for term in plain if not self._is_moment(term, plain, wish)]
        for term in plain:
            if term in own:
                self._read_term(term)
            else:
                self._read_moment(term)

    def _is_moment(self, term: Term, others: Sequence[Term], wish: Wish) -> bool:
        """Whether a length of time says when the loan is paid early, rather than how long it was to last."""
        if term.role == "remaining" or _EARLY_BEFORE.search(self._before(term.start)):
            return True
        if wish is Wish.EARLY and _PAID_BEFORE.search(self._before(term.start)):
            return True
        by_days = term.days is not None
        has_other = any(one is not term and one.months is not None for one in others)
        if term.role == "elapsed":
            return not by_days or has_other or self.before.periods is not None
        return by_days and wish is Wish.EARLY and (has_other or self.before.periods is not None)

    def _is_unit(self, term: Term) -> bool:
        """Whether a term only says for what span a figure is asked: 一个月还多少, 一期多少, 一天几块."""
        return term.value == 1 and _UNIT_ASKED.match(self.text[term.end : term.end + _BEFORE]) is not None

    def _read_term(self, term: Term) -> None:
        longest = _longest(term)
        days, months = longest.days, longest.months
        if days is not None:
            self._take("days", int(days))
        elif months is not None and months == months.to_integral_value():
            self._take("periods", int(months))
        elif months is not None:
            self._take("days", int(months * 2) * _DAYS_IN_HALF_A_MONTH)

    def _read_moment(self, term: Term) -> None:
        counted_back = term.role == "remaining" or bool(_EARLY_BEFORE.search(self._before(term.start)))
        if term.days is not None:
            self.moment["days_before_end" if counted_back else "days"] = int(term.days)
        elif term.months is not None:
            self.moment["before_end" if counted_back else "after"] = int(term.months)

    def _read_ordinal(self, reference: Reference, wish: Wish) -> None:
        match = _ORDINAL.fullmatch(self.text[reference.start : reference.end])
        if wish is not Wish.EARLY or match is None or reference.kind != "ordinal":
            return
        count = number(match.group(1))
        if count is not None:
            self.moment["after"] = int(count)

    def _read_dates(self) -> None:
        """Two days of one or two months are a loan by days."""
        days = [one for one in self.found.references if one.kind == "date" and one.day is not None]
        if len(days) != 2 or self.found.terms:
            return
        first, last = days
        months = (last.month - first.month) if first.month and last.month else 0
        length = (last.day or 0) - (first.day or 0) + months * 30
        if 0 < length <= 366:
            self._take("days", length)

    # --- rates -------------------------------------------------------------------------------------------

    def _read_rate(self, rate: Rate) -> None:
        low, high = rate.low_percent, rate.high_percent
        match rate.role:
            case "discount":
                self._take("discount", high)
            case "deduction":
                self.net_percent = _HUNDRED - high
            case "fee" if rate.period in ("once", "none"):
                self.fee_percent = high
            case "interest" | "fee":
                period = self._period_of(rate)
                self._take("rate", {"percent": low, "period": period, "top": high if high != low else None})
            case _:
                pass

    def _period_of(self, rate: Rate) -> RatePeriod:
        if rate.role == "fee" and rate.period == "month":
            return RatePeriod.PERIOD
        if rate.period == "none":
            return self._likely_period(rate.high_percent)
        return RatePeriod(rate.period)

    def _likely_period(self, percent: Decimal) -> RatePeriod:
        """What a bare rate is for: what the open quote's rate is for if it is of that size, else by its size."""
        earlier = self.before.rate
        if earlier is not None and earlier.percent and Decimal("0.2") <= percent / earlier.percent <= 5:
            return earlier.period
        return likely_period(percent)

    def _read_written_rate(self) -> int | None:
        """Read 按36一年: a number after 按 that is nothing else; where the span begins that only says its period."""
        match = _BY_RATE.search(self.text)
        if match is None or any(one.start <= match.start(1) < one.end for one in self._spans()):
            return None
        self._take_rate(Decimal(match.group(1)), self.text[match.end(1) :])
        return match.end(1) if match.group(2) else None

    def _spans(self) -> Iterator[Amount | Rate | Term]:
        yield from self.found.amounts
        yield from self.found.rates
        yield from self.found.terms

    # --- amounts -----------------------------------------------------------------------------------------

    def _read_amounts(self, wish: Wish) -> None:
        amounts = [one for one in self.found.amounts if one.currency == "CNY"]
        has_principal = any(one.role == "principal" for one in amounts)
        for amount in amounts:
            if wish in (Wish.BORROWABLE, Wish.DURATION) and self._is_budget(amount):
                self._take("budget", amount.high)
                continue
            if amount.role in (None, "principal") and _PAYMENT_BEFORE.search(self._before(amount.start)):
                self._take("payment", amount.high)
                continue
            if amount.role in (None, "principal") and (self._read_change(amount) or self._read_wan(amount)):
                continue
            if amount.role in (None, "interest") and self._is_rate(amount):
                self._take_rate(amount.high, self.text[amount.end : amount.end + _BEFORE])
                continue
            if amount.role is None and self._is_bare(amount) and self._read_bare(amount.high):
                continue
            reader = self._readers.get(amount.role or "")
            if reader is not None:
                reader(amount, wish)
            elif amount.role is None and not has_principal:
                self._take("principal", amount.high)

    @property
    def _readers(self) -> dict[str, Callable[[Amount, Wish], None]]:
        return {
            "principal": lambda amount, _: self._take("principal", amount.high),
            "outstanding": lambda amount, _: self._take("principal", amount.high),
            "payment": self._read_payment,
            "net_proceeds": lambda amount, _: self._take("net", amount.high),
            "total_repayment": lambda amount, _: self._take("total", amount.high),
            "repayment": self._read_repayment,
            "fee": self._read_fee,
            "deduction": self._read_fee,
            "interest": self._read_interest,
        }

    def _is_budget(self, amount: Amount) -> bool:
        """Whether an amount may be what can be paid each month."""
        return amount.role in ("payment", "repayment") or bool(_CAN_PAY.search(self._before(amount.start)))

    def _read_change(self, amount: Amount) -> bool:
        """Read 再加一万 and 少借5千: a change of the amount; whether it was one."""
        principal, before = self.before.principal, self._before(amount.start)
        if principal is None:
            return False
        if _MORE_BEFORE.search(before):
            self._take("principal", principal + amount.high)
            return True
        if _LESS_BEFORE.search(before) and amount.high < principal:
            self._take("principal", principal - amount.high)
            return True
        return False

    def _read_wan(self, amount: Amount) -> bool:
        """Read 万三 as a rate where a rate is what is talked of; whether it was one."""
        match = _WAN.fullmatch(self.text[amount.start : amount.end])
        if match is None or (self.before.rate is None and self.asked != "rate"):
            return False
        count = number(match.group(1))
        if count is not None:
            self._take("rate", {"percent": count / _HUNDRED, "period": RatePeriod.DAY})
        return True

    def _read_payment(self, amount: Amount, wish: Wish) -> None:
        # 3万 月供多少: the amount is the loan's, though 月供 stands behind it
        is_asked = _ASKED_AFTER.match(self.text[amount.end : amount.end + _BEFORE])
        self._take("principal" if is_asked else "payment", amount.high)

    def _read_repayment(self, amount: Amount, wish: Wish) -> None:
        if wish is Wish.EARLY and _PREPAY.search(self._before(amount.start)):
            self.moment["amount"] = amount.high
        else:
            self._take("total", amount.high)

    def _read_fee(self, amount: Amount, wish: Wish) -> None:
        self._take("fee", amount.high)
        self.slots["fee_is_each"] = bool(_EACH_BEFORE.search(self._before(amount.start)))

    def _read_interest(self, amount: Amount, wish: Wish) -> None:
        if not amount.high:
            return
        if any(method.end == amount.start for method in self.found.methods):
            self._take("principal", amount.high)  # 等本等息1万
            return
        before = self._before(amount.start)
        period = "day" if _PER_DAY.search(before) else "month" if _PER_MONTH.search(before) else "all"
        self.interest = (amount.high, period)

    def _is_rate(self, amount: Amount) -> bool:
        """Whether a small number without a unit is a rate: 按36一年, 年化18."""
        before = self._before(amount.start)
        return self._is_bare(amount) and amount.high < _HUNDRED and _RATE_BEFORE.search(before) is not None

    def _take_rate(self, percent: Decimal, after: str) -> None:
        period = RatePeriod.YEAR if _YEARLY_AFTER.match(after) else self._likely_period(percent)
        self._take("rate", {"percent": percent, "period": period})

    def _is_bare(self, amount: Amount) -> bool:
        return re.fullmatch(r"\d+(?:\.\d+)?", self.text[amount.start : amount.end].strip()) is not None

    def _read_bare(self, value: Decimal) -> bool:
        """Read a number without a unit by what was asked for, else by what is open; whether it was read."""
        whole = value == value.to_integral_value()
        if self.asked == "rate" and value < _HUNDRED:
            self._take_rate(value, "")
        elif whole and 1 <= value <= _MOST_PERIODS and (self.asked == "term" or self.before.has_term):
            self._take("days" if self.before.days is not None else "periods", int(value))
        elif value >= _LEAST_PRINCIPAL:
            self._take("principal", value)
        return True

    def _read_lone_number(self) -> None:
        """Read the one number of a message in which nothing was found, by the words beside it and what is open."""
        fen = _FEN.search(self.text)
        if fen is not None and self.before.rate is not None and self.before.rate.period is RatePeriod.MONTH:
            percent = number(fen.group(1))
            if percent is not None:
                self._take("rate", {"percent": percent, "period": RatePeriod.MONTH})
            return
        taken = [(one.start, one.end) for one in self.found.references]
        written = [
            match.group(1)
            for match in _LONE_NUMBER.finditer(self.text)
            if not any(start <= match.start() < end for start, end in taken)
        ]
        if len(written) != 1 or (self.asked is None and self.before.is_empty):
            return
        value = Decimal(written[0])
        if value < 1:
            self._take_rate(value, "")
        elif "期" in self.text and value == value.to_integral_value() and value <= _MOST_PERIODS:
            self._take("periods", int(value))
        elif _LITTLE_BESIDE.fullmatch(self.text.replace(written[0], "")):
            self._read_bare(value)

    def _before(self, start: int) -> str:
        return self.text[max(0, start - _BEFORE) : start]


def _longest(term: Term) -> Term:
    """The longer end of a term for which a range was said."""
    return term if term.low == term.high else Term(term.start, term.end, term.high, term.high, term.unit)
