"""Everything that understanding needs of one knowledge snapshot, built whole and kept beside the snapshot."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.cleaning import clean
from bot.understanding.features import Featurizer
from bot.understanding.lexicon import Lexicon
from bot.understanding.model import TopicModel, train
from bot.understanding.nearest import PhrasingIndex
from bot.understanding.segmenter import Segmenter
from knowledge.base import Knowledge
from knowledge.models import Traffic
from knowledge.values import Kind

_log = logging.getLogger(__name__)

# Raised whenever the code that makes features or trains changes what comes out: old files are then not read
CODE_VERSION = 3

_IGNORED = re.compile(r"[\s，。？！、,.?!~～…]+")


def bare(cleaned: str) -> str:
    """A cleaned question without white space and the punctuation that changes nothing.

    >>> bare("能提前还吗？ ")
    '能提前还吗'
    """
    return _IGNORED.sub("", cleaned.lower())


@dataclass(frozen=True)
class Index:
    """What questions are matched against; immutable."""

    lexicon: Lexicon
    featurizer: Featurizer
    model: TopicModel
    nearest: PhrasingIndex
    exact: Mapping[str, str]  # normal form of each phrasing → its topic
    traffic: Mapping[str, Traffic]
    generic: frozenset[str]  # products that are a kind of platform rather than one product

    @classmethod
    def build(cls, knowledge: Knowledge, cache: Path | None = None) -> Index:
        """Build the index of ``knowledge``; the trained model is kept in the folder ``cache``."""
        lexicon = Lexicon(knowledge)
        # A platform of no name says by itself that somebody asks about platforms; 微粒贷 says nothing of the kind
        generic = frozenset(product.id for product in knowledge.products.values() if product.generic)
        featurizer = Featurizer(lexicon, Segmenter(lexicon.vocabulary), known_numbers(knowledge), generic)
        nearest = PhrasingIndex(
            (featurizer.masked(clean(phrasing).text), topic)
            for topic, entry in sorted(knowledge.phrasings.items())
            for phrasing in entry.phrasings
        )
        file = cache / f"topics-{_fingerprint(knowledge)}.npz" if cache else None
        model = _cached(file)
        if model is None:
            model = _trained(knowledge, featurizer)
            if file is not None:
                _keep(model, file)
        exact = {
            bare(clean(phrasing).text): topic
            for topic, entry in knowledge.phrasings.items()
            for phrasing in entry.phrasings
        }
        traffic = {topic.id: topic.traffic for topic in knowledge.topics.values()}
        return cls(lexicon, featurizer, model, nearest, exact, traffic, generic)


def known_numbers(knowledge: Knowledge) -> dict[str, str]:
    """Digits that mean something by themselves: hotlines, and the lines of law on rates."""
    numbers = {
        claim.value: "hotline"
        for fact in knowledge.facts.values()
        if fact.attribute.kind is Kind.PHONE
        for claim in fact.claims
    }
    for rule in knowledge.rules.values():
        if rule.kind is Kind.ANNUAL_RATE:
            numbers.update((entry.value, "legal line") for entry in rule.entries)
    return numbers


def _trained(knowledge: Knowledge, featurizer: Featurizer) -> TopicModel:
    return train(
        [
            (featurizer.features(featurizer.prepare(clean(phrasing).text)), topic)
            for topic, entry in sorted(knowledge.phrasings.items())
            for phrasing in entry.phrasings
        ]
    )


def _fingerprint(knowledge: Knowledge) -> str:
    """What the model depends on: the phrasings, the words, the names of products and the code."""
    digest = hashlib.sha256(str(CODE_VERSION).encode())
    for topic, entry in sorted(knowledge.phrasings.items()):
        digest.update("\n".join([topic, *entry.phrasings, ""]).encode())
    digest.update(knowledge.words.model_dump_json().encode())
    digest.update(repr(sorted(knowledge.product_names())).encode())
    digest.update(repr(sorted(known_numbers(knowledge).items())).encode())
    return digest.hexdigest()[:16]


def _cached(file: Path | None) -> TopicModel | None:
    if file is None or not file.exists():
        return None
    try:
        return TopicModel.read(file)
    except (OSError, ValueError):
        _log.warning("model file unreadable, training anew: %s", file.name)
        return None


def _keep(model: TopicModel, file: Path) -> None:
    try:
        model.save(file)
        for old in sorted(file.parent.glob("topics-*.npz"), key=lambda path: path.stat().st_mtime)[:-4]:
            old.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("model not kept (%s): every start will train anew", error.strerror)
