"""Putting the test questions of the knowledge to whoever understands questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.base import Knowledge
from knowledge.problems import Problem

# What a question was understood as: topic and product. No topic: asked back, or declined.
Understood = tuple[str | None, str | None]
Understand = Callable[[list[str]], Sequence[Understood]]

_ASKED_BACK = "没有认出来（会反问，或说不知道）"


@dataclass(frozen=True, slots=True)
class Trial:
    """How many questions were put, and which went wrong."""

    asked: int
    failures: tuple[Problem, ...]


def try_questions(knowledge: Knowledge, understand: Understand, topics: Sequence[str] = ()) -> Trial:
    """Put every test question (of ``topics``, if any are given) to ``understand``, all at once.

    A ``must`` question has to land in its topic, and on its product where one is written. A ``must_not``
    question may go to its ``instead`` or be asked back, and nowhere else.
    """
    chosen = [one for key, one in knowledge.tests.items() if not topics or key in topics]
    must = [(one, index, case) for one in chosen for index, case in enumerate(one.must)]
    must_not = [(one, index, case) for one in chosen for index, case in enumerate(one.must_not)]
    questions = [case.ask for _, _, case in must] + [case.ask for _, _, case in must_not]
    understood = list(understand(questions))
    if len(understood) != len(questions):
        raise ValueError(f"{len(questions)} questions, {len(understood)} answers")
    failures = []
    for (tests, index, case), (topic, product) in zip(must, understood[: len(must)], strict=True):
        wrong = ""
        if topic != tests.topic:
            wrong = f"“{case.ask}”应是 {_named(knowledge, tests.topic)}，实际是 {_named(knowledge, topic)}"
        elif case.product is not None and product != case.product:
            wrong = f"“{case.ask}”说的产品应是 {case.product}，实际是 {product or '没有认出来'}"
        if wrong:
            failures.append(knowledge.problem(tests.file, ("must", index), wrong))
    for (tests, index, near), (topic, _) in zip(must_not, understood[len(must) :], strict=True):
        if topic is not None and topic != near.instead:
            wrong = f"“{near.ask}”应是 {_named(knowledge, near.instead)}，实际是 {_named(knowledge, topic)}"
            failures.append(knowledge.problem(tests.file, ("must_not", index), wrong))
    return Trial(len(questions), tuple(sorted(failures)))


def _named(knowledge: Knowledge, topic: str | None) -> str:
    if topic is None:
        return _ASKED_BACK
    known = knowledge.topics.get(topic)
    return f"{topic}（{known.name}）" if known else topic
