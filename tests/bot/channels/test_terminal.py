"""The terminal chat through a pipe: answers each line, ends cleanly."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Self

import pytest

from bot.assistant import Assistant
from bot.channels.terminal import FAREWELL, GREETING, NO_SOURCES, chat


def _talk(assistant: Assistant, text: str) -> str:
    target = io.StringIO()
    chat(lambda: (assistant, []), io.StringIO(text), target)
    return target.getvalue()


def test_says_hello_answers_and_says_goodbye_at_the_end_of_input(assistant: Assistant) -> None:
    said = _talk(assistant, "微粒贷能提前还不\n")
    assert said.startswith(GREETING)
    assert "提前" in said
    assert "来源：" in said
    assert said.endswith(FAREWELL + "\n")


def test_a_number_chooses_what_was_offered(assistant: Assistant) -> None:
    said = _talk(assistant, "微粒贷能提前还不\n1\n")
    assert said.count("来源：") == 2


def test_all_sources_of_the_last_answer_are_shown_for_a_word(assistant: Assistant) -> None:
    said = _talk(assistant, "微粒贷能提前还不\n来源\n")
    (more,) = (line for line in said.splitlines() if line.startswith("  另有 "))
    assert more.endswith("个来源，打“来源”看全部")
    answer, shown = said.split("你：来源")
    first = answer[answer.index("来源：") :].splitlines()[1]
    assert first in shown
    assert "另有" not in shown


def test_where_nothing_was_answered_there_are_no_sources(assistant: Assistant) -> None:
    assert NO_SOURCES in _talk(assistant, "来源\n")


@pytest.mark.parametrize("word", ["退出", "exit", "/quit"])
def test_leaving_by_word(assistant: Assistant, word: str) -> None:
    said = _talk(assistant, f"{word}\n微粒贷能提前还不\n")
    assert "来源" not in said


def test_an_empty_line_gets_a_hint(assistant: Assistant) -> None:
    assert "请输入问题" in _talk(assistant, "\n")


def test_an_interrupt_ends_it(assistant: Assistant) -> None:
    class Interrupted(io.StringIO):
        def __iter__(self) -> Self:  # type: ignore[override]
            raise KeyboardInterrupt

    target = io.StringIO()
    chat(lambda: (assistant, []), Interrupted("x\n"), target)
    assert target.getvalue().endswith(FAREWELL + "\n")


def test_a_table_that_is_asked_for_is_written(assistant: Assistant, tmp_path: Path) -> None:
    target = io.StringIO()
    chat(lambda: (assistant, []), io.StringIO("借4万分18期 月息七厘\n要Excel表格\n"), target, files=tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.suffix == ".xlsx"
    assert f"已存到 {file}" in target.getvalue()
