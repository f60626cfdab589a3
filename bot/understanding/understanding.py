"""What was understood of one question: the value that every later step reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.understanding.cleaning import Cleaned
from bot.understanding.features import Prepared


class Candidate(NamedTuple):
    """A topic that the question may mean, with the margin of the model."""

    topic: str
    margin: float


@dataclass(frozen=True, slots=True)
class Gate:
    """A rule that spoke before or beside the model, for ``explain``."""

    name: str
    effect: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """One question understood, before anybody decides what to do with it."""

    cleaned: Cleaned
    prepared: Prepared
    features: tuple[str, ...]
    candidates: tuple[Candidate, ...]  # best first
    confidence: float  # that the best candidate is right, calibrated, 0 to 1
    product: str | None  # the main product that is held, as named in this question
    products: tuple[str, ...]  # every held product named, in order
    other: str | None  # a product that is not held and that the question is about
    gates: tuple[Gate, ...] = ()
    also: tuple[str, ...] = ()  # other topics that parts of the message ask about by themselves
    exact: str | None = None  # the phrasing that the question is, word for word

    @property
    def topic(self) -> str | None:
        """The best candidate."""
        return self.candidates[0].topic if self.candidates else None
