"""Every piece of prose in the knowledge, with its place in a file and who shows it to users."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.base import Knowledge
from knowledge.document import Place
from knowledge.loader import WORDS
from knowledge.models import Answer, Subject, Topic
from knowledge.references import parse_id, references

RULES_FILE = "rules.yaml"


@dataclass(frozen=True, slots=True)
class Passage:
    """Prose at ``place`` of ``file``; ``user`` is what shows it, such as ``topics.overdue.weilidai``."""

    file: str
    place: Place
    text: str
    user: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A ``facts:`` list of an answer or a warning."""

    file: str
    place: Place
    ids: tuple[str, ...]
    user: str


def passages(knowledge: Knowledge) -> Iterator[Passage]:
    """All prose, file by file."""
    for subject in knowledge.subjects.values():
        yield from _of_subject(subject)
    for product in knowledge.products.values():
        user = f"products.{product.id}"
        yield Passage(product.file, ("channel",), product.channel, user)
        if product.fallback_note:
            yield Passage(product.file, ("fallback_note",), product.fallback_note, user)
    for key, rule in knowledge.rules.items():
        for part, text in (("says", rule.says), ("note", rule.note)):
            if text:
                yield Passage(RULES_FILE, (key, part), text, f"rules.{key}")
    for topic in knowledge.topics.values():
        yield Passage(topic.file, ("name",), topic.name, f"topics.{topic.id}")
        yield Passage(topic.file, ("ask",), topic.ask, f"topics.{topic.id}")
        for place, whom, answer in _answers(topic):
            yield from _of_answer(topic.file, place, f"topics.{topic.id}.{whom}", answer)
    for warning in knowledge.warnings.values():
        yield Passage(warning.file, ("name",), warning.name, f"warnings.{warning.id}")
        yield Passage(warning.file, ("text",), warning.text, f"warnings.{warning.id}")
    for name, other in knowledge.words.others.items():
        if other.contact:
            yield Passage(WORDS, ("others", name, "contact"), other.contact, f"words.{name}")


def listings(knowledge: Knowledge) -> Iterator[Listing]:
    """All ``facts:`` lists."""
    for topic in knowledge.topics.values():
        for place, whom, answer in _answers(topic):
            yield Listing(topic.file, (*place, "facts"), tuple(answer.facts), f"topics.{topic.id}.{whom}")
    for warning in knowledge.warnings.values():
        yield Listing(warning.file, ("facts",), tuple(warning.facts), f"warnings.{warning.id}")


def uses(knowledge: Knowledge) -> dict[str, tuple[str, ...]]:
    """Who shows each fact and rule: ids (``weilidai.daily_rate``, ``rules.lpr_1y``) with their users."""
    found: dict[str, dict[str, None]] = {}
    for passage in passages(knowledge):
        for reference in references(passage.text):
            found.setdefault(reference.id, {})[passage.user] = None
    for listing in listings(knowledge):
        for one in listing.ids:
            found.setdefault(parse_id(one).id, {})[listing.user] = None
    for warning in knowledge.warnings.values():
        for occasion in warning.when:
            if occasion.annual_above:
                found.setdefault(f"rules.{occasion.annual_above}", {})[f"warnings.{warning.id}"] = None
    return {one: tuple(users) for one, users in found.items()}


def _of_subject(subject: Subject) -> Iterator[Passage]:
    for key, fact in subject.facts.items():
        user = f"facts.{subject.id}.{key}"
        for part in ("conflict", "agree", "unknown", "note"):
            text = getattr(fact, part)
            if text:
                yield Passage(subject.file, ("facts", key, part), text, user)
        for index, claim in enumerate(fact.claims or ()):
            if claim.note:
                yield Passage(subject.file, ("facts", key, "claims", index, "note"), claim.note, user)


def _answers(topic: Topic) -> Iterator[tuple[Place, str, Answer]]:
    """Every answer of a topic with its place and for whom it is."""
    for whom, answer in topic.answers.items():
        yield ("answers", whom), whom, answer
    for index, variant in enumerate(topic.variants):
        yield ("variants", index), "variants", variant


def _of_answer(file: str, place: Place, user: str, answer: Answer) -> Iterator[Passage]:
    for part in ("lead", "why", "next"):
        text = getattr(answer, part)
        if text:
            yield Passage(file, (*place, part), text, user)
