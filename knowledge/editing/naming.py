"""What ids are called, so that a change can be told in words that a moderator knows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from knowledge.base import Knowledge

# id → name; what has none is called by its id
Names: TypeAlias = Mapping[str, str]

NO_NAMES: Names = MappingProxyType({})


def names_of(knowledge: Knowledge) -> Names:
    """The names of topics, facts, rules and sources."""
    return {
        **{key: f"“{topic.name}”" for key, topic in knowledge.topics.items()},
        **{key: f"{fact.subject.name}·{fact.attribute.name}" for key, fact in knowledge.facts.items()},
        **{f"rules.{key}": rule.name for key, rule in knowledge.rules.items()},
        **{key: source.cite for key, source in knowledge.sources.items()},
    }
