"""Cutting Chinese text into words with jieba, from a dictionary of our own per knowledge snapshot."""

from __future__ import annotations

import logging
import math
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np

from bot.understanding.arrays import lines_of, mapped_arrays, text_array, write_arrays
from bot.understanding.keeping import keep, kept

# jieba asks setuptools' pkg_resources, if there is one, where its dictionary lies; importing that takes as long as
# all of jieba. Without it jieba looks beside its own files.
_pkg_resources = sys.modules.get("pkg_resources")
sys.modules["pkg_resources"] = None  # type: ignore[assignment]
try:
    import jieba
finally:
    if _pkg_resources is None:
        del sys.modules["pkg_resources"]
    else:
        sys.modules["pkg_resources"] = _pkg_resources

# jieba attaches a handler at import and reports each start; a library's chatter is not ours to print
logging.getLogger("jieba").setLevel(logging.WARNING)


# Words rarer than this in jieba's corpus are left out: a third of the dictionary does the work of the whole. Some
# compounds are then cut in two (手机号码 → 手机 / 号码); the share of labelled questions understood stays the same.
MIN_FREQUENCY = 10
OWN_FREQUENCY = 100_000

_reading = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Dictionary:
    """How often each word occurs in jieba's corpus, and how many occurrences there are in all."""

    frequencies: dict[str, int]
    total: int

    def save(self, path: Path) -> None:
        """Write it to ``path``, all at once or not at all."""
        counts = np.array([*self.frequencies.values(), self.total], dtype=np.int64)
        write_arrays(path, text_array(self.frequencies), counts)

    @classmethod
    def read(cls, path: Path) -> _Dictionary:
        """Read what ``save`` wrote; raises ``OSError`` or ``ValueError`` for anything else."""
        words, counts = mapped_arrays(path)
        *frequencies, total = counts.tolist()
        return cls(dict(zip(lines_of(words), frequencies, strict=True)), total)


_base: list[_Dictionary] = []


def base_dictionary(cache: Path | None) -> _Dictionary:
    """jieba's own dictionary: read once a process, shared by all segmenters, never changed.

    Reading jieba's text takes several times as long as the file that is kept of it, and twice the memory.
    """
    with _reading:
        if not _base:
            name = f"dictionary-{jieba.__version__}-{MIN_FREQUENCY}.arrays"
            dictionary = kept(cache, name, _Dictionary.read)
            if dictionary is None:
                dictionary = _from_jieba()
                keep(cache, name, dictionary.save)
            _base.append(dictionary)
        return _base[0]


def _from_jieba() -> _Dictionary:
    frequencies: dict[str, int] = {}
    total = 0
    with jieba.get_module_res("dict.txt") as file:
        for line in file:
            word, count, _ = line.decode("utf-8").split(" ", 2)
            frequency = int(count)
            total += frequency
            if frequency >= MIN_FREQUENCY:
                frequencies[word] = frequency
    # jieba walks a word letter by letter and wants each beginning of it in the dictionary too
    for word in list(frequencies):
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return _Dictionary(frequencies, total)


# For each start the words that begin there: the last character of each, and the logarithm of its frequency
_Words: TypeAlias = "list[list[tuple[int, float]]]"


class _Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """jieba's way to the likeliest words, asking the dictionary once for each beginning instead of three times."""

    def __init__(self, frequencies: dict[str, int], total: int) -> None:
        super().__init__()
        self.FREQ = frequencies
        self.total = total
        self.initialized = True
        self._log_total = math.log(total)

    def get_DAG(self, sentence: str) -> _Words:  # noqa: N802 - jieba's name
        """Every word in ``sentence``."""
        frequency_of = self.FREQ.get
        words = []
        for start in range(len(sentence)):
            here = []
            end = start + 1
            while (frequency := frequency_of(sentence[start:end])) is not None:
                if frequency:
                    here.append((end - 1, math.log(frequency)))
                if end == len(sentence):
                    break
                end += 1
            words.append(here or [(start, 0.0)])
        return words

    def calc(self, sentence: str, words: _Words, route: dict[int, tuple[float, int]]) -> None:
        """Leave in ``route`` the likeliest first word from each start on; of equals the longest, as jieba has it."""
        log_total = self._log_total
        route[len(sentence)] = (0.0, 0)
        for start in range(len(sentence) - 1, -1, -1):
            likeliest, its_last = -math.inf, start
            for last, log in words[start]:
                likelihood = log - log_total + route[last + 1][0]
                if likelihood >= likeliest:
                    likeliest, its_last = likelihood, last
            route[start] = (likeliest, its_last)


class Segmenter:
    """Cuts text into words and keeps every spelling of the knowledge whole.

    Built whole and never changed afterwards, so that any number of threads may use it: jieba's ``add_word``
    changes shared dictionaries without a lock and is never called.

    >>> Segmenter(["微粒贷", "等额本息"]).cut("微粒贷是等额本息吗")
    ['微粒贷', '是', '等额本息', '吗']
    """

    def __init__(self, vocabulary: Iterable[str], cache: Path | None = None) -> None:
        """A segmenter that knows ``vocabulary``; jieba's dictionary is kept in the folder ``cache`` as read."""
        dictionary = base_dictionary(cache)
        base = dictionary.frequencies
        frequencies = dict(base)
        for word in vocabulary:
            if len(word) < 2 or base.get(word):
                continue
            # Enough to win against any way of cutting the word apart
            frequencies[word] = OWN_FREQUENCY
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        self._tokenizer = _Tokenizer(frequencies, dictionary.total)

    def cut(self, text: str) -> list[str]:
        """The words of ``text`` in order; white space is left out."""
        return [word for word in self._tokenizer.cut(text, HMM=False) if not word.isspace()]
