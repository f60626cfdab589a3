"""Everything that is looked at before knowledge is served; each check is a small function beside its like."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.checks import (
    arithmetic,
    claims,
    coverage,
    dangling,
    derivations,
    entries,
    freshness,
    names,
    phrasings,
    prose,
    spelling,
    usage,
    values,
)
from knowledge.checks.scope import Scope
from knowledge.loader import DEFAULT_CONTENT, Loaded, load
from knowledge.problems import Problem

Check = Callable[[Scope], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    dangling.braces,
    dangling.references_in_prose,
    dangling.facts_lists,
    dangling.attributes,
    dangling.sources,
    dangling.topics,
    dangling.products,
    dangling.warnings,
    dangling.rules_of_warnings,
    dangling.related,
    dangling.about,
    dangling.ids,
    prose.figures,
    prose.ended_rules,
    values.values_of_facts,
    values.values_of_rules,
    claims.unmarked_differences,
    claims.needless_marks,
    arithmetic.unmarked_contradictions,
    derivations.derived_values,
    freshness.stale_facts,
    freshness.stale_rules,
    freshness.future_dates,
    freshness.dates_of_sources,
    entries.overlaps_and_gaps,
    usage.unused_facts,
    phrasings.collisions,
    phrasings.phrasings_as_tests,
    phrasings.contradicting_tests,
    coverage.incomplete_topics,
    names.aliases,
    names.lookalikes,
    names.sounds,
    names.made,
    spelling.typos,
)


def check(content: Path | Loaded = DEFAULT_CONTENT, *, today: dt.date) -> list[Problem]:
    """Everything that is wrong with a knowledge folder, in the order of files and lines.

    ``today`` decides what is stale and what lies in the future.
    """
    loaded = load(content) if isinstance(content, Path) else content
    scope = Scope(loaded, today)
    found = set(loaded.problems)
    for one in CHECKS:
        found.update(one(scope))
    return sorted(found)
