"""Files that pass the checks and yet look as if somebody, or a full disk, had stopped in the middle of saving them.

A list that was cut short is still a list. So beside the checks: a file that ended with a line break and no longer does,
and one that lost more than half of its lines. Whoever means it adds the line break, or deletes in two steps; a version
that was served or published before is known to be meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from knowledge import Knowledge, Problem
from knowledge.loader import WORDS

# So few lines may go at once
_FEW = 5


def unfinished(before: Knowledge, after: Knowledge) -> Iterator[Problem]:
    """What in ``after`` looks unfinished beside ``before``."""
    if WORDS in before.documents and WORDS not in after.documents:
        # The one file that a folder need not have: somebody is in the middle of saving it
        yield Problem(WORDS, 1, f"{WORDS} 不见了", "真的不要了，就留一个空的", "concepts: {}")
    for name, document in after.documents.items():
        old = before.documents.get(name)
        if old is None or old.text == document.text:
            continue
        lines, were = document.text.count("\n"), old.text.count("\n")
        if were - lines > _FEW and lines < were / 2:
            yield Problem(
                name,
                lines + 1,
                f"这个文件少了一大半（{were} 行变成 {lines} 行），像是没有存完",
                "真要删这么多，请分两次删",
            )
        elif old.text.endswith("\n") and not document.text.endswith("\n"):
            yield Problem(name, lines + 1, "文件最后没有换行，像是没有存完", "真的写完了，就在末尾加一个回车")
