"""Answers without a channel, for the knowledge's own test questions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.decision import decide
from bot.evaluation.questions import OTHER
from bot.replies.model import ReplyKind
from bot.settings import read_settings
from bot.understanding.calibration import Calibration
from bot.understanding.index import Index
from bot.understanding.understander import Understander
from knowledge import load


def answers(questions: Sequence[str], folder: Path | None = None) -> list[tuple[str | None, str | None]]:
    """Topic and product of each question as it would be answered; no topic where it is asked back.

    A question that is asked back counts as its topic if that is the likeliest one: whether the assistant is
    sure enough depends on thresholds that a moderator does not set.
    """
    settings = read_settings()
    knowledge = load(folder or settings.jiewen_knowledge_dir).knowledge
    calibration = Calibration.read()
    understander = Understander(Index.build(knowledge, settings.jiewen_cache_dir), calibration)
    return understood(questions, understander, calibration)


def understood(
    questions: Sequence[str], understander: Understander, calibration: Calibration
) -> list[tuple[str | None, str | None]]:
    """Topic and product of each question by ``understander``, in the sense of ``answers``."""
    found = []
    for question in questions:
        understanding = understander.understand(question)
        decision = decide(understanding, calibration)
        topic = decision.topic if decision.kind is ReplyKind.FALLBACK else understanding.topic
        found.append((topic, OTHER if understanding.other else understanding.product))
    return found
