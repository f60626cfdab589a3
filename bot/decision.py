"""From what was understood to what is done: answer, ask back, or decline."""

from __future__ import annotations

from dataclasses import dataclass

from bot.replies.model import ReplyKind
from bot.understanding.calibration import Calibration
from bot.understanding.gates import OUT_OF_SCOPE
from bot.understanding.understanding import Understanding

MAX_SUGGESTIONS = 3


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one question, and why in a few words for ``explain``."""

    kind: ReplyKind
    topic: str | None
    suggestions: tuple[str, ...]
    because: str


def decide(understanding: Understanding, calibration: Calibration) -> Decision:
    """A wrong answer about a loan costs its reader money: sure → answer, half sure → ask, else decline."""
    topic, confidence = understanding.topic, understanding.confidence
    first = understanding.candidates[: MAX_SUGGESTIONS + 1]  # one of them may be out of scope
    nearest = tuple(one.topic for one in first if one.topic != OUT_OF_SCOPE)[:MAX_SUGGESTIONS]
    if understanding.other is not None:
        return Decision(ReplyKind.FALLBACK, OUT_OF_SCOPE, (), f"问的是没有资料的产品：{understanding.other}")
    if topic == OUT_OF_SCOPE and confidence >= calibration.clarify_above:
        return Decision(ReplyKind.FALLBACK, OUT_OF_SCOPE, nearest, "与借款无关，或看不出意思")
    if confidence >= calibration.answer_above:
        return Decision(ReplyKind.ANSWER, topic, nearest[1:], f"把握 {confidence:.2f}，够回答")
    if confidence >= calibration.clarify_above:
        return Decision(ReplyKind.CLARIFY, None, nearest, f"把握 {confidence:.2f}，先问清楚")
    return Decision(ReplyKind.FALLBACK, OUT_OF_SCOPE, nearest, f"把握只有 {confidence:.2f}，不回答")
