"""Product names written with other characters of the same sound: 微立代, 度晓曼."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable


class SoundAlikes:
    """Finds names by their sound and puts them right; immutable.

    What sounds like a name is taken for it where at least one character is the name's own and no word of the
    sentence runs into it: 位里贷 in 单位里贷款 is none, since 单位 is a word. Two characters of a sound stand side by
    side by chance (界碑 sounds like 借呗), so names are of three or more.

    >>> words = {"威力贷": ["威力", "贷"], "在单位里贷款": ["在", "单位", "里", "贷款"]}
    >>> alike = SoundAlikes(["微粒贷"], ["微威维位", "粒力里", "贷代带"], words.__getitem__)
    >>> alike.corrected("威力贷"), alike.corrected("在单位里贷款")
    ('微粒贷', '在单位里贷款')
    """

    def __init__(self, names: Iterable[str], sounds: Iterable[str], cut: Callable[[str], list[str]]) -> None:
        """Start with the names, the characters that sound alike, and what cuts a text into words."""
        self._sound = str.maketrans({character: group[0] for group in sounds for character in group})
        self._names: dict[str, str] = {}
        for name in names:
            self._names.setdefault(self._spoken(name), name)
        longest_first = sorted(self._names, key=len, reverse=True)
        self._any = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
        self._cut = cut

    def corrected(self, text: str) -> str:
        """``text`` with every name that is written by its sound put right."""
        spoken = self._spoken(text)
        found = [
            (one.start(), self._names[one.group()])
            for one in self._any.finditer(spoken)
            if _is_written(self._names[one.group()], text, one.start())
        ]
        if not found:
            return text
        starts = self._starts(text)
        for start, name in found:
            if start in starts:
                text = text[:start] + name + text[start + len(name) :]
        return text

    def _spoken(self, text: str) -> str:
        return text.translate(self._sound)

    def _starts(self, text: str) -> set[int]:
        """Where the words of ``text`` begin."""
        starts, place = set(), 0
        for word in self._cut(text):
            place = text.index(word, place)
            starts.add(place)
            place += len(word)
        return starts


def _is_written(name: str, text: str, start: int) -> bool:
    """Whether the text at ``start`` is another way to write ``name``, with a character of its own."""
    here = text[start : start + len(name)]
    return here != name and any(one == own for one, own in zip(here, name, strict=True))
