"""The knowledge that is served passes its own checks."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

import knowledge
from knowledge import DEFAULT_CONTENT, Knowledge, load, render_answer
from knowledge.checks import arithmetic

# The day on which this content was last looked through; later days only make more of it stale
DAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def content() -> Knowledge:
    return load(DEFAULT_CONTENT).knowledge


def test_it_passes() -> None:
    errors = [str(problem) for problem in knowledge.check(today=DAY) if problem.is_error]
    assert errors == []


def test_the_attributes_that_arithmetic_goes_by_are_there(content: Knowledge) -> None:
    assert set(arithmetic.ATTRIBUTES) <= set(content.attributes)


def test_every_answer_renders_without_a_trace_of_a_reference(content: Knowledge) -> None:
    for topic in content.topics.values():
        for whom, answer in topic.answers.items():
            shown = render_answer(answer, content, DAY)
            assert not {"{", "}"} & set(shown.text), f"{topic.id}.{whom}"
            assert all("http" not in line or "://" in line for line in shown.source_lines)


def test_no_reprint_is_ever_linked(content: Knowledge) -> None:
    reprints = {source.url for source in content.sources.values() if source.reprint and source.url}
    for topic in content.topics.values():
        for answer in topic.answers.values():
            lines = "\n".join(render_answer(answer, content, DAY).source_lines)
            assert not any(url in lines for url in reprints)


def test_the_public_names_are_sorted_and_there() -> None:
    assert sorted(knowledge.__all__, key=lambda name: (not name.isupper(), name)) == knowledge.__all__
    assert all(hasattr(knowledge, name) for name in knowledge.__all__)


def test_it_needs_neither_bot_nor_calculator() -> None:
    code = "import sys, knowledge; sys.exit(any(name.split('.')[0] in ('bot', 'calculator') for name in sys.modules))"
    root = Path(knowledge.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
