"""Finding many known spellings in a text in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")

_END = ""  # no character, so that it never collides with one


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

    >>> trie = Trie([("还款", "repay"), ("还款日", "due day")])
    >>> [(f.start, f.end, f.meaning) for f in trie.find_all("问还款日")]
    [(1, 3, 'repay'), (1, 4, 'due day')]
    >>> [f.meaning for f in trie.find_longest("问还款日")]
    ['due day']
    """

    def __init__(self, entries: Iterable[tuple[str, T]] = ()) -> None:
        self._root: dict[str, Any] = {}
        for spelling, meaning in entries:
            node = self._root
            for character in spelling:
                node = node.setdefault(character, {})
            node.setdefault(_END, []).append(meaning)

    def find_all(self, text: str) -> Iterator[Found[T]]:
        """Every occurrence of every spelling, overlapping ones too, by where they start."""
        for start, character in enumerate(text):
            if character in self._root:
                yield from self._at(text, start)

    def find_longest(self, text: str) -> Iterator[Found[T]]:
        """The longest spelling at each place, left to right, none overlapping another."""
        free = 0
        for start, character in enumerate(text):
            if start >= free and character in self._root:
                here = list(self._at(text, start))
                if here:
                    yield here[-1]
                    free = here[-1].end

    def _at(self, text: str, start: int) -> Iterator[Found[T]]:
        node = self._root.get(text[start])
        end = start + 1
        while node is not None:
            meanings = node.get(_END)
            if meanings is not None and _stands_alone(text, start, end):
                for meaning in meanings:
                    yield Found(start, end, meaning)
            if end == len(text):
                return
            node = node.get(text[end])
            end += 1


def _stands_alone(text: str, start: int, end: int) -> bool:
    return not (
        (start > 0 and _is_ascii_word(text[start]) and _is_ascii_word(text[start - 1]))
        or (end < len(text) and _is_ascii_word(text[end - 1]) and _is_ascii_word(text[end]))
    )


def _is_ascii_word(character: str) -> bool:
    return character.isascii() and character.isalnum()
