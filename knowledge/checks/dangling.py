"""Everything that is named has to be there: facts, rules, sources, attributes, topics, products, warnings."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from knowledge.checks.scope import ATTRIBUTES_FILE, Scope
from knowledge.document import Place
from knowledge.models import Citation
from knowledge.passages import RULES_FILE, listings
from knowledge.problems import Problem
from knowledge.references import (
    CHANNEL,
    RESERVED_KEYS,
    RULES,
    Reference,
    exists,
    parse_id,
    references,
    stray_braces,
)

GENERAL = "general"
OTHER = "other"
MAX_RELATED = 5


def braces(scope: Scope) -> Iterator[Problem]:
    """A brace that has no partner, or a full-width one."""
    for passage in scope.passages:
        for position in stray_braces(passage.text):
            brace = passage.text[position]
            yield scope.problem(
                passage.file,
                passage.place,
                f"“{brace}”没有配对或是全角的",
                "引用事实要用一对半角花括号",
                "{weilidai.daily_rate}",
                snippet=brace,
            )


def references_in_prose(scope: Scope) -> Iterator[Problem]:
    """A reference to a fact or rule that there is not."""
    for passage in scope.passages:
        seen: dict[str, int] = {}
        for reference in references(passage.text):
            occurrence = seen.get(reference.raw, 0)
            seen[reference.raw] = occurrence + 1
            found = _judge(scope, reference)
            if found is None and passage.place == ("channel",) and reference.key == CHANNEL:
                found = ("channel 里不能再引用 channel", "请直接写渠道", "微众银行客服 {weilidai.hotline}")
            if found is not None:
                yield scope.problem(
                    passage.file, passage.place, *found, snippet=reference.raw, occurrence=occurrence
                )


def facts_lists(scope: Scope) -> Iterator[Problem]:
    """An entry of a ``facts:`` list that there is not."""
    for listing in listings(scope.knowledge):
        for index, one in enumerate(listing.ids):
            reference = parse_id(one)
            found = _judge(scope, reference)
            if found is None and reference.is_words:
                found = (f"“{one}”不是事实", "facts 里只列事实和规则的编号", "weilidai.daily_rate")
            if found is not None:
                yield scope.problem(listing.file, (*listing.place, index), *found)


def attributes(scope: Scope) -> Iterator[Problem]:
    """A fact about an attribute that ``attributes.yaml`` does not list."""
    known = scope.knowledge.attributes
    for subject in scope.knowledge.subjects.values():
        for key in subject.facts:
            if not scope.has_attribute(key):
                yield scope.problem(
                    subject.file,
                    ("facts", key),
                    f"{ATTRIBUTES_FILE} 里没有属性“{key}”",
                    *(
                        _or(
                            _near(key, known),
                            f"请先在 {ATTRIBUTES_FILE} 里加上它",
                            f"{key}: {{name: …, kind: text}}",
                        )
                    ),
                )


def sources(scope: Scope) -> Iterator[Problem]:
    """A citation of a source that ``sources.yaml`` does not list."""
    for file, place, text in _citations(scope):
        cited = Citation.parse(text).source
        if not scope.has_source(cited):
            yield scope.problem(
                file,
                place,
                f"sources.yaml 里没有来源“{cited}”",
                *_or(_near(cited, scope.knowledge.sources), "请先在 sources.yaml 里加上它", "seed-a §引言表"),
            )


def topics(scope: Scope) -> Iterator[Problem]:
    """A topic that is named somewhere and that there is not."""
    for file, place, key in _topics(scope):
        if not scope.has_topic(key):
            yield scope.problem(
                file,
                place,
                f"没有主题“{key}”",
                _near(key, scope.knowledge.topics) or f"请检查编号，或先写 topics/{key}.yaml",
            )


def products(scope: Scope) -> Iterator[Problem]:
    """A product that is named somewhere and that there is not."""
    for file, place, key, others in _products(scope):
        if key not in others and not scope.has_product(key):
            yield scope.problem(
                file,
                place,
                f"没有产品“{key}”",
                _near(key, [*scope.knowledge.products, *others]) or f"请检查编号，或先写 products/{key}.yaml",
            )


def warnings(scope: Scope) -> Iterator[Problem]:
    """A warning that a topic names and that there is not."""
    for topic in scope.knowledge.topics.values():
        for index, key in enumerate(topic.warnings):
            if not scope.has_warning(key):
                yield scope.problem(
                    topic.file,
                    ("warnings", index),
                    f"没有提醒“{key}”",
                    _near(key, scope.knowledge.warnings) or f"请检查编号，或先写 warnings/{key}.yaml",
                )


def rules_of_warnings(scope: Scope) -> Iterator[Problem]:
    """A rule that a warning measures against and that there is not."""
    for warning in scope.knowledge.warnings.values():
        for index, occasion in enumerate(warning.when):
            key = occasion.annual_above
            if key is not None and not scope.has_rule(key):
                yield scope.problem(
                    warning.file,
                    ("when", index, "annual_above"),
                    f"rules.yaml 里没有规则“{key}”",
                    *_or(_near(key, scope.knowledge.rules), "请写 rules.yaml 里的编号", "court_line"),
                )


def related(scope: Scope) -> Iterator[Problem]:
    """Too many topics to go on with, or the topic itself among them."""
    for topic in scope.knowledge.topics.values():
        if len(topic.related) > MAX_RELATED:
            yield scope.problem(
                topic.file,
                ("related", MAX_RELATED),
                f"related 写了 {len(topic.related)} 个主题",
                f"最多 {MAX_RELATED} 个，留下最常接着问的",
            )
        if topic.id in topic.related:
            place = ("related", topic.related.index(topic.id))
            yield scope.problem(topic.file, place, "related 里有主题自己", "请删掉")


def about(scope: Scope) -> Iterator[Problem]:
    """A topic that is about a product for which it has no answer."""
    for topic in scope.knowledge.topics.values():
        if topic.about in scope.knowledge.products and topic.about not in topic.answers:
            yield scope.problem(
                topic.file, ("about",), f"answers 里没有“{topic.about}”的答案", "请补上，或删掉 about"
            )


def ids(scope: Scope) -> Iterator[Problem]:
    """Ids that mean two things: a matter named like a product, or a reserved word."""
    reserved = {RULES, GENERAL, OTHER}
    for subject in scope.knowledge.matters.values():
        if subject.id in scope.knowledge.products:
            yield scope.problem(
                subject.file, ("id",), f"产品里已经有“{subject.id}”", "编号全库唯一，请换一个"
            )
    for subject in scope.knowledge.subjects.values():
        if subject.id in reserved:
            yield scope.problem(subject.file, ("id",), f"“{subject.id}”是保留的编号", "请换一个")
    for key in RESERVED_KEYS:
        if key in scope.knowledge.attributes:
            yield scope.problem(ATTRIBUTES_FILE, (key,), f"“{key}”是保留的名字", "请换一个")


def _judge(scope: Scope, reference: Reference) -> tuple[str, str, str] | None:
    """What is wrong with ``reference``, if anything: wrong, expected, example."""
    raw = reference.raw
    if not reference.subject:
        return (f"“{raw}”不是引用", "花括号里写 产品.属性，或 rules.规则", "{weilidai.daily_rate}")
    if exists(reference, scope.knowledge) or scope.may_stand_in_gap(reference):
        return None
    if reference.is_rule:
        keys = scope.knowledge.rules
        return (f"“{raw}”：rules.yaml 里没有规则“{reference.key}”", _near(reference.key, keys), "")
    subject = scope.knowledge.subjects.get(reference.subject)
    if subject is None:
        near = _near(reference.subject, [*scope.knowledge.subjects, RULES])
        wrong = f"“{raw}”：没有“{reference.subject}”这个产品或事项"
        return (wrong, *_or(near, "请检查编号", "{weilidai.daily_rate}"))
    return (
        f"“{raw}”：{subject.file} 里没有事实“{reference.key}”",
        _near(reference.key, subject.facts) or "请检查名字，或先把这个事实写进去",
        "",
    )


def _or(guess: str, expected: str, example: str) -> tuple[str, str]:
    """A guess at what was meant says enough; without one it takes a rule and an example."""
    return (guess, "") if guess else (expected, example)


def _near(key: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, list(known), 1, 0.6)
    return f"是不是想写“{near[0]}”？" if near else ""


def _citations(scope: Scope) -> Iterator[tuple[str, Place, str]]:
    for subject in scope.knowledge.subjects.values():
        for key, fact in subject.facts.items():
            for index, text in enumerate(fact.sources or ()):
                yield subject.file, ("facts", key, "sources", index), text
            for number, claim in enumerate(fact.claims or ()):
                for index, text in enumerate(claim.sources):
                    yield subject.file, ("facts", key, "claims", number, "sources", index), text
    for key, rule in scope.knowledge.rules.items():
        for number, entry in enumerate(rule.entries):
            for index, text in enumerate(entry.sources):
                yield RULES_FILE, (key, "entries", number, "sources", index), text


def _topics(scope: Scope) -> Iterator[tuple[str, Place, str]]:
    knowledge = scope.knowledge
    for key, attribute in knowledge.attributes.items():
        yield ATTRIBUTES_FILE, (key, "topic"), attribute.topic
    for key, rule in knowledge.rules.items():
        yield RULES_FILE, (key, "topic"), rule.topic
    for topic in knowledge.topics.values():
        for index, one in enumerate(topic.related):
            yield topic.file, ("related", index), one
    for warning in knowledge.warnings.values():
        for number, occasion in enumerate(warning.when):
            for index, one in enumerate(occasion.topics):
                yield warning.file, ("when", number, "topics", index), one
    for phrasings in knowledge.phrasings.values():
        yield phrasings.file, ("topic",), phrasings.topic
    for tests in knowledge.tests.values():
        yield tests.file, ("topic",), tests.topic
        for index, case in enumerate(tests.must_not):
            yield tests.file, ("must_not", index, "instead"), case.instead


def _products(scope: Scope) -> Iterator[tuple[str, Place, str, tuple[str, ...]]]:
    knowledge = scope.knowledge
    for topic in knowledge.topics.values():
        for key in topic.answers:
            yield topic.file, ("answers", key), key, (GENERAL,)
        if topic.about is not None:
            yield topic.file, ("about",), topic.about, ()
    for warning in knowledge.warnings.values():
        for number, occasion in enumerate(warning.when):
            for index, key in enumerate(occasion.products):
                yield warning.file, ("when", number, "products", index), key, ()
    for tests in knowledge.tests.values():
        for index, case in enumerate(tests.must):
            if case.product is not None:
                yield tests.file, ("must", index, "product"), case.product, (OTHER,)
