"""What was computed from other facts is computed again and compared."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from knowledge.base import KnownFact
from knowledge.checks.scope import ATTRIBUTES_FILE, Scope
from knowledge.checks.values import claim_place
from knowledge.expressions import ExpressionError, Interval, Lookup, agrees, evaluate, names, shown
from knowledge.models import Rule, RuleEntry
from knowledge.passages import RULES_FILE
from knowledge.problems import Problem
from knowledge.references import RULES, parse_id
from knowledge.values import Kind, Value, ValueFormatError, parse_value

# A name stands for each claim of its fact in turn; so many ways of choosing are tried
_MAX_COMBINATIONS = 64
_HOW = "算式只用本产品的属性、产品.属性、rules.规则、数字和 + - × ÷"


def derived_values(scope: Scope) -> Iterator[Problem]:
    """A derived value that its expression does not give, or an expression that cannot be read."""
    if not scope.is_whole(ATTRIBUTES_FILE, RULES_FILE):
        return  # what the value is derived from may be missing
    for fact in scope.knowledge.facts.values():
        for index, claim in enumerate(fact.fact.all_claims):
            stated = fact.typed(claim)
            if claim.derived is None or stated is None:
                continue
            wrong = _judge(claim.derived, _lookups(scope, fact, claim.derived), stated)
            if wrong:
                yield scope.problem(fact.subject.file, claim_place(fact, index, "derived"), *wrong)
    for key, rule in scope.knowledge.rules.items():
        for index, entry in enumerate(rule.entries):
            stated = _typed(entry.value, rule.kind)
            if entry.derived is None or stated is None or not _has_readable_origins(scope, entry.derived):
                continue
            place = (key, "entries", index, "derived")
            wrong = _judge(entry.derived, [_lookup_on(scope, entry.start)], stated)
            if wrong:
                yield scope.problem(RULES_FILE, place, *wrong)
                continue
            for day in _later_changes(scope, key, entry):
                late = _judge(entry.derived, [_lookup_on(scope, day)], stated)
                if late:
                    yield scope.problem(
                        RULES_FILE,
                        place,
                        f"从 {day} 起，{late[0]}",
                        "算式里的规则变了，请给这条规则也加一条新的 entry",
                        f"start: {day}",
                    )


def _judge(expression: str, lookups: list[Lookup], stated: Value) -> tuple[str, str, str] | None:
    """What is wrong with a value that is said to be ``expression``: wrong, expected, example."""
    if not lookups:
        return None  # what it is derived from is wrong itself, and told there
    if not stated.is_number:
        return (f"“{stated.text}”不是数字，不能由算式得出", "请删掉 derived", "")
    results: list[Interval] = []
    for lookup in lookups:
        try:
            results.append(evaluate(expression, lookup))
        except ExpressionError as error:
            return (str(error), _HOW, "daily_rate × 365")
    if any(agrees(result, stated) for result in results):
        return None
    computed = "或".join(dict.fromkeys(shown(result, stated.kind) for result in results))
    return (f"{expression} 算出来是 {computed}，这里写的是 {stated.text}", "请改值或改算式", "")


def _lookups(scope: Scope, fact: KnownFact, expression: str) -> list[Lookup]:
    """What the names of ``expression`` may stand for beside ``fact``, in each combination."""
    found = names(expression)
    choices = [_choices(scope, fact, name) for name in found]
    combinations = itertools.islice(itertools.product(*choices), _MAX_COMBINATIONS)
    return [dict(zip(found, chosen, strict=True)).get for chosen in combinations]


def _choices(scope: Scope, fact: KnownFact, name: str) -> list[Interval | None]:
    values: list[Value | None] = []
    if name.startswith(f"{RULES}."):
        rule: Rule | None = scope.knowledge.rules.get(name.removeprefix(f"{RULES}."))
        values = [_typed(entry.value, rule.kind) for entry in rule.entries] if rule else []
    else:
        subject_id, _, key = (name if "." in name else f"{fact.subject.id}.{name}").partition(".")
        subject = scope.knowledge.subjects.get(subject_id)
        if subject is not None and key in subject.facts and not scope.knowledge.fact(subject_id, key):
            return []  # a fact without an attribute
        other = scope.knowledge.fact(subject_id, key)
        if other is None and scope.may_stand_in_gap(parse_id(f"{subject_id}.{key}")):
            return []
        values = [other.typed(claim) for claim in other.fact.all_claims] if other else []
        if other is not None and other.fact.all_claims and not any(values):
            return []  # a fact whose values cannot be read
    return [Interval.of(value) for value in values if value and value.is_number] or [None]


def _has_readable_origins(scope: Scope, expression: str) -> bool:
    """Whether every value of the rules in ``expression`` can be read; one that cannot is told where it is."""
    origins = (scope.knowledge.rules.get(name.removeprefix(f"{RULES}.")) for name in names(expression))
    return all(_typed(entry.value, rule.kind) for rule in origins if rule for entry in rule.entries)


def _later_changes(scope: Scope, key: str, derived: RuleEntry) -> list[dt.date]:
    """The days on which a rule that ``derived`` is computed from changes while ``derived`` still holds."""
    origins = (name.removeprefix(f"{RULES}.") for name in names(derived.derived or ""))
    starts = {
        entry.start
        for origin in origins
        if origin in scope.knowledge.rules
        for entry in scope.knowledge.rules[origin].entries
    }
    return sorted(day for day in starts if day > derived.start and scope.knowledge.rule(key, day) == derived)


def _lookup_on(scope: Scope, day: dt.date) -> Lookup:
    """Rules as they stood on ``day``."""

    def lookup(name: str) -> Interval | None:
        key = name.removeprefix(f"{RULES}.")
        entry = scope.knowledge.rule(key, day)
        value = _typed(entry.value, scope.knowledge.rules[key].kind) if entry else None
        return Interval.of(value) if value and value.is_number else None

    return lookup


def _typed(text: str, kind: Kind) -> Value | None:
    try:
        return parse_value(text, kind)
    except ValueFormatError:
        return None  # told by the check of values
