"""Which warnings are due with a reply."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from bot.replies.daily import Daily
from bot.replies.model import Notice
from bot.understanding.finder import Finder
from knowledge import Knowledge, Warning, known_rule, parse_value, render
from knowledge.models import Level, Occasion

_LOUDEST_FIRST = [Level.CRISIS, Level.DANGER, Level.CAUTION, Level.NOTICE]
MAX_WARNINGS = 3

_Due: TypeAlias = tuple[Warning, Occasion]

# How many characters may stand where a moderator left a space: 借 新 还 旧
MAX_GAP = 6

_STRUCK = "\0"  # no question has it: cleaning takes control characters out


class WarningBook:
    """The warnings of one snapshot, found by topic, product, words and cost."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._notices = Daily(self._notice)
        self._patterns: dict[str, tuple[str, ...]] = {}
        # Each occasion is found by the rarest thing it asks for: its words, else its topics, else always looked at
        self._by_words: dict[str, list[_Due]] = defaultdict(list)
        self._by_topic: dict[str, list[_Due]] = defaultdict(list)
        self._always: list[_Due] = []
        for warning in knowledge.warnings.values():
            for occasion in warning.when:
                for words in occasion.words:
                    self._patterns[words] = tuple(words.lower().split())
                    self._by_words[words].append((warning, occasion))
                if not occasion.words:
                    for topic in occasion.topics:
                        self._by_topic[topic].append((warning, occasion))
                    if not occasion.topics:
                        self._always.append((warning, occasion))
        self._openings: Finder[str] = Finder((parts[0], words) for words, parts in self._patterns.items())

    def due(
        self,
        text: str,
        topic: str | None,
        products: Iterable[str],
        today: dt.date,
        annual_percent: Decimal | None = None,
        *,
        is_less_received: bool = False,
    ) -> tuple[Notice, ...]:
        """The notices due, loudest first; a crisis stands alone.

        Args:
            text: the cleaned question, lower case.
            topic: what was asked, if anything.
            products: every product named.
            today: the day whose rules hold.
            annual_percent: the annualised cost of a quote, in percent a year.
            is_less_received: whether less is received than the contract of a quote says.
        """
        said, named = self._said(text), set(products)
        known = self._knowledge.topics.get(topic or "")
        found = {one: self._knowledge.warnings[one] for one in (known.warnings if known else [])}
        candidates = [
            *self._always,
            *self._by_topic.get(topic or "", ()),
            *(
                (warning, occasion)
                for words in sorted(said)
                for warning, occasion in self._by_words[words]
                if not occasion.unless or words in self._said(_without(text, occasion.unless))
            ),
        ]
        for warning, occasion in candidates:
            if self._applies(occasion, topic, named, today, annual_percent, is_less_received):
                found[warning.id] = warning
        loudest = sorted(
            found.values(), key=lambda warning: (_LOUDEST_FIRST.index(warning.level), warning.id)
        )
        crises = [warning for warning in loudest if warning.level is Level.CRISIS]
        return tuple(self._notices(warning.id, today) for warning in (crises or loudest)[:MAX_WARNINGS])

    def _said(self, text: str) -> set[str]:
        said = set()
        for found in self._openings.find_all(text):
            if found.meaning not in said and self._follows(
                text, found.end, self._patterns[found.meaning][1:]
            ):
                said.add(found.meaning)
        return said

    @staticmethod
    def _follows(text: str, position: int, parts: tuple[str, ...]) -> bool:
        for part in parts:
            at = text.find(part, position, position + MAX_GAP + len(part))
            if at < 0:
                return False
            position = at + len(part)
        return True

    def _applies(
        self,
        occasion: Occasion,
        topic: str | None,
        products: set[str],
        today: dt.date,
        annual_percent: Decimal | None,
        is_less_received: bool,
    ) -> bool:
        """Whether everything but the words, which were found already, holds."""
        if occasion.topics and topic not in occasion.topics:
            return False
        if occasion.less_received and not is_less_received:
            return False
        if occasion.products and products.isdisjoint(occasion.products):
            return False
        if occasion.annual_above is not None:
            return self._is_above(occasion.annual_above, today, annual_percent)
        return bool(occasion.topics or occasion.products or occasion.words or occasion.less_received)

    def _is_above(self, rule: str, today: dt.date, annual_percent: Decimal | None) -> bool:
        if annual_percent is None:
            return False
        # A line that has been repealed still measures how dear a loan is
        known = known_rule(rule, self._knowledge, today)
        if known is None:
            return False
        line = parse_value(known.entry.value, known.rule.kind).high
        return line is not None and annual_percent > line

    def _notice(self, identifier: str, today: dt.date) -> Notice:
        warning = self._knowledge.warnings[identifier]
        return Notice(warning.id, warning.level, render(warning.text, self._knowledge, today).text)


def _without(text: str, sayings: Iterable[str]) -> str:
    """``text`` with the sayings that mean something else made unreadable, the longest first."""
    for saying in sorted(sayings, key=len, reverse=True):
        text = text.replace(saying.lower(), _STRUCK * len(saying))
    return text
