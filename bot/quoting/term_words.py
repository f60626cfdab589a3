"""How long a loan lasts, and when it is paid early, by the terms, ordinals and dates of a message."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.quoting.draft import DAYS_A_MONTH
from bot.quoting.notes import Notes
from bot.quoting.wishes import Wish, asks_for_penalty
from bot.understanding.expressions.numerals import number
from bot.understanding.expressions.values import Reference, Term

_ORDINAL = re.compile(r"第 ?([0-9]{1,3}|[一二两三四五六七八九十]{1,4}) ?(?:个月|期|个还款日)")
_EARLY_BEFORE = re.compile(r"(?:提前|提早|早)(?:了)?$")
_UNIT_ASKED = re.compile(
    r" ?的?(?:大概|大约|得|要|需要?|应该?|月供|利息|得要|最多|只|能|固定|差不多)*(?:还|付|给|交|是|多少|几|利息)(?!清|完)"
)
_RATE_ASKED = re.compile(r" ?的?(?:贷款|借款)?(?:利率|费率|年化)(?![0-9])")
_LATER_STILL = re.compile(r"再(?:晚|拖|过|逾期|欠|多拖?|迟)?(?:个|了)?$")
_PAID_BEFORE = re.compile(r"还(?:完|到|够|满|了|过)(?:前|了)?$")


def read_terms(notes: Notes, without: int | None) -> None:
    """Read how long the loan lasts; ``without`` is where a term begins that only says what a rate is for."""
    terms = [term for term in notes.found.terms if term.start != without]
    late = [term for term in terms if _is_late(notes, term)]
    for term in late:
        _read_late(notes, term)
    plain = [term for term in terms if term not in late and term.role not in ("overdue", "grace")]
    if len(plain) > 1:
        # 分6期，一期多少: one instalment is what is asked, not how long
        plain = [term for term in plain if not _is_unit(notes, term)] or plain
    elif plain and plain[0].value == 1 and _RATE_ASKED.match(notes.after(plain[0].end)):
        plain = []  # 一天的利率是多少
    elif plain and _is_unit(notes, plain[0]) and not _is_span(notes, plain[0]):
        plain = []
    if _is_rest(notes, plain):
        _read_term(notes, plain[0])
        if notes.wish is Wish.EARLY:
            notes.moment["after"] = 0
        return
    own = [term for term in plain if not _is_moment(notes, term, plain)]
    for term in plain:
        if term in own:
            _read_term(notes, term)
        else:
            _read_moment(notes, term)


def _is_rest(notes: Notes, terms: Sequence[Term]) -> bool:
    """Whether the loan is what is still owed of one: 还剩3万2 还有14期, which is paid off now."""
    if len(terms) != 1 or terms[0].role != "remaining" or notes.open_draft.has_term:
        return False
    return any(one.role == "outstanding" for one in notes.found.amounts)


def _is_late(notes: Notes, term: Term) -> bool:
    """Whether a length of time says for how long something is overdue of which the cost is asked."""
    if notes.open_draft.late_days is not None and term.role is None:
        return term.days is not None and not notes.found.amounts  # 那30天呢
    return term.role == "overdue" and (notes.open_draft.late_days is not None or asks_for_penalty(notes.text))


def _read_late(notes: Notes, term: Term) -> None:
    longest = _longest(term)
    days = longest.days if longest.days is not None else (longest.months or 0) * DAYS_A_MONTH
    if notes.open_draft.late_days is not None and _LATER_STILL.search(notes.before(term.start)):
        days += notes.open_draft.late_days  # 再晚10天呢
    if days >= 1:
        notes.take("late_days", int(days))


def _is_moment(notes: Notes, term: Term, others: Sequence[Term]) -> bool:
    """Whether a length of time says when the loan is paid early, rather than how long it was to last."""
    if term.role == "remaining" or _EARLY_BEFORE.search(notes.before(term.start)):
        return True
    if notes.wish is Wish.EARLY and _PAID_BEFORE.search(notes.before(term.start)):
        return True
    by_days = term.days is not None
    has_other = any(one is not term and one.months is not None for one in others)
    if term.role == "elapsed":
        return not by_days or has_other or notes.open_draft.periods is not None
    return by_days and notes.wish is Wish.EARLY and (has_other or notes.open_draft.periods is not None)


def _is_unit(notes: Notes, term: Term) -> bool:
    """Whether a term only says for what span a figure is asked: 一个月还多少, 一期多少, 一天几块."""
    return term.value == 1 and _UNIT_ASKED.match(notes.after(term.end)) is not None


def _is_span(notes: Notes, term: Term) -> bool:
    """Whether such a term is how long the loan lasts all the same: nothing else says it, or it is no common unit."""
    is_priced = any(one.role == "interest" for one in notes.found.amounts)  # 一天利息5块
    has_own_amount = any(one.role == "principal" for one in notes.found.amounts)
    if term.unit == "day" and is_priced:
        return False
    return notes.open_draft.periods is None or (has_own_amount and term.unit == "year")


def _read_term(notes: Notes, term: Term) -> None:
    longest = _longest(term)
    days, months = longest.days, longest.months
    if days is not None:
        notes.take("days", int(days))
    elif months is not None and months == months.to_integral_value():
        notes.take("periods", int(months))
    elif months is not None:
        notes.take("days", int(months * 2) * DAYS_A_MONTH // 2)


def _read_moment(notes: Notes, term: Term) -> None:
    counted_back = term.role == "remaining" or bool(_EARLY_BEFORE.search(notes.before(term.start)))
    if term.days is not None:
        notes.moment["days_before_end" if counted_back else "days"] = int(term.days)
    elif term.months is not None:
        notes.moment["before_end" if counted_back else "after"] = int(term.months)


def read_ordinals(notes: Notes) -> None:
    """Read 第5个月全还掉."""
    for reference in notes.found.references:
        _read_ordinal(notes, reference)


def _read_ordinal(notes: Notes, reference: Reference) -> None:
    match = _ORDINAL.fullmatch(notes.text[reference.start : reference.end])
    if notes.wish is not Wish.EARLY or match is None or reference.kind != "ordinal":
        return
    count = number(match.group(1))
    if count is not None:
        notes.moment["after"] = int(count)


def read_dates(notes: Notes) -> None:
    """Two days of one or two months are a loan by days."""
    days = [one for one in notes.found.references if one.kind == "date" and one.day is not None]
    if len(days) != 2 or notes.found.terms:
        return
    first, last = days
    months = (last.month - first.month) if first.month and last.month else 0
    length = (last.day or 0) - (first.day or 0) + months * 30
    if 0 < length <= 366:
        notes.take("days", length)


def _longest(term: Term) -> Term:
    """The longer end of a term for which a range was said."""
    return term if term.low == term.high else Term(term.start, term.end, term.high, term.high, term.unit)
