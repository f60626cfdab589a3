"""The phrasings nearest to a question, found through their rarest pairs of characters.

Only a bounded number of phrasings is ever compared, so that a question costs the same however many there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.understanding.postings import Postings

# How many phrasings a question is compared with at most
MAX_COMPARED = 40


@dataclass(frozen=True, slots=True)
class Near:
    """A phrasing near to a question."""

    phrasing: str
    topic: str
    similarity: float  # 0 to 1


class PhrasingIndex:
    """All phrasings, masked as questions are."""

    def __init__(self, texts: Sequence[str], topics: Sequence[str], postings: Postings | None = None) -> None:
        """Start with the phrasings, masked and ``compact``, and the topic of each; ``postings`` may be known."""
        self._texts = texts
        self._topics = topics
        self.postings = postings or Postings.of(texts)

    def with_more(self, texts: Sequence[str], topics: Sequence[str]) -> PhrasingIndex:
        """An index of these phrasings too; this one stays as it is.

        >>> index = PhrasingIndex(["能提前还吗"], ["early"]).with_more(["逾期了咋办"], ["overdue"])
        >>> [near.topic for near in index.nearest("逾期了")]
        ['overdue']
        """
        postings = self.postings.with_more(texts, len(self._texts))
        return PhrasingIndex([*self._texts, *texts], [*self._topics, *topics], postings)

    def nearest(self, masked: str) -> list[Near]:
        """The phrasings compared, the nearest first.

        >>> index = PhrasingIndex(["能提前还吗", "逾期了咋办"], ["early", "overdue"])
        >>> [near.topic for near in index.nearest("可以提前还么")]
        ['early']
        """
        numbers, similarities = self._compared(compact(masked))
        found = [
            Near(self._texts[number], self._topics[number], similarity)
            for number, similarity in zip(numbers, similarities, strict=True)
        ]
        return sorted(found, key=lambda near: -near.similarity)

    def similarities(self, masked: str) -> Mapping[str, float]:
        """For each topic that has a phrasing near: how near, 0 to 1."""
        best: dict[str, float] = {}
        numbers, similarities = self._compared(compact(masked))
        for topic, similarity in zip(map(self._topics.__getitem__, numbers), similarities, strict=True):
            if similarity > best.get(topic, 0.0):
                best[topic] = similarity
        return best

    def _compared(self, text: str) -> tuple[list[int], list[float]]:
        """The numbers of the phrasings compared, and how near each is."""
        numbers = self._candidates(text)
        if not numbers:
            return [], []
        choices = list(map(self._texts.__getitem__, numbers))
        row = process.cdist([text], choices, scorer=fuzz.ratio)[0]
        return numbers, (row / 100).tolist()

    def _candidates(self, text: str) -> list[int]:
        numbers: dict[int, None] = {}
        for posting in self.postings.rarest_first(pairs(text)):
            # As many more as fill it up even where all found so far are among them
            numbers.update(dict.fromkeys(posting[: MAX_COMPARED + len(numbers)].tolist()))
            if len(numbers) >= MAX_COMPARED:
                break
        return list(numbers)[:MAX_COMPARED]


def compact(text: str) -> str:
    """``text`` without white space."""
    words = text.split()
    return text if words == [text] else "".join(words)


def pairs(text: str) -> list[str]:
    """The distinct pairs of neighbouring characters, in order; a single character is a pair with the end.

    >>> pairs("还款还款")
    ['还款', '款还']
    """
    if len(text) == 1:
        return [text]
    return list(dict.fromkeys(text[index : index + 2] for index in range(len(text) - 1)))
