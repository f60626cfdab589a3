"""The state of a conversation: kept as JSON, forgotten after a while, never trusted blindly."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from pydantic import ValidationError

from bot.conversation import MAX_ASKED, MAX_PRODUCTS, VERSION, Choice, Conversation, Excursion
from bot.quoting.draft import Draft

NOON = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
FULL = Conversation(
    product="jiebei",
    products=("weilidai", "jiebei"),
    topic="overdue",
    draft=Draft.model_validate(
        {
            "product": "jiebei",
            "principal": "10000.5",
            "periods": 12,
            "rate": {"percent": "0.05", "period": "day"},
        }
    ),
    asked_slot="rate",
    focus="quote",
    aside=Draft.model_validate({"method": "bullet"}),
    excursion=Excursion(product="花呗", topic="overdue"),
    choices=(Choice(label="6期", action="set periods 6"),),
    is_clarifying=True,
    asked=("overdue", "fees"),
    updated=NOON,
)


def test_state_survives_being_kept() -> None:
    assert Conversation.read(FULL.model_dump_json()) == FULL
    assert Conversation.read(json.dumps(json.loads(FULL.model_dump_json()), indent=1)) == FULL


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "null",
        "[]",
        "{}",
        "not json",
        '{"version": 1, "product": "weilidai"}',
        f'{{"version": {VERSION + 1}}}',
        f'{{"version": {VERSION}, "unknown": 1}}',
        f'{{"version": {VERSION}, "draft": {{"principal": -5}}}}',
        f'{{"version": {VERSION}, "asked_slot": "nothing"}}',
    ],
)
def test_what_cannot_be_read_is_a_new_conversation(kept: str) -> None:
    assert Conversation.read(kept) == Conversation()


def test_it_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        FULL.product = "weilidai"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("minutes", "is_kept"), [(0, True), (30, True), (31, False)], ids=["at once", "at the limit", "later"]
)
def test_it_is_forgotten_after_a_while(minutes: int, is_kept: bool) -> None:
    after = FULL.at(NOON + dt.timedelta(minutes=minutes))
    assert (after.draft is not None) is is_kept
    assert after.updated == NOON + dt.timedelta(minutes=minutes)


def test_how_long_it_is_kept_can_be_set() -> None:
    later = NOON + dt.timedelta(minutes=90)
    assert FULL.at(later, dt.timedelta(hours=2)).draft == FULL.draft


def test_products_are_remembered_in_order_and_few() -> None:
    conversation = Conversation()
    for product in ("a", "b", "c", "d", "e", "b"):
        conversation = conversation.model_copy(update=conversation.naming(product))
    assert conversation.product == "b"
    assert conversation.products == ("c", "d", "e", "b")
    assert len(conversation.products) == MAX_PRODUCTS
    assert conversation.naming() == {}


def test_topics_asked_are_bounded_and_the_latest_last() -> None:
    asked = tuple(f"t{number}" for number in range(MAX_ASKED))
    changed = Conversation(asked=asked).having_asked("t0", "new", "new")["asked"]
    assert isinstance(changed, tuple)
    assert len(changed) == MAX_ASKED
    assert changed[-2:] == ("t0", "new")


def test_without_quote_nothing_of_it_is_left() -> None:
    after = FULL.without_quote()
    assert (after.draft, after.asked_slot, after.aside, after.focus) == (None, None, None, "topic")
    assert after.topic == FULL.topic
