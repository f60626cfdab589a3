"""Reading amounts of money: 16000元, 三千六, 1w6, 3千到6千, 两块七毛, 至少6000, 两万多, 300美元."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.understanding.expressions import cues, currencies
from bot.understanding.expressions.numerals import Numeral, longest, scaled
from bot.understanding.expressions.rate_forms import LENDING_BEFORE, follows_rate_unit, short_number
from bot.understanding.expressions.rates import begins_rate
from bot.understanding.expressions.source import Source
from bot.understanding.expressions.term_units import best_split, following_unit
from bot.understanding.expressions.values import Amount, Approx

LARGEST_BARE = Decimal(10**8)
"""The largest number without any unit that is read as money; longer ones are identifiers."""

VAGUE_START = (
    r"[百千万]多(?:块|元)|[百千万]元(?=[日月年利左每一])|[块毛]把钱"
    r"|[百千万](?=[儿]?[八十]?[百千十]?把|儿?八[百千十]|十来?块)"
)
"""Where an amount begins that has no numeral: 万把块, 千儿八百."""

_CN = "一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_YUAN = re.compile(
    r" {0,2}(?P<yuan>块钱|快钱|块大洋|元钱|圆整|元整|元正|圆正|员(?![工])|园(?![区林艺])"
    r"|[元圆](?![旦宵素月芳店购秒])|块(?!儿(?!八))"
    r"|快(?=[钱，。？ ]|$)|整(?=$|[，。？ ])|[¥￥](?! ?[0-9]))"
)
_JIAO = re.compile(
    rf" ?(?:零 ?)?(?P<jiao>[0-9]|[{_CN}]) ?[角毛]"
    rf"(?: ?(?:零 ?)?(?P<fen>[0-9]|[{_CN}]) ?(?:分(?:钱)?(?![0-9期])|(?=[，。？！ 的了钱吧呢吗啊]|$)))?(?:钱|整)?"
)
_ONLY_FEN = re.compile(rf" ?零? ?(?P<fen>[0-9]|[{_CN}]) ?分(?:钱|整|(?=$|[，。？ ]))")
_HUNDREDTHS_OF_YUAN = re.compile(
    r"(?P<jiao>[0-9])(?P<fen>[0-9])(?=[，。？！ 的钱吧呢一每]|$)(?! ?[期个天年月])"
)
_TENTH_OF_YUAN = re.compile(
    r"(?P<jiao>[0-9一二三四五六七八九])"
    r"(?![0-9零二两三四五六七八九十百千万亿.%块元折次人名位张分厘花]|一(?![天个年期周共起样直下])|多[少久]"
    r"| ?[期个天年月日周礼星季])"
    r"(?<!一(?=[起共样直下]))"
)
_HALF_YUAN = re.compile(r"半(?![年个月天])")
_SMALL = re.compile(
    r" ?(?P<unit>毛|角|分)(?P<more>[0-9一二三四五六七八九](?![0-9期个天年月%]))?(?P<qian>钱)?"
)
_SMALL_BLOCK = re.compile(
    r" ?[毛角分](?:特效|的(?!利|息|手续|优惠|红包|那)|[形星大债恋洲函关裤]|的?利(?!息)"
    r"|[度落党衣巾病线析手配别数钟色行局部]|公司)"
)
_MORE_AFTER = re.compile(
    r" ?(?:(?P<over>多(?![少久长钱])|以上|出头|\+(?=$|[，。？ 的以])|冒头|挂零|有余|开外|往上|起(?:步|借)?(?=[，。？的 ]|$))"
    r"|(?P<about>左右|上下|来(?=块|元))|(?P<under>以内|之内|以下|不到|封顶))(?: ?(?:块钱|块|元))?"
)
_MORE_BEFORE = re.compile(
    r"(?:(?P<about>大概|大约|差不多|约|估计|近|将近|接近|快|左右)"
    r"|(?P<over>至少|最少|起码|最低|超过|不少于|不低于|大于|多于|高于)"
    r"|(?P<under>最多|最高|顶多|不超过|不到|少于|低于|小于|不足|以内|未满|小(?=$)))"
    r"(?:只|能|可以|可|借|贷|还|拿|给|要|用|有|是|为|了|个|就|再|到|收|付|批)* ?$"
)
_RANGE = re.compile(r" ?(?P<yuan>元|块钱|块)? ?(?:[-~—]{1,2}|[到至](?![手账帐期])|(?P<list>、)) ?")
_VAGUE = re.compile(
    r"(?P<round>[百千万])元(?=[日月年利左每一])|(?P<small>[块毛])把钱"
    r"|(?P<unit>[百千万])(?:多(?=块|元)|把|儿?八百|儿?八千|儿?八十|八十|十来|十把)来?(?: ?(?:块钱|块|元))?"
)
_VAGUE_VALUES = {"百": 100, "千": 1000, "万": 10**4}
_VAGUE_BLOCK = re.compile(r"(?:[人名位次个岁天年里]|公里)")
_THINGS = re.compile(
    "[屏石地布肉砖表蛋玻板硬显牌菜糖腹饼豆木骨冰巾皂抹巧披馒田土区领拼皮疤伤云积泥铁铜钢橡滑瓦墨姜鸡牛排寿芝奶料橙]"
    "|五花|手[表帕绢]|手机(?!费)|电[池板路]|面[包皮板]|内容|业务|月饼|毛巾|广告"
)
_PARTS_AFTER = re.compile("[百千万]分之")
_TOGETHER = re.compile(r"一块(?![钱的五二三四六七八九一两半0-9]|$|[，。？ ]|多|利|本)")


@dataclass(frozen=True, slots=True)
class _Sum:
    """A number with its currency: what it is worth and where it ends."""

    low: Decimal
    high: Decimal
    end: int
    currency: str = "CNY"
    named: bool = False
    approx: Approx | None = None


def read_amount(source: Source, start: int, candidates: list[Numeral]) -> Amount | None:
    """The amount that begins at ``start``, where ``candidates`` are the numerals that begin there."""
    text = source.text
    if (vague := _VAGUE.match(text, start)) is not None:
        return _vague(source, vague)
    if (number := short_number(source, start)) is not None:
        return _short(source, start, number)
    sign = currencies.BEFORE.match(text, start)
    if sign is not None:
        return _signed(source, start, sign)
    numeral = choose(source, candidates)
    if numeral is None or not numeral.definite:
        return None
    found = _ranged(source, numeral) or _money(source, numeral)
    if found is None or (found.high == 0 and not cues.follows_money_word(source, start)):
        return None
    return _approximate(source, start, numeral, found)


def choose(source: Source, candidates: list[Numeral]) -> Numeral | None:
    """The numeral that can be money: what follows the longest one may take its last digits away."""
    text = source.text
    begins_parts = bool(candidates) and _PARTS_AFTER.match(text, candidates[-1].end - 1) is not None
    if begins_parts:
        candidates = candidates[:-1]  # 一万八千分之五
    while candidates:
        numeral = candidates[-1]
        taken = following_unit(source, numeral) is not None or follows_rate_unit(source, numeral)
        parted = text.startswith(" ", numeral.end)
        if not taken and not (numeral.elided and not parted and cues.is_counted(source, numeral.end)):
            runs_on = text[numeral.end : numeral.end + 1] in {*"十百千万亿毛角", "."} and not begins_parts
            if numeral.elided and runs_on:
                candidates = candidates[:-1]
                continue
            return numeral
        if taken and (head := best_split(source, candidates)) is not None:
            return head
        if not any(shorter.has_unit for shorter in candidates[:-1]) or not (
            numeral.elided or numeral.low > 1000
        ):
            return None
        candidates = candidates[:-1]
    return None


def _signed(source: Source, start: int, sign: re.Match[str]) -> Amount | None:
    """¥3000, 人民币8千元, RMB 500."""
    numeral = choose(source, source.readings(sign.end()))
    if numeral is None or numeral.value is None:
        return None
    code = currencies.code_of(sign.group())
    found = _money(source, numeral, sure=True)
    if found is None:
        return None
    currency = found.currency if found.named and found.currency != "CNY" else code
    amount = _approximate(source, start, numeral, found)
    return Amount(start, amount.end, amount.low, amount.high, currency, amount.approx)


def _money(source: Source, numeral: Numeral, *, sure: bool = False) -> _Sum | None:
    """A numeral as money: by its currency, by its unit, or by the words around it."""
    text, end = source.text, numeral.end
    if (small := _small_money(source, numeral)) is not None:
        return small
    more = _MORE_AFTER.match(text, end)
    at = more.end("over") if more is not None and more.group("over") else end
    if (foreign := currencies.FOREIGN.match(text, at)) is not None:
        return _foreign(numeral, foreign)
    if (yuan := _YUAN.match(text, at)) is not None and not _is_of_things(source, numeral, yuan):
        return _with_small_change(source, numeral, yuan)
    if sure:
        return _Sum(numeral.low, numeral.high, end, approx=numeral.approx)
    return _bare(source, numeral)


def _is_of_things(source: Source, numeral: Numeral, yuan: re.Match[str]) -> bool:
    """两块屏幕 counts screens, 一块还 means together; neither is money, unless a word before says so."""
    if yuan.group("yuan") != "块" or numeral.high >= 100:
        return False
    together = (
        source.text.startswith("一块", numeral.start)
        and _TOGETHER.match(source.text, numeral.start) is not None
    )
    if not together and not _THINGS.match(source.text, yuan.end()):
        return False
    return not cues.follows_money_word(source, numeral.start)


def _foreign(numeral: Numeral, match: re.Match[str]) -> _Sum:
    name = match.group("name")
    if name in currencies.CENTS_OF:
        code, parts = currencies.CENTS_OF[name]
        return _Sum(numeral.low / parts, numeral.high / parts, match.end(), code, named=True)
    return _Sum(numeral.low, numeral.high, match.end(), currencies.code_of(name), True, numeral.approx)


def _digit(written: str | None) -> Decimal:
    found = longest(written, 0) if written else None
    return found.low if found is not None else Decimal(0)


def _with_small_change(source: Source, numeral: Numeral, yuan: re.Match[str]) -> _Sum:
    """20元5角四分, 三块五, 两块半."""
    text, end = source.text, yuan.end()
    add = Decimal(0)
    if yuan.group("yuan") != "整" and numeral.low == numeral.high:
        if (foreign := currencies.FOREIGN.match(text, yuan.start())) is not None:
            return _foreign(numeral, foreign)
        for pattern in (_JIAO, _ONLY_FEN, _TENTH_OF_YUAN, _HUNDREDTHS_OF_YUAN):
            match = pattern.match(text, end)
            short = pattern in (_TENTH_OF_YUAN, _HUNDREDTHS_OF_YUAN)
            if match is not None and (not short or yuan.group("yuan") in ("块", "元")):
                parts = match.groupdict()
                add = _digit(parts.get("jiao")) / 10 + _digit(parts.get("fen")) / 100
                end = match.end()
                break
        else:
            if yuan.group("yuan") == "块" and (half := _HALF_YUAN.match(text, end)) is not None:
                add, end = Decimal("0.5"), half.end()
    if text.startswith("整", end):
        end += 1
    return _Sum(numeral.low + add, numeral.high + add, end, named=True, approx=numeral.approx)


def _small_money(source: Source, numeral: Numeral) -> _Sum | None:
    """五毛, 3毛5, 5分钱."""
    text = source.text
    match = _SMALL.match(text, numeral.end)
    if match is None or numeral.elided or numeral.has_unit or _SMALL_BLOCK.match(text, numeral.end):
        return None
    if match.group("unit") == "分" and not match.group("qian"):
        return None
    unit = Decimal("0.01") if match.group("unit") == "分" else Decimal("0.1")
    if match.group("unit") == "角" and text.startswith(("度", "色", "落"), match.end()):
        return None
    add = _digit(match.group("more")) / 100
    return _Sum(numeral.low * unit + add, numeral.high * unit + add, match.end(), named=True)


# -- numbers without a currency ----------------------------------------------------------------------------------


def _bare(source: Source, numeral: Numeral) -> _Sum | None:
    text, end = source.text, numeral.end
    found = _Sum(numeral.low, numeral.high, end, approx=numeral.approx)
    if not numeral.has_unit and cues.is_labelled(source, numeral.start):
        return None
    if cues.is_a_count(source, numeral.start) or (
        numeral.latin_unit and cues.is_of_a_file(source, numeral.start)
    ):
        return None
    if cues.touches_letters(source, numeral.start, end):
        return None
    written = text[numeral.start : end]
    if source.is_whole(numeral.start, end) and not text[: numeral.start].endswith("+"):
        return (
            found
            if numeral.low > 0
            and (len(written) > 1 or written.isascii())
            and (written[0] not in "0零〇" or numeral.has_unit)
            else None
        )
    parted = numeral.elided and text.startswith(" ", end)
    if (cues.is_counted(source, end) and not parted) or (
        numeral.latin_unit and text[end : end + 1].isdigit() and not cues.term_or_rate_follows(source, end)
    ):
        return None
    if written == "二百五" and not cues.follows_money_word(source, numeral.start):
        return None
    if numeral.high > LARGEST_BARE and not numeral.has_unit:
        return None
    if numeral.low >= 100 and (numeral.has_unit or (numeral.approx and numeral.low >= 1000)):
        return found
    return found if cues.has_cue(source, numeral) else None


# -- ranges and approximations -----------------------------------------------------------------------------------


def _ranged(source: Source, left: Numeral) -> _Sum | None:
    """1-3万, 3千到5千元, 一万至两万: both ends must be money."""
    link = _RANGE.match(source.text, left.end)
    if link is None or left.value is None:
        return None
    place = link.end()
    if place >= len(source.text) or source.reference_end(place) is not None or begins_rate(source, place):
        return None
    right = choose(source, source.readings(place))
    if right is None or not right.definite:
        return None
    is_of_tens = bool(link.group("list")) and right.lead == (left.low + 1) * 10
    if is_of_tens:
        left = replace(left, low=left.low * 10)  # 二、三十万
    elif link.group("list") and (left.low >= 100 or right.lead != left.low % 10 + 1):
        # 三、四万 is a range, 三、六万 two amounts
        return None
    # 十三、四万: both ends share the ten
    tens = left.low - left.low % 10 if link.group("list") and not is_of_tens else Decimal(0)
    lower = scaled(replace(left, low=left.low - tens), right)
    if lower.low >= right.high:
        return None
    found = _money(source, right, sure=True)
    if found is None or cues.is_counted(source, right.end):
        return None
    if source.text[left.start] in "0零":
        return None
    plain = not found.named and not right.has_unit and not link.group("yuan")
    if plain and not (
        source.is_whole(left.start, right.end) or cues.has_cue(source, left) or lower.low >= 500
    ):
        return None
    tens *= right.scale
    return _Sum(lower.low + tens, found.high + tens, found.end, found.currency, found.named, found.approx)


def _approximate(source: Source, start: int, numeral: Numeral, found: _Sum) -> Amount:
    end, approx = found.end, found.approx or numeral.approx
    after = _MORE_AFTER.match(source.text, end)
    if after is not None and found.low > 0:
        said = (
            after.lastgroup
            if after.lastgroup != "yuan"
            else next(n for n in ("over", "about", "under") if after.group(n))
        )
        approx = "over" if said == "over" else "under" if said == "under" else "about"
        if said != "under" or after.group("under") != "不到":
            end = after.end()
    elif approx is None and (before := _MORE_BEFORE.search(source.before(start, 12))) is not None:
        approx = "over" if before.lastgroup == "over" else "under" if before.lastgroup == "under" else "about"
    return Amount(start, end, found.low, found.high, found.currency, approx)


def _vague(source: Source, match: re.Match[str]) -> Amount | None:
    if _VAGUE_BLOCK.match(source.text, match.end()):
        return None
    if match.group("small"):
        value = Decimal(1) if match.group("small") == "块" else Decimal("0.1")
    elif match.group("round"):
        value = Decimal(_VAGUE_VALUES[match.group("round")])
        return Amount(match.start(), match.end(), value, value)
    else:
        value = Decimal(_VAGUE_VALUES[match.group("unit")])
    approx: Approx = "over" if "多" in match.group() else "about"
    return Amount(match.start(), match.end(), value, value, approx=approx)


def _short(source: Source, start: int, number: Numeral) -> Amount | None:
    """借万五, or 千三 as the whole message: the 一 in front is left out."""
    if number.low != int(number.low):
        return None
    if not (source.is_whole(start, number.end) or LENDING_BEFORE.search(source.clause_before(start))):
        return None
    value = (10 + number.low) * (1000 if source.text[start] == "万" else 100)
    yuan = _YUAN.match(source.text, number.end)
    return Amount(start, yuan.end() if yuan is not None else number.end, value, value)
