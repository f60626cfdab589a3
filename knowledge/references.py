"""References in prose: ``{weilidai.daily_rate}`` stands for a fact, ``{rules.lpr_1y}`` for a dated rule.

Prose holds no figure of its own; it points to the one place where the figure, its source and its date are.
Two references stand for words instead: ``{weilidai.name}`` and ``{weilidai.channel}``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TypeAlias

from knowledge.base import Knowledge, KnownFact
from knowledge.models import Product, Rule, RuleEntry

RULES = "rules"
NAME = "name"
CHANNEL = "channel"
RESERVED_KEYS = (NAME, CHANNEL)

_BRACES = re.compile(r"\{([^{}]*)\}")
_WELL_FORMED = re.compile(r"([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)")
_STRAY = re.compile(r"[{}｛｝]")


@dataclass(frozen=True, slots=True)
class Reference:
    """``raw`` at ``start`` of a text; ``subject`` and ``key`` are empty where it is not well written."""

    start: int
    raw: str
    subject: str
    key: str

    @property
    def id(self) -> str:
        """The id of the fact or rule that is meant, such as ``weilidai.daily_rate``."""
        return f"{self.subject}.{self.key}"

    @property
    def is_rule(self) -> bool:
        """Whether a dated rule is meant."""
        return self.subject == RULES

    @property
    def is_words(self) -> bool:
        """Whether a name or a channel is meant, which is neither fact nor rule."""
        return self.key in RESERVED_KEYS


Segment: TypeAlias = "str | Reference"


def parse_prose(text: str) -> tuple[Segment, ...]:
    """``text`` as plain pieces and references, in order.

    >>> [part if isinstance(part, str) else part.id for part in parse_prose("日利率{weilidai.daily_rate}。")]
    ['日利率', 'weilidai.daily_rate', '。']
    """
    parts: list[Segment] = []
    last = 0
    for match in _BRACES.finditer(text):
        if match.start() > last:
            parts.append(text[last : match.start()])
        parts.append(_reference(match.start(), match[0], match[1]))
        last = match.end()
    if last < len(text):
        parts.append(text[last:])
    return tuple(parts)


def references(text: str) -> tuple[Reference, ...]:
    """The references in ``text``, in order."""
    return tuple(part for part in parse_prose(text) if isinstance(part, Reference))


def parse_id(text: str) -> Reference:
    """An id as it stands in a ``facts:`` list, without braces.

    >>> parse_id("rules.lpr_1y").is_rule
    True
    """
    return _reference(0, text, text)


def stray_braces(text: str) -> tuple[int, ...]:
    """Where ``text`` has a brace that belongs to no reference, or a full-width one.

    >>> stray_braces("{weilidai.daily_rate")
    (0,)
    """
    blanked = _BRACES.sub(lambda match: " " * len(match[0]), text)
    return tuple(match.start() for match in _STRAY.finditer(blanked))


@dataclass(frozen=True, slots=True)
class KnownRule:
    """A rule with its id (``lpr_1y``) and the entry to show: the one that holds, else the nearest to it."""

    key: str
    rule: Rule
    entry: RuleEntry

    def holds(self, today: dt.date) -> bool:
        """Whether the entry is in force ``today``."""
        return self.entry.start <= today and (self.entry.until is None or today <= self.entry.until)

    def is_stale(self, today: dt.date) -> bool:
        """Whether nobody has looked for longer than this rule keeps."""
        return (today - self.rule.checked).days > self.rule.shelf_life


def resolve(reference: Reference, knowledge: Knowledge, today: dt.date) -> KnownFact | KnownRule | str | None:
    """What ``reference`` stands for: a fact, a rule with its entry for ``today``, or words; else ``None``.

    A rule of which no entry holds ``today`` stands for its last entry before, or else its first.
    """
    if reference.is_rule:
        return known_rule(reference.key, knowledge, today)
    subject = knowledge.subjects.get(reference.subject)
    if subject is None:
        return None
    if reference.key == NAME:
        return subject.name
    if reference.key == CHANNEL:
        return subject.channel if isinstance(subject, Product) else None
    return knowledge.fact(reference.subject, reference.key)


def known_rule(key: str, knowledge: Knowledge, today: dt.date) -> KnownRule | None:
    """The rule ``key`` with the entry to show ``today``; ``None`` if there is no such rule."""
    rule = knowledge.rules.get(key)
    if rule is None:
        return None
    entry = knowledge.rule(key, today)
    if entry is None:
        past = [one for one in rule.entries if one.start <= today]
        entry = max(past, key=lambda one: one.start) if past else min(rule.entries, key=lambda one: one.start)
    return KnownRule(key, rule, entry)


def exists(reference: Reference, knowledge: Knowledge) -> bool:
    """Whether ``reference`` stands for anything, on whatever day."""
    if reference.is_rule:
        return reference.key in knowledge.rules
    subject = knowledge.subjects.get(reference.subject)
    if subject is None:
        return False
    if reference.key == CHANNEL:
        return isinstance(subject, Product)
    return reference.key == NAME or reference.key in subject.facts


def _reference(start: int, raw: str, inner: str) -> Reference:
    match = _WELL_FORMED.fullmatch(inner.strip())
    subject, key = (match[1], match[2]) if match else ("", "")
    return Reference(start, raw, subject, key)
