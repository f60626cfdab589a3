"""Whatever is typed gets a reply, soon.

``JIEWEN_BAD_INPUTS=100000`` tries as many messages; the default is a sample of them.
"""

from __future__ import annotations

import os
import random
import time
from itertools import chain

import pytest

from bot.assistant import Assistant, Question
from bot.channels.text import render_text
from bot.conversation import Conversation
from bot.replies.model import Reply
from bot.understanding.cleaning import MAX_CHARACTERS
from bot.understanding.expressions.parser import MAX_NUMBERS
from tests.bot.rubbish import ATTACKS, PIECES, characters, flood, messages

COUNT = int(os.environ.get("JIEWEN_BAD_INPUTS", "1500"))
FLOODS = 12 + COUNT // 100
LIMIT = 0.05  # seconds of processor time for one answer
SAID_BEFORE = 4  # messages of one conversation


def answered(assistant: Assistant, text: str, before: Conversation) -> tuple[Reply, Conversation]:
    """The reply, which can be shown and kept."""
    reply, after = assistant.answer(Question(text), before)
    assert "".join(render_text(reply)).strip()
    assert Conversation.read(after.model_dump_json()) == after
    return reply, after


def seconds(assistant: Assistant, text: str) -> float:
    """The processor time of one answer; the best of a few where the first is slow, since others use the machine too."""
    best = float("inf")
    for _ in range(4):
        begin = time.process_time()
        assistant.answer(Question(text), Conversation())
        best = min(best, time.process_time() - begin)
        if best < LIMIT / 2:
            break
    return best


def test_every_message_gets_a_reply(assistant: Assistant) -> None:
    conversation = Conversation()
    for number, text in enumerate(messages(COUNT, seed=20_261_127)):
        if number % SAID_BEFORE == 0:
            conversation = Conversation()
        try:
            _, conversation = answered(assistant, text, conversation)
        except Exception as error:
            error.add_note(f"message {number}: {text[:200]!r}")
            raise


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200b", "？？？", "。", "\ud800", "😀", *ATTACKS])
def test_what_says_nothing_gets_a_reply(assistant: Assistant, text: str) -> None:
    answered(assistant, text, Conversation())


def test_no_flood_takes_long(assistant: Assistant) -> None:
    generator = random.Random(4096)
    single = ((piece * MAX_CHARACTERS)[:MAX_CHARACTERS] for piece in PIECES)
    slow = {
        text[:24]: round(took * 1000)
        for text in chain(single, (flood(generator) for _ in range(FLOODS)))
        if (took := seconds(assistant, text)) > LIMIT
    }
    assert slow == {}


@pytest.mark.parametrize("unit", ["借1万分12期", "万", "\u0301", "a" * 1000 + "1", "微粒贷能提前还吗"])
def test_a_megabyte_is_cut_with_a_word_about_it(assistant: Assistant, unit: str) -> None:
    text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]
    assert seconds(assistant, text) < LIMIT
    reply, _ = answered(assistant, text, Conversation())
    assert any("太长" in remark for remark in reply.remarks)
    reply, _ = answered(assistant, text[:MAX_CHARACTERS], Conversation())
    assert not any("太长" in remark for remark in reply.remarks)


def test_only_so_many_numbers_are_looked_at(assistant: Assistant) -> None:
    found = assistant.understander.understand("借1万，" * 500).prepared.expressions
    assert len(found.amounts) == MAX_NUMBERS


def test_every_plane_is_among_the_messages() -> None:
    generator = random.Random(1)
    planes = {ord(character) >> 16 for _ in range(300) for character in characters(generator)}
    assert planes == set(range(17))
