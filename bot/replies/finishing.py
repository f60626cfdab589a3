"""What is added to every reply to a typed message, whatever it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.actions import ask
from bot.replies.model import Button, Reply, ReplyKind
from bot.understanding.cleaning import MAX_CHARACTERS
from bot.understanding.understanding import Understanding
from knowledge import Topic

_LATER = "借款的事不急，想说的时候随时再问我。"
_CUT = f"这条消息太长，我只读了前面 {MAX_CHARACTERS:,} 个字符；没读到的请分开再发。"


def finished(reply: Reply, found: Understanding, topics: Mapping[str, Topic]) -> Reply:
    """``reply`` with what else the message asks as choices, a word about what was not read, and quiet after a crisis."""
    if reply.crisis and reply.kind is not ReplyKind.QUOTE:
        return _alone(reply, topics)
    if reply.kind is ReplyKind.ANSWER and found.also:
        offered = {button.action for button in reply.buttons}
        asked = [
            Button(f"你还问：{topics[one].ask}", ask(one, found.product))
            for one in found.also
            if one in topics
        ]
        reply = replace(reply, buttons=(*(b for b in asked if b.action not in offered), *reply.buttons))
    if found.cleaned.cut:
        reply = replace(reply, remarks=(_CUT, *reply.remarks))
    return reply


def _alone(reply: Reply, topics: Mapping[str, Topic]) -> Reply:
    """The crisis and nothing else: nobody is asked which topic they mean, and what they asked waits behind a button."""
    topic = topics.get(reply.topic or "") if reply.kind is ReplyKind.ANSWER else None
    later = (Button(topic.ask, ask(topic.id, reply.product)),) if topic else ()
    return replace(
        reply,
        title=_LATER,
        paragraphs=(),
        table=None,
        remarks=(),
        sources=(),
        buttons=later,
        suggestions=(),
        facts=(),
        source_ids=(),
    )
