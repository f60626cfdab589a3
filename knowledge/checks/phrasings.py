"""One way of asking belongs to one topic, and is not its own test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.checks.scope import Scope
from knowledge.document import Place
from knowledge.likeness import normalised, simplified
from knowledge.problems import Problem


@dataclass(frozen=True, slots=True)
class Question:
    """A phrasing or test question, where it stands and what it belongs to."""

    file: str
    place: Place
    text: str
    topic: str


def collisions(scope: Scope) -> Iterator[Problem]:
    """Phrasings that are the same after normalisation, in one topic or in two.

    Within one topic the traditional way of writing a phrasing may stand beside the simplified one.
    """
    first: dict[str, Question] = {}
    within: set[tuple[str, str]] = set()
    for one in _phrasings(scope):
        other = first.setdefault(simplified(one.text), one)
        is_first = (one.topic, normalised(one.text)) not in within
        within.add((one.topic, normalised(one.text)))
        if other is one or (other.topic == one.topic and is_first):
            continue
        where = f"{other.file} 第 {_line(scope, other)} 行"
        if other.topic == one.topic:
            yield scope.problem(one.file, one.place, f"“{one.text}”重复了（{where}）", "请删掉一个")
        else:
            yield scope.problem(
                one.file,
                one.place,
                f"“{one.text}”也写在另一个主题里（{where}）",
                "一种说法只能属于一个主题，请留一处",
            )


def phrasings_as_tests(scope: Scope) -> Iterator[Problem]:
    """A test question that is written among the phrasings: it would prove nothing."""
    phrasings = {simplified(one.text): one for one in _phrasings(scope)}
    for test in (*_must(scope), *_must_not(scope)):
        same = phrasings.get(simplified(test.text))
        if same is not None:
            yield scope.problem(
                test.file,
                test.place,
                f"测试问题“{test.text}”和说法一模一样（{same.file} 第 {_line(scope, same)} 行）",
                "照抄的测试什么也证明不了，请换一种问法",
            )


def contradicting_tests(scope: Scope) -> Iterator[Problem]:
    """A question that one test sends here and another one there."""
    first: dict[str, Question] = {}
    for test in _must(scope):
        other = first.setdefault(simplified(test.text), test)
        if other is not test:
            where = f"{other.file} 第 {_line(scope, other)} 行"
            wrong = "重复了" if other.topic == test.topic else "也必须落在另一个主题"
            yield scope.problem(test.file, test.place, f"测试问题“{test.text}”{wrong}（{where}）", "请留一处")
    for test in _must_not(scope):
        there = first.get(simplified(test.text))
        if there is not None and there.topic != test.topic:
            yield scope.problem(
                test.file,
                test.place,
                f"“{test.text}”这里说应去 {test.topic}，"
                f"{there.file} 第 {_line(scope, there)} 行说必须落在 {there.topic}",
                "请改成一致",
            )
    for tests in scope.knowledge.tests.values():
        for index, case in enumerate(tests.must_not):
            if case.instead == tests.topic:
                place = ("must_not", index, "instead")
                yield scope.problem(tests.file, place, "instead 写的就是本主题", "请写应去的主题")


def _phrasings(scope: Scope) -> Iterator[Question]:
    for one in scope.knowledge.phrasings.values():
        for index, text in enumerate(one.phrasings):
            yield Question(one.file, ("phrasings", index), text, one.topic)


def _must(scope: Scope) -> Iterator[Question]:
    for one in scope.knowledge.tests.values():
        for index, case in enumerate(one.must):
            yield Question(one.file, ("must", index), case.ask, one.topic)


def _must_not(scope: Scope) -> Iterator[Question]:
    """With the topic where the question should go."""
    for one in scope.knowledge.tests.values():
        for index, case in enumerate(one.must_not):
            yield Question(one.file, ("must_not", index), case.ask, case.instead)


def _line(scope: Scope, question: Question) -> int:
    return scope.knowledge.documents[question.file].line(question.place)
