"""The topic model: a linear classifier over readable features.

Every weight belongs to a word, a pair of characters or a concept that somebody can read, and is learnt from the
phrasings in the knowledge files alone: same files, same weights.

    margin(topic | question) = w_topic · x + b_topic,  x = features weighted by rarity, scaled to length 1

The weights are those of a linear support vector machine, one topic against the rest (scikit-learn's ``LinearSVC``,
which is LIBLINEAR). Source: Fan et al., LIBLINEAR: A Library for Large Linear Classification, JMLR 9 (2008).
It learns several times as fast as the logistic regression that is as good, and a moderator waits for it; what a margin
is worth in probability is fitted apart (``calibration``).
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.understanding.arrays import lines_of, mapped_arrays, text_array, write_arrays
from bot.understanding.vocabulary import Vocabulary

Floats: TypeAlias = npt.NDArray[np.float32]

# How much a phrasing on the wrong side counts against small weights, and how often a feature has to occur to be
# kept. Half or twice as much of the one, or one occurrence more, reads no better (docs/understanding.md).
COST = 1.0
MIN_OCCURRENCES = 2
SEED = 20_26
# The margin of a topic that a model has not learnt yet: what most topics have for a question of another
NOT_LEARNT = -1.0


class TopicModel:
    """A trained model; immutable."""

    def __init__(
        self, topics: Sequence[str], vocabulary: Vocabulary, idf: Floats, weights: Floats, bias: Floats
    ) -> None:
        self.topics = tuple(topics)
        self._vocabulary = vocabulary
        self._idf = idf
        self._weights = weights  # features × topics
        self._bias = bias
        # What an unseen feature would weigh: as much as the rarest seen one
        self._unseen = float(idf.max(initial=1.0))

    def margins(self, features: Sequence[str]) -> Floats:
        """The margin of each topic, in the order of ``topics``, for a question's features; above 0 speaks for it."""
        rows, values = self._rows(features)
        return values @ self._weights[rows] + self._bias if len(rows) else self._bias

    def ranked(self, features: Sequence[str]) -> list[tuple[str, float]]:
        """The topics with their margins, best first."""
        margins = self.margins(features)
        return [(self.topics[i], float(margins[i])) for i in np.argsort(-margins, kind="stable")]

    def contributions(self, features: Sequence[str], topic: str, most: int = 8) -> list[tuple[str, float]]:
        """The features that speak most for or against ``topic``, with what each adds to its margin."""
        rows, values = self._rows(features)
        column = self.topics.index(topic)
        names = self._vocabulary.names()
        found = [
            (names[row], float(value * self._weights[row, column]))
            for row, value in zip(rows, values, strict=True)
        ]
        return sorted(found, key=lambda pair: -abs(pair[1]))[:most]

    def rarity(self, feature: str) -> float:
        """How rare a feature is in the phrasings; one that occurs in none is as rare as the rarest."""
        number = self._vocabulary.numbers([feature])[0]
        return self._unseen if number < 0 else float(self._idf[number])

    def known_share(self, features: Sequence[str]) -> float:
        """How much of a question is known, 0 to 1: the share of its words and characters, by weight, in any phrasing."""
        # Pairs are mostly new in any question; whether it is understood shows in its words and characters
        weights = [(feature, self.rarity(feature) ** 2) for feature in features if feature[0] in "w1"]
        total = sum(weight for _, weight in weights)
        return sum(weight for feature, weight in weights if self._is_seen(feature)) / total if total else 0.0

    def for_topics(self, topics: Sequence[str]) -> TopicModel:
        """This model for other topics: those it does not know are found by likeness alone until it is trained anew."""
        if tuple(topics) == self.topics:
            return self
        column = {topic: number for number, topic in enumerate(self.topics)}
        weights = np.zeros((len(self._idf), len(topics)), dtype=np.float32)
        bias = np.full(len(topics), NOT_LEARNT, dtype=np.float32)
        for number, topic in enumerate(topics):
            if topic in column:
                weights[:, number] = self._weights[:, column[topic]]
                bias[number] = self._bias[column[topic]]
        return TopicModel(topics, self._vocabulary, self._idf, weights, bias)

    def _rows(self, features: Sequence[str]) -> tuple[npt.NDArray[np.intp], Floats]:
        """The rows of the features that are known, and the value of each."""
        numbers = self._vocabulary.numbers(features)
        rows = numbers[numbers >= 0]
        values = self._idf[rows]
        return rows, values / np.float32(math.sqrt(values @ values) or 1.0)

    def _is_seen(self, feature: str) -> bool:
        return bool(self._vocabulary.numbers([feature])[0] >= 0)

    # --- keeping ----------------------------------------------------------------------------------------

    def save(self, path: Path) -> None:
        """Write the model to ``path``, all at once or not at all."""
        write_arrays(
            path, text_array(self.topics), self._vocabulary.text, self._idf, self._weights, self._bias
        )

    @classmethod
    def read(cls, path: Path) -> TopicModel:
        """Read what ``save`` wrote; raises ``OSError`` or ``ValueError`` for anything else."""
        topics, features, idf, weights, bias = mapped_arrays(path)
        return cls(list(lines_of(topics)), Vocabulary(features), idf, weights, bias)


def train(samples: Sequence[tuple[Sequence[str], str]]) -> TopicModel:
    """Fit a model to pairs of features and topic.

    Raises:
        ValueError: where there are fewer than two topics.
    """
    from scipy.sparse import csr_matrix
    from sklearn.svm import LinearSVC

    topics = sorted({topic for _, topic in samples})
    if len(topics) < 2:
        raise ValueError("a model needs phrasings of at least two topics")
    counts = Counter(feature for features, _ in samples for feature in features)
    kept = sorted(feature for feature, count in counts.items() if count >= MIN_OCCURRENCES)
    index = {feature: number for number, feature in enumerate(kept)}
    idf = np.array([1.0 + np.log((1 + len(samples)) / (1 + counts[feature])) for feature in kept])
    # Arrays: as objects the millions of numbers would take more memory than the training itself
    pointers, columns, values = array("i", [0]), array("i"), array("d")
    for features, _ in samples:
        row = [index[feature] for feature in features if feature in index]
        weights = idf[row]
        columns.extend(row)
        values.frombytes((weights / (np.sqrt((weights**2).sum()) or 1.0)).tobytes())
        pointers.append(len(columns))
    matrix = csr_matrix(
        (np.frombuffer(values), np.frombuffer(columns, np.intc), np.frombuffer(pointers, np.intc)),
        shape=(len(samples), len(kept)),
    )
    machine = LinearSVC(C=COST, random_state=SEED)
    machine.fit(matrix, [topic for _, topic in samples])
    weights_by_topic, bias = machine.coef_, machine.intercept_
    if len(topics) == 2:  # scikit-learn gives one row for two classes
        weights_by_topic, bias = (
            np.vstack([-weights_by_topic, weights_by_topic]),
            np.concatenate([-bias, bias]),
        )
    return TopicModel(
        topics,
        Vocabulary.of(kept),
        idf.astype(np.float32),
        np.ascontiguousarray(weights_by_topic.T, dtype=np.float32),
        bias.astype(np.float32),
    )
