"""Units of time after a number, and where a number ends that runs into them."""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.understanding.expressions.numerals import Numeral
from bot.understanding.expressions.source import Source
from bot.understanding.expressions.values import Approx, TermUnit

LONGEST: dict[TermUnit, int] = {
    "day": 3700,
    "week": 520,
    "month": 600,
    "quarter": 120,
    "instalment": 480,
    "year": 50,
}
"""The longest term that is read, by unit; anything longer is no term (5000个月 is 5000 and 个月)."""

USUAL_INSTALMENTS = frozenset(
    {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 20, 24, 30, 36, 48, 60, 72, 84, 120}
)

UNIT_OF: dict[str, TermUnit] = {
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
    "其": "instalment",
    "棋": "instalment",
    "齐": "instalment",
    "yue": "month",
    "qi": "instalment",
    "tian": "day",
    "nian": "year",
    "y": "year",
    "Y": "year",
}

# The lookaheads name the words that begin with the character of a unit: 年利率, 月息, 日期, 期间, 周岁 …
_UNIT = re.compile(
    r" {0,2}整?(?:(?P<ge>个|各(?=月)|ge) ?(?:(?P<half>半)(?=[月年季星礼]))?(?P<more>多|来|整)? ?)?"
    r"(?P<unit>(?:工作|交易|自然)日|月(?![光亮饼底初末份]|中旬)(?:(?<=[个各半多来整]月)(?!供[加一总共多是要])"
    r"|(?![息利费供薪入均]|收入))|年(?![报级龄代化薪终会底初末轻限]|费(?!用)|息[^多怎]|[0-9]{1,2}月)"
    r"|天(?![天空气津猫])|日(?![息利均元常程志报历落照化费罚供付])|周(?![岁年边围转末密报息]|期(?![限内]))|星期(?![一二三四五六日天])"
    r"|礼拜(?![一二三四五六日天])|季度|季(?![节后前报军])|期(?![间待望货刊末权许盼颐房限数])"
    r"|[其棋齐](?=$|[，。？ 还]|每)|(?:yue|qi|tian|nian|[yY])(?![a-zA-Z]))"
)
_COUNT = re.compile(r"(?P<ge>)(?P<half>)(?P<more>)(?P<unit>次|笔|份)(?! ?(?:性|借))")
DIVIDE_BEFORE = re.compile(r"(?:分|分成|分为|分作|分了)(?:了|为|成)? ?$")


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
    if numeral.elided and source.text.startswith(" ", numeral.end):
        # 4万2 月供: the space ends the number
        return None
    match = _UNIT.match(source.text, numeral.end)
    if match is None:
        if not DIVIDE_BEFORE.search(source.before(numeral.start, 4)):
            return None
        match = _COUNT.match(source.text, numeral.end)
        if match is None:
            return None
        return Following("instalment", match.group("unit"), match.end())
    written = match.group("unit")
    if (
        written == "年"
        and source.text.startswith("利率", match.end())
        and _is_of_rate(source, numeral, match)
    ):
        return None
    if match.group("ge") and written in ("天", "日", "年"):
        return None
    approx: Approx | None = {"多": "over", "来": "about"}.get(match.group("more") or "")  # type: ignore[assignment]
    half = Decimal("0.5") if match.group("half") else Decimal(0)
    return Following(UNIT_OF[written], written, match.end(), half, approx, bare=not match.group("ge"))


def _is_of_rate(source: Source, numeral: Numeral, match: re.Match[str]) -> bool:
    """Is it 年利率 that follows? So in 10万年利率5%, and in 3年利率 with the digit of a menu, but not in 50万20年利率5%."""
    if numeral.start == 0 and not numeral.has_unit:
        return True
    digits_after_unit = numeral.has_unit and not numeral.elided and source.text[numeral.end - 1].isdigit()
    return match.group().startswith(" ") or (numeral.high > 30 and not digits_after_unit)


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
            usual = unit not in ("instalment", "month") or tail.low in USUAL_INSTALMENTS
            rank = (usual, tail.low == tail.high, tail.end - tail.start)
            if best is None or rank > best[0]:
                best = rank, head
    return best[1] if best is not None else None
