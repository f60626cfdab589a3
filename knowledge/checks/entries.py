"""Entries of a dated rule follow one another: none overlaps, and a gap is meant."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from knowledge.checks.scope import Scope
from knowledge.passages import RULES_FILE
from knowledge.problems import Problem, Severity

_DAY = dt.timedelta(days=1)


def overlaps_and_gaps(scope: Scope) -> Iterator[Problem]:
    """Entries that overlap or end before they begin (errors), or leave days out between them (a warning).

    An entry without ``until`` ends where the next one begins.
    """
    for key, rule in scope.knowledge.rules.items():
        for index, entry in enumerate(rule.entries):
            if entry.until is not None and entry.until < entry.start:
                place = (key, "entries", index, "until")
                yield scope.problem(RULES_FILE, place, "until 早于 start", "到哪一天止要晚于从哪一天起")
        ordered = sorted(enumerate(rule.entries), key=lambda pair: pair[1].start)
        for (_, before), (index, after) in itertools.pairwise(ordered):
            place = (key, "entries", index, "start")
            if after.start == before.start or (before.until is not None and before.until >= after.start):
                end = f"到 {before.until}" if before.until else ""
                yield scope.problem(
                    RULES_FILE,
                    place,
                    f"从 {after.start} 起的一条和从 {before.start} 起{end}的一条重叠",
                    "上一条的 until 写到这一条的前一天，或删掉 until",
                    f"until: {after.start - _DAY}",
                )
            elif before.until is not None and before.until + _DAY < after.start:
                yield scope.problem(
                    RULES_FILE,
                    place,
                    f"{before.until + _DAY} 到 {after.start - _DAY} 之间没有值",
                    "请补上这一段；若没有收录，可以不管",
                    severity=Severity.WARNING,
                )
