"""Lines that are passed over at once are those in which nothing would have been found."""

from __future__ import annotations

import re
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from knowledge import traps

_LINES = st.lists(st.text(" -　\t借还a1：:，,#＃|>{}－\"'", max_size=9), max_size=4)


@given(_LINES)
def test_plain_items_have_no_traps(lines: list[str]) -> None:
    text = "phrasings:\n" + "\n".join(lines)
    quick = list(traps.traps(text, "a.yaml"))
    with mock.patch.object(traps, "_PLAIN_ITEM", re.compile("(?!)")):
        assert quick == list(traps.traps(text, "a.yaml"))
