"""One message with everything that is asked of it more than once."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from bot.conversation import Conversation
from bot.decision import Decision
from bot.dialogue.moves import Moves
from bot.quoting.converting import names_other_unit
from bot.quoting.draft import TOLD, Draft
from bot.quoting.reading import read_said
from bot.quoting.said import Said
from bot.quoting.wishes import orders_calculation
from bot.replies.model import ReplyKind
from bot.understanding.gates import OUT_OF_SCOPE
from bot.understanding.understanding import Understanding

QUOTE = "cost_quote"
RATE = "interest_rate"
COMPARISON = "product_comparison"
# Questions that become a calculation as soon as they come with numbers to compute
FIGURES = frozenset({QUOTE, RATE})
SURE = 0.6  # how sure it has to be that a message is not about borrowing, for its numbers to be no loan

_ASKING = re.compile(
    r"[吗么嘛?？]|多少|什么|啥|怎么|咋|哪|几[期个时号点天]|能不能|会不会|可不可以|是不是|要不要|有没有|为何"
)
_INTEREST = re.compile(r"利率|利息|日息|月息|年息|年化|[日月年]利|息")
_CONVERTING = re.compile(r"换成|折成|折合|换算|换到|等于|相当于|合(?:到|成)?年|是年化")
_BARE_NUMBER = re.compile(r"[\d.,\s]+")


class Turn:
    """A message, how it was understood, and the conversation before it."""

    def __init__(self, found: Understanding, decision: Decision, before: Conversation) -> None:
        self.found = found
        self.before = before
        self.text = found.prepared.text
        self.moves = Moves(found.prepared)
        self.said: Said = read_said(self.text, found.prepared.expressions, before.draft, before.asked_slot)
        self.decision = decision
        if decision.topic == QUOTE and (self.converts_rate or self._asks_for_rate()):
            self.decision = replace(
                decision, topic=RATE, because=f"{decision.because}；没说借多少，问的是利率"
            )

    @cached_property
    def converts_rate(self) -> bool:
        """Whether it asks what a rate comes to by another unit, whatever loan was talked about: 万五换成年化多少."""
        found, stated = self.found.prepared.expressions, self.said.draft.rate
        if stated is None or found.amounts or found.terms or len(found.rates) != 1:
            return False
        return _CONVERTING.search(self.text) is not None and names_other_unit(self.text, stated)

    def _asks_for_rate(self) -> bool:
        """Whether no loan is told of which the interest could be worked out: 微粒贷一天利息多少."""
        found = self.found.prepared.expressions
        is_open = self.before.draft is not None or self.before.aside is not None
        if is_open or found.amounts or found.rates or found.methods or orders_calculation(self.text):
            return False
        return all(term.value == 1 for term in found.terms) and _INTEREST.search(self.text) is not None

    @cached_property
    def has_answer(self) -> bool:
        """Whether the topic is sure enough to be acted on."""
        if self.decision.kind is ReplyKind.FALLBACK:
            return self.found.topic == OUT_OF_SCOPE and self.found.confidence >= SURE
        return self.decision.kind is ReplyKind.ANSWER

    @property
    def asks_elsewhere(self) -> bool:
        """Whether the message surely asks something that is no calculation."""
        return self.has_answer and self.decision.topic not in FIGURES

    @property
    def is_out_of_scope(self) -> bool:
        """Whether the message by itself means nothing that is known."""
        return self.decision.topic == OUT_OF_SCOPE

    @cached_property
    def is_question(self) -> bool:
        """Whether it has a word that asks."""
        return _ASKING.search(self.text) is not None

    @property
    def has_new_slots(self) -> bool:
        """Whether it says a value of the loan."""
        return not self.said.draft.is_empty or self.said.interest is not None

    @property
    def has_amount(self) -> bool:
        """Whether it says how much is borrowed or received."""
        return self.said.draft.principal is not None or self.said.draft.net is not None

    @property
    def is_bare_number(self) -> bool:
        """Whether it is a number without any unit."""
        return _BARE_NUMBER.fullmatch(self.text) is not None

    @property
    def at_quote(self) -> bool:
        """Whether the last thing said was a quote or a question about one."""
        return self.before.focus == "quote"

    @property
    def current_product(self) -> str | None:
        """The product that is being talked about."""
        draft = self.before.draft
        if self.at_quote and draft is not None and draft.product is not None:
            return draft.product
        return self.before.product

    @cached_property
    def need(self) -> Draft | None:
        """The loan that is to be compared: what is open with what is said now; none without amount and term."""
        draft = self.before.draft or Draft()
        if self.has_amount:
            # What was told of another amount says nothing of this one
            draft = Draft() if self.said.draft.tells_cost else draft.without(*TOLD)
        draft = self.said.applied_to(draft)
        return draft if draft.principal is not None and draft.has_term else None
