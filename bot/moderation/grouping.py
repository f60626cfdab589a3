"""Questions that ask the same, however they are put: fifty variants are one item of work.

Two questions are alike as far as they share rare words, pairs of characters and concepts, and as far as the topic model
leans the same way for both, even where it is sure of nothing. Products, amounts and times are masked as they are for
understanding. Groups are joined as long as their members are alike on average.

The numbers were chosen on the knowledge itself: forty of the commented groups in its phrasing files at a time, the model
trained without them, had to be found again among each other. Of two questions that are put into one group, eight in ten
then belong together; of two that belong together, six in ten are. How rare a word is in the knowledge says more than how
rare it is among the questions: there, the very words that fifty questions share would count as common.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.storage import QuestionForReview
from bot.understanding.cleaning import clean
from bot.understanding.gates import OUT_OF_SCOPE
from bot.understanding.index import Index
from knowledge.likeness import simplified

# How alike the members of a group are at least, on average
LIKENESS = 0.3
# How much of it the leaning of the topic model counts; the rest is words
LEANING = 0.3
# What occurs in one question only can join it to none, and should not keep it from joining
ALONE = 0.3
# Features of these kinds: words, pairs of characters, concepts; a concept counts double
_KINDS = {"w": 1.0, "2": 1.0, "k": 2.0}
# So many different texts are compared; what is rarer than that stays by itself
MAX_COMPARED = 1200

_Matrix = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Variant:
    """One text, and everybody who asked it."""

    text: str
    questions: tuple[QuestionForReview, ...]

    @property
    def count(self) -> int:
        """How often it was asked."""
        return len(self.questions)


@dataclass(frozen=True)
class Group:
    """Questions that ask the same. ``variants`` are in the order in which they are typical of it."""

    variants: tuple[Variant, ...]
    topics: tuple[str, ...]  # the likeliest, best first

    @property
    def questions(self) -> list[QuestionForReview]:
        """All of them."""
        return [question for variant in self.variants for question in variant.questions]

    @property
    def ids(self) -> list[int]:
        """The numbers of all questions."""
        return [question.id for question in self.questions if question.id is not None]

    @property
    def id(self) -> int:
        """What it is called: the number of its oldest question, which stays while others come."""
        return min(self.ids, default=0)

    @property
    def count(self) -> int:
        """How often it was asked, in whichever words."""
        return sum(variant.count for variant in self.variants)

    @property
    def text(self) -> str:
        """Its most typical text."""
        return self.variants[0].text


def grouped(questions: Sequence[QuestionForReview], index: Index) -> list[Group]:
    """The groups of ``questions``, those asked most often first."""
    by_text: defaultdict[str, list[QuestionForReview]] = defaultdict(list)
    for question in questions:
        by_text[simplified(question.text)].append(question)
    variants = sorted(
        (Variant(held[0].text, tuple(held)) for held in by_text.values()),
        key=lambda variant: (-variant.count, variant.text),
    )
    compared, rest = variants[:MAX_COMPARED], variants[MAX_COMPARED:]
    words, leanings = _vectors([variant.text for variant in compared], index)
    likeness = (1 - LEANING) * (words @ words.T) + LEANING * (leanings @ leanings.T)
    groups = [
        _group(
            [compared[number] for number in members],
            likeness[np.ix_(members, members)],
            leanings[members],
            index,
        )
        for members in _clusters(likeness)
    ]
    groups += [Group((variant,), ()) for variant in rest]
    return sorted(groups, key=lambda group: (-group.count, group.id))


def _group(variants: list[Variant], likeness: _Matrix, leanings: _Matrix, index: Index) -> Group:
    weights = np.array([variant.count for variant in variants], dtype=np.float32)
    typical = likeness @ weights
    order = sorted(range(len(variants)), key=lambda number: (-float(typical[number]), variants[number].text))
    margins = weights @ leanings
    topics = [index.model.topics[number] for number in np.argsort(-margins, kind="stable")]
    return Group(
        tuple(variants[number] for number in order), tuple(topic for topic in topics if topic != OUT_OF_SCOPE)
    )


def _vectors(texts: Sequence[str], index: Index) -> tuple[_Matrix, _Matrix]:
    """For each text a vector of its words and one of where the model leans, both of length 1 or 0."""
    found = []
    leanings = np.zeros((len(texts), len(index.model.topics)), dtype=np.float32)
    for row, text in enumerate(texts):
        features = index.featurizer.features(index.featurizer.prepare(clean(text).text))
        # A margin of -1 is what most topics have for a question of another
        leanings[row] = np.clip(index.model.margins(features) + 1, 0, None)
        found.append([feature for feature in features if feature[0] in _KINDS])
    counts = Counter(feature for features in found for feature in features)
    columns = {feature: number for number, feature in enumerate(sorted(counts))}
    words = np.zeros((len(texts), max(len(columns), 1)), dtype=np.float32)
    for row, features in enumerate(found):
        for feature in features:
            weight = index.model.rarity(feature) * (ALONE if counts[feature] == 1 else 1.0)
            words[row, columns[feature]] = _KINDS[feature[0]] * weight
    return _scaled(words), _scaled(leanings)


def _scaled(vectors: _Matrix) -> _Matrix:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _clusters(likeness: _Matrix) -> list[list[int]]:
    """Groups of rows by average linkage."""
    if len(likeness) < 2:
        return [[number] for number in range(len(likeness))]
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distances = np.clip(1 - likeness, 0, None)
    np.fill_diagonal(distances, 0)
    labels = fcluster(linkage(squareform(distances, checks=False), "average"), 1 - LIKENESS, "distance")
    clusters: defaultdict[int, list[int]] = defaultdict(list)
    for number, label in enumerate(labels):
        clusters[int(label)].append(number)
    return list(clusters.values())
