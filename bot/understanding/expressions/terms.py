"""Reading terms: 12期, 四个月, 大半年, 一年半, 三个半月, 40来天, 三五天, 3到6个月, 个把月, 两周."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.understanding.expressions.numerals import Numeral
from bot.understanding.expressions.source import Source
from bot.understanding.expressions.values import Amount, Approx, Reference, Term, TermRole, TermUnit

LONGEST: dict[TermUnit, int] = {
    "day": 3700,
    "week": 520,
    "month": 600,
    "quarter": 120,
    "instalment": 480,
    "year": 50,
}
"""The longest term that is read, by unit; anything longer is no term (5000个月 is 5000 and 个月)."""

_USUAL_INSTALMENTS = frozenset(
    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 20, 24, 30, 36, 48, 60, 72, 84, 120}
)

_UNIT_OF: dict[str, TermUnit] = {
    "月": "month",
    "年": "year",
    "天": "day",
    "日": "day",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "季度": "quarter",
    "季": "quarter",
    "期": "instalment",
    "工作日": "day",
    "交易日": "day",
    "自然日": "day",
}

# The lookaheads name the words that begin with the character of a unit: 年利率, 月息, 日期, 期间, 周岁 …
_UNIT = re.compile(
    r" {0,2}整?(?:(?P<ge>个) ?(?:(?P<half>半)(?=[月年季星礼]))?(?P<more>多|来|整)? ?)?"
    r"(?P<unit>(?:工作|交易|自然)日|月(?![光亮饼底初末份]|中旬)(?:(?<=[个半多来整]月)"
    r"|(?![息利费供薪入均]))|年(?![报级龄代化薪终会底初末轻限]|费(?!用)|息[^多怎]|[0-9]{1,2}月)"
    r"|天(?![天空气津猫])|日(?![息利均元常程志报历落照化费罚])|周(?![岁年边围转末密报])|星期(?![一二三四五六日天])"
    r"|礼拜(?![一二三四五六日天])|季度|季(?![节后前报军])|期(?![间待望货刊末权许盼颐房限数]))"
)
# 月 and 日 without 个: these words follow a calendar month or are rates and payments of their own
_NOT_AFTER_BARE_MONTH = re.compile(r"[息利费供薪入均付化还账系缴]|月")
_ORDINAL_BEFORE = re.compile(r"(?:第|每隔?|逐) ?$")
_TERM_WORD_BEFORE = re.compile(
    r"(?:借|贷|用|分|分成|分为|期限|为期|共|还款期|满|超过|超|不到|逾期|晚|拖|迟|延期?|延长|过|隔|等"
    r"|提前|剩|存|至少|最多|最长|最短|最少|放|免|"
    r"改成|换成)(?:了|到|成|为|是|有|大概|差不多|约|选|:|：| )*$"
)
_DAYS_AFTER = re.compile(
    r" ?(?:[之以]?内|[之以]?后|期限|免息|不?计息|利息|的利息|为限|左右|多少|起|[，。？ ]*$)"
)
_HALF_AFTER = re.compile(r" ?半(?![年个月天数])")
_MORE_AFTER = re.compile(
    r" ?(?:(?P<over>多|以上|出头|起)(?![少久钱])|(?P<about>左右|上下|前后|的?样子)|(?P<under>以内|之内"
    r"|以下))"
)
_BEFORE = re.compile(
    r"(?:(?P<about>大概|大约|差不多|约|估计|可能|近|将近|接近|快)|(?P<over>至少|最少|起码|超过|不少于|最短)"
    r"|(?P<under>不到|最多|最长|顶多|不超过|少于|未满))(?:用|借|是|要|有|能|可以?|分|了|只?能?分|为)* ?$"
)
_BENCHMARK = re.compile(r"期(?:及?以上|以内)?的? ?(?i:lpr)")
_PRODUCT_TERM = re.compile(r"期(?![间待望货刊末权许盼颐房])")
_MONTHS_NEXT = re.compile(r" ?[零又加和]? ?(?=[0-9一二两三四五六七八九十])")
_COUNT = re.compile(r"(?P<ge>)(?P<half>)(?P<more>)(?P<unit>次|笔|份)(?! ?(?:性|借))")
_TERM_NAME_BEFORE = re.compile(r"(?:期数|期限|分期数)(?:选|选择|是|为|改成|:|：|=| )*$")
_UNIT_OR_NUMBER = re.compile(r"[0-9.%‰]| ?(?:[万千百元块折成天日周]|年(?![利化息])|个)")
_AFTER_DIVISION = re.compile(r" ?(?:[，。？,?！]|$|还(?!是)|每)")
_DIVIDE_BEFORE = re.compile(r"(?:分|分成|分为|分作|分了)(?:了|为|成)? ?$")
_LIST = re.compile(
    r"(?: ?(?:[、/,，和或跟与]| {1,3}) ?(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,3})){1,8}(?= ?(?:期|个月|天|年|个季度|周))"
)
_LIST_UNIT = re.compile(r" ?(期|个月|天|年|个季度|周)")
_RANGE = re.compile(r" ?(?:[-~—]{1,2}|到|至) ?")
_VAGUE = re.compile(
    r"个把(?P<rest>月|年|天|星期|礼拜|周|季度)|(?P<big>大)半(?:年|个月)|(?P<small>小)半年|双(?:周|星期)|半 ?载"
)
VAGUE_START = r"个把(?=[月年天星礼周季])|[大小]半年|大半个月|双(?:周|星期)(?![一二三四五六日])"
"""Where a term begins that has no numeral."""

_OVERDUE = re.compile(
    r"(?:逾期|愈期|逾其|晚|迟|拖|过期|超期|超)(?:还?了?|欠?了?|还款)?(?:有|快|都|已经|了|将近|大概|款)*$"
)
_ELAPSED = re.compile(
    r"(?:用|已还|还了?|已经还|过去?|借了|已)(?:了|过)(?:有|快|大概|差不多)*$|(?:已还|已经)$"
)
_REMAINING = re.compile(r"(?:还剩下?|剩余?下?|还有|还差|还要还|差)(?:最后|大概|的)*$")


@dataclass(frozen=True, slots=True)
class Following:
    """A unit of time after a numeral: what it is, what it adds to the number, and where it ends."""

    unit: TermUnit
    written: str
    end: int
    add: Decimal = Decimal(0)
    approx: Approx | None = None
    bare: bool = True


def following_unit(source: Source, numeral: Numeral) -> Following | None:
    """The unit of time right after a numeral, if there is one."""
    match = _UNIT.match(source.text, numeral.end)
    if match is None:
        if not _DIVIDE_BEFORE.search(source.before(numeral.start, 4)):
            return None
        match = _COUNT.match(source.text, numeral.end)
        if match is None:
            return None
        return Following("instalment", match.group("unit"), match.end())
    written = match.group("unit")
    if (
        written == "年"
        and source.text.startswith("利率", match.end())
        and (numeral.start == 0 or numeral.high > 30 or match.group().startswith(" "))
    ):
        # 8万三年利率5%, but 10万年利率5% and 3年利率 with the digit of a menu
        return None
    if match.group("ge") and written in ("天", "日", "年"):
        return None
    approx: Approx | None = {"多": "over", "来": "about"}.get(match.group("more") or "")  # type: ignore[assignment]
    half = Decimal("0.5") if match.group("half") else Decimal(0)
    return Following(_UNIT_OF[written], written, match.end(), half, approx, bare=not match.group("ge"))


def is_plausible(numeral: Numeral, unit: TermUnit) -> bool:
    """Can a term be that long? 五千三个月 is no term of 5300 months."""
    if numeral.elided or numeral.latin_unit or numeral.positional or (numeral.low == 0 and numeral.definite):
        return False
    if numeral.low != int(numeral.low) and unit in ("instalment",):
        return False
    return numeral.high <= LONGEST[unit]


def best_split(source: Source, candidates: list[Numeral]) -> Numeral | None:
    """The money in front of a term that has no space before it: 五千 in 五千三个月, 一万二 in 一万二十二期.

    ``candidates`` all begin at the same place, shortest first; the unit of time follows the longest. Of the
    possible tails a usual number of instalments is preferred, then one number over a range, then the longest.
    """
    whole = candidates[-1]
    following = following_unit(source, whole)
    best: tuple[tuple[bool, bool, int], Numeral] | None = None
    for head in candidates[:-1]:
        if not head.has_unit or head.approx == "about":
            continue
        for tail in source.readings(head.end + source.text.startswith(" ", head.end)):
            if tail.end != whole.end:
                continue
            unit = following.unit if following is not None else "day"
            if not is_plausible(tail, unit):
                continue
            usual = unit not in ("instalment", "month") or tail.low in _USUAL_INSTALMENTS
            rank = (usual, tail.low == tail.high, tail.end - tail.start)
            if best is None or rank > best[0]:
                best = rank, head
    return best[1] if best is not None else None


def read_term(source: Source, start: int, candidates: list[Numeral]) -> Term | Reference | None:
    """The term that begins at ``start``; a `Reference` where the words name a calendar date or an ordinal."""
    if (vague := _VAGUE.match(source.text, start)) is not None:
        return _vague(source, vague)
    if not candidates:
        return None
    numeral = candidates[-1]
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
        return None if _DIVIDE_BEFORE.search(before) else date
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
    approx, end = _approximation(source, numeral, following, end)
    return Term(numeral.start, end, low, high, unit, role_of(source, numeral.start, end), approx)


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
    if numeral.value is None or numeral.has_unit or numeral.value not in _USUAL_INSTALMENTS:
        return None
    if _TERM_NAME_BEFORE.search(source.before(numeral.start, 8)):
        if not _UNIT_OR_NUMBER.match(source.text, numeral.end):
            return Term(numeral.start, numeral.end, numeral.low, numeral.high, "instalment")
    elif _DIVIDE_BEFORE.search(source.before(numeral.start, 4)) and _AFTER_DIVISION.match(
        source.text, numeral.end
    ):
        return Term(numeral.start, numeral.end, numeral.low, numeral.high, "instalment")
    return None


def _shared_unit(source: Source, numeral: Numeral) -> Term | None:
    """A number that shares the unit of one further on: 3到6个月, 3、6、12期."""
    if numeral.has_unit or numeral.value is None:
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
    if numeral.low > 60 or (listed := _LIST.match(text, numeral.end)) is None:
        return None
    unit = _LIST_UNIT.match(text, listed.end())
    if unit is None:
        return None
    name = unit.group(1).removeprefix("个")
    if text[numeral.end] == "、" and text[numeral.start] in "一二两三四五六七八九":
        # 三、四个月 is a range as 三四个月 is
        second = source.longest(numeral.end + 1)
        if second is not None and second.end == listed.end() and second.low == numeral.low + 1:
            return Term(numeral.start, unit.end(), numeral.low, second.low, _UNIT_OF[name])
    return Term(numeral.start, numeral.end, numeral.low, numeral.high, _UNIT_OF[name])


def _vague(source: Source, match: re.Match[str]) -> Term:
    unit: TermUnit = "week"
    low = Decimal(2)
    approx: Approx | None = None
    if (rest := match.group("rest")) is not None:
        unit, low, approx = _UNIT_OF[rest], Decimal(1), "about"
    elif match.group("big") or match.group("small"):
        unit = "year" if match.group().endswith("年") else "month"
        low, approx = Decimal("0.5"), "over" if match.group("big") else "under"
    return Term(
        match.start(), match.end(), low, low, unit, role_of(source, match.start(), match.end()), approx
    )


def role_of(source: Source, start: int, end: int) -> TermRole | None:
    """What a term says, where the words around it tell: interest-free, overdue, passed, still to come."""
    before, after = source.before(start, 8), source.after(end, 8)
    if re.search(r"免息(?:期|券|卡)?(?:是|有|为|了|:|：)*$|免(?:收)?$", before) or re.match(
        r"(?:内|之内)?的?(?:免息|无息|不计息|不收利?息|免利息|无利息)", after
    ):
        return "grace"
    if _REMAINING.search(before):
        return "remaining"
    if _OVERDUE.search(before) or re.match(r"(?:的)?逾期|没还|未还", after):
        return "overdue"
    if _ELAPSED.search(before):
        return "elapsed"
    return None
