"""Whatever a moderator writes, nothing raises: what is wrong comes back as findings with a line of the file."""

from __future__ import annotations

import random

import pytest

from knowledge import Knowledge, changes, check, facts_report, load, render_answer
from tests.knowledge.conftest import SAMPLE, TODAY, Folder

FILES = sorted(path.relative_to(SAMPLE).as_posix() for path in SAMPLE.rglob("*.yaml"))
CHARACTERS = "：，。{}[]'\"-#|>&*!%@`~ \t\n\r0123456789年%–是×÷nc§※\x00\u2028\ufeff𠀀"
ROUNDS = 8


def mutated(text: str, source: random.Random, lines: list[str]) -> str:
    """``text`` with one thing put in, taken out or changed about."""
    at = source.randrange(len(text))
    rows = text.split("\n")
    first, second = source.randrange(len(rows)), source.randrange(len(rows))
    match source.randrange(5):
        case 0:
            return text[:at] + source.choice(CHARACTERS) + text[at:]
        case 1:
            return text[:at] + text[at + source.randrange(1, 6) :]
        case 2:
            rows.insert(first, source.choice(lines))
        case 3:
            del rows[first]
        case _:
            rows[first], rows[second] = rows[second], rows[first]
    return "\n".join(rows)


@pytest.mark.parametrize("file", FILES)
def test_nothing_raises(folder: Folder, knowledge: Knowledge, file: str) -> None:
    source = random.Random(file)
    lines = [line for one in FILES for line in folder.text(one).splitlines()]
    good = folder.text(file)
    for _ in range(ROUNDS):
        text = mutated(good, source, lines)
        if source.random() < 0.3 and text:
            text = mutated(text, source, lines)
        folder.write(file, text)
        loaded = load(folder.path)
        problems = check(loaded, today=TODAY)
        assert all(1 <= one.line <= text.count("\n") + 1 for one in problems if one.file == file), text
        assert all(str(one).startswith(f"{one.file}:{one.line}: ") for one in problems)
        for topic in loaded.knowledge.topics.values():
            for answer in topic.answers.values():
                render_answer(answer, loaded.knowledge, TODAY)
        facts_report(loaded.knowledge, TODAY)
        changes(knowledge, loaded.knowledge)
