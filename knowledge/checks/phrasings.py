"""One way of asking belongs to one topic, and is not its own test."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checks.scope import Question, Scope
from knowledge.problems import Problem


def collisions(scope: Scope) -> Iterator[Problem]:
    """Phrasings that are the same after normalisation, in one topic or in two.

    Within one topic the traditional way of writing a phrasing may stand beside the simplified one.
    """
    first: dict[str, Question] = {}
    within: set[tuple[str, str]] = set()
    for one in scope.phrasings:
        other = first.setdefault(one.key, one)
        is_first = (one.topic, one.plain) not in within
        within.add((one.topic, one.plain))
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
    phrasings = {one.key: one for one in scope.phrasings}
    for test in (*scope.must, *scope.must_not):
        same = phrasings.get(test.key)
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
    for test in scope.must:
        other = first.setdefault(test.key, test)
        if other is not test:
            where = f"{other.file} 第 {_line(scope, other)} 行"
            wrong = "重复了" if other.topic == test.topic else "也必须落在另一个主题"
            yield scope.problem(test.file, test.place, f"测试问题“{test.text}”{wrong}（{where}）", "请留一处")
    for test in scope.must_not:
        there = first.get(test.key)
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


def _line(scope: Scope, question: Question) -> int:
    return scope.knowledge.documents[question.file].line(question.place)
