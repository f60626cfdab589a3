"""Reading numerals: 15000, 3,500.00, 1w5, 两千零五, 三千五, 壹萬伍仟, 三十多万, 七八千, 一点五万.

The grammar is a left-to-right pass with one method for each kind of character.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.understanding.expressions.values import Approx

MAX_ATOMS = 24
"""Characters of Chinese numerals read as one number: 壹仟贰佰叁拾肆亿伍仟陆佰柒拾捌万玖仟零壹拾贰 has 23."""

MAX_DIGITS = 16
"""Arabic digits read as one number; longer ones are identifiers."""

_DIGITS = {
    **{ch: i for i, row in enumerate(("零〇", "一壹弌幺", "二贰弍两俩", "三叁弎仨参", "四肆")) for ch in row},
    **{ch: i + 5 for i, row in enumerate(("五伍", "六陆", "七柒", "八捌", "九玖")) for ch in row},
}
_UNITS = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "k": 1000,
    "K": 1000,
    "万": 10**4,
    "w": 10**4,
    "W": 10**4,
    "亿": 10**8,
    "兆": 10**12,
}
_TENS = {"廿": 20, "卄": 20, "卅": 30}
_BIG = 10**4

DIGIT_CHARACTERS = "".join(_DIGITS) + "".join(_TENS)
START = re.compile(
    rf"(?<![0-9A-Za-z.)])\.(?=[0-9]{{1,4}}[%‰])"
    rf"|(?!(?<=[多少早晚快慢高低大好])一点)(?!一[下共起直样般定些旦律切边方面])[0-9{DIGIT_CHARACTERS[2:]}十拾半几]"
    rf"|[零〇](?=[点點零〇一二三四五六七八九])|好几|数(?=[十百千万亿])"
    rf"|[上过破近成逾超满](?=百?[千万亿](?! ?[分份] ?[之的]))(?![成超]万[0-9一二三四五六七八九])"
)
"""Where a numeral may begin."""

_ARABIC = re.compile(
    rf"[0-9]{{1,4}} ?\.(?: ?)[0-9]{{1,4}}(?= ?(?:[%‰万亿成折]|个? ?百分))"
    rf"|[0-9]{{1,3}}(?: [0-9]{{3}}){{1,3}}(?=(?:\.[0-9]{{1,2}})? ?(?:元|块|圆))(?:\.[0-9]{{1,2}})?"
    rf"|(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,4}}"
    rf"|[0-9]{{1,4}}(?:,[0-9]{{4}}){{1,3}})(?![0-9])(?:\.[0-9]{{1,9}})?"
    rf"|[0-9]{{1,{MAX_DIGITS}}}(?![0-9])(?:\.[0-9]{{1,9}}(?![0-9]))?"
    r"|\.[0-9]{1,4}(?![0-9])"
)
_SPACE_BEFORE_UNIT = re.compile(r" {1,2}(?=(?:[百千万](?! ?分 ?[之0-9]| ?之)|亿|[wW](?![a-zA-Z])))")
_SHORT_RATE = re.compile(r" {1,2}([万千]) ?[0-9一二三四五六七八九]")
_SPACE_BEFORE_POINT = re.compile(r" (?=点 ?[零一二三四五六七八九])")
# "7万 5千": a space inside a numeral, where a smaller unit follows the next digit
_SPACE_BEFORE_DIGIT = re.compile(r" {1,2}(?=[0-9一二三四五六七八九两] ?([千百]))")
_MORE = re.compile(
    r"(?P<over>多(?!少|久|长|远|大|快|收|扣|还|交|付|出|钱)|余(?!额|款|下|力|利|年)|好几(?=[百千万]))"
    r"|(?P<about>来(?= ?(?:[万亿块元个天年月岁斤分日号]|[wW](?![a-zA-Z]))| ?$)|把(?=[块万来]|$))"
)
# A last 一 or 六 that belongs to the next word: 借三千一共还多少, 两万一次还清
WORD_OF_ONE = re.compile(
    r"一(?:共|起|次|直|半|样|般|定|些|下|点(?!点?[零一二三四五六七八九])|笔|律|旦|边|方|面|口|切|并|人"
    r"|家|路|会|手|同)"
)
"""一 as part of a word that is no number."""
_NEXT_WORD = re.compile(
    rf"{WORD_OF_ONE.pattern}"
    r"|陆(?:续|金)|两(?!千|百|万|亿|个)|俩|仨|二(?:手|次|维|级|类)|三方"
)
_INDEFINITE = re.compile(r"好几|数(?=[十百千万亿])|几")
_AT_LEAST = re.compile(r"[上过破近成逾超满](?=[百千万亿])")
_POINT = re.compile(rf"[点點] ?([{''.join(_DIGITS)}]{{1,9}}|[0-9]{{1,9}})")
_COUNT_AFTER_STOP = re.compile(r" ?(?:期|个月|天|年(?![化利息])|个?周)")
_PINYIN_UNIT = re.compile(r"wan(?![a-z])", re.IGNORECASE)
_PINYIN_SMALL = re.compile(r" ?(qian|bai)(?![a-z])", re.IGNORECASE)
_GE_HALF = re.compile(r"个半(?=(?:亿|万|[wW](?![a-zA-Z])))")
_GE_UNIT = re.compile(r"个(?=(?:亿|万|[wWkK](?![a-zA-Z])|达不溜))")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written in ``text[start:end]``.

    ``definite`` is False for 几千, which says no number. ``has_unit`` says that a unit from 百 up was written, ``elided``
    that the last digit takes the next lower unit (三千五). ``lead`` × ``scale`` is the first part of a number with units
    (2, 10000 in 2万5), from which the left end of 1到2万 takes its unit.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    definite: bool = True
    has_unit: bool = False
    elided: bool = False
    arabic: bool = False
    latin_unit: bool = False
    pair: bool = False
    positional: bool = False
    approx: Approx | None = None
    lead: Decimal | None = None
    scale: Decimal = Decimal(1)

    @property
    def value(self) -> Decimal | None:
        """The number, or None where it is a range or indefinite."""
        return self.low if self.definite and self.low == self.high else None


class NumeralReader:
    """One pass over a numeral, from left to right.

    ``total`` holds what is finished above 万, ``section`` what is finished below, ``pending`` the digits that wait for
    their unit. Each of them is a pair (low, high), which differ after 七八 or 两三.
    """

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = self.pos = start
        self.total = self.section = (Decimal(0), Decimal(0))
        self.pending: tuple[Decimal, Decimal] | None = None
        self.digits = ""  # Chinese digits in a row
        self.pointed = False
        self.last_unit = 0
        self.last_big = 0
        self.zero = False
        self.approx: Approx | None = None
        self.definite = True
        self.has_unit = self.latin_unit = False
        self.arabic = False
        self.halved = False
        self.lead: Decimal | None = None
        self.scale = Decimal(1)
        self.scaling = False
        self.found: list[Numeral] = []

    def read(self) -> list[Numeral]:
        self._prefix()
        for _ in range(MAX_ATOMS):
            self._skip_space()
            if self.pos >= len(self.text) or not self._atom(self.text[self.pos]):
                break
        return self.found

    # -- atoms ---------------------------------------------------------------------------------------------------

    def _prefix(self) -> None:
        """上万, 过千, 近百万: a unit that needs no digit before it."""
        match = _INDEFINITE.match(self.text, self.pos)
        if match is not None:
            self.definite, self.pending = False, (Decimal(1), Decimal(1))
            self.pos = match.end()
            self._found()
            return
        match = _AT_LEAST.match(self.text, self.pos)
        if match is not None:
            self.approx = "about" if match.group() == "近" else "over"
            self.pending = (Decimal(1), Decimal(1))
            self.pos = match.end()

    def _skip_space(self) -> None:
        if self.pos >= len(self.text) or self.text[self.pos] != " ":
            return
        if self.pending is not None and (point := _SPACE_BEFORE_POINT.match(self.text, self.pos)) is not None:
            self.pos = point.end()
            return
        waiting = self.pending is not None or self.section[0] or self.total[0]
        match = _SPACE_BEFORE_UNIT.match(self.text, self.pos) if waiting else None
        short = _SHORT_RATE.match(self.text, self.pos)
        if short is not None and (
            (self.pending is not None and self.pending[0] >= 100)
            or (self.last_unit and _UNITS[short.group(1)] >= self.last_unit)
        ):
            # 1000 万五: the second is a rate
            return
        if match is None and self.pending is None and self.last_unit > 100:
            match = _SPACE_BEFORE_DIGIT.match(self.text, self.pos)
            if match is not None and _UNITS[match.group(1)] >= self.last_unit:
                match = None
        if match is not None:
            self.pos = match.end()

    def _atom(self, ch: str) -> bool:
        """Take the next atom; False where the numeral cannot go on."""
        if self.halved:
            return False
        if ch in _DIGITS:
            return self._digit(ch)
        if "0" <= ch <= "9" or (ch == "." and self.pos == self.start):
            return self._arabic_number()
        if ch in _UNITS:
            return self._unit(ch)
        if ch in _TENS:
            return self._tens(ch)
        if ch == "半":
            return self._half()
        if ch in "点點":
            return self._point()
        if ch == "几":
            return self._some()
        if ch == "个":
            return self._measure()
        if (pinyin := _PINYIN_SMALL.match(self.text, self.pos)) is not None and self.pending is not None:
            self.pos = pinyin.end() - 1
            return self._unit_as("千" if pinyin.group(1).lower() == "qian" else "百")
        return self._more()

    def _digit(self, ch: str) -> bool:
        digit = _DIGITS[ch]
        if self.approx is not None or (self.arabic and self.pending is not None):
            return False
        if digit == 0:
            if self.pending is None and self.last_unit:
                self.zero, self.pos = True, self.pos + 1
                return True
            if self.pending is not None and self.last_unit:
                return False
        if (
            self.last_unit
            and self.pending is None
            and not self.zero
            and _NEXT_WORD.match(self.text, self.pos)
        ):
            return False
        if self.pending is not None and (not self.digits or WORD_OF_ONE.match(self.text, self.pos)):
            # 百分之三一次性收
            return False
        self.digits += str(digit)
        self.pos += 1
        if len(self.digits) == 1:
            self.pending = (Decimal(digit), Decimal(digit))
        elif len(self.digits) == 2 and _neighbours(self.digits):
            self.pending = (Decimal(self.digits[0]), Decimal(self.digits[1]))
        else:
            self.pending = (Decimal(self.digits), Decimal(self.digits))
        self._found()
        return True

    def _arabic_number(self) -> bool:
        match = _ARABIC.match(self.text, self.pos)
        if match is None or self.pending is not None or self.approx is not None:
            return False
        written, end = match.group(), match.end()
        # 1万20000 is no number, 1万0.05 neither
        if self.last_unit and ("," in written or "." in written or len(written) >= len(str(self.last_unit))):
            return False
        whole, point, _ = written.partition(".")
        if point and len(whole) > 2 and _COUNT_AFTER_STOP.match(self.text, end):
            # 11000.10个月: the point ends a clause
            written, end = whole, self.pos + len(whole)
        value = Decimal(written.replace(",", "").replace(" ", ""))
        if self.last_unit and written.startswith("0"):
            self.zero = True
        self.pending, self.arabic = (value, value), True
        self.digits = written
        self.pos = end
        self._found()
        return True

    def _unit(self, ch: str) -> bool:
        unit, latin, width = _UNITS[ch], ch.isascii(), 1
        nothing_before = self.pending is None and not self.last_unit
        if (pinyin := _PINYIN_UNIT.match(self.text, self.pos)) is not None:
            width = len(pinyin.group())
        elif latin and (nothing_before or re.match("[a-zA-Z]", self.text[self.pos + 1 : self.pos + 2])):
            return False
        if not (self._big_unit(unit) if unit >= _BIG else self._small_unit(unit)):
            return False
        self.latin_unit |= latin
        self.has_unit |= unit >= 100
        self.pending, self.digits, self.zero, self.pointed, self.arabic = None, "", False, False, False
        self.last_unit = unit
        self.pos += width
        self._found()
        return True

    def _small_unit(self, unit: int) -> bool:
        if self.pointed and unit < 100:
            return False
        if self.pending is None:
            # 十 alone is ten: 十五, 一百十五, 一千零十
            if unit != 10 or self.last_unit == 10 or self.approx is not None:
                return False
            self.pending = (Decimal(1), Decimal(1))
        elif (
            (self.last_unit and unit >= self.last_unit)
            # 5000十天: the second number is another
            or (unit == 10 and self.arabic and self.pending[0] >= 10)
            or (len(self.digits) > 1 and not self.arabic and self.pending[0] == self.pending[1])
        ):
            return False
        low, high = self.section
        self.section = (low + self.pending[0] * unit, high + self.pending[1] * unit)
        self._note_scale(unit)
        return True

    def _big_unit(self, unit: int) -> bool:
        low, high = self.section
        if self.pending is not None:
            if self.last_big and self._is_elided() and self.last_unit >= _BIG:
                return False
            tail = self._tail()
            low, high = low + tail[0], high + tail[1]
        if not low and not high:
            # 一万亿
            if not self.total[0] or unit <= self.last_big:
                return False
            self.total = (self.total[0] * unit, self.total[1] * unit)
            self.scale *= unit
            self.last_big = unit
            return True
        if self.last_big and unit >= self.last_big:
            return False
        self._note_scale(unit)
        self.total = (self.total[0] + low * unit, self.total[1] + high * unit)
        self.section = (Decimal(0), Decimal(0))
        self.last_big = unit
        return True

    def _note_scale(self, unit: int) -> None:
        """Keep the first part of the number apart: 2 × 10000 in 2万5, 5 × 1000000 in 五百万."""
        if unit == 10:
            return
        if self.lead is None and self.total[0] == 0:
            small = self.section[0] if unit >= _BIG else Decimal(0)
            self.lead = small + (self.pending[0] if self.pending is not None else Decimal(0))
            self.scale, self.scaling = Decimal(unit), True
        elif self.scaling and self.pending is None:
            self.scale *= unit
        else:
            self.scaling = False

    def _tens(self, ch: str) -> bool:
        if self.pending is not None or self.last_unit == 10 or self.approx is not None:
            return False
        low, high = self.section
        self.section = (low + _TENS[ch], high + _TENS[ch])
        self.last_unit = 10
        self.pos += 1
        self._found()
        return True

    def _half(self) -> bool:
        if self.pending is None and not self.last_unit:
            self.pending = (Decimal("0.5"), Decimal("0.5"))
        elif self.pending is None and self.last_unit >= 100 and self.approx is None and not self.zero:
            half = Decimal(self.last_unit) / 2
            self.pending = (half, half)
        else:
            return False
        self.halved = True
        self.pos += 1
        if not self.last_unit and (measure := _GE_UNIT.match(self.text, self.pos)) is not None:
            # 半个亿
            self.pos = measure.end()
            return self._unit(self.text[self.pos])
        self._found()
        return True

    def _point(self) -> bool:
        """十二点五, 零点零五, 3点5: a decimal point in words."""
        if (
            self.pointed
            or (self.pending is None and not self.section[0])
            or self.total[0]
            or self.last_unit > 100
            or self.approx is not None
            or not self.definite
        ):
            return False
        match = _POINT.match(self.text, self.pos)
        if match is None or (self.pending is not None and self.pending[0] != self.pending[1]):
            return False
        written = match.group(1)
        fraction = "".join(str(_DIGITS[ch]) if ch in _DIGITS else ch for ch in written)
        if not fraction.isdigit() or len(fraction) > 9:
            return False
        whole = self.section[0] + (self.pending[0] if self.pending is not None else 0)
        if whole != int(whole):
            return False
        self.section = (Decimal(0), Decimal(0))
        self.pointed, self.last_unit, self.digits = True, 0, ""
        # every digit may be the last: 万三点五一天
        spoken = not written.isascii()
        begin = match.end() - len(fraction)
        for width in range(1 if spoken else len(fraction), len(fraction) + 1):
            if spoken and width > 1 and WORD_OF_ONE.match(self.text, begin + width - 1):
                break  # 百分之七点二一次性收
            value = Decimal(f"{int(whole)}.{fraction[:width]}")
            self.pending, self.pos = (value, value), match.end() - len(fraction) + width
            self._found()
        return True

    def _some(self) -> bool:
        """十几, 三十几万, 三千几: more than what stands before."""
        if self.pending is not None or not self.last_unit or self.approx is not None:
            return False
        self.approx = "over"
        self.pos += 1
        self._found()
        return True

    def _measure(self) -> bool:
        """三个w, 一个亿, 一个半w."""
        match = _GE_UNIT.match(self.text, self.pos)
        if match is None and self.pending is not None and (half := _GE_HALF.match(self.text, self.pos)):
            low, high = self.pending
            self.pending, match = (low + Decimal("0.5"), high + Decimal("0.5")), half
        # 三个w, 三十个w, 三十几个w
        if match is None or self.last_unit > 10 or (self.pending is None and not self.last_unit):
            return False
        self.pos = match.end()
        if self.text.startswith("达不溜", self.pos):
            self.pos += 2
            taken = self._unit_as("w")
        else:
            taken = self._unit(self.text[self.pos])
        return taken

    def _unit_as(self, ch: str) -> bool:
        kept, self.text = self.text, self.text[: self.pos] + ch + self.text[self.pos + 1 :]
        taken = self._unit(ch)
        self.text = kept
        return taken

    def _more(self) -> bool:
        """三千多, 二十来万, 万把: about, or more than, what stands before."""
        match = _MORE.match(self.text, self.pos)
        if match is None or self.approx is not None or not self.definite:
            return False
        if self.pending is not None and (not self.arabic or self.pending[0] < 10):
            return False
        if self.pending is None and not self.last_unit:
            return False
        if self.pending is not None:
            # 20多万, 2000多: the digits are complete
            self.section = (self.section[0] + self._tail()[0], self.section[1] + self._tail()[1])
            self.pending = None
            self.last_unit = self.last_unit or 10
            self.digits = ""
        self.approx = "about" if match.group("about") else "over"
        self.pos = match.end()
        self._found()
        return True

    # -- results -------------------------------------------------------------------------------------------------

    def _is_elided(self) -> bool:
        """Does the waiting digit stand for the next lower unit?"""
        if self.pending is None or self.last_unit < 100 or self.zero or self.halved or self.pointed:
            return False
        if not self.arabic:
            return True
        return len(self.digits) == 1 or (self.latin_unit and len(self.digits) < len(str(self.last_unit)) - 1)

    def _tail(self) -> tuple[Decimal, Decimal]:
        """What the waiting digits are worth if the numeral ends here."""
        if self.pending is None:
            return Decimal(0), Decimal(0)
        if not self._is_elided():
            return self.pending
        low, high = self.pending
        width = 1 if low != high else len(self.digits)
        unit = Decimal(self.last_unit) / Decimal(10**width)
        return low * unit, high * unit

    def _found(self) -> None:
        if self.pending is not None and self.pending[0] != self.pending[1] and self.last_unit >= _BIG * 10**4:
            return
        low, high = self._tail()
        self.found.append(
            Numeral(
                start=self.start,
                end=self.pos,
                low=self.total[0] + self.section[0] + low,
                high=self.total[1] + self.section[1] + high,
                definite=self.definite,
                has_unit=self.has_unit,
                elided=self._is_elided() or (self.halved and self.last_unit >= 100),
                arabic=self.arabic and not self.has_unit,
                latin_unit=self.latin_unit,
                pair=self.pending is not None and self.pending[0] != self.pending[1] and not self.last_unit,
                positional=len(self.digits) > 1
                and not (self.arabic or self.pointed or self.last_unit or self.pending is None)
                and low == high,
                approx=self.approx,
                lead=self.lead,
                scale=self.scale,
            )
        )


def _neighbours(digits: str) -> bool:
    """七八, 两三, 三五: two digits that name a range."""
    first, second = int(digits[0]), int(digits[1])
    return first > 0 and (second == first + 1 or (first, second) == (3, 5))
