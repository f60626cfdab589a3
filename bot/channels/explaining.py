"""``explain``: every step of one question, in the order in which it was taken."""

from __future__ import annotations

from bot.assistant import Assistant, Trace
from bot.conversation import Conversation
from bot.dialogue.plans import CancelPlan, ChoicePlan, ComparePlan, QuotePlan, TopicPlan
from bot.understanding.expressions import Expressions
from bot.understanding.features import MASK_NAMES
from bot.understanding.understander import Understander

_SHOWN_CANDIDATES = 5
_FEATURE_KINDS = {
    "w": "词",
    "1": "字",
    "2": "双字",
    "k": "概念",
    "p": "概念对",
    "o": "产品",
    "n": "号码",
    "c": "几个产品",
    "r": "数字的用处",
}


def explain(text: str, assistant: Assistant) -> list[str]:
    """The lines of an explanation; the same code path as an answer."""
    return explain_trace(assistant.trace(text, Conversation()), assistant.understander)


def because(trace: Trace) -> str:
    """Why there was this answer, in a few words."""
    match trace.plan:
        case TopicPlan(decision=decision):
            return decision.because
        case QuotePlan():
            return "看出是要算一笔账"
        case ComparePlan():
            return "看出是要把几家放在一起比"
        case CancelPlan():
            return "看出是不算了"
        case ChoicePlan():
            return "看出是在选前面给的选项"


def explain_trace(trace: Trace, understander: Understander) -> list[str]:
    """The lines of an explanation of one trace."""
    found, decision = trace.understanding, trace.decision
    prepared = found.prepared
    lines = [
        f"原文    {found.cleaned.raw}",
        f"清理后  {prepared.text}",
        f"遮盖后  {prepared.readable}",
        f"词      {' / '.join(_readable(word) for word in prepared.words)}",
        f"概念    {'、'.join(dict.fromkeys(one.name for one in prepared.concepts)) or '无'}",
        f"产品    {'、'.join(found.products) or '没有提到'}{f'；没有资料的：{found.other}' if found.other else ''}",
        f"数字    {_expressions(prepared.expressions)}",
        f"认识    {understander.index.model.known_share(found.features):.0%} 的词和字在说法里出现过",
    ]
    lines += [f"闸门    {gate.name}：{gate.effect}" for gate in found.gates]
    for number, candidate in enumerate(found.candidates[:_SHOWN_CANDIDATES], 1):
        lines.append(f"候选{number}   {candidate.topic}  {candidate.margin:+.3f}")
        if number <= 2 and candidate.topic in understander.index.model.topics:
            reasons = understander.index.model.contributions(found.features, candidate.topic)
            lines.append("        " + "  ".join(f"{_feature(name)} {value:+.2f}" for name, value in reasons))
    near = understander.index.nearest.nearest(prepared.masked)[:_SHOWN_CANDIDATES]
    lines += [f"相近    {one.similarity:.2f} {_readable(one.phrasing)}（{one.topic}）" for one in near]
    if len(found.candidates) > 1:
        lines.append(f"领先    {found.candidates[0].margin - found.candidates[1].margin:.3f}")
    lines += [
        f"把握    {found.confidence:.2f}",
        f"决定    {decision.kind.value}：{decision.topic or '、'.join(decision.suggestions)}（{decision.because}）",
        f"打算    {because(trace)}",
    ]
    return lines


def _expressions(found: Expressions) -> str:
    spans = [*found.amounts, *found.rates, *found.terms, *found.methods]
    if not spans:
        return "无"
    parts = [f"金额 {one.to_json()}" for one in found.amounts]
    parts += [f"利率 {one.to_json()}" for one in found.rates]
    parts += [f"期限 {one.to_json()}" for one in found.terms]
    parts += [f"方式 {one.id}" for one in found.methods]
    return "；".join(parts)


def _readable(text: str) -> str:
    return "".join(MASK_NAMES.get(character, character) for character in text)


def _feature(name: str) -> str:
    kind, _, rest = name.partition(":")
    return f"{_FEATURE_KINDS.get(kind, kind)}“{_readable(rest)}”"
