"""Finding the comments of a YAML file, which parsers throw away."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SIGN = re.compile(r"(?:^|(?<=[ \t]))#", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Comment:
    """``text``, from its sign to the end of the line, at place ``at`` of a file."""

    at: int
    text: str


def comments_of(text: str) -> list[Comment]:
    """Every comment of ``text``, which has to be YAML. Behind a text in block style (``|``, ``>``) none is seen.

    >>> comments_of("# 甲\\na: 'b # c' # 乙\\n")
    [Comment(at=0, text='# 甲'), Comment(at=15, text='# 乙')]
    """
    scalars = [
        (event.start_mark.index, event.end_mark.index)
        for event in yaml.parse(text, Loader=_Loader)
        if isinstance(event, yaml.ScalarEvent) and event.start_mark and event.end_mark
    ]
    starts = [start for start, _ in scalars]
    found: list[Comment] = []
    read_to = 0
    for sign in _SIGN.finditer(text):
        at = sign.start()
        number = bisect_right(starts, at) - 1
        if at < read_to or (number >= 0 and at < scalars[number][1]):
            continue  # within a comment, or within a text
        read_to = text.find("\n", at) if "\n" in text[at:] else len(text)
        found.append(Comment(at, text[at:read_to].rstrip()))
    return found
