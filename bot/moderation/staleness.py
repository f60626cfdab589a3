"""What is due for checking, as tasks: a source that many facts rest on is one look, not many."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass

from knowledge import Knowledge, KnownFact, KnownRule, known_rule
from knowledge.passages import uses


@dataclass(frozen=True, slots=True)
class Task:
    """Something that somebody has to look at again.

    Attributes:
        id: what ``MarkChecked`` calls it: a source, a fact with a date of its own, or a rule.
        name: what it is called.
        link: where to look, if there is an address.
        days: since somebody looked.
        shows: what it says, one line each.
        used: how many places show it to users.
    """

    id: str
    name: str
    link: str | None
    days: int
    shows: tuple[str, ...]
    used: int

    @property
    def remedy(self) -> str:
        """What to do if it does not hold any more."""
        return "在 rules.yaml 里加一条新的，旧的不删" if self.id.startswith("rules.") else "用 /fact 改"

    @property
    def key(self) -> str:
        """Its id in as few characters as a button has room for."""
        return hashlib.sha256(self.id.encode()).hexdigest()[:8]


def tasks(knowledge: Knowledge, today: dt.date) -> list[Task]:
    """Everything that is due, what most answers show first."""
    users = uses(knowledge)
    by_source: defaultdict[str, list[KnownFact]] = defaultdict(list)
    found = []
    for fact in knowledge.facts.values():
        if not fact.is_stale(today) or fact.checked is None:
            continue
        if fact.fact.checked is not None:
            found.append(_of_fact(fact, len(users.get(fact.id, ())), today))
        elif (cited := _latest_source(fact, knowledge)) is not None:
            by_source[cited].append(fact)
    for identity, facts in by_source.items():
        source = knowledge.sources[identity]
        found.append(
            Task(
                id=identity,
                name=source.cite,
                link=source.url,
                days=(today - source.checked).days,
                shows=tuple(_line(fact) for fact in facts),
                used=sum(len(users.get(fact.id, ())) for fact in facts),
            )
        )
    for key in knowledge.rules:
        rule = known_rule(key, knowledge, today)
        if rule is not None and rule.is_stale(today):
            urls = [knowledge.sources[one].url for one in rule.entry.sources if one in knowledge.sources]
            link = next((url for url in urls if url), None)
            found.append(_of_rule(rule, link, len(users.get(f"rules.{key}", ())), today))
    return sorted(found, key=lambda task: (-task.used, -task.days, task.id))


def _of_fact(fact: KnownFact, used: int, today: dt.date) -> Task:
    assert fact.checked is not None
    return Task(fact.id, _name(fact), None, (today - fact.checked).days, (_line(fact),), used)


def _of_rule(rule: KnownRule, link: str | None, used: int, today: dt.date) -> Task:
    days = (today - rule.rule.checked).days
    return Task(
        f"rules.{rule.key}", rule.rule.name, link, days, (f"{rule.rule.name}：{rule.entry.value}",), used
    )


def _latest_source(fact: KnownFact, knowledge: Knowledge) -> str | None:
    """The source whose day of checking is the fact's."""
    cited = [c.source for c in (fact.best.citations if fact.best else ()) if c.source in knowledge.sources]
    return max(cited, key=lambda one: knowledge.sources[one].checked, default=None)


def _name(fact: KnownFact) -> str:
    return f"{fact.subject.name}·{fact.attribute.name}"


def _line(fact: KnownFact) -> str:
    return f"{_name(fact)}：{fact.best.value if fact.best else '没有查到'}（{fact.id}）"
