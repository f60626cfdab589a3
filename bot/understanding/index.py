"""Everything that understanding needs of one knowledge snapshot, built whole and kept beside the snapshot."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot.understanding.cleaning import clean
from bot.understanding.features import Featurizer
from bot.understanding.keeping import keep, kept
from bot.understanding.known import Known, KnownPhrasing
from bot.understanding.lexicon import Lexicon
from bot.understanding.model import TopicModel, train
from bot.understanding.nearest import PhrasingIndex, compact
from bot.understanding.segmenter import Segmenter
from knowledge.base import Knowledge
from knowledge.models import Traffic
from knowledge.values import Kind

# Whom one calls says what one wants: the lender itself (any other hotline of the knowledge files), somebody above it,
# or the police
_PUBLIC_NUMBERS = {
    "12378": "regulator",
    "12363": "regulator",
    "12345": "authority",
    "12315": "authority",
    "110": "police",
    "96110": "police",
}

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
    known: Known  # the phrasings as they are matched, in the order of the knowledge
    fingerprint: str  # of what the model was trained on
    is_provisional: bool = False  # whether the model is still that of the knowledge before

    @classmethod
    def build(cls, knowledge: Knowledge, cache: Path | None = None) -> Index:
        """Build the index of ``knowledge``; the trained model is kept in the folder ``cache``."""
        lexicon, featurizer = _words(knowledge, cache)
        fingerprint = fingerprint_of(knowledge)
        topics = [topic for topic, _ in _pairs(knowledge)]
        phrasings = [phrasing for _, phrasing in _pairs(knowledge)]
        model = kept(cache, _model_file(fingerprint), TopicModel.read)
        found = kept(cache, _known_file(fingerprint), partial(Known.read, topics=topics, phrasings=phrasings))
        if model is not None and found is not None:
            known, postings = found
            nearest = PhrasingIndex(known.masked, known.topics, postings)
        else:
            model, known = _learnt(knowledge, featurizer)
            nearest = PhrasingIndex(known.masked, known.topics)
            keep(cache, _model_file(fingerprint), model.save)
            keep(
                cache,
                _known_file(fingerprint),
                partial(known.save, phrasings=phrasings, postings=nearest.postings),
            )
        return cls._of(knowledge, lexicon, featurizer, model, nearest, known, fingerprint)

    @classmethod
    def is_kept(cls, knowledge: Knowledge, cache: Path | None) -> bool:
        """Whether ``build`` has nothing to train."""
        return cache is not None and (cache / _model_file(fingerprint_of(knowledge))).exists()

    def revised(self, before: Knowledge, after: Knowledge) -> Index:
        """The index of ``after`` at once, made from this one, which is of ``before``.

        Where nothing changed that the model depends on, it is the same as a new one. Else the new phrasings and
        words are found, and the weights are still the old ones: ``is_provisional`` until a new one is built.
        """
        lexicon, featurizer = _words(after)
        fingerprint = fingerprint_of(after)
        if fingerprint == self.fingerprint:
            traffic = {topic.id: topic.traffic for topic in after.topics.values()}
            return replace(
                self, lexicon=lexicon, featurizer=featurizer, traffic=traffic, generic=_generic(after)
            )
        held = {
            (topic, phrasing): known
            for (topic, phrasing), known in zip(_pairs(before), self.known, strict=True)
        }
        phrasings, new = [], []
        for pair in _pairs(after):
            one = held.pop(pair, None)
            if one is None:
                one = _phrasing(*pair, featurizer)
                new.append(one)
            phrasings.append(one)
        known, added = Known.of(phrasings), Known.of(new)
        # Mostly something is only added, and far the most stays
        nearest = (
            PhrasingIndex(known.masked, known.topics)
            if held
            else self.nearest.with_more(added.masked, added.topics)
        )
        model = self.model.for_topics(sorted(after.phrasings))
        index = self._of(after, lexicon, featurizer, model, nearest, known, fingerprint)
        return replace(index, is_provisional=True)

    @classmethod
    def _of(
        cls,
        knowledge: Knowledge,
        lexicon: Lexicon,
        featurizer: Featurizer,
        model: TopicModel,
        nearest: PhrasingIndex,
        known: Known,
        fingerprint: str,
    ) -> Index:
        return cls(
            lexicon=lexicon,
            featurizer=featurizer,
            model=model,
            nearest=nearest,
            exact=dict(zip(known.bare, known.topics, strict=True)),
            traffic={topic.id: topic.traffic for topic in knowledge.topics.values()},
            generic=_generic(knowledge),
            known=known,
            fingerprint=fingerprint,
        )


def _generic(knowledge: Knowledge) -> frozenset[str]:
    # A platform of no name says by itself that somebody asks about platforms; 微粒贷 says nothing of the kind
    return frozenset(product.id for product in knowledge.products.values() if product.generic)


def _words(knowledge: Knowledge, cache: Path | None = None) -> tuple[Lexicon, Featurizer]:
    lexicon = Lexicon(knowledge)
    segmenter = Segmenter(lexicon.vocabulary, cache)
    return lexicon, Featurizer(lexicon, segmenter, known_numbers(knowledge), _generic(knowledge))


def known_numbers(knowledge: Knowledge) -> dict[str, str]:
    """Digits that mean something by themselves: hotlines, and the lines of law on rates."""
    hotlines = {
        claim.value: "hotline"
        for fact in knowledge.facts.values()
        if fact.attribute.kind is Kind.PHONE
        for claim in fact.claims
    }
    numbers = {**hotlines, **_PUBLIC_NUMBERS}
    for rule in knowledge.rules.values():
        if rule.kind is Kind.ANNUAL_RATE:
            numbers.update((entry.value, "legal line") for entry in rule.entries)
    return numbers


def _learnt(knowledge: Knowledge, featurizer: Featurizer) -> tuple[TopicModel, Known]:
    phrasings, samples = [], []
    for topic, phrasing in _pairs(knowledge):
        cleaned = clean(phrasing).text
        prepared = featurizer.prepare(cleaned)
        phrasings.append(KnownPhrasing(topic, bare(cleaned), compact(prepared.masked)))
        # The same few features occur again and again
        samples.append((list(map(sys.intern, featurizer.features(prepared))), topic))
    return train(samples), Known.of(phrasings)


def fingerprint_of(knowledge: Knowledge) -> str:
    """What the model depends on: the phrasings, the words, the names of products and this package's own code."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    for topic, entry in sorted(knowledge.phrasings.items()):
        digest.update("\n".join([topic, *entry.phrasings, ""]).encode())
    digest.update(knowledge.words.model_dump_json().encode())
    digest.update(repr(sorted(knowledge.product_names())).encode())
    digest.update(repr([product.lookalikes for product in knowledge.products.values()]).encode())
    digest.update(repr(sorted(known_numbers(knowledge).items())).encode())
    return digest.hexdigest()[:16]


def _pairs(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Topic and phrasing of each phrasing, in a fixed order."""
    for topic, entry in sorted(knowledge.phrasings.items()):
        for phrasing in entry.phrasings:
            yield topic, phrasing


def _phrasing(topic: str, phrasing: str, featurizer: Featurizer) -> KnownPhrasing:
    cleaned = clean(phrasing).text
    return KnownPhrasing(topic, bare(cleaned), compact(featurizer.masked(cleaned)))


def _model_file(fingerprint: str) -> str:
    return f"topics-{fingerprint}.arrays"


def _known_file(fingerprint: str) -> str:
    return f"phrasings-{fingerprint}.arrays"
