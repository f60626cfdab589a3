"""When a message goes on with the open quote, when it opens one, and what of the earlier loan still holds."""

from __future__ import annotations

import re

from bot.dialogue.plans import QuotePlan
from bot.dialogue.turn import FIGURES, QUOTE, Turn
from bot.quoting.draft import TOLD, Draft
from bot.quoting.said import Said
from bot.quoting.terms import MINIMUM_SHARE
from bot.quoting.wishes import Wish, is_about_saving, orders_calculation, wants_figure
from bot.replies.model import ReplyKind
from bot.understanding.gates import OUT_OF_SCOPE
from knowledge import Knowledge

# What a bare statement of a value is mistaken for
_OF_VALUES = frozenset(
    {
        *FIGURES, "loan_term", "repayment_method", "how_to_borrow", "limit_change", "credit_limit",
        "fees", "third_party_risk", "rate_legality", "product_overview", OUT_OF_SCOPE,
    }
)  # fmt: skip
# After these a bare number is how much is to be borrowed
_OF_BORROWING = FIGURES | {"how_to_borrow"}
_MOST_BESIDE_A_VALUE = 4  # characters beside a value in a statement that by itself is about nothing known
# 能不能分24期 每个月少还点, of the loan just quoted
_WHAT_IF = re.compile(
    r"(?:能不能|可不可以|能否|可以|要是|如果|假如|那就?)(?:改成?|换成?|分成?|只?借|只?分|按)"
)
_DIFFERENCE = re.compile(
    r"差(?:多少|几|别)|[多少](?:还|付|给|花)多少|省多少|[贵便][宜]?多少|两[种个次].{0,4}(?:差|哪|比)"
)
_NOT_KNOWN = re.compile(r"不知道|不清楚|不晓得|不懂|忘了|没看到|看不到|查不到|不确定|没想好")
# What can only be wanted of a loan that was worked out
_OF_A_LOAN = frozenset({Wish.EARLY, Wish.SCHEDULE, Wish.FILE})
_OF_QUOTE = re.compile(r"算成|折|换算|总|一共|合计|加起来|真实|实际|每个?[月期]|到底|连本带")


class QuoteReader:
    """Decides about quotes with the products of one snapshot."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._revolving = {
            one for one in knowledge.products if knowledge.fact(one, MINIMUM_SHARE) is not None
        }
        # Products that lend one amount only: a question about them needs none
        self._fixed = {one for one in knowledge.products if knowledge.fact(one, "fixed_limit") is not None}

    def plan(self, turn: Turn) -> QuotePlan | None:
        """The quote that a message opens or continues; ``None`` where it does neither."""
        if turn.found.other is not None or turn.converts_rate:
            return None
        draft = turn.before.draft
        both = difference(turn)
        if both is not None:
            return both
        if draft is not None and self._continues(turn, draft):
            return self._continued(turn, draft)
        return self._opened(turn) if self._opens(turn) else None

    # --- going on with the open quote --------------------------------------------------------------------

    def _continues(self, turn: Turn, draft: Draft) -> bool:
        moves, said = turn.moves, turn.said
        if said.draft.late_days is not None and (turn.at_quote or turn.has_amount):
            return True
        if said and (moves.is_ellipsis or (moves.corrects and not turn.asks_elsewhere)):
            return True
        if moves.returns and (said.wish in _OF_A_LOAN or self._returns_to_quote(turn, draft)):
            return True
        if moves.points and turn.before.aside is not None:
            return moves.only_points or not turn.asks_elsewhere or turn.is_out_of_scope
        if turn.found.product is not None and turn.at_quote and self._names_product(turn):
            return True
        if turn.before.asked_slot is not None and turn.at_quote and _NOT_KNOWN.search(turn.text):
            return turn.found.product is None and not turn.has_new_slots
        if said.wish is not Wish.COST:
            return self._wishes(turn, draft)
        if turn.has_new_slots:
            return self._says_values(turn)
        return turn.at_quote and self._asks_of_quote(turn, draft)

    def _returns_to_quote(self, turn: Turn, draft: Draft) -> bool:
        """接着刚才的算, 还是刚才那笔."""
        is_about_it = turn.found.product in (None, draft.product)
        return "算" in turn.text or (turn.moves.names_only and is_about_it)

    def _names_product(self, turn: Turn) -> bool:
        """那金条呢; and 利率忘了 微粒贷的, where the rate was asked for."""
        is_answer = turn.before.asked_slot == "rate" or orders_calculation(turn.text)
        return turn.moves.names_only or (is_answer and not turn.is_question and not turn.has_new_slots)

    def _wishes(self, turn: Turn, draft: Draft) -> bool:
        """An early end, a schedule, a file, how much or how long: of the open quote."""
        match turn.said.wish:
            case Wish.SCHEDULE | Wish.FILE:
                is_free = not turn.asks_elsewhere or turn.is_out_of_scope
                return (turn.at_quote and turn.before.asked_slot is None) or is_free
            case Wish.EARLY:
                is_figure = bool(turn.said.moment) or (is_about_saving(turn.text) and turn.at_quote)
                has_loan = draft.principal is not None or not turn.said.draft.is_empty
                return (is_figure and has_loan) or (turn.has_new_slots and self._says_values(turn))
            case _:
                return True

    def _says_values(self, turn: Turn) -> bool:
        """A value with other words: 我看我页面是0.04的, right after a quote."""
        if turn.at_quote and not turn.is_question:
            if turn.is_out_of_scope and len(turn.moves.residue) > _MOST_BESIDE_A_VALUE:
                return False
            return not turn.asks_elsewhere or turn.decision.topic in _OF_VALUES
        if turn.at_quote and turn.before.asked_slot is None and _WHAT_IF.search(turn.text):
            return turn.decision.topic in {*_OF_VALUES, "cannot_repay"}
        if (
            turn.at_quote
            and turn.decision.topic in _OF_VALUES
            and len(turn.moves.residue) <= _MOST_BESIDE_A_VALUE
        ):
            return wants_figure(turn.text)  # 等额本息又是多少
        return not turn.asks_elsewhere and wants_figure(turn.text)

    def _asks_of_quote(self, turn: Turn, draft: Draft) -> bool:
        """折成年化是多少: a figure of the quote just given, where it has one to give."""
        if not turn.has_answer or turn.found.product not in (None, draft.product):
            return False
        is_figure = turn.decision.topic in FIGURES and turn.before.asked_slot is None
        is_its_own = draft.tells_cost or _OF_QUOTE.search(turn.text) is not None
        return turn.decision.topic == QUOTE or (is_figure and is_its_own)

    def _continued(self, turn: Turn, draft: Draft) -> QuotePlan:
        found, moves = turn.found, turn.moves
        if found.product is not None and found.product != draft.product:
            is_change = draft.product is not None or moves.contrasts
            draft = draft.of_product(found.product, keeps_rate=moves.corrects or not is_change)
        if moves.points and turn.before.aside is not None:
            draft = draft.updated(turn.before.aside)
        return QuotePlan(self._kept(turn, draft), turn.said)

    # --- opening one -------------------------------------------------------------------------------------

    def _opens(self, turn: Turn) -> bool:
        """Whether the message asks for a calculation by itself."""
        said, decision, slots = turn.said, turn.decision, turn.said.draft
        if (decision.topic == QUOTE and turn.has_answer) or (
            turn.found.topic in FIGURES and orders_calculation(turn.text)
        ):
            return True
        if self._asks_of_aside(turn):
            return True
        if slots.late_days is not None and (turn.has_amount or slots.payment or slots.total):
            return True
        has_amount = (
            turn.has_amount
            or said.wish is Wish.BORROWABLE
            or (slots.has_term and turn.found.product in self._fixed)
        )
        if not has_amount:
            return False
        if said.wish is Wish.DURATION and slots.budget is not None:
            return True
        if slots.pays_minimum:
            # How much the least is can only be known of a credit that revolves by the facts
            return (turn.found.product or turn.before.product) in self._revolving
        if turn.moves.is_ellipsis and (not turn.is_bare_number or turn.before.topic in _OF_BORROWING):
            return True
        if turn.has_answer and decision.kind is ReplyKind.FALLBACK:
            return False
        if decision.topic in FIGURES or not turn.has_answer:
            return wants_figure(turn.text) or (turn.has_amount and slots.has_term and not said.is_debt)
        is_loan = slots.has_term or slots.tells_cost or said.interest is not None
        if is_loan and (wants_figure(turn.text) or said.moment):
            return True
        # A whole offer that is told and not asked about: what it costs is the answer
        is_whole = slots.has_term and slots.tells_cost and not said.is_debt
        return is_whole and decision.topic in _OF_VALUES and not turn.is_question

    def _asks_of_aside(self, turn: Turn) -> bool:
        """年化多少, after 借5000到手4000 was told in a question that was no calculation."""
        aside, decision = turn.before.aside, turn.decision
        if aside is None or turn.has_amount or decision.topic not in FIGURES or not turn.has_answer:
            return False
        has_loan = aside.principal is not None and (aside.has_term or aside.tells_cost)
        return has_loan and turn.found.product in (None, turn.before.product)

    def _opened(self, turn: Turn) -> QuotePlan:
        """A new quote, which takes over from an open one what it does not say itself."""
        product = turn.found.product or turn.before.product
        draft, aside = turn.before.draft or Draft(), turn.before.aside
        if aside is not None and aside.principal is not None:
            draft = aside  # told after the open quote, in the question before this one
        if product is not None and product in self._knowledge.products:
            draft = draft.of_product(product, keeps_rate=draft.product is None and not turn.moves.contrasts)
        if aside is not None and draft.rate is None and product == turn.before.product:
            draft = draft.updated(Draft(rate=aside.rate))  # 日息万五年化多少, then 借1万12期呢
        return QuotePlan(self._kept(turn, draft), turn.said)

    def _kept(self, turn: Turn, draft: Draft) -> Draft:
        """What of the open quote still holds for the loan of this message.

        An amount with its own cost is another loan; an amount and a term keep the rate; an amount alone keeps
        all but what was told of the other amount. A correction and 换成 … keep everything.
        """
        said, moves = turn.said, turn.moves
        if is_of_another(turn):
            return Draft()
        if draft.is_empty or moves.corrects or moves.returns:
            return draft
        if not turn.has_amount:
            is_fixed = turn.found.product in self._fixed and not moves.is_ellipsis
            return draft.without("principal", *TOLD) if is_fixed else draft
        tells_cost = said.draft.tells_cost or said.interest is not None or said.fee_percent is not None
        if tells_cost and not moves.contrasts:
            return Draft(product=draft.product)
        return draft.without(*TOLD) if said.draft.has_term or not moves.is_ellipsis else draft


def is_of_another(turn: Turn) -> bool:
    """Whether a loan is from a friend, or of a product not held, so that nothing talked about before is of it."""
    is_elsewhere = turn.said.draft.is_private or any(not one.held for one in turn.found.prepared.mentions)
    return turn.has_amount and turn.found.product is None and is_elsewhere


def difference(turn: Turn) -> QuotePlan | None:
    """两种差多少: the loan just quoted beside the one before it, where they differ in one thing."""
    draft, earlier = turn.before.draft, turn.before.earlier
    if draft is None or earlier is None or not turn.at_quote or turn.has_new_slots or turn.found.products:
        return None
    if turn.said.wish is Wish.EARLY:
        return None  # 提前半年还能省多少 is about one loan
    if _DIFFERENCE.search(turn.text) is None:
        return None
    names = {name for name, value in draft if value != getattr(earlier, name)}
    if (
        not names
        or len(names - {"periods", "days"}) + bool(names & {"periods", "days"}) != 1
        or "product" in names
    ):
        return None
    variants = tuple(
        Draft.model_validate({name: getattr(one, name) for name in names}) for one in (earlier, draft)
    )
    return QuotePlan(draft, Said(variants=variants))
