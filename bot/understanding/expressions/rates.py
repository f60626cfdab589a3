"""Reading rates: one or a range, per which period, and for what."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.understanding.expressions.numerals import Numeral
from bot.understanding.expressions.rate_forms import (
    Style,
    Written,
    fen_again,
    follows_rate_as_alternative,
    period_named,
    written_at,
)
from bot.understanding.expressions.source import Source
from bot.understanding.expressions.spellings import HUA, INTEREST, PERIOD_RATE, YEAR
from bot.understanding.expressions.term_units import following_unit
from bot.understanding.expressions.values import Rate, RatePeriod, RateRole

_LINK = re.compile(r" ?(?:[-~—]{1,2}|到|至) ?")

# 分, 厘, 毫 in percent, by the period they are said of. 月息一分 = 1 %, 年息一分 = 10 %, 日息一分 = 0.1 %
_FEN_SCALE: dict[RatePeriod, dict[str, Decimal]] = {
    "day": {"分": Decimal("0.1"), "厘": Decimal("0.01"), "毫": Decimal("0.001")},
    "month": {"分": Decimal(1), "厘": Decimal("0.1"), "毫": Decimal("0.01")},
    "year": {"分": Decimal(10), "厘": Decimal(1), "毫": Decimal("0.1")},
}

_PERIOD_BEFORE: tuple[tuple[RatePeriod, re.Pattern[str]], ...] = (
    (
        "day",
        re.compile(
            rf"日{PERIOD_RATE}|日化|(?:^|[^a-z])ri ?(?:xi|lilv|li)|天[利息]|[每按逐一1]个? ?[日天](?!后)|日[万千百]|日(?=$|[:：])"
        ),
    ),
    (
        "month",
        re.compile(
            rf"月{PERIOD_RATE}|月[化管手服供]|yue ?(?:xi|lilv|li)|[每按一1]个?月|月(?=$|[:：]|的?就?是$)|整月"
        ),
    ),
    ("period", re.compile(r"每一?[期其]|单期|期均|每个?分?期|[一1]期(?!L)")),
    (
        "year",
        re.compile(
            rf"nian ?(?:hua|xi|lilv|li)|年{PERIOD_RATE}|{YEAR}{HUA}|年名|APY|[每按一1] ?年|年(?=$|[:：]|的?就?是$)"
            r"|LPR|APR|IRR|lpr|apr|irr"
        ),
    ),
)
_PERIOD_AFTER = re.compile(
    r"(?P<gap>左右|上下|以上|以下|以内|多|，|,)? ?(?:"
    r"(?:的|利息|利率|手续费)?(?:(?P<every>[/每按]|per) ?[一1]?|(?P<one>[一1])) ?(?P<ge>个)?"
    r"(?P<unit>[日天月年期])(?![化利息]|[多少]?[还付供交])"
    r"|(?P<short>[日天月年])(?=$|[，。？ ])|[(（](?P<alone>[日月年])[)）]"
    r"|的(?P<of>[日月年](?:[化花话利息]|罚息|费率|综合))"
    r"|[(（]?(?:[单复]利|[每一])?(?P<word>[日月年](?:[化花话利息]|罚息|费率|综合))"
    r"率?(?!率?息?[:：是为]? ?[0-9一二三四五六七八九万百千]))"
)
_ASKED = re.compile("多少|怎么|比")
"""What stands before these belongs to another question: 月供多少比别家18%的贵吗."""
_OF_PERIOD = re.compile(rf"[日月年](?:{HUA}|{INTEREST})率?(?:是|要|为|的|大概|约|有|到|：|:)*$")
_END = re.compile(" ?(?:[，。？！,!?；;]|$)")
_FEE = re.compile(
    r"手续费|服务费|管理费|担保费|咨询费|保险费|保费|(?<!息)(?<!综合)费率|点位|返佣|中介费|费用|佣金|提现费|保证金|押金|定金|[^免消息合]费"
)
_FEE_AFTER = re.compile(r"的?(?:手续费|服务费|管理费|担保费|保证金|押金|定金|费)")
_INTEREST_AFTER = re.compile(r"的?(?:利|息|年化|日息|月息)")
_PENALTY = re.compile(r"罚息|罚金|罚款|违约金|滞纳金|逾期")
_PENALTY_AFTER = re.compile(r"的?(?:违约金|罚息|滞纳金|罚金|罚款)")
_DEDUCTION = re.compile(r"砍头|头息|[抽扣](?:走|掉|了|除|取|去|我)?|预扣|先扣|抽成|返点|提成|首付款?先")
_DEDUCTION_AFTER = re.compile("的?砍头")
_RATIO = re.compile(
    r"[涨跌升降增减](?:了|幅|价|低|高|至|到|息)?|下调|上调|上浮|下浮|提高|上升|下降|超过|占|首付|首期"
    r"|最低(?:还|付)款?|至少还|比例|概率|通过率|成功率|命中|完成|额度用|使用率|负债|协商|减免|股|收益|复购|税"
)
_SHARE_NAMED = re.compile(r"(?:成功|通过|命中|使用|负债|完成|中奖)率(?:是|有|为|才|只|高达|不到)*$")
_CHANGE_BEFORE = re.compile(
    r"占[^，。！？,!?0-9]{0,8}$|(?:收入|工资|月薪|额度|总价|房价|车价)的$"
    r"|最低(?:要|得|只)?[还付](?:款额?|比例)?(?:是|为|：|:)?$"
    r"|(?<![日月天])加收(?:了|约)?$"
    r"|(?:上浮|下浮|上调|下调|上升|下降|上涨|下跌|[涨跌降增减]|提高|降低|增加|减少)(?:了|约|大概|近)*$"
)
_BENCHMARK_BEFORE = re.compile(
    r"(?i:lpr) ?的?(?:利率|基础|报价)?上?(?:再|又|往上)? ?(?:加|减|\+|-|上浮|下浮|再加)*$"
)
_COST = re.compile(rf"{INTEREST}|LPR|APR|IRR|lpr|apr|irr|年化|贷|借|罚息|费")
_NEAR = 12
_OVER_BENCHMARK = re.compile(r"(?i:lpr) ?(?:再|又|往上)?(?:加|减|\+|-|上浮|下浮)点?$")
_BOUND = re.compile(r"起?步?[，, ]?(?:封顶|最[高低多少]|顶格|不超过|[上下]限)(?:能|可|会)?(?:[是到为有])?")
"""Between a rate and the least or most that it can be: 年化7%起，最高24%."""
_OF_INTEREST = re.compile(INTEREST)
_TIMES_DAYS = re.compile(" ?[×*xX·乘] ?以?(?:实际|逾期|计息|借款|用款|占用)?(?:的)?天数")
_TAKEN = re.compile(
    "(?<!加)收取?(?:你|我|个|了)?$|(?:[收付交扣]取?)[^，。！？,!?0-9]{0,6}(?:本金|金额|款额|总额)的?$"
)
_BY_NAME = re.compile(r"(?i:LPR|APR|IRR)(?:是|为|才|有|：|:| )*$")
"""Of a year unless the words behind the rate say otherwise: IRR是1.2%一个月."""
_MOST_DAILY = Decimal("0.1")
_NEXT_TERM = re.compile(
    "[、，,/ ]?(?:分)?[0-9一二两三四五六七八九十]{1,3}(?:期|个月|年|天)(?:的话|的|就|是|要|收)*"
)
_LISTED = re.compile(" ?[、/和 ] ?")
_ONCE = re.compile(
    r"一次性?(?:要|先|就|得)?(?:收取?|付|交|扣|给|加)?(?:手续费|服务费|费用?)?(?:率?是|的|：|:)?$"
)


def read_rate(source: Source, start: int, candidates: list[Numeral]) -> Rate | None:
    """The rate that begins at ``start``, where ``candidates`` are the numerals that begin there."""
    written = _with_range(source, start, candidates)
    return _describe(source, start, written) if written is not None else None


def begins_rate(source: Source, start: int) -> bool:
    """Does a rate begin here?"""
    return start < len(source.text) and written_at(source, start, source.readings(start)) is not None


def begins_rate_without_period(source: Source, start: int) -> bool:
    """Does a rate begin here that leaves its period to the words before? (一天0.05%, not 一年 0.05%的日息)"""
    if start >= len(source.text):
        return False
    written = written_at(source, start, source.readings(start))
    return written is not None and _period_after(source, written)[0] == "none"


# -- ranges ------------------------------------------------------------------------------------------------------


def _with_range(source: Source, start: int, candidates: list[Numeral]) -> Written | None:
    left = written_at(source, start, candidates)
    if left is None:
        return _left_unsigned(source, candidates)
    link = _LINK.match(source.text, left.end)
    right = _right_end(source, link.end(), left) if link is not None and left.low == left.high else None
    return left if right is None else replace(left, high=right.high, end=right.end)


def _left_unsigned(source: Source, candidates: list[Numeral]) -> Written | None:
    """0.02-0.05%, 2到3分利: the sign stands only at the right end."""
    numeral = candidates[-1] if candidates else None
    if numeral is None or numeral.value is None or numeral.has_unit:
        return None
    link = _LINK.match(source.text, numeral.end)
    right = written_at(source, link.end(), source.readings(link.end())) if link is not None else None
    if right is None or right.style in ("parts", "wan", "bare") or right.low != right.high:
        return None
    low = numeral.low * (10 if right.style == "discount" and numeral.low < 10 else right.scale)
    return replace(right, low=low) if low < right.low else None


def _right_end(source: Source, start: int, left: Written) -> Written | None:
    """The right end of a range whose left end has its sign: 万二到万五, 百分之三到五, 年化18到24."""
    right = written_at(source, start, source.readings(start))
    if (
        right is not None
        and right.high > left.low
        and (right.style == left.style or "percent" in (right.style, left.style))
    ):
        return right
    if left.style == "fen" and (again := fen_again(source, start, left)) is not None:
        return again
    numeral = source.longest(start) if left.style in ("parts", "wan", "bare") else None
    if (
        numeral is None
        or numeral.value is None
        or numeral.has_unit
        or following_unit(source, numeral) is not None
    ):
        return None
    high = numeral.low * left.scale
    return Written(high, high, numeral.end, left.style) if high > left.low else None


def told_alike(text: str, rates: Sequence[Rate]) -> list[Rate]:
    """``rates`` in which one that says no period is of the period of one before that it goes with."""
    found: list[Rate] = []
    for rate in rates:
        if rate.period == "none" and rate.role == "interest":
            earlier = next((one for one in reversed(found) if _goes_with(text, rate, one)), None)
            rate = rate if earlier is None else replace(rate, period=earlier.period, role=earlier.role)
        found.append(rate)
    return found


def _goes_with(text: str, rate: Rate, earlier: Rate) -> bool:
    """年化24%… 这个24%; 日息0.02%起，到我这0.06%; 3期手续费2.5%、6期4.5%."""
    if earlier.period == "none" or earlier.role in ("discount", "ratio"):
        return False
    is_same = (rate.low_percent, rate.high_percent) == (earlier.low_percent, earlier.high_percent)
    is_daily = earlier.period == "day" and rate.high_percent < _MOST_DAILY
    return is_same or is_daily or _NEXT_TERM.fullmatch(text, earlier.end, rate.start) is not None


# -- period and role ---------------------------------------------------------------------------------------------


def _describe(source: Source, start: int, written: Written) -> Rate:
    low, high, end, style = written.low, written.high, written.end, written.style
    if style == "discount":
        return Rate(start, end, low, high, "none", "discount")
    before, after = source.before(start), source.after(end, 4)
    if (style == "basis" and _BENCHMARK_BEFORE.search(before)) or _OVER_BENCHMARK.search(before):
        return Rate(start, end, low, high, "none", "ratio")
    if _CHANGE_BEFORE.search(before):
        return Rate(start, end, low, high, "none", "ratio")
    period, end = _find_period(source, start, written)
    if (
        period == "none"
        and style not in ("tenths", "fen")
        and not _FEE_AFTER.match(after)
        and (other := _alternative_to(source, start, style)) is not None
    ):
        return Rate(start, end, low, high, other.period, other.role)
    role = _find_role(source, start, written, before[-_NEAR:], end, period)
    if role == "ratio" and isinstance(source.previous, Rate) and follows_rate_as_alternative(source, start):
        role = source.previous.role  # 利率从18%降到12%
    if style == "fen":
        period = period if period in _FEN_SCALE else "month"
        scale = _FEN_SCALE[period][written.unit]
        return Rate(start, end, low * scale, high * scale, period, role)
    if style == "tenths" and not _OF_PERIOD.search(before):
        # 首付三成, but 年化一成二
        period = "none"
    if period == "none" and (
        role in ("fee", "deduction")
        or (role == "penalty" and "息" not in before and not after.startswith(("罚息", "的罚息")))
    ):
        # a fee that is said of no period is charged once
        period = "once"
    return Rate(start, end, low, high, period, role)


def _alternative_to(source: Source, start: int, style: Style) -> Rate | None:
    """The rate that this one is an alternative to: 年化14.4%还是18.25%, 日息万三，别家万四."""
    previous = source.previous
    if not isinstance(previous, Rate) or previous.period == "none" or previous.role == "discount":
        return None
    if style == "wan" and previous.period == "day":
        return previous
    if _BOUND.fullmatch(source.text[source.previous_end : start]):
        return previous
    is_listed = style == "percent" and _LISTED.fullmatch(source.text[source.previous_end : start])
    return previous if is_listed or follows_rate_as_alternative(source, start) else None


def _find_period(source: Source, start: int, written: Written) -> tuple[RatePeriod, int]:
    """The period nearest before the rate in its clause; else the one right after it, which then belongs to it."""
    end = written.end
    before = _ASKED.split(source.clause_before(start, 20))[-1]
    named = [
        (found.start(), period) for period, pattern in _PERIOD_BEFORE for found in pattern.finditer(before)
    ]
    after = _period_after(source, written)
    is_weak = after[0] != "none" and _BY_NAME.search(before) is not None
    if named and not is_weak and not _ONCE.search(before):
        return max(named)[1], end
    is_once = _ONCE.search(before) or (_TAKEN.search(before) and not _OF_INTEREST.search(before))
    return ("once", end) if after[0] == "none" and is_once else after


def _period_after(source: Source, written: Written) -> tuple[RatePeriod, int]:
    """The period right after a rate, and where the rate ends with it."""
    end = written.end
    match = _PERIOD_AFTER.match(source.text, end)
    if match is None:
        return ("day" if _TIMES_DAYS.match(source.text, end) else "none"), end
    gap = match.group("gap")
    if (word := match.group("of") or match.group("word")) is not None:
        # 18%年化, 0.05%的日息; in 1%日息万五 and 15%，月息5% the word is of the next rate
        if gap in ("，", ",") and not _END.match(source.text, match.end()):
            return "none", end
        return period_named(word) or "none", end
    if (short := match.group("short") or match.group("alone")) is not None:
        return period_named(short) or "none", match.end()
    ends = _END.match(source.text, match.end("unit")) is not None
    if gap in ("，", ",") and not ends:
        # 36%，每月还多少: that month belongs to the next clause
        return "none", end
    after = period_named(match.group("unit")) or "none"
    if match.group("one") and (
        written.style == "fen"
        or (gap and (not ends or gap in ("，", ",")))
        or (written.style == "wan" and after != "day")
        or (after == "period" and not ends)
        or (after == "month" and not match.group("ge") and not ends)
    ):
        # 12%，一年 and 两分利一年: that year is the term
        return "none", end
    return after, match.end("unit")


def _find_role(
    source: Source, start: int, written: Written, near: str, end: int, period: RatePeriod
) -> RateRole:
    after = source.clause_after(end, 8)
    if _SHARE_NAMED.search(near):
        return "ratio"
    if period in ("none", "once") and (_DEDUCTION.search(near) or _DEDUCTION_AFTER.match(after)):
        return "deduction"
    if _PENALTY.search(source.clause_before(start, 20)) or _PENALTY_AFTER.match(after):
        return "penalty"
    if _FEE.search(near) or _FEE_AFTER.match(after) or period == "once":
        return "fee"
    if written.style in ("tenths", "basis"):
        return "interest" if period != "none" else "ratio"
    if period != "none" or written.style in ("fen", "wan", "bare", "point"):
        return "interest"
    if _RATIO.search(near):
        return "ratio"
    if _COST.search(near) or _INTEREST_AFTER.match(after):
        return "interest"
    return "ratio" if written.style == "parts" and written.unit in ("百", "佰") else "interest"
