"""From a message and the conversation before it to what is to be done."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import Conversation
from bot.decision import Decision
from bot.dialogue.choosing import chosen
from bot.dialogue.comparisons import comparison
from bot.dialogue.plans import CancelPlan, Plan, QuotePlan, TopicPlan
from bot.dialogue.quotes import QuoteReader, is_of_another
from bot.dialogue.turn import QUOTE, Turn
from bot.quoting.draft import Draft
from bot.replies.model import ReplyKind
from bot.understanding.gates import OUT_OF_SCOPE
from bot.understanding.understanding import Understanding
from knowledge import Knowledge

# Small talk and what is not about borrowing is about no product
_WITHOUT_PRODUCT = frozenset({"greeting", "bot_identity", OUT_OF_SCOPE})
_MOST_BESIDE_CANCELLING = 4  # characters beside 算了 that still ask nothing (太贵了)


class Planner:
    """Decides what a message means in its conversation. Holds no state."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._quotes = QuoteReader(knowledge)

    def plan(self, found: Understanding, decision: Decision, before: Conversation) -> Plan:
        """What to do with a typed message that was understood as ``found``."""
        turn = Turn(found, decision, before)
        return chosen(turn.text, turn.moves, turn.said, before) or self._cancelled(turn) or self._asked(turn)

    def _asked(self, turn: Turn) -> Plan:
        return comparison(turn, self._knowledge) or self._quotes.plan(turn) or self._topic(turn)

    def _cancelled(self, turn: Turn) -> Plan | None:
        """算了 calls the quote off; what else the message asks is then answered by what is left."""
        before, moves = turn.before, turn.moves
        if (before.draft is None and not before.choices) or not moves.cancels:
            return None
        if moves.is_ellipsis and turn.said:
            return None  # 算了 还是2万吧 goes on with the quote
        says_more = len(moves.after_cancel) > _MOST_BESIDE_CANCELLING or turn.found.product is not None
        if not (turn.has_answer and says_more) or (turn.decision.topic == QUOTE and not turn.said):
            return CancelPlan()
        plan = self._asked(Turn(turn.found, turn.decision, before.without_quote()))
        return replace(plan, cancels=True) if isinstance(plan, TopicPlan | QuotePlan) else plan

    def _topic(self, turn: Turn) -> TopicPlan:
        found, before, decision = turn.found, turn.before, turn.decision
        aside = turn.said.applied_to(Draft()) if not turn.said.draft.is_empty else None
        other = found.other or _declined(turn)
        if other is not None:
            return TopicPlan(
                decision,
                before.product,
                other=other,
                other_topic=self._topic_of_other(turn),
                aside=aside,
            )
        topic = self._topic_of_ellipsis(turn)
        if topic is not None:
            name = self._knowledge.topics[topic].name
            decision = Decision(ReplyKind.ANSWER, topic, (), f"接着上文说“{name}”")
        product = found.product
        if product is None and decision.topic not in _WITHOUT_PRODUCT:
            only = before.excursion if before.product is None else None
            if only is not None:
                # Nothing but a product that is not held was talked about: nothing else's facts are given for it
                because = f"上文问的是没有资料的产品：{only.product}"
                decision = Decision(ReplyKind.FALLBACK, OUT_OF_SCOPE, (), because)
                return TopicPlan(decision, None, other=only.product, other_topic=found.topic)
            current = None if is_of_another(turn) else turn.current_product
            product = current or self._usual_product(decision)
        also = tuple(one for one in found.products if one != product)
        return TopicPlan(decision, product, aside=aside, also=also)

    def _usual_product(self, decision: Decision) -> str | None:
        """What an answer is about where nobody named a product: 到手变少怎么回事 is about platforms."""
        topic = self._knowledge.topics.get(decision.topic or "")
        return topic.about if topic is not None and decision.kind is ReplyKind.ANSWER else None

    def _topic_of_ellipsis(self, turn: Turn) -> str | None:
        """The topic of 那金条呢 and of 还是刚才那个: the one before."""
        before, moves = turn.before, turn.moves
        if before.topic is None and before.excursion is None:
            return None
        if turn.found.product is None and not moves.returns:
            return None
        is_echo = turn.found.product not in (None, before.product) and moves.echoes
        if not (moves.names_only or is_echo) or (turn.found.exact is not None and turn.found.product is None):
            return None
        if before.excursion is not None and not moves.returns and before.excursion.topic is not None:
            return before.excursion.topic
        return before.topic if before.topic in self._knowledge.topics else None

    def _topic_of_other(self, turn: Turn) -> str | None:
        """What is asked of a product that is not held: 花呗呢 asks what was asked before."""
        if turn.moves.names_only:
            return turn.before.topic
        topics = [one.topic for one in turn.found.candidates if one.topic != OUT_OF_SCOPE]
        return topics[0] if topics else None


def _declined(turn: Turn) -> str | None:
    """A product not held whose name alone decides nothing (信用卡), in a question that is about nothing held."""
    if turn.decision.kind is not ReplyKind.FALLBACK or turn.found.topic != OUT_OF_SCOPE:
        return None
    mentions = turn.found.prepared.mentions
    return None if any(one.held for one in mentions) else next((one.id for one in mentions), None)
