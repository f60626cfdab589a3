"""Dates: what has not been looked at for long, and what is said to be from tomorrow."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from knowledge.checks.scope import SOURCES_FILE, Scope
from knowledge.document import Place
from knowledge.passages import RULES_FILE
from knowledge.problems import Problem, Severity

# A moderator in Beijing may be a day ahead of the machine
_SLACK = dt.timedelta(days=1)


def stale_facts(scope: Scope) -> Iterator[Problem]:
    """A fact that nobody has looked at for longer than its attribute keeps (a warning)."""
    for fact in scope.knowledge.facts.values():
        if fact.is_stale(scope.today) and fact.checked is not None:
            yield scope.problem(
                fact.subject.file,
                ("facts", fact.key),
                f"“{fact.attribute.name}”{_ago(scope.today, fact.checked)}",
                f"每 {fact.attribute.shelf_life} 天要核对一次，核对后改来源的 checked，或在这里写 checked",
                f"checked: {scope.today.isoformat()}",
                Severity.WARNING,
            )


def stale_rules(scope: Scope) -> Iterator[Problem]:
    """A rule that nobody has looked at for longer than it keeps (a warning)."""
    for key, rule in scope.knowledge.rules.items():
        if (scope.today - rule.checked).days > rule.shelf_life:
            yield scope.problem(
                RULES_FILE,
                (key, "checked"),
                f"“{rule.name}”{_ago(scope.today, rule.checked)}",
                f"这条规则每 {rule.shelf_life} 天要核对一次，数字变了就加一条新的 entry",
                f"checked: {scope.today.isoformat()}",
                Severity.WARNING,
            )


def future_dates(scope: Scope) -> Iterator[Problem]:
    """A day of checking or of publication that is still to come."""
    for file, place, day in _days(scope):
        if day > scope.today + _SLACK:
            yield scope.problem(
                file,
                place,
                f"{day.isoformat()} 还没有到",
                "核对和发布的日子不能在将来",
                scope.today.isoformat(),
            )


def dates_of_sources(scope: Scope) -> Iterator[Problem]:
    """A source's date that is no date."""
    for key, source in scope.knowledge.sources.items():
        if source.date is not None and _first_day(source.date) is None:
            yield scope.problem(
                SOURCES_FILE,
                (key, "date"),
                f"“{source.date}”不是日期",
                "请写年月日、年月或年；没有注明就删掉这一行",
                "2026-01-20",
            )


def _days(scope: Scope) -> Iterator[tuple[str, Place, dt.date]]:
    for key, source in scope.knowledge.sources.items():
        yield SOURCES_FILE, (key, "checked"), source.checked
        published = _first_day(source.date) if source.date else None
        if published is not None:
            yield SOURCES_FILE, (key, "date"), published
    for fact in scope.knowledge.facts.values():
        if fact.fact.checked is not None:
            yield fact.subject.file, ("facts", fact.key, "checked"), fact.fact.checked
    for key, rule in scope.knowledge.rules.items():
        yield RULES_FILE, (key, "checked"), rule.checked


def _first_day(text: str) -> dt.date | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text.strip())
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def _ago(today: dt.date, day: dt.date) -> str:
    return f"上次核对是 {day.isoformat()}，已过 {(today - day).days} 天"
