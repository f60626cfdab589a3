"""What is to be done with one message, decided before anything is computed or composed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from bot.decision import Decision
from bot.quoting.draft import Draft, StatedRate
from bot.quoting.said import Said


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """Answer a topic, ask back, or decline, as ``decision`` says."""

    decision: Decision
    product: str | None
    other: str | None = None  # a product that is not held and that it is about
    other_topic: str | None = None  # what is asked of that
    aside: Draft | None = None  # what it said of a loan in passing
    also: tuple[str, ...] = ()  # further held products that were named in the same question
    cancels: bool = False  # whether the open quote is called off besides


@dataclass(frozen=True, slots=True)
class QuotePlan:
    """Open or continue a quote."""

    draft: Draft
    said: Said = field(default_factory=Said)
    cancels: bool = False  # whether the quote open before is called off besides


@dataclass(frozen=True, slots=True)
class ComparePlan:
    """Set products side by side: the attributes of ``topics``, or their cost where ``draft`` is a need."""

    products: tuple[str, ...]
    topics: tuple[str, ...] = ()
    draft: Draft | None = None
    rates: tuple[tuple[str, StatedRate], ...] = ()  # the user's own, by product


@dataclass(frozen=True, slots=True)
class ChoicePlan:
    """Take the actions of what was chosen; none where the choice is gone."""

    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CancelPlan:
    """Call the open quote off."""


Plan: TypeAlias = TopicPlan | QuotePlan | ComparePlan | ChoicePlan | CancelPlan
