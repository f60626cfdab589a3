"""A value is written as its kind wants it."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.base import KnownFact
from knowledge.checks.scope import Scope
from knowledge.document import Place
from knowledge.models import value_of
from knowledge.passages import RULES_FILE
from knowledge.problems import Problem
from knowledge.values import EXAMPLES, KIND_NAMES, ValueFormatError


def claim_place(fact: KnownFact, index: int, part: str = "value") -> Place:
    """Where ``part`` of the claim ``index`` of ``fact`` (in the order of the file) stands."""
    if fact.fact.claims is not None:
        return ("facts", fact.key, "claims", index, part)
    return ("facts", fact.key, part)


def values_of_facts(scope: Scope) -> Iterator[Problem]:
    """A claim that does not read as what its attribute is measured in."""
    for fact in scope.knowledge.facts.values():
        kind = fact.attribute.kind
        for index, claim in enumerate(fact.fact.all_claims):
            try:
                value_of(claim, kind)
            except ValueFormatError as error:
                yield scope.problem(
                    fact.subject.file,
                    claim_place(fact, index),
                    str(error).split("；")[0],
                    f"“{fact.attribute.name}”要写成{KIND_NAMES[kind]}",
                    EXAMPLES[kind],
                )


def values_of_rules(scope: Scope) -> Iterator[Problem]:
    """An entry of a rule that does not read as what the rule is measured in."""
    for key, rule in scope.knowledge.rules.items():
        for index, entry in enumerate(rule.entries):
            try:
                value_of(entry, rule.kind)
            except ValueFormatError as error:
                yield scope.problem(
                    RULES_FILE,
                    (key, "entries", index, "value"),
                    str(error).split("；")[0],
                    f"“{rule.name}”要写成{KIND_NAMES[rule.kind]}",
                    EXAMPLES[rule.kind],
                )
