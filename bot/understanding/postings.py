"""Which texts hold which pair of characters: an inverted index in three flat arrays.

A pair is the 64-bit number that its two code points make side by side. There are tens of thousands of pairs and ten
times as many places where they occur; as objects of their own they take six times the memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_Codes = npt.NDArray[np.uint64]
_Numbers = npt.NDArray[np.uint32]

# Above the code of any pair: what is looked for is found at a place in any case
_NO_PAIR = np.uint64(2**64 - 1)


@dataclass(frozen=True, eq=False, slots=True)
class Postings:
    """For each pair the numbers of the texts that hold it, in ascending order; immutable.

    >>> postings = Postings.of(["还款", "提前还款"])
    >>> [numbers.tolist() for numbers in postings.rarest_first(["还款", "提前", "火星"])]
    [[1], [0, 1]]
    """

    pairs: _Codes  # distinct, ascending, and ``_NO_PAIR`` at last
    starts: _Numbers  # where the numbers of each of them start, and where the last ones end
    numbers: _Numbers

    @classmethod
    def of(cls, texts: Sequence[str]) -> Postings:
        """The postings of ``texts``, numbered in order."""
        return cls._grouped(*_occurrences(texts))

    def with_more(self, texts: Sequence[str], first: int) -> Postings:
        """These and those of ``texts``, numbered from ``first``, which is higher than every number so far."""
        codes, numbers = _occurrences(texts)
        held = np.repeat(self.pairs, np.diff(self.starts))
        places = np.searchsorted(held, codes, side="right")
        return self._grouped(
            np.insert(held, places, codes), np.insert(self.numbers, places, numbers + np.uint32(first))
        )

    @classmethod
    def _grouped(cls, codes: _Codes, numbers: _Numbers) -> Postings:
        """Postings of occurrences that are sorted by pair."""
        starts = np.flatnonzero(np.diff(codes, prepend=~codes[:1]))
        return cls(
            np.append(codes[starts], _NO_PAIR), np.append(starts, [len(codes)] * 2).astype(np.uint32), numbers
        )

    def rarest_first(self, pairs: Sequence[str]) -> Iterator[_Numbers]:
        """The numbers of each pair that is in any text, beginning with the pair that is in the fewest."""
        codes = np.array(pairs, dtype="U2").view(np.uint64)
        places = self.pairs.searchsorted(codes)
        places = places[self.pairs[places] == codes]
        starts, ends = self.starts[places], self.starts[places + 1]
        order = (ends - starts).argsort(kind="stable")
        for start, end in zip(starts[order].tolist(), ends[order].tolist(), strict=True):
            yield self.numbers[start:end]


def _occurrences(texts: Sequence[str]) -> tuple[_Codes, _Numbers]:
    """Each pair of each text once, with the number of the text, sorted by both."""
    padded = [text.ljust(2, "\0") for text in texts]  # a single character is a pair with nothing
    points = np.array(["".join(padded)]).view(np.uint32)
    lengths = np.fromiter(map(len, padded), dtype=np.intp, count=len(padded))
    begins = np.ones(len(points), dtype=bool)  # but for the last character of each text
    begins[np.cumsum(lengths) - 1] = False
    codes = np.stack([points[:-1], points[1:]], axis=1).view(np.uint64)[begins[:-1], 0]
    numbers = np.repeat(np.arange(len(padded), dtype=np.uint32), lengths - 1)
    order = np.argsort(codes, kind="stable")
    codes, numbers = codes[order], numbers[order]
    again = (codes[1:] == codes[:-1]) & (numbers[1:] == numbers[:-1])
    first = np.concatenate([[True], ~again])[: len(codes)]
    return codes[first], numbers[first]
