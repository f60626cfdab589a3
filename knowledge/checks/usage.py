"""A fact that nobody can ask for does not belong here."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.checks.scope import Scope
from knowledge.passages import uses
from knowledge.problems import Problem


def unused_facts(scope: Scope) -> Iterator[Problem]:
    """A fact that no answer, warning or ``facts:`` list uses and that no comparison table shows."""
    if not scope.is_whole("topics/", "warnings/", "products/", "matters/", "rules.yaml", "attributes.yaml"):
        return  # its use may stand in a file that could not be read
    used = uses(scope.knowledge)
    for fact in scope.knowledge.facts.values():
        own = f"facts.{fact.id}"
        if fact.attribute.compare or any(user != own for user in used.get(fact.id, ())):
            continue
        yield scope.problem(
            fact.subject.file,
            ("facts", fact.key),
            f"没有答案用到“{fact.subject.name}”的“{fact.attribute.name}”",
            f"请在主题 {fact.attribute.topic} 的答案里引用它，或写进答案的 facts，或删掉",
            f"{{{fact.id}}}",
        )
