"""Prose holds no figure of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.checks.scope import Scope
from knowledge.figures import find_figures
from knowledge.loader import WORDS
from knowledge.problems import Problem, Severity
from knowledge.references import known_rule, references


def figures(scope: Scope) -> Iterator[Problem]:
    """A figure in prose: it has no source and no date there."""
    knowledge = scope.knowledge
    names = [name for name, _ in knowledge.product_names()]
    for name, other in knowledge.words.others.items():
        names += [name, *other.aliases]
    names += _names_in_gaps(scope)
    names = [name for name in names if any(map(str.isdigit, name))]
    for passage in scope.passages:
        seen: dict[str, int] = {}
        for figure in find_figures(passage.text, names):
            occurrence = seen.get(figure.text, 0)
            seen[figure.text] = occurrence + 1
            yield scope.problem(
                passage.file,
                passage.place,
                f"文字里直接写了数字“{figure.text}”",
                "数字要写成事实（有来源、有日期），文字里用花括号引用",
                "{weilidai.daily_rate}、{rules.court_line}",
                snippet=figure.text,
                occurrence=occurrence,
            )


def _names_in_gaps(scope: Scope) -> Iterator[str]:
    """What may be names in files that could not be read whole: a name must not look like a figure elsewhere."""
    for file in scope.loaded.broken:
        document = scope.knowledge.documents.get(file)
        if document is not None and file.startswith(("products/", WORDS)):
            for word in re.split(r"[\[\]{},:：，、\n'\"]+", document.text):
                if not word.strip()[:1].isdigit() or file == WORDS:
                    yield word.strip()


def ended_rules(scope: Scope) -> Iterator[Problem]:
    """Prose that cites a rule of which no entry holds today (a warning)."""
    for passage in scope.passages:
        for reference in references(passage.text):
            rule = known_rule(reference.key, scope.knowledge, scope.today) if reference.is_rule else None
            if rule is not None and not rule.holds(scope.today):
                yield scope.problem(
                    passage.file,
                    passage.place,
                    f"“{reference.raw}”今天没有有效的值",
                    "用户会看到旧值和它的起止日期；请在 rules.yaml 补上现行的一条，或改写这句话",
                    severity=Severity.WARNING,
                    snippet=reference.raw,
                )
