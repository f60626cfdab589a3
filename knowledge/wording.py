"""Changes of texts and lists, in words."""

from __future__ import annotations

from collections.abc import Sequence

_LISTED = 8  # phrasings named one by one; the rest is counted
_LONG = 60
_CONTEXT = 12  # characters shown on both sides of what differs in a long text


def text_change(before: str | None, after: str | None, label: str) -> str:
    """How a text called ``label`` changed; empty where it did not. Of a long text only what differs is shown."""
    if before == after:
        return ""
    if before is None:
        return f"新增{label}“{short(after or '')}”"
    if after is None:
        return f"删去{label}“{short(before)}”"
    was, now = _differing(" ".join(before.split()), " ".join(after.split()))
    return f"{label}“{was}” → “{now}”"


def _differing(before: str, after: str) -> tuple[str, str]:
    """The two texts, if they are long only around what differs in them."""
    if max(len(before), len(after)) <= _LONG:
        return before, after
    start = _common(before, after)
    most = min(len(before), len(after)) - start  # the end may not reach back into the start
    end = min(_common(before[::-1], after[::-1]), most)
    return _around(before, start, len(before) - end), _around(after, start, len(after) - end)


def _common(first: str, second: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(first), len(second)))


def _around(text: str, start: int, end: int) -> str:
    first, last = max(start - _CONTEXT, 0), min(end + _CONTEXT, len(text))
    return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")


def list_change(before: Sequence[str], after: Sequence[str], label: str) -> str:
    """Which entries of a list called ``label`` came and went; empty where none did.

    >>> list_change(["甲"], ["甲", "乙"], "说法")
    '增加说法 1 条：乙'
    """
    was, now = set(before), set(after)
    added = [one for one in after if one not in was]
    removed = [one for one in before if one not in now]
    parts = [_counted(word, label, found) for word, found in (("增加", added), ("删去", removed)) if found]
    if not parts and list(before) != list(after):
        return f"{label}换了顺序"
    return "；".join(parts)


def _counted(word: str, label: str, found: Sequence[str]) -> str:
    listed = "、".join(found[:_LISTED]) + (" 等" if len(found) > _LISTED else "")
    return f"{word}{label} {len(found)} 条：{listed}"


def short(text: str) -> str:
    """``text`` on one line, cut where it is long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONG else f"{plain[: _LONG - 1]}…"
