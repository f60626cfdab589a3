"""The number of each feature of a model, found by its hash.

A dictionary of tens of thousands of short strings takes 9 MB. Their hashes side by side take a tenth of it, and one
search finds all features of a question at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.understanding.arrays import lines_of, text_array


class Vocabulary:
    """Distinct features, numbered in order; immutable.

    >>> vocabulary = Vocabulary.of(["w:提前", "w:逾期"])
    >>> vocabulary.numbers(["w:逾期", "w:火星"]).tolist(), vocabulary.names()
    ([1, -1], ['w:提前', 'w:逾期'])
    """

    def __init__(self, text: npt.NDArray[np.uint8]) -> None:
        """Start with what ``text`` holds of another."""
        self.text = text

    @classmethod
    def of(cls, features: Sequence[str]) -> Vocabulary:
        """The vocabulary of ``features``, none of which goes over a line."""
        return cls(text_array(features))

    def names(self) -> list[str]:
        """Every feature in the order of the numbers. They are put together for this and not held."""
        return list(lines_of(self.text))

    def numbers(self, features: Sequence[str]) -> npt.NDArray[np.intp]:
        """The number of each feature, -1 for one that is not in it."""
        sorted_hashes, order = self._hashes
        wanted = np.array(list(map(hash, features)), dtype=np.int64)
        places = sorted_hashes.searchsorted(wanted)
        return np.where(
            sorted_hashes.take(places, mode="clip") == wanted, order.take(places, mode="clip"), -1
        )

    @cached_property
    def _hashes(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.intp]]:
        """The hashes in ascending order, and the numbers of their features.

        Python hashes strings with SipHash and a key of the process. That two of 100,000 features share all of its 64
        bits happens in one process of three billion, and that a new one has the hash of another is as rare.
        """
        hashes = np.fromiter(map(hash, lines_of(self.text)), dtype=np.int64)
        order = np.argsort(hashes)
        return hashes[order], order
