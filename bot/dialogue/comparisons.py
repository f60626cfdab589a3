"""When a message sets products against each other, and what of them."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.dialogue.plans import ComparePlan
from bot.dialogue.quotes import difference
from bot.dialogue.turn import COMPARISON, Turn
from bot.quoting.draft import TOLD, Draft, StatedRate
from bot.quoting.rate_words import rates_in
from bot.replies.model import ReplyKind
from knowledge import Knowledge

_CHEAPER = re.compile(
    r"(?:哪|谁)(?:一?[个家款]|边|里)?.{0,6}(?:便宜|划算|低|省|少|好|合适|贵|高|快|多|强|容易)|差多少|差几"
)
_AGAINST = re.compile(
    r"(?:和|跟|与|同|比|对比).{0,12}(?:比|比较|对比|相比)|比起"
    r"|比.{2,8}(?:贵|便宜|高|低|划算|好|多|少)|对比|比一比|比比"
)
# What rates are compared by where no loan was told
EXAMPLE = Draft(principal=Decimal(10000), periods=12)
# What is compared, by the words for it: the topic whose attributes are set side by side
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


def comparison(turn: Turn, knowledge: Knowledge) -> ComparePlan | None:
    """The comparison that a message asks for; ``None`` where it asks for none, or for one with what is not held."""
    found, before = turn.found, turn.before
    named = tuple(one for one in found.products if one in knowledge.products)
    if found.other is not None or difference(turn) is not None or (turn.said.variants and len(named) < 2):
        return None
    rates = _rates_of(turn)
    if len(rates) > 1:
        need = turn.need or EXAMPLE
        return ComparePlan(named, draft=need.without("rate", *TOLD), rates=rates)
    asks = turn.decision.kind is ReplyKind.ANSWER and turn.decision.topic == COMPARISON
    if len(named) == 1 and turn.moves.names_only and before.topic not in (None, COMPARISON):
        return None  # 微粒贷同样的呢 asks the same of another
    if not asks and not _compares(turn, named):
        return None
    if not named and turn.said.draft.tells_cost and turn.has_amount:
        return None  # the cost is told, so nobody's rates are asked
    if any(not one.held for one in found.prepared.mentions):
        return None  # one side of it is not held: the topic's own answer says what can be said
    products = _with_those_before(turn, named) if len(named) < 2 else named
    if named and not products:
        return None
    return ComparePlan(products, topics=_compared_topics(turn, before.topic, knowledge), draft=turn.need)


def _rates_of(turn: Turn) -> tuple[tuple[str, StatedRate], ...]:
    """The rate said of each product: 微粒贷万四 借呗万五."""
    mentions = [one for one in turn.found.prepared.mentions if one.held]
    if len(mentions) < 2:
        return ()
    rates = list(rates_in(turn.text, turn.found.prepared.expressions))
    ends = [*(one.start for one in mentions[1:]), len(turn.text)]
    found: dict[str, StatedRate] = {}
    for mention, end in zip(mentions, ends, strict=True):
        own = [said for start, said in rates if mention.end <= start < end]
        if own:
            found[mention.id] = own[0]
    return tuple(found.items())


def _compares(turn: Turn, named: tuple[str, ...]) -> bool:
    """Whether the words compare, though the topic is not surely that."""
    if len(named) == 1:
        # 和借呗比, after another product
        return turn.current_product not in (None, named[0]) and _AGAINST.search(turn.text) is not None
    if not named and turn.before.draft is None and not turn.has_amount:
        return False
    if len(named) >= 2 and _AGAINST.search(turn.text) is not None:
        return True  # 金条1万12期和微粒贷比呢
    return _CHEAPER.search(turn.text) is not None and (len(named) >= 2 or turn.need is not None)


def _with_those_before(turn: Turn, named: tuple[str, ...]) -> tuple[str, ...]:
    """The products talked about before, with the one named now; none where there are not two."""
    current = turn.current_product
    if named and current is not None and current not in named:
        return (current, *named)
    around = tuple(one for one in turn.before.products if one not in named)
    together = (*around, *named)
    return together if len(together) > 1 else ()


def _compared_topics(turn: Turn, before: str | None, knowledge: Knowledge) -> tuple[str, ...]:
    asked = tuple(
        topic for topic, words in _COMPARED.items() if words.search(turn.text) and topic in knowledge.topics
    )
    if asked or turn.found.products or before is None or before not in _COMPARED:
        return asked
    return (before,) if _CHEAPER.search(turn.text) is None else ()
