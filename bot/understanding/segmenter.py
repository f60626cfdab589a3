"""Cutting Chinese text into words with jieba, from a dictionary of our own per knowledge snapshot."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterable
from functools import lru_cache

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


def _base_dictionary() -> tuple[dict[str, int], int]:
    """jieba's own dictionary: read once a process, shared by all segmenters, never changed."""
    with _reading:
        return _read_dictionary()


@lru_cache(maxsize=1)
def _read_dictionary() -> tuple[dict[str, int], int]:
    frequencies: dict[str, int] = {}
    total = 0
    with jieba.get_module_res("dict.txt") as file:
        for line in file.read().decode("utf-8").splitlines():
            word, count, _ = line.split(" ", 2)
            frequency = int(count)
            total += frequency
            if frequency >= MIN_FREQUENCY:
                frequencies[word] = frequency
    # jieba walks a word letter by letter and wants each beginning of it in the dictionary too
    for word in list(frequencies):
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return frequencies, total


class Segmenter:
    """Cuts text into words and keeps every spelling of the knowledge whole.

    Built whole and never changed afterwards, so that any number of threads may use it: jieba's ``add_word``
    changes shared dictionaries without a lock and is never called.

    >>> Segmenter(["微粒贷", "等额本息"]).cut("微粒贷是等额本息吗")
    ['微粒贷', '是', '等额本息', '吗']
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        base, total = _base_dictionary()
        frequencies = dict(base)
        for word in vocabulary:
            if len(word) < 2 or base.get(word):
                continue
            # Enough to win against any way of cutting the word apart
            frequencies[word] = OWN_FREQUENCY
            for end in range(1, len(word)):
                frequencies.setdefault(word[:end], 0)
        tokenizer = jieba.Tokenizer()
        tokenizer.FREQ = frequencies
        tokenizer.total = total
        tokenizer.initialized = True
        self._tokenizer = tokenizer

    def cut(self, text: str) -> list[str]:
        """The words of ``text`` in order; white space is left out."""
        return [word for word in self._tokenizer.cut(text, HMM=False) if not word.isspace()]
