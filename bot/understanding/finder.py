"""Finding many known spellings in a text in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """A spelling found at ``start:end`` of the text, with what it stands for.

    (A tuple: dozens are made for every question, and a frozen dataclass takes three times as long to make.)
    """

    start: int
    end: int
    meaning: T


class Finder(Generic[T]):
    """Spellings and their meanings; one spelling may have several meanings.

    A spelling that begins or ends in an ASCII letter or digit is found only where no other one touches it:
    ``wld`` is not found in ``wlds``.

    The search is an Aho–Corasick automaton's. Source: Aho and Corasick, Efficient String Matching, Communications of
    the ACM 18 (1975).

    >>> finder = Finder([("还款", "repay"), ("还款日", "due day")])
    >>> [(f.start, f.end, f.meaning) for f in finder.find_all("问还款日")]
    [(1, 3, 'repay'), (1, 4, 'due day')]
    >>> [f.meaning for f in finder.find_longest("问还款日")]
    ['due day']
    """

    def __init__(self, entries: Iterable[tuple[str, T]] = ()) -> None:
        meanings: dict[str, list[T]] = {}
        for spelling, meaning in entries:
            if spelling:
                meanings.setdefault(spelling, []).append(meaning)
        self._automaton = AhoCorasick(meanings, store_patterns=False)
        self._meanings = list(meanings.values())

    def find_all(self, text: str) -> list[Found[T]]:
        """Every occurrence of every spelling, overlapping ones too, by where they start, shorter ones first."""
        return [
            Found(start, end, meaning)
            for start, end, number in self._places(text)
            for meaning in self._meanings[number]
        ]

    def find_longest(self, text: str) -> list[Found[T]]:
        """The longest spelling at each place, left to right, none overlapping another."""
        longest = {start: (end, number) for start, end, number in self._places(text)}
        found = []
        free = 0
        for start, (end, number) in longest.items():
            if start >= free:
                found.append(Found(start, end, self._meanings[number][-1]))
                free = end
        return found

    def _places(self, text: str) -> list[tuple[int, int, int]]:
        """Where each spelling stands: start, end and number, sorted."""
        return sorted(
            (start, end, number)
            for number, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True)
            if _stands_alone(text, start, end)
        )


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (
        (start > 0 and _is_ascii_word(text[start]) and _is_ascii_word(text[start - 1]))
        or (end < len(text) and _is_ascii_word(text[end - 1]) and _is_ascii_word(text[end]))
    )


def _is_ascii_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
