"""The way of a message through cleaning."""

import functools
import re
from dataclasses import dataclass

from bot.understanding.cleaning.characters import fold
from bot.understanding.cleaning.draft import Draft
from bot.understanding.cleaning.emoticons import EMOTICON

MAX_CHARACTERS = 4096
"""Characters of a message that are read; Telegram itself sends no more."""

_NUMERALS = "0-9零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
# Most messages are Chinese characters and a question mark, in which no step but folding finds anything
_PLAIN = re.compile(r"(?:([\u4e00-\u9fff])(?!\1\1))+[？?]?")
_SPACES = re.compile(r"\s+")
_MASK = re.compile(r"\*{2,}")
_REPEATED_SIGN = re.compile(r"([^\w\s*])\1+")
_REPEATED_MIXED = re.compile(r"[?？!！。]{2,}")
_REPEATED_WORD = re.compile(rf"([^\W{_NUMERALS}a-zA-Z_])\1{{2,}}")
_REPEATED_LETTER = re.compile(r"([a-zA-Z_])\1{3,}")
_LETTER_O = re.compile(
    r"(?<=[0-9])[oO]+(?=[0-9])|(?<=[0-9])[oO]{2,}(?![a-zA-Z])|(?<=[0-9])[oO](?=[元块万%期天])"
)
# "1。5万", "0·05%": a decimal point from the wrong key, told by the unit that follows
_DECIMAL = re.compile(r"(?<![0-9.])([0-9]{1,2})[。·．•]([0-9]{1,3})(?=[万亿%‰wWkK千折成倍]|个点)")
_GROUPED = re.compile(
    r"(?<![0-9.，])[0-9]{1,3}(?:，[0-9]{3})+(?=元|块|\.[0-9])|(?<=[¥$])[0-9]{1,3}(?:，[0-9]{3})+(?![0-9])"
)
_WIDE_GROUPED = re.compile(r"(?<![０-９．，])[０-９]{1,3}(?:，[０-９]{3})+(?![０-９])")
# "百分之 三 十": a numeral written with a space after each character
_SPREAD = re.compile(
    "(?:(?<=^)|(?<=[ 之]))([零一二两三四五六七八九十百千万亿半点成]) "
    "(?=[零一二两三四五六七八九十百千万亿半点成折%‰]|个 ?百分)"
)
# 微 粒 贷, 微.粒.贷: a word with something after each of its characters. Only a few characters are ever alone between
# two spaces otherwise, and what a space parts is hardly ever changed by leaving it out.
_HAN = rf"(?![{_NUMERALS}])[\u4e00-\u9fff]"
_APART = re.compile(
    rf"(?:(?<=^{_HAN})|(?<= {_HAN})) (?={_HAN}(?: |$))|(?:(?<=^{_HAN} {_HAN})|(?<= {_HAN} {_HAN})) (?={_HAN})"
)
_DOTTED = re.compile(rf"(?<={_HAN})([.·•_*|~-])(?:(?={_HAN}\1{_HAN})|(?<={_HAN}\1{_HAN}\1)(?={_HAN}))")
# What can follow a number that counts or measures something, so that the number is no menu digit
_MEASURES = (
    "万萬千仟百佰十拾亿元块角分厘毛钱天日号月年期周个季岁次笔点时小秒楼名位张家本条件部台种折成倍多来几至到人半级代手套度"
    "层版环星平米里寸吨斤克公瓦折者亩届线方只份颗粒步把副双包瓶盒门栋幢室房集页章节题问句话字网路站比加减乘除"
    "块钱币美港欧日英余整圆圓刀大遍回场项款起以后前中上下左右了的和与跟或"
)
_MENU = re.compile(
    rf"(?:1[0-9]|20|[1-9])(?:\s*[:：、#．.，,)）]\s*(?![\s0-9.]|[{_MEASURES}]?\s*$)|\s*(?=[\u4e00-\u9fff])(?![{_MEASURES}]))"
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A message as it was typed and as it is read.

    ``origin[i]`` is the index in ``raw`` of ``text[i]``. ``cut`` says that only the first `MAX_CHARACTERS` were read.
    """

    raw: str
    text: str
    origin: tuple[int, ...]
    cut: bool = False

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where in ``raw`` the characters ``text[start:end]`` stood.

        >>> cleaned = clean("😀借５萬！！！")
        >>> cleaned.text, cleaned.raw_span(1, 3)
        ('借5万！', (2, 4))
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} outside a text of {len(self.text)} characters")
        if start == end:
            place = self.origin[start] if start < len(self.origin) else len(self.raw)
            return place, place
        return self.origin[start], self.origin[end - 1] + 1


def clean(text: str) -> Cleaned:
    """Normalise a message; never raises, in time linear in at most `MAX_CHARACTERS`.

    >>> clean("1：為什麼還款失敗？？？/流泪").text
    '为什么还款失败？'
    """
    draft = Draft(text[:MAX_CHARACTERS], tuple(range(min(len(text), MAX_CHARACTERS))))
    draft = draft.replace(_WIDE_GROUPED, lambda m: m.group().replace("，", ","))
    draft = draft.folded(fold)
    if _PLAIN.fullmatch(draft.text):
        return Cleaned(text, draft.text, draft.origin, cut=len(text) > MAX_CHARACTERS)
    for pattern, replacement in _STEPS:
        draft = draft.replace(pattern, replacement)
    draft = _drop_menu_prefix(draft.strip())
    return Cleaned(text, draft.text, draft.origin, cut=len(text) > MAX_CHARACTERS)


def _first(match: re.Match[str], count: int) -> str:
    return match.group(1) * count


_STEPS = (
    (EMOTICON, " "),
    (_SPACES, " "),
    (_SPREAD, functools.partial(_first, count=1)),
    (_APART, ""),
    (_DOTTED, ""),
    (_LETTER_O, lambda m: "0" * len(m.group())),
    (_DECIMAL, lambda m: f"{m.group(1)}.{m.group(2)}"),
    (_GROUPED, lambda m: m.group().replace("，", ",")),
    (_MASK, "***"),
    (_REPEATED_SIGN, functools.partial(_first, count=1)),
    (_REPEATED_MIXED, lambda m: "？" if "？" in m.group() or "?" in m.group() else m.group()[0]),
    (_REPEATED_WORD, functools.partial(_first, count=2)),
    (_REPEATED_LETTER, functools.partial(_first, count=3)),
)


def _drop_menu_prefix(draft: Draft) -> Draft:
    """Drop the digit that chooses from a menu ("1：", "2、", "3#", or a bare digit before a word)."""
    match = _MENU.match(draft.text)
    if match is None or match.end() == len(draft.text):
        return draft
    return Draft(draft.text[match.end() :], draft.origin[match.end() :]).strip()
