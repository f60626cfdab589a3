"""The phrasings of a snapshot as questions are matched with them, and keeping them in a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.understanding.arrays import lines_of, mapped_arrays, text_array, write_arrays
from bot.understanding.postings import Postings


class KnownPhrasing(NamedTuple):
    """One phrasing."""

    topic: str
    bare: str  # its normal form
    masked: str  # with one mark for each product, amount, rate and term, and without white space


@dataclass(frozen=True, slots=True)
class Known:
    """All phrasings, in the order of the knowledge; immutable.

    (Columns: as a tuple for each phrasing they take three times the memory.)
    """

    topics: Sequence[str]
    bare: Sequence[str]
    masked: Sequence[str]

    @classmethod
    def of(cls, phrasings: Sequence[KnownPhrasing]) -> Known:
        """Those of ``phrasings``."""
        return cls(
            topics=[one.topic for one in phrasings],
            bare=[one.bare for one in phrasings],
            masked=[one.masked for one in phrasings],
        )

    def __len__(self) -> int:
        """How many they are."""
        return len(self.topics)

    def __iter__(self) -> Iterator[KnownPhrasing]:
        """Each of them."""
        return map(KnownPhrasing, self.topics, self.bare, self.masked)

    def save(self, path: Path, phrasings: Sequence[str], postings: Postings) -> None:
        """Write what is not in the knowledge: where a form differs from the phrasing, and the postings.

        ``phrasings`` are those of the knowledge as they are written there.
        """
        write_arrays(
            path,
            *_differences(phrasings, self.bare),
            *_differences(self.bare, self.masked),
            postings.pairs,
            postings.starts,
            postings.numbers,
        )

    @classmethod
    def read(cls, path: Path, topics: Sequence[str], phrasings: Sequence[str]) -> tuple[Known, Postings]:
        """Read what ``save`` wrote; raises ``OSError`` or ``ValueError`` for anything else.

        Most phrasings are matched as they are written, and are then the same strings as in ``phrasings``.
        """
        bare_at, bare_texts, masked_at, masked_texts, *postings = mapped_arrays(path)
        bare = _changed(phrasings, bare_at, bare_texts)
        masked = _changed(bare, masked_at, masked_texts)
        return cls(topics, bare, masked), Postings(*postings)


def _differences(
    before: Sequence[str], after: Sequence[str]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
    """Where two columns differ, and what the second has there."""
    rows = [row for row, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    return np.array(rows, dtype=np.uint32), text_array(after[row] for row in rows)


def _changed(column: Sequence[str], rows: npt.NDArray[np.uint32], texts: npt.NDArray[np.uint8]) -> list[str]:
    """A column with other texts in some rows."""
    changed = list(column)
    for row, text in zip(rows.tolist(), lines_of(texts), strict=True):
        changed[row] = text
    return changed
