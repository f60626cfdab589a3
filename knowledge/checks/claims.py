"""What sources say differently has to be marked, and what is marked has to be different."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.base import KnownFact
from knowledge.checks.arithmetic import contradictions
from knowledge.checks.scope import Scope
from knowledge.models import Status
from knowledge.problems import Problem
from knowledge.references import references
from knowledge.rendering import value_key

CONFLICT = "conflict"
AGREE = "agree"


def unmarked_differences(scope: Scope) -> Iterator[Problem]:
    """Claims that differ, with no word on what to make of it; or with two words that exclude each other."""
    for fact in scope.knowledge.facts.values():
        if len(_values(fact)) > 1 and fact.fact.conflict is None and fact.fact.agree is None:
            said = "、".join(dict.fromkeys(claim.value for claim in fact.fact.all_claims))
            yield scope.problem(
                fact.subject.file,
                ("facts", fact.key, "claims"),
                f"“{fact.attribute.name}”有几种说法（{said}），没有说明怎么看",
                "互相矛盾写 conflict（告诉用户该信什么），不矛盾写 agree（为什么不同）",
                "conflict: 两种说法不一致，以借款页面展示的为准",
            )
        if fact.fact.conflict is not None and fact.fact.agree is not None:
            place = ("facts", fact.key, AGREE)
            yield scope.problem(fact.subject.file, place, "conflict 和 agree 只能写一个", "矛盾还是不矛盾？")


def needless_marks(scope: Scope) -> Iterator[Problem]:
    """A ``conflict`` or ``agree`` where there is one value only, which nothing speaks against.

    One claim may have a ``conflict`` if its status says that it does not hold, if the sentence names another
    fact or a rule, or if arithmetic contradicts it.
    """
    contradicting = {one.id for pair in contradictions(scope) for one in (pair.fact, pair.against)}
    for fact in scope.knowledge.facts.values():
        if len(_values(fact)) > 1 or fact.id in contradicting:
            continue
        for part in (CONFLICT, AGREE):
            text = getattr(fact.fact, part)
            if text is None or any(not one.is_words for one in references(text)):
                continue
            if part == CONFLICT and any(claim.status is not Status.CURRENT for claim in fact.fact.all_claims):
                continue
            yield scope.problem(
                fact.subject.file,
                ("facts", fact.key, part),
                f"写了 {part}，可是“{fact.attribute.name}”只有一种说法",
                "请把另一种说法也写进 claims，或用花括号指明和什么矛盾，或写 status；没有矛盾就改成 note",
                "status: doubtful",
            )


def _values(fact: KnownFact) -> set[object]:
    return {value_key(fact, claim) for claim in fact.fact.all_claims}
