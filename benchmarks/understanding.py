"""What an answer costs, as a ratio to bare segmentation of the same questions in the same run.

Prints the set-up (a new process with a kept model, up to its first answer) and how it is spent, the median cost of a
whole answer (text to Reply) beside ``jieba.lcut`` and what of it is understanding, the same with 50 times as many
phrasings in the nearest-phrasing index, and the longest answer.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jieba

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.settings import read_settings
from bot.understanding.nearest import PhrasingIndex
from knowledge import open_knowledge

ROUNDS = 5
TIMES = 50

_SETUP = """
import resource, time
begin = time.perf_counter()
import bot.understanding.segmenter as segmenter
from bot.assistant import Question
from bot.conversation import Conversation
from bot.opening import open_live
from bot.settings import read_settings
imported = time.perf_counter()
segmenter.base_dictionary(read_settings().jiewen_cache_dir)
read = time.perf_counter()
open_live(read_settings()).assistant.answer(Question("微粒贷能提前还吗"), Conversation())
end = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(end - begin, imported - begin, read - imported, peak)
"""


def median_cost(work: Callable[[str], object], texts: list[str]) -> float:
    """The median over the texts of the best of a few rounds, in seconds."""
    best = [float("inf")] * len(texts)
    for _ in range(ROUNDS):
        for number, text in enumerate(texts):
            begin = time.perf_counter()
            work(text)
            best[number] = min(best[number], time.perf_counter() - begin)
    return statistics.median(best)


def print_setup() -> None:
    """The best of a few new processes. It comes first: a process starts with the peak of the one that it comes from."""
    runs = [
        [
            float(part)
            for part in subprocess.run(
                [sys.executable, "-c", _SETUP],
                capture_output=True,
                text=True,
                check=True,
                cwd=Path(__file__).parent.parent,
            ).stdout.split()
        ]
        for _ in range(ROUNDS)
    ]
    seconds, imports, dictionary, _ = min(runs)
    megabytes = max(run[-1] for run in runs)
    print(
        f"set-up                       {seconds:8.2f} s    {megabytes:5.0f} MB in all (goal: 1.5 s, 150 MB)"
    )
    print(f"  of it imports              {imports:8.2f} s, jieba's dictionary {dictionary:.2f} s")


def main() -> None:
    """Run the benchmark."""
    print_setup()
    settings = read_settings()
    knowledge = open_knowledge(settings.jiewen_knowledge_dir)
    texts = [case.ask for tests in knowledge.tests.values() for case in tests.must]
    assistant = Assistant.build(knowledge, settings.jiewen_cache_dir)
    nobody = Conversation()

    def answer(text: str) -> object:
        return assistant.answer(Question(text), nobody)

    jieba.initialize()
    bare = median_cost(jieba.lcut, texts)
    whole = median_cost(answer, texts)
    understood = median_cost(assistant.understander.understand, texts)
    print(f"questions                    {len(texts)}")
    print(f"bare jieba.lcut, median      {bare * 1e6:8.0f} µs")
    print(
        f"whole answer, median         {whole * 1e6:8.0f} µs   {whole / bare:5.2f} × bare (goal: at most 10)"
    )
    print(f"  of it understanding        {understood * 1e6:8.0f} µs   {understood / bare:5.2f} × bare")

    index = assistant.understander.index
    # Another character at the end of each copy, so that no two are the same
    many_texts = [f"{text}{chr(ord('一') + copy)}" for copy in range(TIMES) for text in index.known.masked]
    nearest = PhrasingIndex(many_texts, [*index.known.topics] * TIMES)
    assistant.understander.index = replace(index, nearest=nearest)
    many = median_cost(answer, texts)
    assistant.understander.index = index
    print(
        f"with {TIMES} × the phrasings       {many * 1e6:8.0f} µs   {many / whole:5.2f} × (goal: at most 2)"
    )

    worst = max(median_cost(answer, [text * (4096 // len(text) + 1)]) for text in texts[::40])
    print(f"longest, 4096 characters     {worst * 1e3:8.1f} ms   (goal: under 50)")


if __name__ == "__main__":
    main()
