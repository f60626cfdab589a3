"""From the expressions of one message to what it says of a loan."""

from __future__ import annotations

import re

from bot.quoting.amount_words import (
    is_ability,
    is_budget,
    read_amounts,
    read_down_payment,
    read_lone_number,
)
from bot.quoting.draft import Draft, SlotName
from bot.quoting.notes import Notes
from bot.quoting.rate_words import read_rates, read_stray_rate, read_written_rate
from bot.quoting.said import Moment, Said
from bot.quoting.term_words import read_dates, read_ordinals, read_terms
from bot.quoting.wishes import Wish, wish_of
from bot.understanding.expressions import Expressions
from calculator import Method

_PRIVATE = re.compile(
    r"朋友|亲戚|债主|私人|个人之间|同事|同学|老乡|民间借贷|欠条|借条|熟人"
    r"|(?:别人|人家)(?:借|拿|放)|(?:借给|欠|问|找|跟|向|和)(?:了)?(?:别人|人家|他人)"
)

_MINIMUM = re.compile(r"最低(?:的)?(?:还款?(?!能|可以)|额)|(?:只|光|就|都|按)(?:是|还|付|按)*最低|还最低")

_FREE_AT_FIRST = re.compile(
    r"(?:首[月期]|第一(?:个月|期)|[前头][0-9一二两三四五六]{1,2}(?:期|个月|天)|[0-9]{1,2}天)(?:是|都|有)?免息|免息[0-9]{1,2}天"
)
_NOTHING = Said()


def read_said(
    text: str, found: Expressions, before: Draft | None = None, asked: SlotName | None = None
) -> Said:
    """Read what a message says of a loan.

    Args:
        text: the cleaned message in which ``found`` was found.
        before: the open quote, by which a bare number (那24呢) is read.
        asked: the slot that was asked for last, by which a bare number is read first.

    >>> from bot.understanding.expressions import extract
    >>> text = "借1万分12期日息万五"
    >>> read_said(text, extract(text)).draft.slots.to_json()
    {'principal': 10000, 'periods': 12, 'rate': '0.05%/day'}
    """
    if not found and before is None and asked is None:
        return _NOTHING
    notes = Notes(text, found, before or Draft(), asked)
    notes.wish = wish_of(text, has_payment=any(is_budget(notes, one) for one in found.amounts))
    if notes.wish is Wish.COST and notes.open_draft.principal is not None:
        # 每月只能还1500呢, after a quote: how long that takes
        is_able = any(is_ability(notes, one) for one in found.amounts)
        notes.wish = Wish.DURATION if is_able else notes.wish
    for method in found.methods:
        notes.take("method", Method(method.id))
    period_of_rate = read_written_rate(notes)
    read_terms(notes, without=period_of_rate)
    read_rates(notes)
    read_amounts(notes)
    read_down_payment(notes)
    if not found:
        read_lone_number(notes)
    read_stray_rate(notes)
    read_ordinals(notes)
    read_dates(notes)
    if _MINIMUM.search(text):
        notes.slots["pays_minimum"] = True
    if notes.slots and _PRIVATE.search(text):
        notes.slots["is_private"] = True
    if not notes.caveat and _FREE_AT_FIRST.search(text):
        notes.caveat = "你说有一段免息，这里没有减掉，实际的利息会少些"
    return Said(
        draft=Draft.model_validate(notes.slots),
        wish=notes.wish,
        moment=Moment(**notes.moment),  # type: ignore[arg-type]
        variants=notes.variants,
        interest=notes.interest,
        fee_percent=notes.fee_percent,
        net_percent=notes.net_percent,
        caveat=notes.caveat,
        is_debt=any(one.role == "outstanding" for one in found.amounts),
    )
