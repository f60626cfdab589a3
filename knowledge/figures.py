"""Finding figures in prose, where none may stand: each belongs to a fact or a rule, with its source and date.

Digits are figures, and so are Chinese numerals with a unit (二十四小时, 百分之五, 三成). Words that only look
like numbers are not: 一次性, 第一, 一定, 十分重要, 两种说法, 下一期.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and where it starts."""

    start: int
    text: str


# What may hold digits: references, titles of documents, a list's own numbering
_REFERENCE = re.compile(r"\{[^{}]*\}")
_TITLE = re.compile(r"《[^《》]*》")
_NUMBERING = re.compile(r"(?m)^\s*\d{1,2}[.、)）](?=\s*\D)")

_UNITS = (
    r"(?:个百分点|个?工作日|个?交易日|个?小时|个月|个?星期|分钟|秒钟?|周岁"
    r"|[%％‰元块万亿倍成折厘笔次期天日月年周岁家度条个位名号户点])"
)
_DIGITS = re.compile(rf"\d[\d,.，]*(?:\s*[百千万亿])?\s*{_UNITS}?")

_ONE_TO_NINE = "一二三四五六七八九"
_NUMERAL = f"[{_ONE_TO_NINE}两零〇十百千万亿]"
# 数百元, 几十天 and 万元 alone are too vague to be figures
_NUMBER = rf"(?<![几数上好])(?=[百千万亿]*[{_ONE_TO_NINE}两十]){_NUMERAL}+(?:点{_NUMERAL}+)?(?:来|多)?"
_TIME = "(?:年(?!期)|个?月|周(?!转)|星期|[天日](?!常)|个?小时|分钟|个?工作日|个?交易日)"
_MONEY = "(?:元|块(?!儿)|万|亿)"
_RATIO = "(?:倍|成(?!不变|为|立|本|功|了)|折|厘|个百分点)"
_THINGS = "(?:期|笔|次|家(?!人)|户|周岁|岁|名|位|号)"

_CHINESE = re.compile(
    "|".join(
        [
            rf"[百千万]分之{_NUMERAL}+(?:点{_NUMERAL}+)?",
            # 二十四小时, 三天, 五万元, 四倍, 三家, 日息万五
            rf"{_NUMBER}(?:{_TIME}|{_MONEY}元?|{_RATIO}|{_THINGS})",
            rf"万[{_ONE_TO_NINE}]",
            r"半(?:年|个月)",
            # 三十六, 一百二 and a number read out digit by digit
            rf"[{_ONE_TO_NINE}]?[十百千][{_ONE_TO_NINE}](?:[十百][{_ONE_TO_NINE}]?)?",
            rf"[{_ONE_TO_NINE}零〇]{{3,}}",
        ]
    )
)

# Said of a figure that was found, with what stands around it: then it is none
_HARMLESS = re.compile(
    "|".join(
        [
            r"一(?:笔|次|家|户|名|位|号|天|日|块|成不变)",  # a, any, together
            r"(?:[上下前后这那每某同任哪另]|最后|最近|第)一(?:年|个?月|周|星期|个?工作日|个?交易日|期|分钟)",
            r"一期(?!限)",
            r"一年到头|一年一年|一年比一年|一个月一个月",
            r"两(?:家|位|次|笔|头)",
            rf"(?:一两|一二|两三|三四|三五|四五|五六|七八|八九)(?:{_TIME}|{_THINGS}|{_MONEY}元?)",
            r"一五一十|双十一|十一(?:假期|期间|长假)",
            rf"第[{_ONE_TO_NINE}十](?:次|笔|家|位|天|期|年|号|个月)?",
            r"千万(?![元块])|万一|一万个|万万|十分(?!钟|之)|百分百|三天两头|十有八九|五五开",
            r"(?:LPR\s*的|贷款市场报价利率的)四倍|四倍的?(?=\s*(?:一年期)?\s*(?:LPR|贷款市场报价利率))",
        ]
    )
)


def find_figures(text: str, names: Iterable[str] = ()) -> list[Figure]:
    """The figures in ``text``; ``names`` are words that may hold digits (WE2000, 360借条).

    >>> [figure.text for figure in find_figures("一次性还清，{weilidai.x}起，最长20期，逾期三十天上报")]
    ['20期', '三十天']
    >>> find_figures("第一步打开 WE2000，千万别点下一期", ["WE2000"])
    []
    """
    return list(_figures(text, tuple(names)))


# A folder that is read again holds nearly the same prose as before
@functools.lru_cache(maxsize=8_000)
def _figures(text: str, names: tuple[str, ...]) -> tuple[Figure, ...]:
    masked = text
    for pattern in (_REFERENCE, _TITLE, _NUMBERING):
        masked = pattern.sub(_blank, masked)
    for name in sorted({one for one in names if any(map(str.isdigit, one))}, key=len, reverse=True):
        masked = re.sub(re.escape(name), _blank, masked, flags=re.IGNORECASE)
    found = [Figure(match.start(), match[0].rstrip(",.，")) for match in _DIGITS.finditer(masked)]
    harmless = [match.span() for match in _HARMLESS.finditer(masked)]
    for match in _CHINESE.finditer(masked):
        if not any(start <= match.start() and match.end() <= end for start, end in harmless):
            found.append(Figure(match.start(), match[0]))
    return tuple(sorted(found, key=lambda figure: figure.start))


def _blank(match: re.Match[str]) -> str:
    return "▢" * len(match[0])  # no space, no digit, no word
