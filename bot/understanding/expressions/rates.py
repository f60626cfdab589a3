"""Reading rates: 0.05%, 万分之五, 日息万四, 月息一分二, 八厘, 12个点, 25个基点, 七五折, 三成, 年化18到24%."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from bot.understanding.expressions.numerals import DIGIT_CHARACTERS, WORD_OF_ONE, Numeral, longest
from bot.understanding.expressions.source import Source
from bot.understanding.expressions.terms import LONGEST, following_unit
from bot.understanding.expressions.values import Rate, RatePeriod, RateRole

Style = Literal["percent", "point", "fen", "discount", "tenths", "basis", "parts", "wan", "bare"]

_NUMERAL_CHARACTERS = f"0-9{DIGIT_CHARACTERS}十百千万亿几*"
PARTS = re.compile(
    rf"(?<![{_NUMERAL_CHARACTERS}])(?P<base>[百千万]) ?(?:[分份] ?(?:之|的)?|之) "
    rf"?(?=[0-9{DIGIT_CHARACTERS}十百半])"
)
WAN = re.compile(
    rf"(?<![{_NUMERAL_CHARACTERS}])(?P<base>[万千]) ?(?P<number>[0-9](?:\.[0-9]{{1,3}})?(?![0-9])"
    rf"|[一二两三四五六七八九](?:点[{DIGIT_CHARACTERS}]{{1,3}}|半)?)"
)
START = rf"[百千万] ?(?:[分份] ?[之的]?|之) ?[0-9{DIGIT_CHARACTERS}十百半]|[万千] ?[0-9一二两三四五六七八九]|[对半]折"
"""Where a rate may begin that does not begin with a numeral."""

_BASES = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}
_AFTER_WAN = re.compile(r" ?(?:[百千万亿元块米瓦克字人]|[a-zA-Z])")

_INTEREST = "[利力立历][率绿律虑]|利息|力息|[息利]"
_KEYWORD = re.compile(
    rf"(?P<period>[日月年天][均]?|逐日|每[日月年天期]|(?:每|一)个月|一[日月年天期]"
    rf"|年[化花话画华])?(?:综合|名义|实际|贷款|借款|真实|的)?"
    rf"(?P<word>(?<=年[化花话画华])(?:{_INTEREST}|综合成本|成本)?|{_INTEREST}|[综实]合?[费利]率|费率"
    rf"|手续费率?|服务费率?|管理费率?|罚[息金]|违约金|滞纳金|担保费率?|LPR|APR|IRR|lpr|apr|irr)"
    r"(?P<filler>大概|大约|差不多|一般|基本|现在|目前|最低|最高|最多|最少|就是|都是|只有|只要|起步|按照"
    r"|按|是|为|要|才|收|约|有|到|在|达|高达|低至|降到|降至|涨到|"
    r"至|超过|不到|不超过|得|算|给|给的|显示|写的|的|了|我|他|它|：|:|=|\(|（| )*$"
)
_FEN_KEYWORD = re.compile(
    r"(?:[日月年天每][息利]|利息|利率|[息利]|月利率|年利率|日利率)(?:大概|大约|一般|就是|只要|按|是|为"
    r"|要|才|收|约|有|到|达|算|给|的|了|:|：| )*$"
)
LENDING_BEFORE = re.compile(
    r"(?:借|贷|拿|还|欠|差|缺|批|取|花|工资|月薪|收入|给我?|要|充|转|用|凑|周转|个|小)(?:了|个|到|我|你|他|出)*$"
)
_RATE_BEFORE = re.compile(
    rf"(?:{_INTEREST}|日|天|费|罚息|罚|按|降|降到|低|率|才|只|最低|是|为|到|从|约|就)(?:是|为|到|给|了"
    rf"|成|要|按|收|大概|都|的|：|:| )*$"
)

_OTHER_UNIT = re.compile(
    r" ?(?:[元块角毛圆点万千百亿wWkK*号个多位倍次家种笔条]|美|港|欧|年|期|天|分(?!期|[0-9一二三四五六七八九十]))"
)
_OR = re.compile(r"(?:，| )?(?:还是|或者?|和|跟|变成|变为|降到|涨到|改成|换成)(?:说|是)? ?")
_EACH = re.compile(
    r"(?:(?P<day>每[天日]|一天|日息?)|每个?月|每一?期|月)(?:是|要|收|的|才|只|就|费|费率|手续费|息|利息|利率)*$"
)

_PERCENT = re.compile(
    r" {0,2}(?:(?P<percent>%|percent)|(?P<mille>‰)|(?P<myriad>‱)|个? ?百分[点號号]|(?P<basis>个? ?基点"
    r"|个? ?[bB][pP][sS]?(?![a-zA-Z])))"
)
_POINT = re.compile(r" {0,2}个(?P<half>半)?(?P<more>多)? ?点(?![位子个外心评数击名头])")
_DISCOUNT = re.compile(r" {0,2}折(?![合算现腾磨旧叠断损返成价])")
_TENTHS = re.compile(
    r" {0,2}成(?![功为人本年交都立员绩果长套天期了各不这那份色分效型就名])(?P<more>半"
    r"|[一二三四五六七八九1-9](?![0-9]|个|期|天|年|月|万|千|百))?"
)
_FEN = re.compile(
    r" ?(?P<unit>分|厘|毫)(?P<more>半"
    r"|[0-9一二两三四五六七八九](?:厘)?(?![0-9期个天年月周万千百块元折成%]))?(?P<word>钱?的?(?:利息?"
    r"|息)(?![率润])|钱的)?"
)
_MAO = re.compile(r" ?[毛角](?P<more>[0-9一二两三四五六七八九])?钱?的?利(?![率润息])")
_DIVISION = re.compile(
    rf"分 ?(?:成|为|作|了)? ?(?:[0-9{DIGIT_CHARACTERS}十几]{{1,4}} ?(?:期|个|年|天|次|笔|月)|期|开|批"
    rf"|次|摊|多少期|几)"
)
_DISCOUNT_DIGITS = re.compile(
    r"([一二三四五六七八九]) ?([一二三四五六七八九]) {0,2}折(?![合算现腾磨旧叠断损返成价])"
)
_HALF_OFF = re.compile(r"[对半]折(?![合算现腾磨旧叠断损返成价])")
_LINK = re.compile(r" ?(?:[-~—]{1,2}|到|至) ?")

# 分, 厘, 毫 in percent, by the period they are said of. 月息一分 = 1 %, 年息一分 = 10 %, 日息一分 = 0.1 %
_FEN_SCALE: dict[str, dict[str, Decimal]] = {
    "day": {"分": Decimal("0.1"), "厘": Decimal("0.01"), "毫": Decimal("0.001")},
    "month": {"分": Decimal(1), "厘": Decimal("0.1"), "毫": Decimal("0.01")},
    "year": {"分": Decimal(10), "厘": Decimal(1), "毫": Decimal("0.1")},
}
_MOST: dict[Style, int] = {"fen": 100, "tenths": 10, "discount": 100, "point": 1000, "percent": 10**9}
_FRACTION_BELOW: dict[RatePeriod, Decimal] = {
    "day": Decimal("0.004"),
    "month": Decimal("0.06"),
    "year": Decimal("0.7"),
}
"""日利率0.0005 is a fraction, 日利率0.05 a percentage: below these a number without a sign is a fraction."""
_BARE_MOST: dict[RatePeriod, int] = {
    "day": 5,
    "month": 20,
    "period": 20,
    "year": 2000,
    "none": 100,
    "once": 100,
}

_DAY = r"[日天]|逐日|[0-9一1] ?[天日]"
_PERIOD_BEFORE: tuple[tuple[RatePeriod, re.Pattern[str]], ...] = (
    ("day", re.compile(r"日[利息费化罚均]|天[利息]|[每按逐一1]个? ?[日天](?!后)|日[万千百]|日(?=$|[:：])")),
    ("month", re.compile(r"月[利息费化均综管手服罚供率]|[每按一1]个?月|月(?=$|[:：])|整月")),
    ("period", re.compile(r"每一?期|单期|期均|每个?分?期|[一1]期(?!L)")),
    ("year", re.compile(r"年[利息费化花话画华均综率名]|[每按一1] ?年|年(?=$|[:：])|LPR|APR|IRR|lpr|apr|irr")),
)
_PERIOD_AFTER = re.compile(
    r"(?P<gap>左右|上下|以上|以下|以内|多|，|,)? ?(?:"
    r"(?:的|利息|利率|手续费)?(?:(?P<every>[/每按]|per) ?(?:一|1)?|(?P<one>一|1)) ?(?P<ge>个)?(?P<unit>[日天月年期])(?![化利息])"
    r"|(?:的|\(|（)?(?:每|一)?(?P<word>[日月年](?P<rest>[化花话利息]|罚息|费率|综合)))"
)
_FEE = re.compile(r"手续费|服务费|管理费|担保费|咨询费|保险费|保费|费率|中介费|费用|佣金|提现费|[^免]费")
_FEE_AFTER = re.compile(r"的?(?:手续费|服务费|管理费|担保费|费)")
_INTEREST_AFTER = re.compile(r"的?(?:利|息|年化|日息|月息)")
_PENALTY = re.compile(r"罚息|罚金|罚款|违约金|滞纳金|逾期")
_DEDUCTION = re.compile(r"砍头|[抽扣](?:走|掉|了|除|取|去|我)?|预扣|先扣|抽成|返点|提成|首付款?先")
_RATIO = re.compile(
    r"[涨跌升降增减](?:了|幅|价|低|高|至|到|息)?|下调|上调|上浮|下浮|提高|上升|下降|超过|占|首付|首期"
    r"|比例|概率|通过率|成功率|命中|完成|用了额度|使用率|股|收益|复购|税"
)
_COST = re.compile(rf"{_INTEREST}|LPR|APR|IRR|lpr|apr|irr|年化|贷|借|罚息|费")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A rate as far as its own words say it; ``low`` and ``high`` in percent but for the style fen (in ``unit``)."""

    low: Decimal
    high: Decimal
    end: int
    style: Style
    unit: str = ""


def read_rate(source: Source, start: int, candidates: list[Numeral]) -> Rate | None:
    """The rate that begins at ``start``, where ``candidates`` are the numerals that begin there."""
    reading = _range(source, start, candidates)
    return _describe(source, start, reading) if reading is not None else None


def begins_rate(source: Source, start: int) -> bool:
    """Does a rate begin here? (一天0.05%: then 一天 is no term but the period of the rate.)"""
    return start < len(source.text) and _single(source, start, source.readings(start)) is not None


def follows_rate_unit(source: Source, numeral: Numeral) -> bool:
    """Does a numeral carry the unit of a rate? (五千二分利: the longest numeral, 五千二, cannot be meant.)"""
    text, end = source.text, numeral.end
    if (
        _PERCENT.match(text, end)
        or _POINT.match(text, end)
        or _DISCOUNT.match(text, end)
        or _MAO.match(text, end)
    ):
        return True
    fen = _FEN.match(text, end)
    return fen is not None and fen.group("word") is not None and not _DIVISION.match(text, end)


def _range(source: Source, start: int, candidates: list[Numeral]) -> _Reading | None:
    left = _single(source, start, candidates)
    if left is not None:
        link = _LINK.match(source.text, left.end)
        if link is None or left.low != left.high:
            return left
        right = _right(source, link.end(), left)
        return left if right is None else replace(left, high=right.high, end=right.end)
    # 0.02-0.05%, 2到3分利: the sign stands only at the right end
    numeral = candidates[-1] if candidates else None
    if numeral is None or numeral.value is None or numeral.has_unit:
        return None
    link = _LINK.match(source.text, numeral.end)
    if link is None:
        return None
    right = _single(source, link.end(), source.readings(link.end()))
    if right is None or right.style in ("parts", "wan", "bare"):
        return None
    low = numeral.low * _scale(right)
    if right.style == "discount" and numeral.low < 10:
        low = numeral.low * 10
    return replace(right, low=low) if low < right.low and right.low == right.high else None


def _right(source: Source, start: int, left: _Reading) -> _Reading | None:
    """The right end of a range whose left end has its sign: 万二到万五, 百分之三到五, 年化18到24."""
    right = _single(source, start, source.readings(start))
    if (
        right is not None
        and right.high > left.low
        and (right.style == left.style or "percent" in (right.style, left.style))
    ):
        return right
    if left.style in ("parts", "wan", "bare"):
        numeral = source.longest(start)
        if numeral is not None and numeral.value is not None and not numeral.has_unit:
            high = numeral.low * _scale(left)
            if high > left.low and following_unit(source, numeral) is None:
                return _Reading(high, high, numeral.end, left.style)
    return None


def _scale(reading: _Reading) -> Decimal:
    """What one of the written number is worth in the numbers of ``reading``."""
    if reading.unit in ("‰", "千"):
        return Decimal("0.1")
    if reading.unit in ("bp", "‱", "万"):
        return Decimal("0.01")
    return Decimal(10) if reading.style == "tenths" else Decimal(1)


# -- one rate ----------------------------------------------------------------------------------------------------


def _single(source: Source, start: int, candidates: list[Numeral]) -> _Reading | None:
    text = source.text
    if (parts := PARTS.match(text, start)) is not None:
        return _parts(source, parts)
    if (wan := WAN.match(text, start)) is not None:
        return _wan(source, wan)
    if (half := _HALF_OFF.match(text, start)) is not None:
        return _Reading(Decimal(50), Decimal(50), half.end(), "discount")
    if (digits := _DISCOUNT_DIGITS.match(text, start)) is not None:
        value = Decimal(_cn_digit(digits.group(1)) * 10 + _cn_digit(digits.group(2)))
        return _Reading(value, value, digits.end(), "discount")
    if not candidates:
        return None
    numeral = candidates[-1]
    if not numeral.definite:
        return None
    for read in (_percent, _points, _discount, _tenths, _fen, _bare):
        found = read(source, numeral)
        if found is not None:
            return found
    return None


def _cn_digit(ch: str) -> int:
    return "零一二三四五六七八九".index(ch)


def _parts(source: Source, match: re.Match[str]) -> _Reading | None:
    """百分之十二, 千分之三, 万分之3.5; 之 is often left out."""
    text = source.text
    if text.startswith("百", match.end()):
        if "之" not in match.group():
            return None
        return (
            _Reading(Decimal(100), Decimal(100), match.end() + 1, "parts", "百")
            if match.group("base") == "百"
            else None
        )
    candidates = source.readings(match.end())
    if not candidates:
        return None
    numeral = candidates[-1]
    if len(candidates) > 1 and following_unit(source, numeral) is not None:
        # 百分之五一年: the last digit counts the years
        numeral = candidates[-2]
    if "之" not in match.group() and (numeral.low >= 100 or following_unit(source, numeral) is not None):
        return None
    scale = _BASES[match.group("base")]
    return _Reading(numeral.low * scale, numeral.high * scale, numeral.end, "parts", match.group("base"))


def _wan(source: Source, match: re.Match[str]) -> _Reading | None:
    """日息万五, 千三: a rate, unless it is money (借万五) or the whole message (then 15000 is likelier)."""
    text, start, end = source.text, match.start(), match.end()
    if _AFTER_WAN.match(text, end) or (text[start] == "千" and _AFTER_WAN.match(text, end)):
        return None
    written = match.group("number")
    value = Decimal(written) if written[0].isdigit() and written.isascii() else _small(written)
    if value is None:
        return None
    before, after = source.clause_before(start), source.clause_after(end, 6)
    if not _RATE_BEFORE.search(before):
        if LENDING_BEFORE.search(before) and not re.match(r"的?(?:日?息|利)|左右的利", after):
            return None
        if source.is_whole(start, end) and not written.isascii() and not after.startswith("的"):
            return None
        if text[start] == "千" and not re.match(r"(?:的|日|利|息|一天)", after) and written.isascii():
            return None
    if value == 1 and not re.match(r"的|一天|/天|日|息|，|。|$| ", after):
        return None
    value *= _BASES[match.group("base")]
    return _Reading(value, value, end, "wan", match.group("base"))


def _small(written: str) -> Decimal | None:
    numeral = longest(written.removesuffix("半"), 0)
    if numeral is None or numeral.value is None:
        return None
    return numeral.value + (Decimal("0.5") if written.endswith("半") else 0)


def _percent(source: Source, numeral: Numeral) -> _Reading | None:
    match = _PERCENT.match(source.text, numeral.end)
    if match is None:
        return None
    scale, unit = Decimal(1), ""
    if match.group("mille"):
        scale, unit = Decimal("0.1"), "‰"
    elif match.group("myriad"):
        scale, unit = Decimal("0.01"), "‱"
    elif match.group("basis"):
        scale, unit = Decimal("0.01"), "bp"
    style: Style = (
        "percent" if match.group("percent") or match.group("mille") or match.group("myriad") else "basis"
    )
    return _Reading(numeral.low * scale, numeral.high * scale, match.end(), style, unit)


def _points(source: Source, numeral: Numeral) -> _Reading | None:
    match = _POINT.match(source.text, numeral.end)
    if match is None or numeral.elided or numeral.high > _MOST["point"]:
        return None
    half = Decimal("0.5") if match.group("half") else 0
    return _Reading(numeral.low + half, numeral.high + half, match.end(), "point")


def _discount(source: Source, numeral: Numeral) -> _Reading | None:
    match = _DISCOUNT.match(source.text, numeral.end)
    if match is None or numeral.elided or numeral.has_unit or not 0 < numeral.high < _MOST["discount"]:
        return None
    low, high = (value * 10 if value < 10 else value for value in (numeral.low, numeral.high))
    return _Reading(low, high, match.end(), "discount")


def _tenths(source: Source, numeral: Numeral) -> _Reading | None:
    match = _TENTHS.match(source.text, numeral.end)
    if (
        match is None
        or numeral.high > _MOST["tenths"]
        or re.search(r"[分作当]$", source.before(numeral.start, 2))
    ):
        return None
    add = _fraction(match.group("more"))
    return _Reading((numeral.low + add) * 10, (numeral.high + add) * 10, match.end(), "tenths")


def _fraction(more: str | None) -> Decimal:
    """The digit after 分, 厘 or 成: 一分五, 三成半."""
    if not more:
        return Decimal(0)
    if more[0] == "半":
        return Decimal("0.5")
    numeral = longest(more[0], 0)
    return numeral.low / 10 if numeral is not None else Decimal(0)


def _fen(source: Source, numeral: Numeral) -> _Reading | None:
    """月息一分二, 两分利, 八厘, 一毛利. Without 利 or 息 beside it 分 is a unit of money, of scores, or a verb."""
    text = source.text
    if numeral.elided or numeral.has_unit or numeral.high > _MOST["fen"]:
        return None
    if (mao := _MAO.match(text, numeral.end)) is not None:
        add = _fraction(mao.group("more"))
        return _Reading((numeral.low + add) * 10, (numeral.high + add) * 10, mao.end(), "fen", "分")
    match = _FEN.match(text, numeral.end)
    if match is None or text.startswith(("厘米", "厘清", "毫米", "毫升"), match.start("unit")):
        return None
    before = source.before(numeral.start)
    said = _FEN_KEYWORD.search(before) is not None and numeral.high <= 20
    word, unit = match.group("word"), match.group("unit")
    end = match.end()
    if unit == "分" and not said:
        if _DIVISION.match(text, match.start("unit")):
            return None
        if word is None and not (source.is_whole(numeral.start, match.end()) and numeral.high <= 10):
            return None
        if word == "钱的":
            return None
    if unit == "分" and word is None and text.startswith("钱", match.end()):
        return None
    if word is not None:
        end = match.start("word") if word[-1] != "利" else match.end()
    add = _fraction(match.group("more"))
    return _Reading(numeral.low + add, numeral.high + add, end, "fen", unit)


def _bare(source: Source, numeral: Numeral) -> _Reading | None:
    """年化18, 月利率1.2, 日利率0.0005: a number without a sign right after the name of a rate."""
    if (
        numeral.has_unit
        or numeral.elided
        or numeral.value is None
        or WORD_OF_ONE.match(source.text, numeral.start)
    ):
        return None
    match = _KEYWORD.search(source.clause_before(numeral.start, 20))
    if match is None:
        return _bare_again(source, numeral) or _small_decimal(source, numeral)
    word, period = match.group("word"), _period_of(match.group("period") or "")
    if word in ("手续费", "服务费", "管理费", "罚金", "违约金", "滞纳金", "担保费") or word == "罚息":
        return None
    if word[-1:] in ("息", "利") and not (period and numeral.value < 40):
        return None
    if _has_other_unit(source, numeral):
        return None
    period = period or ("year" if word.isascii() else "none")
    if numeral.value == 0 or numeral.value > _BARE_MOST[period]:
        return None
    if word[-1:] in ("息", "利") and period == "day" and numeral.value >= 1:
        return None
    percent = (
        numeral.value * 100 if numeral.value < _FRACTION_BELOW.get(period, Decimal(0)) else numeral.value
    )
    return _Reading(percent, percent, numeral.end, "bare")


def _has_other_unit(source: Source, numeral: Numeral) -> bool:
    if following_unit(source, numeral) is not None and numeral.high < LONGEST["day"]:
        return True
    return _OTHER_UNIT.match(source.text, numeral.end) is not None


def _bare_again(source: Source, numeral: Numeral) -> _Reading | None:
    """年化是14.4还是18.25: the second number is a rate as the first."""
    if not isinstance(source.previous, Rate) or _has_other_unit(source, numeral) or numeral.high > 100:
        return None
    if (
        not _OR.fullmatch(source.text[source.previous_end : numeral.start])
        or source.text[source.previous_end - 1] in "%‰折成"
    ):
        return None
    return _Reading(numeral.low, numeral.high, numeral.end, "bare")


def _small_decimal(source: Source, numeral: Numeral) -> _Reading | None:
    """每期0.5, 一天0.05: nobody pays half a yuan a month, so it is a percentage."""
    match = _EACH.search(source.clause_before(numeral.start))
    if (
        match is None
        or not numeral.arabic
        or numeral.low == int(numeral.low)
        or _has_other_unit(source, numeral)
    ):
        return None
    if numeral.high > (Decimal("0.2") if match.group("day") else Decimal(2)):
        return None
    return _Reading(numeral.low, numeral.high, numeral.end, "bare")


def _period_of(written: str) -> RatePeriod | None:
    for sign, period in (("日", "day"), ("天", "day"), ("月", "month"), ("期", "period"), ("年", "year")):
        if sign in written:
            return period  # type: ignore[return-value]
    return None


# -- period and role ---------------------------------------------------------------------------------------------


def _describe(source: Source, start: int, reading: _Reading) -> Rate:
    low, high, end = reading.low, reading.high, reading.end
    if reading.style == "discount":
        return Rate(start, end, low, high, "none", "discount")
    before = source.before(start)
    period, end = _find_period(source, start, end)
    if (
        period == "none"
        and reading.style != "tenths"
        and (other := _alternative_to(source, start)) is not None
    ):
        return Rate(start, end, low, high, other.period, other.role)
    role = _find_role(source, reading, before, end, period)
    if reading.style == "tenths" or (reading.style == "basis" and period == "none"):
        return Rate(start, end, low, high, "once" if role == "deduction" else "none", role)
    if reading.style == "fen":
        period = period if period in _FEN_SCALE else "month"
        scale = _FEN_SCALE[period][reading.unit]
        low, high = low * scale, high * scale
    elif period == "none" and (role in ("fee", "deduction") or (role == "penalty" and "息" not in before)):
        period = "once"
    return Rate(start, end, low, high, period, role)


def _alternative_to(source: Source, start: int) -> Rate | None:
    """The rate that this one is an alternative to: 年化14.4%还是18.25%."""
    previous = source.previous
    if not isinstance(previous, Rate) or previous.period == "none" or previous.role == "discount":
        return None
    return previous if _OR.fullmatch(source.text[source.previous_end : start]) else None


def _find_period(source: Source, start: int, end: int) -> tuple[RatePeriod, int]:
    """The period nearest before the rate in its clause; else the one right after it, which then belongs to it."""
    before = source.clause_before(start, 20)
    nearest: tuple[int, RatePeriod] | None = None
    for period, pattern in _PERIOD_BEFORE:
        for found in pattern.finditer(before):
            if nearest is None or found.start() > nearest[0]:
                nearest = found.start(), period
    if nearest is not None:
        return nearest[1], end
    match = _PERIOD_AFTER.match(source.text, end)
    if match is None:
        return "none", end
    if match.group("rest"):
        # 18%年化, 0.05%的日息
        return _period_of(match.group("word")) or "none", end
    after = _period_of(match.group("unit")) or "none"
    if match.group("one") and (
        match.group("gap") or after == "period" or (after == "month" and not match.group("ge"))
    ):
        # 12%，一年: that year is the term
        return "none", end
    return after, match.end("unit")


def _find_role(source: Source, reading: _Reading, before: str, end: int, period: RatePeriod) -> RateRole:
    near, after = before[-12:], source.clause_after(end, 8)
    if (_DEDUCTION.search(near) or after.startswith(("的砍头", "砍头"))) and period in ("none", "once"):
        return "deduction"
    if _PENALTY.search(near):
        return "penalty"
    if _FEE.search(near) or _FEE_AFTER.match(after):
        return "fee"
    if reading.style in ("tenths", "basis"):
        return "interest" if period != "none" else "ratio"
    if period != "none" or reading.style in ("fen", "wan", "bare", "point"):
        return "interest"
    if _RATIO.search(near):
        return "ratio"
    if _COST.search(near) or _INTEREST_AFTER.match(after):
        return "interest"
    return "ratio" if reading.style == "parts" and reading.unit == "百" else "interest"
