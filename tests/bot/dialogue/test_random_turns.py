"""Any sequence of turns ends in a consistent state, never mixes products, and never raises."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions import Action
from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.replies.model import Reply, ReplyKind
from calculator import Method, RatePeriod
from tests.bot.dialogue.scripts import scripts

TURNS = 30
_MATERIAL = sorted({turn["q"] for script in scripts() for turn in script["turns"]})
_NOISE = [
    "", "。", "😀😀", "1", "2", "9", "第三个", "都要", "第一百个", "嗯", "对", "不对", "那呢", "24", "0.05", "万", "0元", "-5期",
    "借99999999999999999999元", "日息9999%", "0期", "借1分钱", "分600期", "用99999天", "年化0%", "借5万还1万",
    "再加一万", "每月还1元要还多久", "少借五万", "提前还99期", "还了800期一次结清", "提前还1000万",
    "到手3万借2万", "第0个", "最后一个", "那花呗呢",
    "微粒贷借呗金条分付", "和它比", "接着算", "刚才那个", "按这个算", "不是12期是12天",
    "<b>&", "\x00", "a" * 500, "借" * 300,
]  # fmt: skip
_ACTIONS = [
    "set periods 12", "set principal 5000", "set rate 0.05%/day", "set rate x", "set nothing 1", "set periods -3",
    "set principal 1e99", "plan", "file csv", "file nothing", "compare", "resume", "cancel", "take jiebei", "take nobody",
    "ask overdue jiebei", "ask nothing", "<script>", "ask", "set",
]  # fmt: skip

_OPENINGS = [
    "", "帮我算一笔账", "借1万", "借2万分12期日息万四", "微粒贷3万12期", "1万用20天日息万五", "分付欠3000只还最低",
    "每月能还2000分12期能借多少日息万四", "1万每月还1000还12期", "1万到手9000用7天还10500", "6000分12期每期手续费0.6%",
    "先息后本5万12期年化18",
]  # fmt: skip
_SLOTS = ["principal", "periods", "days", "rate", "method", "product", ""]
_VERBS = ["ask", "take", "file", "plan", "compare", "resume", "cancel", "set", "drop"]
_ABSURD = [
    "0", "-0", "-1", "0.001", "9" * 20, "1e9", "1e400", "nan", "sNaN", "-inf", "½", "１２", "٣", "1_000", "0x10", "null",
    "1000000000000000", "601", "18301", "dated_flows", "fixed_payment", "balloon", "flat_fee",
    "0%/day", "-1%/day", "nan%/year", "9999999%/once", "36%/period",
]  # fmt: skip

absurd = st.one_of(
    st.sampled_from(_ABSURD),
    st.integers().map(str),
    st.decimals().map(str),
    st.sampled_from(list(Method)).map(str),
    st.text(st.characters(exclude_categories=["Z", "Cs"]), max_size=12),
)
forged = st.one_of(
    st.builds("set {} {}".format, st.sampled_from(_SLOTS), absurd),
    st.builds("set rate {}%/{}".format, absurd, st.sampled_from([*RatePeriod, "week", ""])),
    st.builds("{} {}".format, st.sampled_from(_VERBS), absurd),
    st.sampled_from(["plan", "resume", "compare", "file csv", "take weilidai", "set method bullet"]),
    st.text(max_size=60),
)

turns = st.one_of(
    st.sampled_from(_MATERIAL).map(Question),
    st.sampled_from(_MATERIAL).map(Question),
    st.sampled_from(_NOISE).map(Question),
    st.sampled_from(_ACTIONS).map(lambda action: Question(action=action)),
    st.integers(1, 6).map(lambda number: Question(str(number))),
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(turns, min_size=TURNS, max_size=TURNS))
def test_any_turns_end_in_a_consistent_state(assistant: Assistant, asked: list[Question]) -> None:
    conversation = Conversation()
    for question in asked:
        reply, conversation = assistant.answer(question, conversation)
        _is_consistent(reply, conversation, assistant)
    reply, conversation = assistant.answer(Question("算了"), conversation)
    assert conversation.draft is None
    assert reply.slots.to_json() == {}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(_OPENINGS), st.lists(forged, min_size=1, max_size=6))
def test_any_forged_buttons_after_any_opening(assistant: Assistant, opening: str, pressed: list[str]) -> None:
    _, conversation = assistant.answer(Question(opening), Conversation())
    for action in pressed:
        reply, conversation = assistant.answer(Question(action=action), conversation)
        _is_consistent(reply, conversation, assistant)


def _is_consistent(reply: Reply, after: Conversation, assistant: Assistant) -> None:
    assert reply.title.strip()
    assert Conversation.read(after.model_dump_json()) == after
    assert after.product is None or after.product in assistant.knowledge.products
    assert len(after.asked) == len(set(after.asked))
    for button in reply.buttons:
        assert Action.parse(button.action) is not None
    draft = after.draft
    if draft is None:
        assert after.asked_slot is None
    else:
        assert draft.periods is None or draft.days is None
        assert draft.product is None or draft.product in assistant.knowledge.products
    if reply.kind is ReplyKind.QUOTE:
        assert draft is not None
        assert reply.product == draft.product
        assert reply.slots == draft.slots
        # A loan is computed with the facts of its own product only
        assert all(fact.split(".")[0] == draft.product for fact in reply.facts)
        if reply.quote is not None and draft.principal is not None and after.asked_slot is None:
            assert reply.quote.schedule.rows
    if reply.kind is ReplyKind.ANSWER and reply.topic is not None and reply.product is not None:
        assert reply.product in assistant.knowledge.products


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_after_a_quote(assistant: Assistant, text: str) -> None:
    _, conversation = assistant.answer(Question("微粒贷借2万分12期每月还多少"), Conversation())
    reply, after = assistant.answer(Question(text), conversation)
    _is_consistent(reply, after, assistant)
