"""The words of one knowledge snapshot, ready for finding: products, other products, concepts, misspellings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.understanding.finder import Finder, Found
from knowledge.base import Knowledge


@dataclass(frozen=True, slots=True)
class Mention:
    """A product named in the text. ``held`` products have facts; others are declined by name."""

    start: int
    end: int
    id: str  # product id, or the name of a product that is not held
    held: bool
    ambiguous: bool = False  # named as a means or a purpose as often as a subject (信用卡, 余额宝)


class Concept(NamedTuple):
    """A concept of ``words.yaml`` found in the text."""

    start: int
    end: int
    name: str


class Lexicon:
    """Everything that can be found in a text by its spelling. Built whole from a snapshot, then never changed."""

    def __init__(self, knowledge: Knowledge) -> None:
        words = knowledge.words
        self._typos: Finder[str] = Finder(
            (wrong.lower(), right) for right, wrongs in words.typos.items() for wrong in wrongs
        )
        products = [
            (name.lower(), Mention(0, 0, product, held=True)) for name, product in knowledge.product_names()
        ]
        others = [
            (name.lower(), Mention(0, 0, other, held=False, ambiguous=entry.ambiguous))
            for other, entry in words.others.items()
            for name in (other, *entry.aliases, *entry.made)
        ]
        # What only looks like a name: the part of a sentence that is found first and stands for nothing
        lookalikes = [
            (text.lower(), None) for product in knowledge.products.values() for text in product.lookalikes
        ]
        self._mentions: Finder[Mention | None] = Finder([*products, *others, *lookalikes])
        self._concepts: Finder[str] = Finder(
            (spelling.lower(), concept)
            for concept, spellings in words.concepts.items()
            for spelling in dict.fromkeys((concept, *spellings))
        )
        self._fillers: Finder[None] = Finder((filler.lower(), None) for filler in words.fillers)
        self._vocabulary = tuple(self._spellings(knowledge))
        self.spoken = tuple(words.spoken)
        self.sounds = tuple(words.sounds)

    @property
    def vocabulary(self) -> tuple[str, ...]:
        """Every spelling that the segmenter has to keep whole."""
        return self._vocabulary

    def correct(self, text: str) -> str:
        """``text`` with the common misspellings of ``words.yaml`` put right."""
        return _replaced(text, self._typos.find_longest(text))

    def mentions(self, text: str) -> list[Mention]:
        """The products named in ``text``, left to right, none overlapping."""
        return [
            replace(found.meaning, start=found.start, end=found.end)
            for found in self._mentions.find_longest(text)
            if found.meaning is not None
        ]

    def concepts(self, text: str) -> list[Concept]:
        """The concepts in ``text``; a spelling within a longer one of the same concept counts once."""
        found = [Concept(one.start, one.end, one.meaning) for one in self._concepts.find_all(text)]
        longest: dict[tuple[str, int], Concept] = {}
        for one in found:
            longest[one.name, one.start] = one  # later ones at the same start are longer
        ends: dict[str, int] = {}
        kept = []
        for one in longest.values():
            if one.end > ends.get(one.name, 0):
                ends[one.name] = one.end
                kept.append(one)
        return kept

    def without_fillers(self, text: str) -> str:
        """``text`` without words that mean nothing; a text of hardly anything else is left as it is."""
        finds = self._fillers.find_longest(text)
        if not finds:
            return text
        kept = []
        last = 0
        for found in finds:
            kept.append(text[last : found.start])
            last = found.end
        kept.append(text[last:])
        rest = "".join(kept).strip()
        return rest if sum(character.isalnum() or is_mask(character) for character in rest) > 1 else text

    def _spellings(self, knowledge: Knowledge) -> Iterator[str]:
        words = knowledge.words
        for name, _ in knowledge.product_names():
            yield name.lower()
        for other, entry in words.others.items():
            yield other.lower()
            yield from (alias.lower() for alias in entry.aliases)
        # Concept spellings are not kept whole: 没有额度 has to stay the words 没有 and 额度
        yield from (term.lower() for term in words.terms)
        yield from words.typos


def is_mask(character: str) -> bool:
    """Whether ``character`` is one of the private-use characters that stand for something masked."""
    return "\ue000" <= character <= "\uf8ff"


def _replaced(text: str, finds: Iterable[Found[str]]) -> str:
    parts = []
    last = 0
    for found in finds:
        parts.append(text[last : found.start])
        parts.append(found.meaning)
        last = found.end
    return "".join([*parts, text[last:]]) if parts else text
