"""What a message takes back in the same breath: 不是8000是1万8, 分6期，哦不，分9期."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from bot.understanding.expressions.values import Amount, Rate, Term

_Item = TypeVar("_Item", Amount, Rate, Term)
_REACH = 8

TAKEN_BACK = re.compile(
    r"(?:[，,。.…~ ]*(?:[哦噢啊额呃诶哎]?不对|[哦噢啊额呃诶哎]不(?!是[^，, ])是?|[打说写输记]错了?|错了|口误|手滑))+"
    r"[，,。.…~ ]*(?:我?是|应该是|我?要|改成|借|贷|分)*"
)
"""Between a value and the one that is meant instead."""
_DENIED_BEFORE = re.compile(r"(?<!是)不是(?:要|说)?(?:借|贷|分|拿|还)?(?:了|的)?$")
_NOT_THE_OTHER = re.compile("[，, ]?(?:而|并|可)?不是")
_ASKS = re.compile("[吗么嘛?？]")
_BUT = re.compile(r"[，, ]?(?:而|我说的?|应该|其实)?是(?:要|说)?(?:借|贷|分|拿|还)?(?:了|的)?")


def without_withdrawn(text: str, items: Sequence[_Item]) -> list[_Item]:
    """``items`` of one kind, in order, without those that are named only to say that another is meant."""
    withdrawn = {id(one) for one, other in pairwise(items) if _is_withdrawn(text, one, other)}
    withdrawn |= {id(other) for one, other in pairwise(items) if _is_excluded(text, one, other)}
    return [one for one in items if id(one) not in withdrawn]


def _is_withdrawn(text: str, one: _Item, other: _Item) -> bool:
    between = text[one.end : other.start]
    if TAKEN_BACK.fullmatch(between):
        return True
    before = text[max(0, one.start - _REACH) : one.start]
    return _BUT.fullmatch(between) is not None and _DENIED_BEFORE.search(before) is not None


def _is_excluded(text: str, one: _Item, other: _Item) -> bool:
    """3万不是5万, but not 3万不是5万吗."""
    return (
        _NOT_THE_OTHER.fullmatch(text, one.end, other.start) is not None
        and _ASKS.match(text, other.end) is None
    )
