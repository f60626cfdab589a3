"""The ways to write one rate: 0.05%, 百分之五, 万五, 一分二, 8个点, 25个基点, 七五折, 四成, and 18 after 年化."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bot.understanding.expressions.numerals import DIGIT_CHARACTERS, WORD_OF_ONE, Numeral, longest
from bot.understanding.expressions.patterns import DIGIT, ends_with
from bot.understanding.expressions.source import Source
from bot.understanding.expressions.spellings import HUA, INTEREST, LI, LV, XI
from bot.understanding.expressions.term_units import following_unit
from bot.understanding.expressions.values import Amount, Rate, RatePeriod, Term

Style = Literal["percent", "point", "fen", "discount", "tenths", "basis", "parts", "wan", "bare"]

_NUMERAL = f"0-9{DIGIT_CHARACTERS}十百千万亿几*"
_PARTS = re.compile(
    rf"(?P<base>[百千万佰仟]) ?[分份] ?(?:(?P<full>[之的支])|(?<![{_NUMERAL}][百千万][分份])) "
    rf"?(?=[.0-9{DIGIT_CHARACTERS}十拾百佰半])"
)
_WAN = re.compile(rf"(?<![{_NUMERAL}])(?P<base>[万千]) ?(?=[0-9一二两三四五六七八九])")
START = rf"[百千万佰仟] ?[分份] ?[之的支]? ?[.0-9{DIGIT_CHARACTERS}十拾百佰半]|[万千] ?[0-9一二两三四五六七八九]|[对半]折"
"""Where a rate may begin that does not begin with a numeral."""

_BASES = {
    "百": Decimal(1),
    "佰": Decimal(1),
    "千": Decimal("0.1"),
    "仟": Decimal("0.1"),
    "万": Decimal("0.01"),
}
_NOT_A_RATE = re.compile(r" ?(?:[百千万亿元块米瓦克字人]|[a-zA-Z])")
LENDING_BEFORE = re.compile(
    "(?:借|(?<![粒商])贷|拿|还|欠|差|缺|批|取|花|工资|月薪|收入|给我?|要|充|转|用|凑|周转|个|小)(?:了|个|到|我|你|他|出)*$"
)
"""The text before a number that is money: 借万五."""
_RATE_WORD_BEFORE = re.compile(
    ends_with(
        f"(?:{INTEREST}|[日月年]{XI}|日|天|费|罚息|罚|按|降|降到|低|率|才|只|最低|有的"
        "|[粒商]贷|[借花]呗|金条|白条|分付|度小满|有钱花)",
        "是 为 到 给 了 成 要 按 还 另 再 加 收 大概 都 的 从 由 低于 高于 超过 不到 不超过 小于 大于 ： :",
    )
)
_GENERAL_WORD_BEFORE = re.compile("(?:是|为|到|从|约|就|都|的)(?:给|了|成|大概|按| )*$")
_OF_INTEREST = re.compile(r"的?(?:日?息|利)|左右的利")
_OF_A_RATE = re.compile(
    r" ?(?:的(?!人|事)|收(?=$|[，。的])|是(?:多少|啥|什么|几)|(?:降|涨|调|升|变|改|提)[到成至为]|[日利息]"
    r"|一天|每天|/天|左右的|起息|算)"
)
_CLAUSE_END = re.compile(
    r"(?:的|吧|呢|吗|了|行|左右|之间|不等|以[上下内])?(?:[，。？！,?!；;、）) ]|$)|[到至~-]"
)
_END_OF_RATE = re.compile(r"的|/?一?天|[日息，。 ]|$")

_PERCENT = re.compile(
    r"(?P<round>[MmGgTt](?= ?[%‰]))? {0,2}(?:(?P<percent>%(?![0-9A-Fa-f]{2}(?:%|[A-Za-z]))|percent)"
    r"|(?P<mille>‰)|(?P<myriad>‱)|个?多? ?百分[点號号]|(?P<basis>个? ?基点|个? ?[bB][pP][sS]?(?![a-zA-Z])))"
)
_POINT = re.compile(
    r" {0,2}个(?P<half>半)?多? ?点(?P<more>[0-9一二三四五六七八九](?![0-9期个天年月万千百块元点.%次]))?"
    r"(?![位子个外心评数击名头菜赞餐单开火燃歌半钟]|了[0-9一二两三四五六七八九])"
)
_ROUND = re.compile("[MmGgTt](?![a-zA-Z])")
_ROUND_VALUES = {"M": 10**6, "G": 10**9, "T": 10**12}
_NOT_OFF = "(?![合算现腾磨旧叠断损返])"
_DISCOUNT = re.compile(f" {{0,2}}折{_NOT_OFF}")
_DISCOUNT_DIGITS = re.compile(rf"([一二三四五六七八九]) ?([一二三四五六七八九]) {{0,2}}折{_NOT_OFF}")
_HALF_OFF = re.compile(f"[对半]折{_NOT_OFF}")
_TENTHS = re.compile(
    r" {0,2}成(?![功为立绩果长套天期色分效型就名]|本(?!金)|交(?!易额)|年(?!轻)|员(?!工)|都(?!是|要|会|没|有|还)|不变)"
    r"(?P<more>半|[一二三四五六七八九1-9](?![0-9个期天年月万千百]))?"
)
_TENTHS_BLOCKED = re.compile(r"[分作当]$")
_FEN = re.compile(
    r" ?(?P<unit>分|厘|里|离(?!谱)|毫)"
    r"(?P<more>半|[0-9一二两三四五六七八九壹贰叁肆伍陆柒捌玖]厘?(?![0-9期个天年月周万千百块元折成%]))?"
    r"(?P<word>钱?的?(?P<of>[日月年])?(?:利息?|息)(?![率润])|/(?P<per>[日天月年])|每个?月|钱的)?"
)
_LENGTH_OR_VOLUME = re.compile("厘[米清]|毫[米升]")
_FEN_IN = {"分": Decimal(1), "厘": Decimal("0.1"), "毫": Decimal("0.01")}
_MAO = re.compile(r" ?[毛角](?P<more>[0-9一二两三四五六七八九])?(?P<word>钱?的?[日月年]?利(?![率润息]))?")
_MAO_WORD_BEFORE = re.compile("[月年][息利](?:是|为|要|才|收|的|:|：| )*$")
_DIVISION = re.compile(
    rf"分 ?[成为作了]? ?(?:[{DIGIT}廿卅几]{{1,4}} ?[期个年天次笔月周]|[期开批次摊几]|多少期)"
)
_FEN_WORD_BEFORE = re.compile(
    ends_with(
        f"(?:[日月年天每][息利系西]|{INTEREST}|每?个?月|一个月)",
        "大概 大约 一般 就是 只要 按 从 由 是 为 要 才 收 约 有 到 达 算 给 的 了 : ：",
    )
)

_NAME_BEFORE = re.compile(
    ends_with(
        f"(?P<period>[日月年天]均?|逐日|每[日月年天期]|[每一]个月|一[日月年天期]|年{HUA})?(?:综合"
        "|名义|实际|贷款|借款|真实|的)?"
        f"(?P<word>(?<=年{HUA})(?:{INTEREST}|率|综合成本|成本)?|{INTEREST}|[综实]合?[费利]率|费率"
        f"|手续费率|服务费率|管理费率|担保费率"
        "|LPR|APR|IRR|lpr|apr|irr|点位)",
        "大概 大约 差不多 从 由 一般 基本 现在 目前 最低 最高 最多 最少 就是 都是 只有 只要 起步 按照 按 是 "
        "为 要 才 收 约 有 到 在 达 高达 低至",
        r"降到 降至 涨到 至 超过 不到 不超过 得 算 给 给的 显示 写的 的 了 我 他 它 ： : = \( （",
        "还 都 快 已经 将近 接近 有没有 会不会 是不是 能不能 不会",
    )
)
_NAME_AFTER = re.compile(rf" ?的(?:[日月年]?(?:{LI}{LV}|{HUA}(?!收益))|费率)")
_OTHER_UNIT = re.compile(
    r" ?(?:[元块角毛圆点万千百亿wWkK*号个多位倍次家种笔条年期天]|字头|美|港|欧|分(?!期|[0-9一二三四五六七八九十]))"
)
OR = re.compile(
    r"[， ]?(?:(?:还是|或者?|和|跟)(?:说|是)?"
    r"|[^，。！？,!?0-9]{0,6}(?:变|改|换|降|涨|升|调|提|加|优惠|减|打折|便宜)[成为到至高低了]{1,2}) ?"
)
"""Between two rates of which the second is an alternative to the first."""
_EACH_BEFORE = re.compile(
    ends_with(
        "(?:(?P<day>每[天日]|一天|日息?)|每个?月|每一?期|月)",
        "是 要 收 的 才 只 就 费率 费 手续费 息 利息 利率",
    )
)
_EACH_AFTER = re.compile(r" ?(?:/|每|一)(?:(?P<day>[天日])|[月期])")
_MOST: dict[Style, int] = {"fen": 100, "tenths": 99, "discount": 100, "point": 1000}
_MOST_FEN_AFTER_WORD = 20
_FRACTION_BELOW: dict[RatePeriod, Decimal] = {
    "day": Decimal("0.004"),
    "month": Decimal("0.06"),
    "year": Decimal("0.7"),
}
"""日利率0.0003 is a fraction, 日利率0.03 a percentage: below these a number without a sign is a fraction."""
_MOST_BARE: dict[RatePeriod, int] = {"day": 5, "month": 20, "period": 20, "year": 2000, "none": 100}
_MOST_INTEREST_WORD = 40
"""年息12 is a rate, 年息300 is money."""
_MOST_DAILY_INTEREST = Decimal("0.2")
"""借3000每天利息1.5 is money; 0.2 % a day is 73 % a year."""


@dataclass(frozen=True, slots=True)
class Written:
    """A rate as far as its own words say it.

    ``low`` and ``high`` are in percent, but for the style fen, where they are counted in ``unit`` (分, 厘, 毫).
    """

    low: Decimal
    high: Decimal
    end: int
    style: Style
    unit: str = ""

    @property
    def scale(self) -> Decimal:
        """What one of the number as written is worth in ``low`` and ``high``."""
        if self.unit in ("‰", "千", "仟"):
            return Decimal("0.1")
        if self.unit in ("bp", "‱", "万"):
            return Decimal("0.01")
        return Decimal(10) if self.style == "tenths" else Decimal(1)


def written_at(source: Source, start: int, candidates: list[Numeral]) -> Written | None:
    """The one rate (no range) that begins at ``start``, where ``candidates`` are the numerals that begin there."""
    text = source.text
    if (parts := _PARTS.match(text, start)) is not None:
        return _parts(source, parts)
    if (wan := _WAN.match(text, start)) is not None:
        return _wan(source, wan)
    if (half := _HALF_OFF.match(text, start)) is not None:
        return Written(Decimal(50), Decimal(50), half.end(), "discount")
    if (digits := _DISCOUNT_DIGITS.match(text, start)) is not None:
        value = (_digit(digits.group(1)) * 10) + _digit(digits.group(2))
        return Written(value, value, digits.end(), "discount")
    if not candidates or not candidates[-1].definite:
        return None
    readers = (_percent, _points, _discount, _tenths, _fen, _bare)
    return next((found for read in readers if (found := read(source, candidates[-1])) is not None), None)


def follows_rate_unit(source: Source, numeral: Numeral) -> bool:
    """Does a numeral carry the unit of a rate? (五千二分利: the longest numeral, 五千二, cannot be meant.)"""
    if any(unit.match(source.text, numeral.end) for unit in (_PERCENT, _POINT, _DISCOUNT)):
        return True
    mao = _MAO.match(source.text, numeral.end)
    if mao is not None and mao.group("word"):
        return True
    fen = _FEN.match(source.text, numeral.end)
    return fen is not None and fen.group("word") is not None and not _DIVISION.match(source.text, numeral.end)


def short_number(source: Source, start: int) -> Numeral | None:
    """The number after 万 or 千 in 万五, 万3.5, 千六: one digit, perhaps with decimals."""
    match = _WAN.match(source.text, start)
    if match is None:
        return None
    fitting = [
        n for n in source.readings(match.end()) if n.value is not None and 0 < n.low < 10 and not n.has_unit
    ]
    if len(fitting) > 1 and following_unit(source, fitting[-1]) is not None:
        # 万三点五一天: the last digit counts the days
        return fitting[-2]
    if not fitting or (fitting[-1].arabic and source.text[fitting[-1].end :][:1].isdigit()):
        # 万50 is no short form
        return None
    return fitting[-1]


def _digit(written: str) -> Decimal:
    numeral = longest(written, 0)
    return numeral.low if numeral is not None else Decimal(0)


def _fraction(more: str | None) -> Decimal:
    """The digit after 分, 厘 or 成: 一分五, 三成半."""
    if not more:
        return Decimal(0)
    return Decimal("0.5") if more[0] == "半" else _digit(more[0]) / 10


def _parts(source: Source, match: re.Match[str]) -> Written | None:
    """百分之十二, 千分之三, 万分之3.5; 之 is often left out."""
    base = match.group("base")
    full = match.group("full")
    if source.text.startswith(("百", "佰"), match.end()):
        if not full or base not in "百佰":
            return None
        return Written(Decimal(100), Decimal(100), match.end() + 1, "parts", base)
    candidates = source.readings(match.end())
    if not candidates:
        return None
    numeral = candidates[-1]
    if len(candidates) > 1 and following_unit(source, numeral) is not None:
        # 百分之五一年: the last digit counts the years
        numeral = candidates[-2]
    if not full and (numeral.low >= 100 or _has_other_unit(source, numeral)):
        return None
    scale, end = _BASES[base], numeral.end
    if (latin := _ROUND.match(source.text, end)) is not None:
        scale, end = scale * _ROUND_VALUES[latin.group().upper()], latin.end()
    return Written(numeral.low * scale, numeral.high * scale, end, "parts", base)


def _wan(source: Source, match: re.Match[str]) -> Written | None:
    """日息万五, 千六: a rate, unless it is money (借万五) or the whole message (then 15000 is likelier)."""
    start, base = match.start(), match.group("base")
    number = short_number(source, start)
    if number is None or _NOT_A_RATE.match(source.text, number.end):
        return None
    before, after = source.clause_before(start), source.clause_after(number.end, 6)
    if not _RATE_WORD_BEFORE.search(before) and not follows_rate_as_alternative(source, start):
        if LENDING_BEFORE.search(before) and not _OF_INTEREST.match(after):
            return None
        is_whole_number = not number.arabic and number.low == int(number.low)
        if is_whole_number and source.is_whole(start, number.end) and not after.startswith("的"):
            return None
        if not (
            _OF_A_RATE.match(after)
            or _stands_alone(source, start, number.end, after)
            or (isinstance(source.previous, Rate) and _CLAUSE_END.match(after))
            or (
                isinstance(source.previous, Term)
                and source.previous_end == start
                and _CLAUSE_END.match(after)
            )
        ):
            return None
    if number.low == 1 and not _END_OF_RATE.match(after):
        return None
    value = number.low * _BASES[base]
    return Written(value, value, number.end, "wan", base)


def _stands_alone(source: Source, start: int, end: int, after: str) -> bool:
    """Is 万五 a clause of its own in a message about a loan?"""
    before = source.text[start - 1] if start > 0 else " "
    if before not in " ，。,！？!?；;、（(" and not _GENERAL_WORD_BEFORE.search(source.clause_before(start)):
        return False
    if _CLAUSE_END.match(after) is None:
        return False
    return source.is_about_lending or source.is_whole(start, end)


def _percent(source: Source, numeral: Numeral) -> Written | None:
    match = _PERCENT.match(source.text, numeral.end)
    if match is None:
        return None
    if numeral.start > 0 and source.text[numeral.start - 1] == "%":
        # %20%3A: a part of an address
        return None
    scale, unit, style = Decimal(1), "", "basis"
    if match.group("percent"):
        style = "percent"
    elif match.group("mille"):
        scale, unit, style = Decimal("0.1"), "‰", "percent"
    elif match.group("myriad"):
        scale, unit, style = Decimal("0.01"), "‱", "percent"
    elif match.group("basis"):
        scale, unit = Decimal("0.01"), "bp"
    scale *= _ROUND_VALUES.get((match.group("round") or "").upper(), 1)
    return Written(
        numeral.low * scale,
        numeral.high * scale,
        match.end(),
        "percent" if style == "percent" else "basis",
        unit,
    )


def _points(source: Source, numeral: Numeral) -> Written | None:
    match = _POINT.match(source.text, numeral.end)
    if match is None or numeral.elided or numeral.high > _MOST["point"]:
        return None
    add = Decimal("0.5") if match.group("half") else _fraction(match.group("more"))
    return Written(numeral.low + add, numeral.high + add, match.end(), "point")


def _discount(source: Source, numeral: Numeral) -> Written | None:
    match = _DISCOUNT.match(source.text, numeral.end)
    if match is None or numeral.elided or numeral.has_unit or not 0 < numeral.high < _MOST["discount"]:
        return None
    low, high = (value * 10 if value < 10 else value for value in (numeral.low, numeral.high))
    return Written(low, high, match.end(), "discount")


def _tenths(source: Source, numeral: Numeral) -> Written | None:
    match = _TENTHS.match(source.text, numeral.end)
    if (
        match is None
        or numeral.high > _MOST["tenths"]
        or _TENTHS_BLOCKED.search(source.before(numeral.start, 2))
    ):
        return None
    add = _fraction(match.group("more"))
    return Written((numeral.low + add) * 10, (numeral.high + add) * 10, match.end(), "tenths")


def _fen(source: Source, numeral: Numeral) -> Written | None:
    """月息一分二, 两分利, 八厘, 一毛利. Without 利 or 息 beside it 分 is a unit of money, of scores, or a verb."""
    text = source.text
    if numeral.elided or numeral.has_unit or numeral.high > _MOST["fen"]:
        return None
    mao = _MAO.match(text, numeral.end)
    if mao is not None and (mao.group("word") or _MAO_WORD_BEFORE.search(source.before(numeral.start))):
        add = _fraction(mao.group("more"))
        return Written((numeral.low + add) * 10, (numeral.high + add) * 10, mao.end(), "fen", "分")
    match = _FEN.match(text, numeral.end)
    if match is None or _LENGTH_OR_VOLUME.match(text, match.start("unit")):
        return None
    unit, word, end = match.group("unit"), match.group("word"), match.end()
    if unit in ("里", "离"):
        # typed for 厘, which only the word before can tell
        if not _FEN_WORD_BEFORE.search(source.before(numeral.start)):
            return None
        unit = "厘"
    if unit == "分" and not _fen_is_meant(source, numeral, match):
        return None
    if word is not None and not word.endswith("利"):
        end = match.start("word")
    add = _fraction(match.group("more"))
    return Written(numeral.low + add, numeral.high + add, end, "fen", unit)


def fen_again(source: Source, start: int, left: Written) -> Written | None:
    """The right end of 1分到1分5, 月息8厘到2分: 分 and 厘 stand for themselves after one that was a rate."""
    numeral = source.longest(start)
    match = _FEN.match(source.text, numeral.end) if numeral is not None else None
    if (
        numeral is None
        or match is None
        or numeral.has_unit
        or numeral.elided
        or match.group("unit") not in _FEN_IN
    ):
        return None
    per_left = _FEN_IN[match.group("unit")] / _FEN_IN[left.unit]
    value = (numeral.low + _fraction(match.group("more"))) * per_left
    word = match.group("word")
    end = match.end() if word is None or word.endswith("利") else match.start("word")
    return Written(value, value, end, "fen", left.unit) if value > left.low else None


def _fen_is_meant(source: Source, numeral: Numeral, match: re.Match[str]) -> bool:
    """Is 分 the unit of a rate, not of money (五分钱), of scores (650分) or the verb (分12期)?"""
    word = match.group("word")
    if word is None and source.text.startswith("钱", match.end()):
        return False
    is_apart = match.start("unit") > numeral.end or numeral.low % 1 != 0
    if is_apart and _DIVISION.match(source.text, match.start("unit")):
        return False  # 年利率9.6分36期, but 月息1分12期
    if isinstance(source.previous, Rate) and (
        match.group("more") or follows_rate_as_alternative(source, numeral.start)
    ):
        return True  # 4分降到2分5; 月息两分，熟人一分八
    if numeral.high <= _MOST_FEN_AFTER_WORD and _FEN_WORD_BEFORE.search(source.before(numeral.start)):
        return True
    if word == "钱的" or _DIVISION.match(source.text, match.start("unit")):
        return False
    return word is not None or (numeral.high <= 10 and source.is_whole(numeral.start, match.end()))


def _bare(source: Source, numeral: Numeral) -> Written | None:
    """年化18, 月利率1.2, 日利率0.0003: a number without a sign right after the name of a rate."""
    if (
        numeral.has_unit
        or numeral.elided
        or numeral.value is None
        or WORD_OF_ONE.match(source.text, numeral.start)
    ):
        return None
    if numeral.low == 0 or _has_other_unit(source, numeral):
        return None
    match = _NAME_BEFORE.search(source.clause_before(numeral.start, 20))
    if match is None:
        return (
            _bare_again(source, numeral)
            or _small_decimal(source, numeral)
            or _bare_before_name(source, numeral)
        )
    word, period = match.group("word"), period_named(match.group("period") or "")
    if word[-1:] in ("息", "利") and (period is None or numeral.low >= _most_after_interest(source, period)):
        return None
    period = period or ("year" if word.isascii() else "none")
    if numeral.low > _MOST_BARE[period]:
        return None
    percent = numeral.low * 100 if numeral.low < _FRACTION_BELOW.get(period, Decimal(0)) else numeral.low
    return Written(percent, percent, numeral.end, "bare")


def _most_after_interest(source: Source, period: RatePeriod) -> Decimal | int:
    """From where on a number after 日息 or 月利息 is money."""
    if period != "day":
        return _MOST_INTEREST_WORD
    return _MOST_DAILY_INTEREST if isinstance(source.previous, Amount) else 1


def _has_other_unit(source: Source, numeral: Numeral) -> bool:
    return (
        following_unit(source, numeral) is not None or _OTHER_UNIT.match(source.text, numeral.end) is not None
    )


def follows_rate_as_alternative(source: Source, start: int) -> bool:
    """Is what starts here an alternative to the rate before: 年化14.4还是18, 万三和万五?"""
    between = source.text[source.previous_end : start]
    return isinstance(source.previous, Rate) and OR.fullmatch(between) is not None


def _bare_again(source: Source, numeral: Numeral) -> Written | None:
    """年化是14.4还是18.25: the second number is a rate as the first."""
    if numeral.high > 100 or not follows_rate_as_alternative(source, numeral.start):
        return None
    if source.text[source.previous_end - 1] in "%‰折成":
        return None
    return Written(numeral.low, numeral.high, numeral.end, "bare")


def _bare_before_name(source: Source, numeral: Numeral) -> Written | None:
    """3.3的利率, 18的年化: the name stands behind."""
    if numeral.high > _MOST_INTEREST_WORD or _NAME_AFTER.match(source.text, numeral.end) is None:
        return None
    return Written(numeral.low, numeral.high, numeral.end, "bare")


def _small_decimal(source: Source, numeral: Numeral) -> Written | None:
    """每期0.5, 一天0.05: nobody pays half a yuan a month, so it is a percentage."""
    if not numeral.arabic or numeral.low == int(numeral.low):
        return None
    match = _EACH_BEFORE.search(source.clause_before(numeral.start))
    after = _EACH_AFTER.match(source.text, numeral.end)
    daily = (match is not None and match.group("day")) or (after is not None and after.group("day"))
    if (match is None and after is None) or numeral.high > (Decimal("0.2") if daily else Decimal(2)):
        return None
    return Written(numeral.low, numeral.high, numeral.end, "bare")


def period_named(written: str) -> RatePeriod | None:
    """The period in a word such as 日, 每个月, 年化."""
    periods: tuple[tuple[str, RatePeriod], ...] = (
        ("日", "day"),
        ("天", "day"),
        ("月", "month"),
        ("期", "period"),
        ("年", "year"),
    )
    return next((period for sign, period in periods if sign in written), None)
