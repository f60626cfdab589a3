"""From a message and the conversation before it to what is to be done."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import Conversation
from bot.decision import Decision
from bot.dialogue.choosing import chosen
from bot.dialogue.moves import Moves, read_moves
from bot.dialogue.plans import CancelPlan, ComparePlan, Plan, QuotePlan, TopicPlan
from bot.quoting.draft import Draft
from bot.quoting.reading import Said, read_said
from bot.quoting.wishes import Wish, is_about_saving, orders_calculation, wants_figure
from bot.replies.model import ReplyKind
from bot.understanding.gates import OUT_OF_SCOPE
from bot.understanding.understanding import Understanding
from knowledge import Knowledge

QUOTE = "cost_quote"
COMPARISON = "product_comparison"

# Questions that become a calculation as soon as they come with numbers to compute
_FIGURES = frozenset({QUOTE, "interest_rate"})
# What a bare statement of a value is mistaken for
_OF_VALUES = frozenset(
    {
        QUOTE, "interest_rate", "loan_term", "repayment_method", "how_to_borrow", "limit_change", "credit_limit",
        "fees", "third_party_risk", "rate_legality", "product_overview", OUT_OF_SCOPE,
    }
)  # fmt: skip
_MOST_BESIDE_A_VALUE = 4  # characters beside a value in a statement that by itself is about nothing known
SURE = 0.6  # how sure it has to be that a message is not about borrowing, for its numbers to be no loan
# Small talk and what is not about borrowing is about no product
_WITHOUT_PRODUCT = frozenset({"greeting", "bot_identity", OUT_OF_SCOPE})
_CHEAPER = re.compile(
    r"(?:哪|谁)(?:一?[个家款]|边|里)?.{0,6}(?:便宜|划算|低|省|少|好|合适|贵|高|快|多|强|容易)|差多少|差几"
)
_OF_QUOTE = re.compile(r"算成|折|换算|总|一共|合计|加起来|真实|实际|每个?[月期]|到底|连本带")
_AGAINST = re.compile(
    r"(?:和|跟|与|同|比|对比).{0,12}(?:比|比较|对比|相比)|比起"
    r"|比.{2,8}(?:贵|便宜|高|低|划算|好|多|少)|对比|比一比|比比"
)
_ASKING = re.compile(
    r"[吗么嘛?？]|多少|什么|啥|怎么|咋|哪|几[期个时号点天]|能不能|会不会|可不可以|是不是|要不要|有没有|为何"
)


class Planner:
    """Decides what a message means in its conversation. Holds no state."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        # Products that lend one amount only: a question about them needs none
        self._fixed = {one for one in knowledge.products if knowledge.fact(one, "fixed_limit") is not None}

    def plan(self, found: Understanding, decision: Decision, before: Conversation) -> Plan:
        """What to do with a typed message that was understood as ``found``."""
        turn = _Turn(found, decision, before)
        return (
            self._choice(turn)
            or self._cancelled(turn)
            or self._comparison(turn)
            or self._quote(turn)
            or self._topic(turn)
        )

    # --- choices and cancelling --------------------------------------------------------------------------

    def _choice(self, turn: _Turn) -> Plan | None:
        return chosen(turn.text, turn.moves, turn.said, turn.before)

    def _cancelled(self, turn: _Turn) -> Plan | None:
        """算了 calls the quote off; what else the message asks is then answered by what is left."""
        if not turn.moves.cancels or (turn.before.draft is None and not turn.before.choices):
            return None
        if turn.moves.is_ellipsis and turn.said:
            return None  # 算了 还是2万吧 goes on with the quote
        asks = turn.has_answer and (len(turn.moves.after_cancel) > 4 or turn.found.product is not None)
        if not asks or (turn.decision.topic == QUOTE and not turn.said):
            return CancelPlan()
        after = turn.before.without_quote()
        following = _Turn(turn.found, turn.decision, after, moves=replace(turn.moves, cancels=False))
        plan = self._comparison(following) or self._quote(following) or self._topic(following)
        return replace(plan, cancels=True) if isinstance(plan, TopicPlan | QuotePlan) else plan

    # --- comparing ---------------------------------------------------------------------------------------

    def _comparison(self, turn: _Turn) -> Plan | None:
        found, before = turn.found, turn.before
        if found.other is not None:
            return None
        named = tuple(one for one in found.products if one in self._knowledge.products)
        asks = turn.decision.kind is ReplyKind.ANSWER and turn.decision.topic == COMPARISON
        current = (
            before.draft.product if before.draft and before.focus == "quote" else None
        ) or before.product
        if not asks:
            by_words = _AGAINST.search(turn.text) if len(named) == 1 else _CHEAPER.search(turn.text)
            if not by_words or not (
                len(named) >= 2 or (len(named) == 1 and current) or turn.need is not None
            ):
                return None
            if len(named) == 1 and current in (None, named[0]):
                return None
        if any(not one.held for one in found.prepared.mentions):
            return None  # one side of it is not held: the topic's own answer says what can be said
        products = named
        if len(named) < 2:
            around = [one for one in before.products if one not in named]
            products = (*around, *named) if named and around else (tuple(around) if len(around) > 1 else ())
            if named and not products:
                return None
            if named and current and current not in named:
                products = (current, *named)
        return ComparePlan(products, topics=self._compared_topics(turn), draft=turn.need)

    def _compared_topics(self, turn: _Turn) -> tuple[str, ...]:
        """What is compared, by the readings after the comparison itself."""
        asked = [
            topic
            for topic, words in _COMPARED.items()
            if words.search(turn.text) and topic in self._knowledge.topics
        ]
        if asked or turn.found.products or turn.before.topic not in _COMPARED:
            return tuple(asked)
        return (turn.before.topic,) if _CHEAPER.search(turn.text) is None else ()

    # --- quotes ------------------------------------------------------------------------------------------

    def _quote(self, turn: _Turn) -> Plan | None:
        if turn.found.other is not None:
            return None
        draft = turn.before.draft
        if draft is not None and self._continues(turn, draft):
            return self._continued(turn, draft)
        if self._opens(turn):
            return self._opened(turn)
        return None

    def _continues(self, turn: _Turn, draft: Draft) -> bool:
        """Whether the message goes on with the open quote."""
        moves, said, at_quote = turn.moves, turn.said, turn.before.focus == "quote"
        if said and (moves.is_ellipsis or (moves.corrects and not turn.asks_elsewhere)):
            return True
        if moves.returns and ("算" in turn.text or (moves.names_only and turn.is_about_draft)):
            return True
        if (
            moves.points
            and turn.before.aside is not None
            and (not turn.asks_elsewhere or turn.is_out_of_scope)
        ):
            return True
        if moves.names_only and turn.found.product is not None and at_quote:
            return True
        if said.wish in (Wish.SCHEDULE, Wish.FILE):
            return (at_quote and turn.before.asked_slot is None) or not turn.asks_elsewhere
        if said.wish is Wish.EARLY and (said.moment or (is_about_saving(turn.text) and at_quote)):
            return draft.principal is not None or not said.draft.is_empty
        if said.wish in (Wish.BORROWABLE, Wish.DURATION):
            return True
        is_statement = at_quote and not _ASKING.search(turn.text)
        if turn.has_new_slots and is_statement:
            # 我看我页面是0.04的: a statement with a value, right after a quote
            if turn.is_out_of_scope and len(turn.moves.residue) > _MOST_BESIDE_A_VALUE:
                return False
            return not turn.asks_elsewhere or turn.decision.topic in _OF_VALUES
        if turn.has_new_slots and not turn.asks_elsewhere:
            return wants_figure(turn.text)
        if is_statement and turn.found.product is not None and turn.before.asked_slot == "rate":
            return True  # 利率忘了 微粒贷的
        if not at_quote or not turn.has_answer or turn.found.product not in (None, draft.product):
            return False
        # 折成年化是多少: a figure of the quote just given, where it has one to give
        is_figure = turn.decision.topic in _FIGURES and turn.before.asked_slot is None
        return turn.decision.topic == QUOTE or (
            is_figure and (draft.tells_cost or _OF_QUOTE.search(turn.text) is not None)
        )

    def _continued(self, turn: _Turn, draft: Draft) -> QuotePlan:
        found, moves = turn.found, turn.moves
        if found.product is not None and found.product != draft.product:
            is_change = draft.product is not None or moves.contrasts
            draft = draft.of_product(found.product, keeps_rate=moves.corrects or not is_change)
        if moves.points and turn.before.aside is not None:
            draft = draft.updated(turn.before.aside)
        return QuotePlan(draft, turn.said)

    def _opens(self, turn: _Turn) -> bool:
        """Whether the message asks for a calculation by itself."""
        said, decision = turn.said, turn.decision
        if decision.topic == QUOTE and turn.has_answer:
            return True
        if turn.found.topic in _FIGURES and orders_calculation(turn.text):
            return True
        slots = said.draft
        has_amount = slots.principal is not None or slots.net is not None or said.wish is Wish.BORROWABLE
        has_amount = has_amount or (turn.found.product in self._fixed and slots.has_term)
        if turn.moves.is_ellipsis and has_amount and not turn.is_bare_number:
            return True
        if turn.has_answer and decision.kind is ReplyKind.FALLBACK:
            return False
        if decision.topic in _FIGURES or not turn.has_answer:
            return has_amount and (wants_figure(turn.text) or (slots.has_term and not said.is_debt))
        is_loan = has_amount and (slots.has_term or slots.tells_cost or said.interest is not None)
        if is_loan and (wants_figure(turn.text) or said.moment):
            return True
        # A whole offer that is told and not asked about: what it costs is the answer
        is_whole = has_amount and slots.has_term and slots.tells_cost and not said.is_debt
        return is_whole and decision.topic in _OF_VALUES and not _ASKING.search(turn.text)

    def _opened(self, turn: _Turn) -> QuotePlan:
        """A new quote, which takes over from an open one what it does not say itself."""
        product = turn.found.product or turn.before.product
        before = turn.before.draft or Draft()
        if product is not None and product in self._knowledge.products:
            before = before.of_product(
                product, keeps_rate=before.product is None and not turn.moves.contrasts
            )
        return QuotePlan(before, turn.said)

    # --- topics ------------------------------------------------------------------------------------------

    def _topic(self, turn: _Turn) -> TopicPlan:
        found, before, decision = turn.found, turn.before, turn.decision
        aside = turn.said.draft if not turn.said.draft.is_empty else None
        if found.other is not None:
            return TopicPlan(
                decision,
                before.product,
                other=found.other,
                other_topic=self._topic_of_other(turn),
                aside=aside,
            )
        topic = self._topic_of_ellipsis(turn)
        if topic is not None:
            decision = Decision(ReplyKind.ANSWER, topic, (), f"接着上文的 {topic}")
        product = found.product
        only = before.excursion if before.product is None else None
        if product is None and only is not None and decision.topic not in _WITHOUT_PRODUCT:
            # Nothing but a product that is not held was talked about: what is asked of it is not answered for others
            because = f"上文问的是没有资料的产品：{only.product}"
            decision = Decision(ReplyKind.FALLBACK, OUT_OF_SCOPE, (), because)
            return TopicPlan(decision, None, other=only.product, other_topic=found.topic)
        if product is None and decision.topic not in _WITHOUT_PRODUCT:
            product = self._carried(turn)
        also = tuple(one for one in found.products if one != product)
        return TopicPlan(decision, product, aside=aside, also=also)

    def _topic_of_ellipsis(self, turn: _Turn) -> str | None:
        """The topic of 那分付呢 and of 还是刚才那个: the one before."""
        before, moves = turn.before, turn.moves
        if not moves.names_only or (turn.found.product is None and not moves.returns):
            return None
        if turn.found.exact is not None and not turn.found.product:
            return None
        if before.excursion is not None and not moves.returns and before.excursion.topic is not None:
            return before.excursion.topic
        return before.topic if before.topic in self._knowledge.topics else None

    def _topic_of_other(self, turn: _Turn) -> str | None:
        """What is asked of a product that is not held: 花呗呢 asks what was asked before."""
        if turn.moves.names_only:
            return turn.before.topic
        topics = [one.topic for one in turn.found.candidates if one.topic != OUT_OF_SCOPE]
        return topics[0] if topics else None

    def _carried(self, turn: _Turn) -> str | None:
        """The product a message is about that names none."""
        draft = turn.before.draft
        if turn.before.focus == "quote" and draft is not None and draft.product is not None:
            return draft.product
        return turn.before.product


_COMPARED = {
    "interest_rate": re.compile(r"利息|利率|年化|日息|便宜|划算|贵|省钱|费用|利钱"),
    "credit_limit": re.compile(r"额度|借得多|借的多|最高|上限"),
    "credit_report": re.compile(r"征信|信用报告"),
    "fund_usage": re.compile(r"用途|能用来|能干"),
    "early_repayment": re.compile(r"提前|提早"),
    "loan_term": re.compile(r"期数|分期|几期|期限"),
    "disbursement": re.compile(r"到账|放款|下款|快"),
    "overdue": re.compile(r"逾期|罚息"),
    "repayment_method": re.compile(r"还款方式|怎么还|等额|先息"),
    "product_overview": re.compile(r"谁放款|放款方|正规|谁家|靠谱"),
}


class _Turn:
    """One message with everything that is asked of it more than once."""

    def __init__(
        self, found: Understanding, decision: Decision, before: Conversation, moves: Moves | None = None
    ) -> None:
        self.found = found
        self.decision = decision
        self.before = before
        self.text = found.prepared.text
        self.moves = moves or read_moves(found.prepared)
        self.said: Said = read_said(self.text, found.prepared.expressions, before.draft, before.asked_slot)

    @property
    def has_answer(self) -> bool:
        """Whether the topic is sure enough to be acted on."""
        if self.decision.kind is ReplyKind.FALLBACK:
            return self.found.topic == OUT_OF_SCOPE and self.found.confidence >= SURE
        return self.decision.kind is ReplyKind.ANSWER

    @property
    def asks_elsewhere(self) -> bool:
        """Whether the message surely asks something that is no calculation."""
        return self.has_answer and self.decision.topic not in _FIGURES

    @property
    def is_out_of_scope(self) -> bool:
        """Whether the message by itself means nothing that is known."""
        return self.decision.topic == OUT_OF_SCOPE

    @property
    def has_new_slots(self) -> bool:
        """Whether it says a value of the loan."""
        return not self.said.draft.is_empty or self.said.interest is not None

    @property
    def is_bare_number(self) -> bool:
        """Whether it is a number without any unit."""
        return re.fullmatch(r"[\d.,\s]+", self.text) is not None

    @property
    def is_about_draft(self) -> bool:
        """Whether nothing but the product of the open quote is named, or none."""
        draft = self.before.draft
        return draft is not None and self.found.product in (None, draft.product)

    @property
    def need(self) -> Draft | None:
        """The loan that is to be compared: what is open with what is said now; none without amount and term."""
        draft = self.said.applied_to(self.before.draft or Draft())
        return draft if draft.principal is not None and draft.has_term else None
