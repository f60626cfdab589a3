"""Reading terms: 12期, 四个月, 大半年, 一年半, 三个半月, 40来天, 三五天, 3到6个月, 个把月, 两周."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from bot.understanding.expressions.numerals import Numeral
from bot.understanding.expressions.source import Source
from bot.understanding.expressions.term_units import (
    DIVIDE_BEFORE,
    UNIT_OF,
    USUAL_INSTALMENTS,
    Following,
    following_unit,
    is_plausible,
)
from bot.understanding.expressions.values import Amount, Approx, Reference, Term, TermRole, TermUnit

# 月 and 日 without 个: these words follow a calendar month or are rates and payments of their own
_NOT_AFTER_BARE_MONTH = re.compile(r"[息利费供薪入均付化还账系缴]|月")
_ORDINAL_BEFORE = re.compile(r"(?:第|每隔?|逐) ?$")
_TERM_WORD_BEFORE = re.compile(
    r"(?:借|贷|用|分|分期|分成|分为|期限|为期|共|还款期|满|超过|超|不到|逾期|晚|拖|迟|延期?|延长|过|隔|等"
    r"|提前|剩|存|展期?|至少|最多|最长|最短|最少|放|免|大概|大约|差不多|"
    r"改成|换成)(?:了|到|成|为|是|有|大概|差不多|约|选|:|：| )*$"
)
_DAYS_AFTER = re.compile(
    r" ?(?:[之以]?内|[之以]?后|期限|免息|不?计息|利息|的利息|为限|左右|多少|起|[，。？ ]*$)"
)
_HALF_AFTER = re.compile(r" ?半(?![年个月天数])")
_MORE_AFTER = re.compile(
    r" ?(?:(?P<over>多|以上|出头|起)(?![少久钱])|(?P<about>左右|上下|前后|的?样子)|(?P<under>以内|之内"
    r"|以下|不到))"
)
_BEFORE = re.compile(
    r"(?:(?P<about>大概|大约|差不多|约|估计|可能|近|将近|接近|快)|(?P<over>至少|最少|起码|超过|不少于|最短)"
    r"|(?P<under>不到|最多|最长|顶多|不超过|少于|未满|不满))(?:用|借|是|要|有|能|可以?|分|了|只?能?分|为)* ?$"
)
_BENCHMARK = re.compile(r"期(?:及?以上|以内)?的? ?(?i:lpr)")
_PRODUCT_TERM = re.compile(r"期(?![间待望货刊末权许盼颐房])")
_DAYS_NEXT = re.compile(r" ?[零又加] ?(?=[0-9一二两三四五六七八九十廿])")
_MONTHS_NEXT = re.compile(r" ?[零又加和]? ?(?=[0-9一二两三四五六七八九十])")
_TERM_NAME_BEFORE = re.compile(r"(?:期数|期限|年限|分期数)(?:选|选择|是|为|改成|:|：|=| )*$")
_UNIT_OR_NUMBER = re.compile(r"[0-9.%‰]| ?(?:[万千百元块折成天日周]|年(?![利化息])|个)")
_AFTER_DIVISION = re.compile(r" ?(?:[，。？,?！]|$|还(?!是)|每)")
_FIGURE_ASKED = re.compile(
    r" ?的?(?:就|才|也|大概|大约|得|要|需要?|应该?|月供|利息|手续费|固定|差不多)*"
    r"(?:还|付|给|交|供|是)?(?:多少|几多|几块|几钱|好多|[0-9])"
)
_FIGURE_ASKED_BEFORE = re.compile("(?:多少|多少钱|几块钱?|几多|几钱)$")
_USED = ("借", "用", "贷", "放")
_BESIDE = 4  # characters before a term in which its figure is asked for
_EARNED = re.compile("的?(?:到手)?(?:工资|收入|能?挣|能?赚|开销|花销|房租)")
_LIST = re.compile(
    r"(?: ?(?:[、/,和跟与]|，(?=[0-9])|或者?|还是| {1,3}) ?(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})){1,8}"
    r"(?= ?(?:期|个月|天|年|个季度|周))"
)
_LIST_UNIT = re.compile(r" ?(期|个月|天|年|个季度|周)")
_OR_ELSE = re.compile(r"(?:可以|行|能)?[吗么呢]?[，,? ]*还是(?:只能|只|最多|选|分)?")
_RANGE = re.compile(r" ?(?:[-~—]{1,2}|到|至) ?")
_VAGUE = re.compile(
    r"(?P<many>[年月])把(?=时间|$|[，。？ 的吧])|个(?P<more>半|多)月|个把(?P<rest>月|年|天|星期|礼拜|周"
    r"|季度)|(?P<big>大)半(?:年|个月)|(?P<small>小)半年|双(?:周|星期)|半 ?载"
)
VAGUE_START = (
    r"(?<![0-9一二两三四五六七八九十几])个(?:半|多)月|[年月]把(?=时间|$|[，。？ 的吧])|个把(?=[月年天星礼周季])"
    r"|[大小]半年|大半个月|双(?:周|星期)(?![一二三四五六日])"
)
"""Where a term begins that has no numeral."""

_OVERDUE = re.compile(
    r"(?:逾期|愈期|逾其|晚|迟|拖|过期|超期|超)(?:还?了?|欠?了?|还款)?(?:有|快|都|已经|了|将近|大概|款)*$"
)
_ELAPSED = re.compile(
    r"(?:用|已还|还了?|已经还|过去?|借了|已)(?:了|过)(?:有|快|大概|差不多)*$|(?:已还|已经)$"
)
_REMAINING = re.compile(r"(?:还剩下?|剩余?下?|还有|还差|还要还|差)(?:最后|大概|的)*$")


def read_term(source: Source, start: int, candidates: list[Numeral]) -> Term | Reference | None:
    """The term that begins at ``start``; a `Reference` where the words name a calendar date or an ordinal."""
    if (vague := _VAGUE.match(source.text, start)) is not None:
        return _vague(source, vague)
    if not candidates:
        return None
    numeral = candidates[-1]
    if numeral.low >= 1 and source.text[start] == "0":
        # 0303期 is the name of an issue
        return None
    following = following_unit(source, numeral)
    if following is None:
        return _named_term(source, numeral) or _shared_unit(source, numeral)
    if not is_plausible(numeral, following.unit):
        return None
    if _ORDINAL_BEFORE.search(source.before(start, 3)) or _BENCHMARK.match(source.text, following.end):
        return Reference(start, following.end, "ordinal")
    if not numeral.definite:
        return Reference(start, following.end, "number")
    if (date := _calendar(source, numeral, following)) is not None:
        return date
    return _finish(source, numeral, following)


def _calendar(source: Source, numeral: Numeral, following: Following) -> Reference | None:
    """3月, 15日, 20年: the calendar's, unless a word says that a length is meant."""
    if (
        following.written == "季度"
        and following.bare
        and source.text[numeral.start] in "二三四234"
        and numeral.low <= 4
    ):
        # the third quarter; three of them are 三个季度
        return Reference(numeral.start, following.end, "date")
    if following.written not in ("月", "日", "年") or not following.bare:
        return None
    text, before = source.text, source.before(numeral.start, 8)
    if following.written == "年":
        if numeral.low >= 60 or (numeral.low == 0):
            return Reference(numeral.start, following.end, "date")
        return None
    if text[numeral.start] in "俩仨两半" and numeral.end == numeral.start + 1 and following.written == "月":
        return None
    limit = 12 if following.written == "月" else 31
    value = numeral.value
    if value is None or value > limit or value != int(value):
        return None
    date = Reference(
        numeral.start,
        following.end,
        "date",
        month=int(value) if limit == 12 else None,
        day=int(value) if limit == 31 else None,
    )
    if (
        following.written == "月"
        and value == 1
        and isinstance(source.previous, Amount)
        and source.previous_end == numeral.start
    ):
        # 10万一月还多少
        return None
    if following.written == "月" and _NOT_AFTER_BARE_MONTH.match(text, following.end):
        return None if DIVIDE_BEFORE.search(before) else date
    if _TERM_WORD_BEFORE.search(before):
        return None
    if following.written == "日" and _DAYS_AFTER.match(text, following.end):
        return None
    return date


def _finish(source: Source, numeral: Numeral, following: Following) -> Term:
    low, high, unit, end = numeral.low, numeral.high, following.unit, following.end
    add = following.add
    if (half := _HALF_AFTER.match(source.text, end)) is not None and not add and low == high:
        add, end = Decimal("0.5"), half.end()
    low, high = low + add, high + add
    if unit == "year" and low == high and (months := _months_after(source, end)) is not None:
        extra, end = months
        low = high = low * 12 + extra
        unit = "month"
    if unit != "instalment" and (product := _PRODUCT_TERM.match(source.text, end)) is not None:
        end = product.end()
    if low == high and (right := _right_end(source, end, unit, low)) is not None:
        high, end = right
    and_days = Decimal(0)
    if low == high and (days := _days_after(source, end, unit)) is not None:
        and_days, end = days
        if unit == "week":
            low = high = low * 7 + and_days
            unit, and_days = "day", Decimal(0)
    approx, end = _approximation(source, numeral, following, end)
    return Term(numeral.start, end, low, high, unit, role_of(source, numeral.start, end), approx, and_days)


def _months_after(source: Source, end: int) -> tuple[Decimal, int] | None:
    """一年零三个月, 1年6个月."""
    gap = _MONTHS_NEXT.match(source.text, end)
    if gap is None:
        return None
    for numeral in reversed(source.readings(gap.end())):
        following = following_unit(source, numeral)
        if (
            following is not None
            and following.unit == "month"
            and not following.bare
            and numeral.value is not None
        ):
            if numeral.value >= 12:
                return None
            return numeral.value + following.add, following.end
    return None


def _days_after(source: Source, end: int, unit: TermUnit) -> tuple[Decimal, int] | None:
    """三个月零十天, 一周零两天: only with 零, 又 or 加; 一个月10天还 may mean something else."""
    gap = _DAYS_NEXT.match(source.text, end) if unit in ("week", "month", "year") else None
    if gap is None:
        return None
    for numeral in reversed(source.readings(gap.end())):
        following = following_unit(source, numeral)
        if (
            following is not None
            and following.written == "天"
            and numeral.value is not None
            and numeral.value < 31
        ):
            return numeral.value, following.end
    return None


def _right_end(source: Source, end: int, unit: TermUnit, low: Decimal) -> tuple[Decimal, int] | None:
    """The right end of a range whose left end has its own unit: 3个月到6个月."""
    link = _RANGE.match(source.text, end)
    if link is None:
        return None
    for numeral in reversed(source.readings(link.end())):
        following = following_unit(source, numeral)
        if (
            following is not None
            and following.unit == unit
            and numeral.value is not None
            and numeral.value > low
        ):
            return numeral.value + following.add, following.end
    return None


def _approximation(
    source: Source, numeral: Numeral, following: Following, end: int
) -> tuple[Approx | None, int]:
    approx = numeral.approx or following.approx
    if (after := _MORE_AFTER.match(source.text, end)) is not None:
        approx = approx or _named(after)
        end = after.end() if after.lastgroup != "under" else end
    elif (before := _BEFORE.search(source.before(numeral.start, 8))) is not None:
        approx = approx or _named(before)
    return approx, end


def _named(match: re.Match[str]) -> Literal["about", "over", "under"]:
    return "over" if match.lastgroup == "over" else "under" if match.lastgroup == "under" else "about"


def _named_term(source: Source, numeral: Numeral) -> Term | None:
    """期数：12, 期限36, 分12还: a number of instalments by the word before it."""
    if numeral.value is None or numeral.has_unit or numeral.value not in USUAL_INSTALMENTS:
        return None
    if (named := _TERM_NAME_BEFORE.search(source.before(numeral.start, 8))) is not None:
        unit: TermUnit = "year" if named.group().startswith("年") else "instalment"
        if not _UNIT_OR_NUMBER.match(source.text, numeral.end) and not _RANGE.match(source.text, numeral.end):
            return Term(numeral.start, numeral.end, numeral.low, numeral.high, unit)
    elif isinstance(source.previous, Term) and _OR_ELSE.fullmatch(
        source.text[source.previous_end : numeral.start]
    ):
        # 60期可以吗 还是只能36
        if not _UNIT_OR_NUMBER.match(source.text, numeral.end):
            return Term(numeral.start, numeral.end, numeral.low, numeral.high, source.previous.unit)
    elif DIVIDE_BEFORE.search(source.before(numeral.start, 4)) and _AFTER_DIVISION.match(
        source.text, numeral.end
    ):
        return Term(numeral.start, numeral.end, numeral.low, numeral.high, "instalment")
    return None


def _shared_unit(source: Source, numeral: Numeral) -> Term | None:
    """A number that shares the unit of one further on: 3到6个月, 3、6、12期."""
    if numeral.has_unit or numeral.value is None or numeral.low == 0:
        return None
    text = source.text
    if (link := _RANGE.match(text, numeral.end)) is not None:
        for right in reversed(source.readings(link.end())):
            following = following_unit(source, right)
            if following is None or right.value is None or right.value <= numeral.low:
                continue
            if not is_plausible(right, following.unit) or (
                following.bare and following.written in ("月", "日")
            ):
                continue
            if _ORDINAL_BEFORE.search(source.before(numeral.start, 3)):
                return None
            approx, end = _approximation(source, right, following, following.end)
            if following.unit != "instalment" and (product := _PRODUCT_TERM.match(text, end)) is not None:
                end = product.end()
            return Term(
                numeral.start,
                end,
                numeral.low,
                right.value + following.add,
                following.unit,
                role_of(source, numeral.start, end),
                approx,
            )
        return None
    if numeral.low > 60 or numeral.low % 1 or (listed := _LIST.match(text, numeral.end)) is None:
        return None
    unit = _LIST_UNIT.match(text, listed.end())
    if unit is None:
        return None
    name = unit.group(1).removeprefix("个")
    if text[numeral.end] == "、" and (numeral.low > 10 or not numeral.arabic):
        # 三、四个月 is a range as 三四个月 is
        second = source.longest(numeral.end + 1)
        if second is not None and second.end == listed.end() and second.low == numeral.low % 10 + 1:
            return Term(numeral.start, unit.end(), numeral.low, numeral.low + 1, UNIT_OF[name])
    return Term(numeral.start, numeral.end, numeral.low, numeral.high, UNIT_OF[name])


def without_units_asked(text: str, terms: Sequence[Term]) -> list[Term]:
    """``terms`` without 一期 in 分24期，一期手续费多少, which only says for what span a figure is."""
    terms = [term for term in terms if not (term.value == 1 and _EARNED.match(text, term.end))]
    if len(terms) < 2:
        return terms
    return [term for term in terms if not _is_unit_asked(text, term)] or terms


def _is_unit_asked(text: str, term: Term) -> bool:
    before = text[max(0, term.start - _BESIDE) : term.start]
    if term.value != 1 or term.unit not in ("instalment", "month", "day") or before.endswith(_USED):
        return False
    is_asked = _FIGURE_ASKED.match(text, term.end) or _FIGURE_ASKED_BEFORE.search(before)
    return is_asked is not None


def _vague(source: Source, match: re.Match[str]) -> Term:
    unit: TermUnit = "week"
    low = Decimal(2)
    approx: Approx | None = None
    if (rest := match.group("rest")) is not None:
        unit, low, approx = UNIT_OF[rest], Decimal(1), "about"
    elif (many := match.group("many")) is not None:
        unit, low, approx = UNIT_OF[many], Decimal(1), "about"
    elif (more := match.group("more")) is not None:
        # 个半月 is said for 一个半月
        unit, low, approx = "month", Decimal("1.5" if more == "半" else 1), "over" if more == "多" else None
    elif match.group("big") or match.group("small"):
        unit = "year" if match.group().endswith("年") else "month"
        low, approx = Decimal("0.5"), "over" if match.group("big") else "under"
    return Term(
        match.start(), match.end(), low, low, unit, role_of(source, match.start(), match.end()), approx
    )


def role_of(source: Source, start: int, end: int) -> TermRole | None:
    """What a term says, where the words around it tell: interest-free, overdue, passed, still to come."""
    before, after = source.before(start, 8), source.after(end, 8)
    if re.search(
        r"宽限期?(?:是|有|为|：|:)*$|免息(?:期|券|卡)?(?:是|有|为|了|:|：)*$|免(?:收)?$", before
    ) or re.match(r"(?:内|之内)?的?(?:宽限|免息|无息|不计息|不收利?息|免利息|无利息)", after):
        return "grace"
    if _REMAINING.search(before):
        return "remaining"
    if _OVERDUE.search(before) or re.match(r"(?:的)?逾期|没还|未还", after):
        return "overdue"
    if _ELAPSED.search(before):
        return "elapsed"
    return None
