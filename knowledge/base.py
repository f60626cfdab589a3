"""The whole knowledge as one immutable snapshot, and the questions others put to it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from knowledge.document import Document, Place
from knowledge.models import (
    Attribute,
    Claim,
    Confidence,
    Fact,
    Phrasings,
    Product,
    Rule,
    RuleEntry,
    Source,
    Status,
    Subject,
    Topic,
    TopicTests,
    Warning,
    Words,
)
from knowledge.problems import Problem, Severity
from knowledge.values import Value, ValueFormatError, parse_value


@dataclass(frozen=True)
class KnownFact:
    """A fact with its id (``weilidai.daily_rate``), its subject and its attribute."""

    id: str
    subject: Subject
    key: str
    attribute: Attribute
    fact: Fact
    sources: Mapping[str, Source] = field(repr=False)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims, most trusted first: current ones, then by confidence, then newest."""
        return tuple(sorted(self.fact.all_claims, key=self._order))

    @property
    def best(self) -> Claim | None:
        """What is shown first; ``None`` where nothing is known."""
        return self.claims[0] if self.claims else None

    @cached_property
    def value(self) -> Value | None:
        """The typed value of the best claim."""
        return self.typed(self.best) if self.best else None

    def typed(self, claim: Claim) -> Value | None:
        """The typed value of ``claim``; ``None`` if it is not well formed (the check reports that)."""
        try:
            return parse_value(claim.value, self.attribute.kind)
        except ValueFormatError:
            return None

    def confidence(self, claim: Claim) -> Confidence:
        """The confidence of the best source of ``claim``."""
        found = [self.sources[c.source].confidence for c in claim.citations if c.source in self.sources]
        return min(found, key=lambda one: one.rank, default=Confidence.UNVERIFIED)

    @property
    def is_verified(self) -> bool:
        """Whether what is shown first comes from a named publication."""
        return self.best is not None and self.confidence(self.best) is not Confidence.UNVERIFIED

    @property
    def is_disputed(self) -> bool:
        """Whether sources contradict each other here."""
        return self.fact.conflict is not None

    @cached_property
    def checked(self) -> dt.date | None:
        """The day on which somebody last looked whether what is shown still holds."""
        if self.fact.checked:
            return self.fact.checked
        citations = self.best.citations if self.best else ()
        days = [self.sources[c.source].checked for c in citations if c.source in self.sources]
        return max(days, default=None)

    def is_stale(self, today: dt.date) -> bool:
        """Whether nobody has looked for longer than this kind of fact keeps."""
        return self.checked is not None and (today - self.checked).days > self.attribute.shelf_life

    def _order(self, claim: Claim) -> tuple[int, int, int]:
        dates = [self.sources[c.source].date or "" for c in claim.citations if c.source in self.sources]
        newest = max(map(_day_number, dates), default=0)
        return (list(Status).index(claim.status), self.confidence(claim).rank, -newest)


def _day_number(date: str) -> int:
    """``2026-01``, ``2026`` and no date at all as numbers that sort by age; what is no date counts as none."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", date.strip(), re.ASCII)
    return int(f"{match[1]}{match[2] or '00'}{match[3] or '00'}") if match else 0


@dataclass(frozen=True)
class Knowledge:
    """Everything one snapshot holds. Nothing in it changes; a new version is a new object."""

    version: str  # content hash, hexadecimal
    attributes: Mapping[str, Attribute]
    sources: Mapping[str, Source]
    products: Mapping[str, Product]
    matters: Mapping[str, Subject]
    rules: Mapping[str, Rule]
    topics: Mapping[str, Topic]
    phrasings: Mapping[str, Phrasings]
    tests: Mapping[str, TopicTests]
    warnings: Mapping[str, Warning]
    words: Words
    documents: Mapping[str, Document] = field(default_factory=dict, repr=False)

    @cached_property
    def subjects(self) -> dict[str, Subject]:
        """Products and general matters by id."""
        return {**self.products, **self.matters}

    @cached_property
    def facts(self) -> dict[str, KnownFact]:
        """Every fact by its id, ``subject.attribute``."""
        found = {}
        for subject in self.subjects.values():
            for key, fact in subject.facts.items():
                attribute = self.attributes.get(key)
                if attribute is not None:
                    identity = f"{subject.id}.{key}"
                    found[identity] = KnownFact(identity, subject, key, attribute, fact, self.sources)
        return found

    def fact(self, subject: str, key: str) -> KnownFact | None:
        """The fact ``subject.key``, if there is one."""
        return self.facts.get(f"{subject}.{key}")

    def rule(self, key: str, day: dt.date) -> RuleEntry | None:
        """The entry of rule ``key`` that holds on ``day``."""
        rule = self.rules.get(key)
        if rule is None:
            return None
        holding = [e for e in rule.entries if e.start <= day and (e.until is None or day <= e.until)]
        return max(holding, key=lambda entry: entry.start, default=None)

    def product_names(self) -> Iterator[tuple[str, str]]:
        """Each way to write a held product, with its id."""
        for product in self.products.values():
            for name in (product.name, *product.aliases):
                yield name, product.id

    def problem(
        self,
        file: str,
        place: Place,
        wrong: str,
        expected: str = "",
        example: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """A finding at ``place`` of ``file``, with its line."""
        document = self.documents.get(file)
        return Problem(file, document.line(place) if document else 1, wrong, expected, example, severity)
