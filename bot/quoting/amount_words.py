"""What the amounts of a message are of a loan, and its numbers without a unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from bot.quoting.draft import DAYS_A_MONTH
from bot.quoting.notes import Notes
from bot.quoting.rate_words import take_rate
from bot.quoting.wishes import Wish
from bot.understanding.expressions.numerals import number
from bot.understanding.expressions.values import Amount
from calculator import Method, RatePeriod

_HUNDRED = Decimal(100)
_LENT = re.compile(r"[贷借](?:款|了)?(?:个|到)?$")
_LEAST_PRINCIPAL = 100  # a bare number below is no principal
_MOST_PERIODS = 60  # a bare number above is no number of instalments
_EACH_BEFORE = re.compile(r"(?:每|一)个?[期月]|月[收付交]?[^，。,]{0,3}$|每月")
_PER_DAY = re.compile(r"每[天日]|一[天日]|1[天日]|日息")
_PER_MONTH = re.compile(r"每个?月|一个?月|月息|月利")
_LITTLE_BESIDE = re.compile(
    r"(?:那|就|要是|如果|换|改|成|按|再|试|试试|看看|的?话|呢|吧|呀|啊|嘛|算|[ ,，。?？！!])*"
)
_WAN = re.compile(r"万 ?([一二三四五六七八九])")
_FEN = re.compile(r"([一二两三四五六七八九]|\d(?:\.\d)?)分(?:利|的?话|呢|$)")
_PREPAY = re.compile(r"(?:提前|先|提早)还[^，。,]{0,4}$|提前[^，。,]{0,6}$")
_CAN_PAY = re.compile(r"(?:还|(?<!分)付|拿|交|出|供)(?:得?起|得出|出|款)?(?:大概|最多|差不多|个)?$")
# Being able to pay that much, rather than paying it: 每月只能还1500
_ABLE = re.compile(
    r"(?:能|够|最多|顶多)(?:还|(?<!分)付|拿|交|出|供)(?:得?起|得出|出)?(?:大概|最多|差不多|个)?$|(?:还|(?<!分)付|拿|出|供)得?[起出]$"
)
_FEE_BEFORE = re.compile(
    r"(?<!没有)(?<!没)(?<!无)(?<!免)(?<!不收)(?:手续|服务|担保|中介|咨询|会员|保险|管理|平台)费"
    r"(?:另外|另|一次性?|每个?[月期]|还|要|得|再|先|收取?|扣掉?|付|交|是|为|了|大概|约|总?共|[ :：])*$"
)
_MORE_BEFORE = re.compile(r"(?:再|多)(?:加|借|来|贷)(?:个)?$|加(?:个|上)?$")
_LESS_BEFORE = re.compile(r"少(?:借|贷)(?:个)?$|减(?:掉|去|少)?$")
# 每天还30, 每周还500, 每10天还200: what is paid more often than by the month
_EACH_SOME_DAYS = re.compile(
    r"(?P<daily>日供)[^，。,]{0,2}$|(?:每隔?|一)(?:(?P<days>[0-9]{1,2}|[两二三四五六七八九十]{1,2})个?[天日]|个?(?P<unit>[天日周]|星期|礼拜|半个?月))[^，。,后内]{0,3}$"
)
_DAYS_OF = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "半月": 15, "半个月": 15}
_OF_BASIS = re.compile(
    r" ?(?:(?P<day>[每一]?[天日])|[每一]?个?月)的?(?:要|得|收|就|是|才|利)?息?(?:是|要|收|才)?"
)
# 三个月后还5450: all at once
_AT_THE_END_BEFORE = re.compile(
    r"(?:后|到期|到时|届时|一次性?|一起|最后)(?:要|得|就|再|一共|总共|连本带[利息]|一次性?)*(?:还|归还|偿还)(?:款|给他?|清|完)?$"
)
_LONE_NUMBER = re.compile(r"(?<![\d.])(\d{1,9}(?:\.\d{1,4})?)(?![\d.%‰])")
_ASKED_AFTER = re.compile(r" ?的?月供(?:是|要|得|大概|一共)*(?:多少|几|怎么|咋|$|[0-9一二三四五六七八九])")
_RATE_BEFORE = re.compile(r"(?:按|按照|利率|年化|年息|年利率|月息|日息|息)(?:是|为|算|的|就|到|给|成)*$")
_PAYMENT_BEFORE = re.compile(r"(?:月供|每个?[月期]还?)(?:换成|改成|改为|变成|换|改|是|要)+$")


def read_amounts(notes: Notes) -> None:
    """Read what each amount is of the loan."""
    amounts = [one for one in notes.found.amounts if one.currency == "CNY"]
    rate = _bare_rate(notes, amounts)
    if rate is not None:
        take_rate(notes, rate.high, notes.after(rate.end))
        amounts.remove(rate)
    amounts = _without_basis(notes, amounts)
    has_principal = any(one.role == "principal" for one in amounts)
    for amount in amounts:
        if notes.wish in (Wish.BORROWABLE, Wish.DURATION) and is_budget(notes, amount):
            notes.take("budget", amount.high)
            continue
        if amount.role in (None, "principal", "payment") and _FEE_BEFORE.search(notes.text[: amount.start]):
            _read_fee(notes, amount)
            continue
        if amount.role in (None, "principal") and _PAYMENT_BEFORE.search(notes.before(amount.start)):
            notes.take("payment", amount.high)
            continue
        if amount.role in (None, "principal") and (_read_change(notes, amount) or _read_wan(notes, amount)):
            continue
        if amount.role in (None, "interest") and _is_rate(notes, amount):
            take_rate(notes, amount.high, notes.after(amount.end))
            continue
        if amount.role is None and _is_bare(notes, amount) and _read_bare(notes, amount.high):
            continue
        reader = _READERS.get(amount.role or "")
        if reader is not None:
            reader(notes, amount)
        elif amount.role is None and not has_principal:
            notes.take("principal", amount.high)


def is_budget(notes: Notes, amount: Amount) -> bool:
    """Whether an amount may be what can be paid each month."""
    return amount.role in ("payment", "repayment") or bool(_CAN_PAY.search(notes.before(amount.start)))


def is_ability(notes: Notes, amount: Amount) -> bool:
    """Whether an amount is what somebody is able to pay, and not what the loan asks of them."""
    return _ABLE.search(notes.before(amount.start)) is not None


def _read_change(notes: Notes, amount: Amount) -> bool:
    """Read 再加一万 and 少借5千: a change of the amount; whether it was one."""
    principal, before = notes.open_draft.principal, notes.before(amount.start)
    if principal is None:
        return False
    if _MORE_BEFORE.search(before):
        notes.take("principal", principal + amount.high)
        return True
    if _LESS_BEFORE.search(before) and amount.high < principal:
        notes.take("principal", principal - amount.high)
        return True
    return False


def _read_wan(notes: Notes, amount: Amount) -> bool:
    """Read 万三 as a rate where a rate is what is talked of; whether it was one."""
    match = _WAN.fullmatch(notes.text[amount.start : amount.end])
    if match is None or (notes.open_draft.rate is None and notes.asked != "rate"):
        return False
    count = number(match.group(1))
    if count is not None:
        notes.take("rate", {"percent": count / _HUNDRED, "period": RatePeriod.DAY})
    return True


def _read_payment(notes: Notes, amount: Amount) -> None:
    # 3万 月供多少: the amount is the loan's, though 月供 stands behind it
    if _ASKED_AFTER.match(notes.after(amount.end)):
        notes.take("principal", amount.high)
        return
    notes.take("payment", amount.high)
    spacing = _spacing(notes, amount)
    if spacing is not None:
        _read_spacing(notes, spacing)


def _spacing(notes: Notes, amount: Amount) -> int | None:
    """The days from one payment of an amount to the next, where it is no monthly one."""
    each = _EACH_SOME_DAYS.search(notes.before(amount.start))
    if each is None:
        return None
    if each.group("daily"):
        return 1
    days = number(each.group("days")) if each.group("days") else Decimal(_DAYS_OF[each.group("unit")])
    return int(days) if days else None


def _read_spacing(notes: Notes, spacing: int) -> None:
    notes.take("payment_days", spacing)
    months = notes.slots.get("periods")
    if isinstance(months, int) and any(term.unit in ("month", "year") for term in notes.found.terms):
        # 每周还500 还3个月: months are no instalments then
        del notes.slots["periods"]
        notes.take("days", months * DAYS_A_MONTH)


def _read_repayment(notes: Notes, amount: Amount) -> None:
    if _spacing(notes, amount) is not None:
        _read_payment(notes, amount)
    elif notes.wish is Wish.EARLY and _PREPAY.search(notes.before(amount.start)):
        notes.moment["amount"] = amount.high
    else:
        _read_total(notes, amount)


def _read_total(notes: Notes, amount: Amount) -> None:
    notes.take("total", amount.high)
    if _AT_THE_END_BEFORE.search(notes.before(amount.start)):
        notes.take("method", Method.BULLET)


def _read_fee(notes: Notes, amount: Amount) -> None:
    notes.take("fee", amount.high)
    notes.slots["fee_is_each"] = bool(_EACH_BEFORE.search(notes.before(amount.start)))


def _read_interest(notes: Notes, amount: Amount) -> None:
    if not amount.high:
        return
    if any(method.end == amount.start for method in notes.found.methods):
        notes.take("principal", amount.high)  # 等本等息1万
        return
    before = notes.before(amount.start)
    if notes.is_late and before.endswith("罚"):
        notes.interest = (amount.high, "penalty")
        return
    period = "day" if _PER_DAY.search(before) else "month" if _PER_MONTH.search(before) else "all"
    notes.interest = (amount.high, period)


def _is_rate(notes: Notes, amount: Amount) -> bool:
    """Whether a small number without a unit is a rate: 按36一年, 年化18."""
    before = notes.before(amount.start)
    return _is_bare(notes, amount) and amount.high < _HUNDRED and _RATE_BEFORE.search(before) is not None


def _without_basis(notes: Notes, amounts: list[Amount]) -> list[Amount]:
    """What is left after 万元日息2块5 is read as a rate, where another amount is what is borrowed."""
    for basis, interest in pairwise(amounts):
        between = notes.text[basis.end : interest.start]
        others = [one for one in amounts if one not in (basis, interest) and one.role in (None, "principal")]
        if interest.role != "interest" or basis.high < _LEAST_PRINCIPAL or not others:
            continue
        match = _OF_BASIS.fullmatch(between)
        if match is None:
            continue
        period = RatePeriod.DAY if match.group("day") else RatePeriod.MONTH
        notes.take("rate", {"percent": interest.high / basis.high * _HUNDRED, "period": period})
        return [one for one in amounts if one not in (basis, interest)]
    return amounts


def _bare_rate(notes: Notes, amounts: list[Amount]) -> Amount | None:
    """The number that is the rate though nothing says so: 3万 3年 等额本金 4.35."""
    if notes.found.rates or not any(one.high >= _LEAST_PRINCIPAL for one in amounts):
        return None
    return next(
        (one for one in amounts if one.high < _HUNDRED and one.high % 1 and _is_bare(notes, one)),
        None,
    )


def _is_bare(notes: Notes, amount: Amount) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)?", notes.text[amount.start : amount.end].strip()) is not None


def _read_bare(notes: Notes, value: Decimal) -> bool:
    """Read a number without a unit by what was asked for, else by what is open; whether it was read."""
    whole = value == value.to_integral_value()
    if notes.asked == "rate" and value < _HUNDRED:
        take_rate(notes, value, "")
    elif whole and 1 <= value <= _MOST_PERIODS and (notes.asked == "term" or notes.open_draft.has_term):
        notes.take("days" if notes.open_draft.days is not None else "periods", int(value))
    elif value >= _LEAST_PRINCIPAL:
        notes.take("principal", value)
    return True


def read_down_payment(notes: Notes) -> None:
    """Read 15万的车首付3成: what is borrowed is the price without what is paid down, unless 贷12万 says it."""
    price = notes.slots.get("principal")
    if notes.down_percent is None or not isinstance(price, Decimal):
        return
    if any(one.high == price and _LENT.search(notes.before(one.start)) for one in notes.found.amounts):
        return
    notes.slots["principal"] = price * (_HUNDRED - notes.down_percent) / _HUNDRED


def read_lone_number(notes: Notes) -> None:
    """Read the one number of a message in which nothing was found, by the words beside it and what is open."""
    fen = _FEN.search(notes.text)
    if (
        fen is not None
        and notes.open_draft.rate is not None
        and notes.open_draft.rate.period is RatePeriod.MONTH
    ):
        percent = number(fen.group(1))
        if percent is not None:
            notes.take("rate", {"percent": percent, "period": RatePeriod.MONTH})
        return
    taken = [(one.start, one.end) for one in notes.found.references]
    written = [
        match.group(1)
        for match in _LONE_NUMBER.finditer(notes.text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    if len(written) != 1 or (notes.asked is None and notes.open_draft.is_empty):
        return
    value = Decimal(written[0])
    if "期" in notes.text and value == value.to_integral_value() and value <= _MOST_PERIODS:
        notes.take("periods", int(value))
    elif value < 1:
        take_rate(notes, value, "")
    elif _LITTLE_BESIDE.fullmatch(notes.text.replace(written[0], "")):
        _read_bare(notes, value)


def _as(slot: str) -> Callable[[Notes, Amount], None]:
    return lambda notes, amount: notes.take(slot, amount.high)


_READERS: dict[str, Callable[[Notes, Amount], None]] = {
    "principal": _as("principal"),
    "outstanding": _as("principal"),
    "payment": _read_payment,
    "net_proceeds": _as("net"),
    "total_repayment": _read_total,
    "repayment": _read_repayment,
    "fee": _read_fee,
    "deduction": _read_fee,
    "interest": _read_interest,
}
