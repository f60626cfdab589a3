"""Changes of texts and lists, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

_LISTED = 8  # phrasings named one by one; the rest is counted
_LONG = 60
_CONTEXT = 12  # characters shown on both sides of what differs in a long text

# A number or Latin word is one word, a Chinese character is one each
_WORD = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?%?|\s+|.", re.DOTALL)
_APART = 3  # differences with fewer equal words between them are one
_BESIDE = 6  # words shown on both sides of a difference


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


def word_changes(before: str, after: str) -> list[tuple[str, str]]:
    """What differs between two texts, piece by piece: whole words and numbers, with a little of what is around them.

    >>> word_changes("还不了就打 95384 问，别拖。", "还不了就打 95385 问，不要拖。")
    [('95384', '95385'), ('打 95384 问，别拖。', '打 95385 问，不要拖。')]
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    same = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    pieces: list[tuple[int, int, int, int]] = []
    at, to = 0, 0
    for start, other, size in same:
        if start > at or other > to:
            joined = pieces and at - pieces[-1][1] < _APART
            first = pieces.pop() if joined else (at, at, to, to)
            pieces.append((first[0], start, first[2], other))
        at, to = start + size, other + size
    return [
        (_with_context(old, a, b), _with_context(new, c, d))
        if not _speaks_for_itself(old[a:b]) or not _speaks_for_itself(new[c:d])
        else ("".join(old[a:b]), "".join(new[c:d]))
        for a, b, c, d in pieces
    ]


def _speaks_for_itself(words: Sequence[str]) -> bool:
    """Whether a piece is understood without what is around it: a number, a name in Latin letters."""
    return len(words) == 1 and words[0][0].isascii() and words[0][0].isalnum()


def _with_context(words: Sequence[str], start: int, end: int) -> str:
    first, last = max(start - _BESIDE, 0), min(end + _BESIDE, len(words))
    return short("".join(words[first:last]))


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
