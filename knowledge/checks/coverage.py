"""A topic has a general answer, phrasings to be found by, and tests."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checks.dangling import GENERAL
from knowledge.checks.scope import Scope
from knowledge.problems import Problem


def incomplete_topics(scope: Scope) -> Iterator[Problem]:
    """A topic that lacks its general answer, its phrasings or its tests."""
    knowledge = scope.knowledge
    for topic in knowledge.topics.values():
        if GENERAL not in topic.answers and topic.file not in scope.loaded.broken:
            yield scope.problem(
                topic.file,
                ("answers",),
                "没有通用答案 general",
                "没点名产品的人看到的就是它",
                "general: {lead: …}",
            )
        phrasings = f"phrasings/{topic.id}.yaml"
        if phrasings not in scope.loaded.broken and not (
            topic.id in knowledge.phrasings and knowledge.phrasings[topic.id].phrasings
        ):
            yield scope.problem(
                topic.file, ("id",), f"主题“{topic.name}”没有说法", f"请在 {phrasings} 里写大家怎么问"
            )
        tests = f"tests/{topic.id}.yaml"
        if tests not in scope.loaded.broken and not (
            topic.id in knowledge.tests and knowledge.tests[topic.id].must
        ):
            yield scope.problem(
                topic.file, ("id",), f"主题“{topic.name}”没有测试", f"请在 {tests} 的 must 里写检查用的问题"
            )
