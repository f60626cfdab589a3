"""Finding many known spellings in a text in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Found(NamedTuple, Generic[T]):
    """A spelling found at ``start:end`` of the text, with what it stands for.

    (A tuple: dozens are made for every question, and a frozen dataclass takes three times as long to make.)
    """

    start: int
    end: int
    meaning: T


class Trie(Generic[T]):
    """Spellings and their meanings; one spelling may have several meanings.

    A spelling that begins or ends in an ASCII letter or digit is found only where no other one touches it:
    ``wld`` is not found in ``wlds``.

    It is a burst trie: below two characters so few spellings are left that they are tried one by one, shorter ones
    first. Source: Heinz, Zobel and Williams, Burst Tries, ACM Transactions on Information Systems 20 (2002).

    >>> trie = Trie([("还款", "repay"), ("还款日", "due day")])
    >>> [(f.start, f.end, f.meaning) for f in trie.find_all("问还款日")]
    [(1, 3, 'repay'), (1, 4, 'due day')]
    >>> [f.meaning for f in trie.find_longest("问还款日")]
    ['due day']
    """

    def __init__(self, entries: Iterable[tuple[str, T]] = ()) -> None:
        below: defaultdict[str, list[tuple[str, T]]] = defaultdict(list)
        for spelling, meaning in entries:
            below[spelling[:2]].append((spelling, meaning))
        # A spelling of one character is below each pair that begins with it too
        self._below = {
            beginning: tuple(
                sorted(
                    [*below.get(beginning[:1], ()), *found] if len(beginning) == 2 else found,
                    key=lambda entry: len(entry[0]),
                )
            )
            for beginning, found in below.items()
        }

    def find_all(self, text: str) -> Iterator[Found[T]]:
        """Every occurrence of every spelling, overlapping ones too, by where they start."""
        below = self._below.get
        for start, character in enumerate(text):
            for spelling, meaning in below(text[start : start + 2]) or below(character) or ():
                if text.startswith(spelling, start):
                    end = start + len(spelling)
                    if _stands_alone(text, start, end):
                        yield Found(start, end, meaning)

    def find_longest(self, text: str) -> Iterator[Found[T]]:
        """The longest spelling at each place, left to right, none overlapping another."""
        below = self._below.get
        free = 0
        for start, character in enumerate(text):
            if start < free:
                continue
            for spelling, meaning in reversed(below(text[start : start + 2]) or below(character) or ()):
                end = start + len(spelling)
                if text.startswith(spelling, start) and _stands_alone(text, start, end):
                    yield Found(start, end, meaning)
                    free = end
                    break


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (
        (start > 0 and _is_ascii_word(text[start]) and _is_ascii_word(text[start - 1]))
        or (end < len(text) and _is_ascii_word(text[end - 1]) and _is_ascii_word(text[end]))
    )


def _is_ascii_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
