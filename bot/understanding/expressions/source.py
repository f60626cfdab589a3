"""The text being read, and what the readers may ask about the surroundings of a number."""

import bisect
import re
from collections.abc import Sequence
from functools import cached_property

from bot.understanding.expressions.numerals import Numeral, readings
from bot.understanding.expressions.values import Amount, Rate, Reference, Term

_CLAUSE_END = re.compile(r"[，。！？；、,;!?…\n]")
_REACH = 16
_LOAN_WORDS = re.compile(
    r"[0-9一二两三四五六七八九十][期天]|个月|[日月年]息|利率|年化|利息|等额|先息|万[0-9一二三四五六七八九]"
    r"|%|分期|[0-9半一两三]年|月供|欠|负债"
)


class Source:
    """A text, the references in it, and where the last expression ended.

    The readers look a few characters to either side of a number: never over a reference, never into the
    expression before.
    """

    def __init__(self, text: str, references: Sequence[Reference]) -> None:
        self.text = text
        self._starts = [reference.start for reference in references]
        self._ends = [reference.end for reference in references]
        self._readings: dict[int, list[Numeral]] = {}
        self.previous_end = 0
        self.previous: Amount | Rate | Term | None = None

    def readings(self, index: int) -> list[Numeral]:
        """Every numeral that begins at ``index``, shortest first."""
        found = self._readings.get(index)
        if found is None:
            found = self._readings[index] = readings(self.text, index)
        return found

    def longest(self, index: int) -> Numeral | None:
        """The longest numeral that begins at ``index``."""
        found = self.readings(index)
        return found[-1] if found else None

    @cached_property
    def is_about_a_loan(self) -> bool:
        """Does the text, wherever, speak of terms, rates or instalments?"""
        return _LOAN_WORDS.search(self.text) is not None

    @cached_property
    def is_about_money(self) -> bool:
        """Does the text, wherever, speak of money that changes hands?"""
        return _MONEY_WORDS.search(self.text) is not None

    @property
    def is_about_lending(self) -> bool:
        """Does the text speak of lending, interest or repayment, or was an amount, rate or term read already?"""
        return self.previous is not None or self._has_lending_words

    @cached_property
    def _has_lending_words(self) -> bool:
        return _LENDING_WORDS.search(self.text) is not None

    def passed(self, item: Amount | Rate | Term) -> None:
        """Note the expression that was read last."""
        self.previous, self.previous_end = item, item.end

    def reference_end(self, index: int) -> int | None:
        """The end of the reference that covers ``index``, if one does."""
        place = bisect.bisect_right(self._starts, index) - 1
        return self._ends[place] if place >= 0 and index < self._ends[place] else None

    def next_reference(self, index: int) -> int:
        """Where the next reference starts, or the end of the text."""
        place = bisect.bisect_left(self._starts, index)
        return self._starts[place] if place < len(self._starts) else len(self.text)

    def before(self, index: int, reach: int = _REACH) -> str:
        """The text before ``index`` that belongs to no other expression."""
        return self.text[max(self.previous_end, index - reach, 0) : index]

    def clause_before(self, index: int, reach: int = _REACH) -> str:
        """The part of `before` that is in the same clause."""
        window = self.before(index, reach)
        ends = [match.end() for match in _CLAUSE_END.finditer(window)]
        return window[ends[-1] :] if ends else window

    def after(self, index: int, reach: int = _REACH) -> str:
        """The text that follows."""
        return self.text[index : index + reach]

    def clause_after(self, index: int, reach: int = _REACH) -> str:
        """The part of `after` that is in the same clause."""
        window = self.after(index, reach)
        end = _CLAUSE_END.search(window)
        return window[: end.start()] if end else window

    def is_whole(self, start: int, end: int) -> bool:
        """Is ``text[start:end]`` the whole message, but for filler and punctuation?"""
        return (
            start <= _REACH
            and len(self.text) - end <= _REACH
            and _FILLER_BEFORE.fullmatch(self.text[:start]) is not None
            and _FILLER_AFTER.fullmatch(self.text[end:]) is not None
        )


_MONEY_WORDS = re.compile(r"[借贷欠还骗付交]|转[了账给过]|[元块笔]|钱")
_LENDING_WORDS = re.compile(r"[借贷息]|利率|分期|还[款多清]|扣款|砍头|年化|费率|[0-9]期|月供|日利|罚|本金")
_FILLER_BEFORE = re.compile(
    r"(?:[\s，。！？、,.!?:：~+…]|嗯+|哦|那就?|就|是|大概|大约|差不多|约|至少|最少|最多|起码|不到|将近|接近|超过|左右|改成|换成|"
    r"不对|应该是|我要|我想要|要|先|来|填|输入|选|共|总共|一共|估计|可能|也就|才|只有|整整|打|将)*"
)
_FILLER_AFTER = re.compile(
    r"(?:[\s，。！？、,.!?~…+]|吧|呢|啊|呀|哦|的|了|嘛|么|呗|吗|整|左右|上下|以上|以下|以内|出头|起|元|块|行不?|可以|就行|"
    r"都行|好了|够了|够不够?|行不行|成(?:吗|不成?)|可不可以|即可|之间|多|钱|这样|样子)*"
)
