"""Which warnings are due with a reply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from bot.replies.model import Notice
from bot.understanding.trie import Trie
from knowledge import Knowledge, Warning, parse_value, render
from knowledge.models import Level, Occasion

_LOUDEST_FIRST = [Level.CRISIS, Level.DANGER, Level.CAUTION, Level.NOTICE]
MAX_WARNINGS = 3
# How many characters may stand where a moderator left a space: 借 新 还 旧
MAX_GAP = 6


class WarningBook:
    """The warnings of one snapshot, found by topic, product, words and cost."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._patterns: dict[str, tuple[str, ...]] = {}
        openings: list[tuple[str, str]] = []
        for warning in knowledge.warnings.values():
            for occasion in warning.when:
                for words in occasion.words:
                    parts = tuple(words.lower().split())
                    self._patterns[words] = parts
                    openings.append((parts[0], words))
        self._openings: Trie[str] = Trie(openings)

    def due(
        self,
        text: str,
        topic: str | None,
        products: Iterable[str],
        today: dt.date,
        annual_percent: Decimal | None = None,
    ) -> tuple[Notice, ...]:
        """The notices due, loudest first; a crisis stands alone.

        Args:
            text: the cleaned question, lower case.
            annual_percent: the annualised cost of a quote, in percent a year.
        """
        said = self._said(text)
        named = set(products)
        of_topic = self._knowledge.topics[topic].warnings if topic and topic in self._knowledge.topics else []
        found = [
            warning
            for warning in self._knowledge.warnings.values()
            if any(self._applies(one, said, topic, named, today, annual_percent) for one in warning.when)
            or warning.id in of_topic
        ]
        found.sort(key=lambda warning: _LOUDEST_FIRST.index(warning.level))
        crises = [warning for warning in found if warning.level is Level.CRISIS]
        return tuple(self._notice(warning, today) for warning in (crises or found)[:MAX_WARNINGS])

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
        said: set[str],
        topic: str | None,
        products: set[str],
        today: dt.date,
        annual_percent: Decimal | None,
    ) -> bool:
        if occasion.topics and topic not in occasion.topics:
            return False
        if occasion.products and not products & set(occasion.products):
            return False
        if occasion.words and not any(words in said for words in occasion.words):
            return False
        if occasion.annual_above is not None:
            return self._is_above(occasion.annual_above, today, annual_percent)
        return bool(occasion.topics or occasion.products or occasion.words)

    def _is_above(self, rule: str, today: dt.date, annual_percent: Decimal | None) -> bool:
        entry = self._knowledge.rule(rule, today)
        if annual_percent is None or entry is None:
            return False
        line = parse_value(entry.value, self._knowledge.rules[rule].kind).high
        return line is not None and annual_percent > line

    def _notice(self, warning: Warning, today: dt.date) -> Notice:
        return Notice(warning.id, warning.level, render(warning.text, self._knowledge, today).text)
