"""The chat in a terminal: history and line editing at a keyboard, plain lines through a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from bot.assistant import Assistant, Question
from bot.channels.text import render_sources, render_text
from bot.conversation import Conversation
from bot.replies.model import Reply

GREETING = (
    "借问：问微粒贷、WE2000、分付、借呗、京东金条、度小满和网贷的事，或算一笔借款的账。\n"
    "非官方，不替任何一家放款。直接打字问；选项可以输数字；Ctrl-D 退出。"
)
PROMPT = "你："
FAREWELL = "再见。"
MORE_SOURCES = "，打“来源”看全部"
NO_SOURCES = "上一个回答没有来源可列。"
_SOURCES = {"/sources", "来源", "来源？", "全部来源", "出处"}
_LEAVING = {"/exit", "/quit", "exit", "quit", "退出"}


def chat(
    look: Callable[[], tuple[Assistant, Sequence[str]]],
    source: TextIO,
    target: TextIO,
    history: Path | None = None,
    files: Path | None = None,
) -> None:
    """Answer lines from ``source`` until it ends; returns at end of input, Ctrl-C or 退出.

    ``look`` gives the assistant of the moment once it is needed, so that the first prompt does not wait for it, and
    lines to show before the answer. Pictures and tables that are asked for are written into the folder ``files``.
    """
    _say(target, GREETING)
    conversation = Conversation()
    reply: Reply | None = None
    try:
        for line in _lines(source, target, history):
            if line.strip().lower() in _LEAVING:
                break
            if not line.strip():
                _say(target, "请输入问题，例如：微粒贷能提前还吗")
                continue
            if line.strip().lower() in _SOURCES:
                sources = render_sources(reply.sources) if reply and reply.sources else [NO_SOURCES]
                _say(target, "\n".join(["", *sources, ""]))
                continue
            assistant, news = look()
            if news:
                _say(target, "\n".join(["", *(f"（{one}）" for one in news)]))
            reply, conversation = assistant.answer(Question(line), conversation)
            _say(
                target,
                "\n".join(["", *render_text(reply, more_sources=MORE_SOURCES), *_written(reply, files), ""]),
            )
    except KeyboardInterrupt:
        pass
    _say(target, FAREWELL)


def _written(reply: Reply, files: Path | None) -> list[str]:
    if files is None:
        return []
    said = []
    for attachment in reply.sends:
        try:
            files.mkdir(parents=True, exist_ok=True)
            (files / attachment.file_name).write_bytes(attachment.make())
            said.append(f"已存到 {files / attachment.file_name}")
        except OSError as error:
            said.append(f"没能存下{attachment.label}（{error.strerror}）")
    return said


def _lines(source: TextIO, target: TextIO, history: Path | None) -> Iterator[str]:
    if source is sys.stdin and source.isatty() and target.isatty():
        yield from _edited_lines(history)
        return
    for line in source:
        text = line.rstrip("\r\n")
        _say(target, f"{PROMPT}{text}")
        yield text


def _edited_lines(history: Path | None) -> Iterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    if history is not None:
        history.parent.mkdir(parents=True, exist_ok=True)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)) if history else InMemoryHistory()
    )
    while True:
        try:
            yield session.prompt(PROMPT)
        except EOFError:
            return


def _say(target: TextIO, text: str) -> None:
    target.write(text + "\n")
    target.flush()
