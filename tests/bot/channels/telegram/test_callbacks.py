"""What buttons carry."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions import MAX_BYTES
from bot.channels.telegram.callbacks import Callbacks, Press

CALLBACKS = Callbacks(b"7000000001:a-token")
ACTIONS = st.text(st.characters(min_codepoint=32, max_codepoint=0x9FFF), min_size=1).filter(
    lambda text: len(text.encode()) <= MAX_BYTES
)
USERS = st.integers(1, 2**52 - 1)


@settings(deadline=None)
@given(ACTIONS, USERS | st.none())
def test_what_is_written_is_read(action: str, asker: int | None) -> None:
    data = CALLBACKS.write(action, asker)
    assert len(data.encode()) <= 64
    assert CALLBACKS.read(data) == Press(action, asker)


@settings(deadline=None)
@given(ACTIONS, USERS, USERS)
def test_nobody_can_write_anothers_name(action: str, asker: int, other: int) -> None:
    mine, theirs = CALLBACKS.write(action, asker), CALLBACKS.write(action, other)
    forged = theirs[:11] + mine[11:]
    assert forged == theirs or CALLBACKS.read(forged) is None


@settings(deadline=None)
@given(st.text(max_size=80))
def test_anything_else_is_refused_or_nobodys(data: str) -> None:
    press = CALLBACKS.read(data)
    assert press is None or (data.startswith("a:") and press.asker is None)


def test_another_token_has_other_signatures() -> None:
    assert Callbacks(b"another").read(CALLBACKS.write("ask overdue", 42)) is None


def test_an_action_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        CALLBACKS.write("x" * 63)
