"""From a cleaned question to the features that decide its topic.

Products, amounts, rates and terms are masked first, so that ``借呗能提前还吗`` and ``微粒贷能提前还吗`` teach the
model the same. What is left is seen three ways: as jieba words, as characters and pairs of
them, and as concepts of ``words.yaml`` with which concept comes before which; beside that, how many products are
named, whose telephone number is meant and what amounts, rates and terms are for. (Pairs of words, three characters in
a row and pinyin were tried: each adds thousands of weights and changes the share of right answers by less than
half a point.)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.understanding.expressions import Expressions, extract
from bot.understanding.lexicon import Concept, Lexicon, Mention
from bot.understanding.segmenter import Segmenter
from bot.understanding.sounds import SoundAlikes

# One private-use character stands for each thing that is masked: no text contains it, no tool splits it
PRODUCT = "\ue000"
OTHER_PRODUCT = "\ue001"
AMOUNT = "\ue002"
RATE = "\ue003"
TERM = "\ue004"
MASK_NAMES = {
    PRODUCT: "〈产品〉",
    OTHER_PRODUCT: "〈其他产品〉",
    AMOUNT: "〈金额〉",
    RATE: "〈利率〉",
    TERM: "〈期限〉",
}

# How many characters are matched to a topic: what a message is about shows in its beginning. Amounts, rates and
# products are found in all of it.
MAX_MATCHED = 600
# Each pair of concepts is a feature; in a text with more of them the first ones say what it is about
MAX_CONCEPTS = 40

_NOISE = re.compile(r"[\s，。？！、；：“”‘’（）()\[\]【】《》,.?!;:'\"…~～·\-—_+=|/\\<>#^&*]+")
_DIGITS = re.compile(r"\d+")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?(?:%|倍)?")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question after extraction and masking, with what was found in it."""

    text: str  # corrected, lower case
    masked: str
    mentions: tuple[Mention, ...]
    expressions: Expressions
    concepts: tuple[Concept, ...]  # positions are those of ``masked``
    words: tuple[str, ...]

    @property
    def readable(self) -> str:
        """The masked text with the masks spelt out."""
        return "".join(MASK_NAMES.get(character, character) for character in self.masked)


class Featurizer:
    """Turns questions into features with the words of one knowledge snapshot."""

    def __init__(
        self,
        lexicon: Lexicon,
        segmenter: Segmenter,
        numbers: Mapping[str, str],
        telling: Collection[str] = (),
    ) -> None:
        """Start with the words of a snapshot.

        Args:
            numbers: digits that mean something by themselves (a hotline, a legal line), and what.
            telling: products whose name alone says something about the topic; other names are masked.
        """
        self._lexicon = lexicon
        self._segmenter = segmenter
        self._sounds = SoundAlikes(lexicon.spoken, lexicon.sounds, segmenter.cut)
        self._numbers = numbers
        self._telling = frozenset(telling)

    def prepare(self, cleaned: str) -> Prepared:
        """Correct, extract, mask and segment a cleaned text."""
        text = self._corrected(cleaned)
        mentions = tuple(self._lexicon.mentions(text))
        expressions = extract(text)
        masked = self._mask(text, mentions, expressions)[:MAX_MATCHED]
        return Prepared(
            text=text,
            masked=masked,
            mentions=mentions,
            expressions=expressions,
            concepts=tuple(self._lexicon.concepts(masked)),
            words=tuple(self._segmenter.cut(masked)),
        )

    def masked(self, cleaned: str) -> str:
        """Only the masked text of a cleaned one."""
        text = self._corrected(cleaned)
        return self._mask(text, self._lexicon.mentions(text), extract(text))

    def _corrected(self, cleaned: str) -> str:
        return self._sounds.corrected(self._lexicon.correct(cleaned.lower()))

    def _mask(self, text: str, mentions: Iterable[Mention], expressions: Expressions) -> str:
        return _NOISE.sub(" ", self._lexicon.without_fillers(_masked(text, mentions, expressions))).strip()

    def features(self, prepared: Prepared) -> list[str]:
        """The distinct features of a prepared question, in a fixed order."""
        words, text = prepared.words, prepared.masked
        found: dict[str, None] = {}
        for word in words:
            found["w:" + word] = None
        compact = text.replace(" ", "")
        for index, character in enumerate(compact):
            found["1:" + character] = None
            if index:
                found["2:" + compact[index - 1 : index + 1]] = None
        concepts = prepared.concepts[:MAX_CONCEPTS]
        for index, concept in enumerate(concepts):
            found["k:" + concept.name] = None
            for later in concepts[index + 1 :]:
                if later.start >= concept.end:
                    found["p:" + concept.name + ">" + later.name] = None
        for mention in prepared.mentions:
            if not mention.held or mention.id in self._telling:
                found["o:" + mention.id] = None
                # 信用卡 by itself may be a means; 信用卡逾期 is a subject
                for concept in concepts:
                    found["p:" + mention.id + "+" + concept.name] = None
        amounts = {amount.start for amount in prepared.expressions.amounts}
        for number in _NUMBERS.finditer(prepared.text):
            meaning = self._numbers.get(number[0])
            if meaning and number.start() not in amounts:
                found["n:" + meaning] = None
        # Who names two products mostly compares them
        named = len({mention.id for mention in prepared.mentions if mention.held or not mention.ambiguous})
        found[f"c:{min(named, 2)}"] = None
        for amount in prepared.expressions.amounts:
            found[f"r:amount {amount.role}"] = None
        for term in prepared.expressions.terms:
            found[f"r:term {term.role} {term.unit}"] = None
        for rate in prepared.expressions.rates:
            found[f"r:rate {rate.role}"] = None
        return list(found)


def _masked(text: str, mentions: Iterable[Mention], expressions: Expressions) -> str:
    spans: list[tuple[int, int, str]] = [
        (m.start, m.end, PRODUCT if m.held else OTHER_PRODUCT) for m in mentions if m.held or not m.ambiguous
    ]
    for mask, items in ((AMOUNT, expressions.amounts), (RATE, expressions.rates), (TERM, expressions.terms)):
        spans.extend((item.start, item.end, mask) for item in items)
    parts = []
    last = 0
    for start, end, mask in sorted(spans):
        if start < last:
            continue
        parts.append(text[last:start])
        parts.append(mask)
        last = end
    parts.append(text[last:])
    # Digits that are neither money nor time say nothing by their value
    return _DIGITS.sub("0", "".join(parts))
