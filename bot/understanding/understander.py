"""One question in, one ``Understanding`` out: clean → extract → segment → match."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from bot.understanding.calibration import Calibration
from bot.understanding.cleaning import Cleaned, clean
from bot.understanding.features import Prepared
from bot.understanding.gates import OUT_OF_SCOPE, apply_gates
from bot.understanding.index import Index, bare
from bot.understanding.lexicon import Mention
from bot.understanding.model import Floats
from bot.understanding.understanding import Candidate, Gate, Understanding
from knowledge.models import Traffic

# What comes after these is never asked back about
MAX_CANDIDATES = 12
# Parts of a message that may be questions of their own: how long at least, and how many at most are looked at
MIN_PART = 4
MAX_PARTS = 6
NOT_OFFERED = (OUT_OF_SCOPE, "greeting", "bot_identity")

_BETWEEN = re.compile(r"[？?。！!；;\n，,~～…]+|\s+")


class Understander:
    """Understands questions with one index; holds no state of its own."""

    def __init__(self, index: Index, calibration: Calibration) -> None:
        self.index = index
        self._calibration = calibration
        bonus = {Traffic.OFTEN: calibration.often, Traffic.RARE: calibration.rare}
        topics = index.model.topics
        self._bonus = np.array(
            [bonus.get(index.traffic.get(topic, Traffic.NORMAL), 0.0) for topic in topics], dtype=np.float32
        )
        self._columns = {topic: number for number, topic in enumerate(topics)}

    def understand(self, text: str) -> Understanding:
        """Understand one message. Never raises, whatever the text."""
        found = self._understand(clean(text))
        parts = [part for part in _BETWEEN.split(found.cleaned.text) if len(part) >= MIN_PART]
        if found.other is not None or not 1 < len(parts) <= MAX_PARTS:
            return found
        return replace(found, also=self._also(found, parts))

    def _also(self, found: Understanding, parts: list[str]) -> tuple[str, ...]:
        """What else a message of several questions asks; the whole decides what it asks first."""
        others = (self._understand(clean(part)) for part in parts)
        sure = (
            one.topic
            for one in others
            if one.topic is not None
            and one.topic not in (found.topic, *NOT_OFFERED)
            and one.confidence >= self._calibration.answer_above
        )
        return tuple(dict.fromkeys(sure))

    def _understand(self, cleaned: Cleaned) -> Understanding:
        prepared = self.index.featurizer.prepare(cleaned.text)
        features = self.index.featurizer.features(prepared)
        margins = self.index.model.margins(features)
        candidates = self._candidates(margins, prepared.masked)
        exact = self.index.exact.get(bare(cleaned.text))
        product, products, other = main_product(prepared, self.index.generic)
        candidates, gates = apply_gates(candidates, prepared, other=other, exact=exact)
        lead = candidates[0].margin - candidates[1].margin if len(candidates) > 1 else 1.0
        confidence = self._calibration.probability(candidates[0].margin, lead)
        return Understanding(
            cleaned=cleaned,
            prepared=prepared,
            features=tuple(features),
            candidates=tuple(candidates),
            confidence=_certain(gates, confidence),
            product=product,
            products=products,
            other=other,
            gates=tuple(gates),
            exact=exact,
        )

    def _candidates(self, margins: Floats, masked: str) -> list[Candidate]:
        """The likeliest topics: what the model says, how busy each is, how near its nearest phrasing."""
        total = margins + self._bonus
        best = np.argsort(-total, kind="stable")[:MAX_CANDIDATES]
        if not self._is_settled(total[best[:2]].tolist()):
            for topic, similarity in self.index.nearest.similarities(masked).items():
                total[self._columns[topic]] += self._calibration.likeness * similarity
            best = np.argsort(-total, kind="stable")[:MAX_CANDIDATES]
        topics = map(self.index.model.topics.__getitem__, best.tolist())
        return list(map(Candidate, topics, total[best].tolist()))

    def _is_settled(self, margins: list[float]) -> bool:
        """Whether the best topic would be answered even if a phrasing of the next one were the very question.

        Then the nearest phrasings, which cost a quarter of an answer to find, can change nothing.
        """
        if len(margins) < 2:
            return False
        lead = margins[0] - margins[1] - self._calibration.likeness
        return lead > 0 and self._calibration.probability(margins[0], lead) >= self._calibration.answer_above


def _certain(gates: list[Gate], confidence: float) -> float:
    return 0.99 if any(gate.name in ("exact", "other_product") for gate in gates) else confidence


def main_product(
    prepared: Prepared, generic: Collection[str]
) -> tuple[str | None, tuple[str, ...], str | None]:
    """The held product a question is about, all held ones named, and the product not held it is about.

    A product that is not held decides only where no held one is named beside it: 为什么有花呗没有借呗 is about 借呗.
    Names that are as often a means as a subject (信用卡, 余额宝) never decide by themselves.
    """
    held = list(dict.fromkeys(mention.id for mention in prepared.mentions if mention.held))
    specific = [product for product in held if product not in generic]
    named = specific or held
    product = named[0] if named else None
    other: Mention | None = None
    if not held:
        other = next((m for m in prepared.mentions if not m.held and not m.ambiguous), None)
    return product, tuple(held), other.id if other else None
