"""Reading a message in the light of what was talked about: the topic at hand and its neighbours are likelier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation import Conversation
from bot.understanding.calibration import Calibration
from bot.understanding.understanding import Candidate, Gate, Understanding
from knowledge import Topic

# In units of the model's margin: less than what separates two clear topics, more than what separates vague ones.
# Measured on labelled questions asked after their own topic, a neighbour's or any other: a little more of each
# gains nothing where the subject stays, and loses where it changes.
SAME_TOPIC = 0.5
NEXT_TOPIC = 0.4
OFFERED_TOPIC = 0.5

# What a question about one topic is called when it comes after another: 要手续费吗 after 能提前还吗
_CONTINUES: dict[tuple[str, str], str] = {
    ("early_repayment", "fees"): "early_repayment",
    ("overdue", "fees"): "overdue",
    ("cost_quote", "interest_rate"): "interest_rate",
}


def in_context(
    found: Understanding, conversation: Conversation, topics: Mapping[str, Topic], calibration: Calibration
) -> Understanding:
    """``found`` with its candidates weighed by the topic before; unchanged where nothing was said before."""
    before = conversation.topic
    if (before is None and not conversation.is_clarifying) or found.other is not None:
        return found
    bonus = _bonus(conversation, topics)
    candidates = sorted(
        (Candidate(one.topic, one.margin + bonus.get(one.topic, 0.0)) for one in found.candidates),
        key=lambda one: -one.margin,
    )
    best = candidates[0].topic
    following = _CONTINUES.get((before, best)) if before is not None and found.product is None else None
    if following is not None and following != best:
        candidates = [
            Candidate(following, candidates[0].margin),
            *(c for c in candidates if c.topic != following),
        ]
    if candidates[0].topic == found.topic:
        # The context says nothing against the reading, so it takes no confidence from it either
        confidence = max(found.confidence, _probability(candidates, calibration))
    else:
        confidence = _probability(candidates, calibration)
    gates = found.gates
    if candidates[0].topic != found.topic:
        gates = (*gates, Gate("context", f"上文在说 {before}，所以更像 {candidates[0].topic}"))
    return replace(found, candidates=tuple(candidates), confidence=confidence, gates=gates)


def _bonus(conversation: Conversation, topics: Mapping[str, Topic]) -> dict[str, float]:
    bonus: dict[str, float] = {}
    before = conversation.topic
    if before is not None and before in topics:
        bonus |= dict.fromkeys(topics[before].related, NEXT_TOPIC)
        bonus[before] = SAME_TOPIC
    if conversation.is_clarifying:
        offered = (choice.action.split(" ") for choice in conversation.choices)
        bonus |= {words[1]: OFFERED_TOPIC for words in offered if words[0] == "ask" and len(words) > 1}
    return bonus


def _probability(candidates: list[Candidate], calibration: Calibration) -> float:
    lead = candidates[0].margin - candidates[1].margin if len(candidates) > 1 else 1.0
    return calibration.probability(candidates[0].margin, lead)
