"""What a check looks at: the knowledge, the day, and which files could not be read whole."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from knowledge.base import Knowledge
from knowledge.document import Place
from knowledge.likeness import in_simple_forms, normalised
from knowledge.loader import Loaded
from knowledge.passages import RULES_FILE, Passage, passages
from knowledge.problems import Problem, Severity
from knowledge.references import RESERVED_KEYS, RULES, Reference

ATTRIBUTES_FILE = "attributes.yaml"
SOURCES_FILE = "sources.yaml"

# More than there are topics
_FILES = 256


class Question(NamedTuple):
    """A phrasing or test question, where it stands and what it belongs to.

    (A tuple: tens of thousands are made for every check, and a frozen dataclass takes three times as long to make.)
    """

    file: str
    part: str
    number: int  # in its part of the file
    text: str
    topic: str
    plain: str  # but for width, case, spaces and punctuation
    key: str  # and in simplified characters

    @classmethod
    def of(cls, file: str, part: str, number: int, text: str, topic: str) -> Question:
        """With the forms to compare by."""
        plain = normalised(text)
        return cls(file, part, number, text, topic, plain, in_simple_forms(plain))

    @property
    def place(self) -> Place:
        """Where it stands in its file."""
        return self.part, self.number


@functools.lru_cache(maxsize=_FILES)
def _forms(texts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two forms of each text of a file. A folder that is read again holds nearly the same files as before."""
    plains = tuple(map(normalised, texts))
    return plains, tuple(map(in_simple_forms, plains))


def _phrasings(file: str, topic: str, texts: tuple[str, ...]) -> Iterator[Question]:
    for index, (text, plain, key) in enumerate(zip(texts, *_forms(texts), strict=True)):
        yield Question(file, "phrasings", index, text, topic, plain, key)


def forget() -> None:
    """Give back what is remembered for the next reading, where there is to be none."""
    _forms.cache_clear()
    normalised.cache_clear()
    in_simple_forms.cache_clear()


@dataclass(frozen=True)
class Scope:
    """A loaded folder on one day.

    A file with a mistake in it leaves gaps. What may stand in such a gap counts as being there, so that one
    mistake is told once and not as a hundred dangling references.
    """

    loaded: Loaded
    today: dt.date

    @property
    def knowledge(self) -> Knowledge:
        """What was read."""
        return self.loaded.knowledge

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All prose."""
        return tuple(passages(self.knowledge))

    @cached_property
    def phrasings(self) -> tuple[Question, ...]:
        """All phrasings."""
        return tuple(
            question
            for one in self.knowledge.phrasings.values()
            for question in _phrasings(one.file, one.topic, tuple(one.phrasings))
        )

    @cached_property
    def must(self) -> tuple[Question, ...]:
        """All test questions that have to land in their topic."""
        return tuple(
            Question.of(one.file, "must", index, case.ask, one.topic)
            for one in self.knowledge.tests.values()
            for index, case in enumerate(one.must)
        )

    @cached_property
    def must_not(self) -> tuple[Question, ...]:
        """All test questions that must not land in their topic, with the topic where they should go instead."""
        return tuple(
            Question.of(one.file, "must_not", index, case.ask, case.instead)
            for one in self.knowledge.tests.values()
            for index, case in enumerate(one.must_not)
        )

    def has_attribute(self, key: str) -> bool:
        """Whether there may be an attribute ``key``."""
        return key in self.knowledge.attributes or self._in_gap(ATTRIBUTES_FILE, key)

    def has_source(self, key: str) -> bool:
        """Whether there may be a source ``key``."""
        return key in self.knowledge.sources or self._in_gap(SOURCES_FILE, key)

    def has_rule(self, key: str) -> bool:
        """Whether there may be a rule ``key``."""
        return key in self.knowledge.rules or self._in_gap(RULES_FILE, key)

    def has_product(self, key: str) -> bool:
        """Whether there may be a product ``key``."""
        return key in self.knowledge.products or f"products/{key}.yaml" in self.loaded.broken

    def has_topic(self, key: str) -> bool:
        """Whether there may be a topic ``key``."""
        return key in self.knowledge.topics or f"topics/{key}.yaml" in self.loaded.broken

    def has_warning(self, key: str) -> bool:
        """Whether there may be a warning ``key``."""
        return key in self.knowledge.warnings or f"warnings/{key}.yaml" in self.loaded.broken

    def may_stand_in_gap(self, reference: Reference) -> bool:
        """Whether what ``reference`` means may be in a file that could not be read whole."""
        if reference.subject == RULES:
            return self._in_gap(RULES_FILE, reference.key)
        files = (f"products/{reference.subject}.yaml", f"matters/{reference.subject}.yaml")
        return any(file in self.loaded.broken and self._may_hold(file, reference.key) for file in files)

    def is_whole(self, *folders: str) -> bool:
        """Whether nothing in these folders (or files) is missing."""
        return not any(file.startswith(folders) for file in self.loaded.broken)

    def problem(
        self,
        file: str,
        place: Place,
        wrong: str,
        expected: str = "",
        example: str = "",
        severity: Severity = Severity.ERROR,
        *,
        snippet: str = "",
        occurrence: int = 0,
    ) -> Problem:
        """A finding at ``place`` of ``file``; ``snippet`` narrows the line within a text of several lines."""
        document = self.knowledge.documents.get(file)
        if document is None:
            line = 1
        elif snippet:
            line = document.line_of(place, snippet, occurrence)
        else:
            line = document.line(place)
        return Problem(file, line, wrong, expected, example, severity)

    def _may_hold(self, file: str, fact: str) -> bool:
        document = self.knowledge.documents.get(file)
        if document is None or not document.is_whole or not isinstance(document.data, dict):
            return True
        facts = document.data.get("facts", {})
        return fact in RESERVED_KEYS or not isinstance(facts, dict) or fact in facts

    def _in_gap(self, file: str, key: str) -> bool:
        if file not in self.loaded.broken:
            return False
        document = self.knowledge.documents.get(file)
        return (
            document is None
            or not document.is_whole
            or not isinstance(document.data, dict)
            or key in document.data
        )
