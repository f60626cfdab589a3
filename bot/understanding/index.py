"""Everything that understanding needs of one knowledge snapshot, built whole and kept beside the snapshot."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from bot.understanding.cleaning import clean
from bot.understanding.features import Featurizer
from bot.understanding.keeping import keep, kept
from bot.understanding.lexicon import Lexicon
from bot.understanding.model import TopicModel, train
from bot.understanding.nearest import PhrasingIndex
from bot.understanding.segmenter import Segmenter
from knowledge.base import Knowledge
from knowledge.models import Traffic
from knowledge.values import Kind

# Topic, bare text and masked text of each phrasing
Known: TypeAlias = Sequence[tuple[str, str, str]]

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
        model = kept(cache, f"topics-{fingerprint}.npz", TopicModel.read)
        known = kept(cache, f"phrasings-{fingerprint}.json", _read_phrasings)
        if model is None or known is None:
            model, known = _learnt(knowledge, featurizer)
            keep(cache, f"topics-{fingerprint}.npz", model.save)
            keep(cache, f"phrasings-{fingerprint}.json", partial(_write_phrasings, known))
        return cls._of(knowledge, lexicon, featurizer, model, _shared(known, knowledge), fingerprint)

    @classmethod
    def is_kept(cls, knowledge: Knowledge, cache: Path | None) -> bool:
        """Whether ``build`` has nothing to train."""
        return cache is not None and (cache / f"topics-{fingerprint_of(knowledge)}.npz").exists()

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
        known, new = [], []
        for pair in _pairs(after):
            one = held.pop(pair, None)
            if one is None:
                one = _phrasing(*pair, featurizer)
                new.append((one[2], one[0]))
            known.append(one)
        # Mostly something is only added, and far the most stays
        nearest = None if held else self.nearest.with_more(new)
        model = self.model.for_topics(sorted(after.phrasings))
        index = self._of(after, lexicon, featurizer, model, known, fingerprint, nearest)
        return replace(index, is_provisional=True)

    @classmethod
    def _of(
        cls,
        knowledge: Knowledge,
        lexicon: Lexicon,
        featurizer: Featurizer,
        model: TopicModel,
        known: Known,
        fingerprint: str,
        nearest: PhrasingIndex | None = None,
    ) -> Index:
        return cls(
            lexicon=lexicon,
            featurizer=featurizer,
            model=model,
            nearest=nearest or PhrasingIndex((masked, topic) for topic, _, masked in known),
            exact={text: topic for topic, text, _ in known},
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


def _learnt(knowledge: Knowledge, featurizer: Featurizer) -> tuple[TopicModel, Known]:
    known, samples = [], []
    for topic, phrasing in _pairs(knowledge):
        cleaned = clean(phrasing).text
        prepared = featurizer.prepare(cleaned)
        known.append((topic, bare(cleaned), prepared.masked))
        samples.append((featurizer.features(prepared), topic))
    return train(samples), known


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


def _shared(known: Known, knowledge: Knowledge) -> Known:
    """``known`` with the strings of the knowledge where they are the same: most phrasings are matched as written."""
    return [
        (topic, phrasing if text == phrasing else text, phrasing if masked == phrasing else masked)
        for (topic, phrasing), (_, text, masked) in zip(_pairs(knowledge), known, strict=True)
    ]


def _phrasing(topic: str, phrasing: str, featurizer: Featurizer) -> tuple[str, str, str]:
    cleaned = clean(phrasing).text
    return topic, bare(cleaned), featurizer.masked(cleaned)


# The file holds, for each topic, the bare texts and beside them the masked ones, null where they are the same


def _read_phrasings(file: Path) -> Known:
    held: dict[str, tuple[list[str], list[str | None]]] = json.loads(file.read_text(encoding="utf-8"))
    return [
        (topic, text, text if masked is None else masked)
        for topic, columns in held.items()
        for text, masked in zip(*columns, strict=True)
    ]


def _write_phrasings(known: Known, file: Path) -> None:
    held: defaultdict[str, tuple[list[str], list[str | None]]] = defaultdict(lambda: ([], []))
    for topic, text, masked in known:
        held[topic][0].append(text)
        held[topic][1].append(None if masked == text else masked)
    temporary = file.with_suffix(".tmp")
    temporary.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
    temporary.replace(file)
