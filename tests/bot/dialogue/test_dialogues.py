"""Whole conversations, typed one after another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.assistant import Assistant, Question
from bot.channels.jsonl import reply_record
from bot.conversation import Conversation
from tests.bot.dialogue.scripts import play, scripts

TURNS_RIGHT = 0.95
DIALOGUES_RIGHT = 0.85


def test_every_script_has_its_own_name() -> None:
    names = [script["id"] for script in scripts()]
    assert len(names) == len(set(names)) >= 40


def test_conversations_are_understood(assistant: Assistant) -> None:
    """The lines leave room for a moderator's change of phrasings; what fails is listed."""
    turns = wrong_turns = wrong_scripts = 0
    faults = []
    for script in scripts():
        played = play(script, assistant)
        found = [
            f"{script['id']} {turn.question}: {'; '.join(turn.faults)}" for turn in played if turn.faults
        ]
        turns += len(played)
        wrong_turns += len(found)
        wrong_scripts += bool(found)
        faults += found
    said = "\n".join(faults)
    assert 1 - wrong_turns / turns >= TURNS_RIGHT, said
    assert 1 - wrong_scripts / len(scripts()) >= DIALOGUES_RIGHT, said


def test_evaluation_dialogues(assistant: Assistant, eval_dir: Path) -> None:
    """The conversations kept outside the repository, at the lines for ones that nobody has seen."""
    turns = right = whole = 0
    dialogues = [json.loads(line) for line in (eval_dir / "dialogues.jsonl").read_text("utf-8").splitlines()]
    for dialogue in dialogues:
        conversation = Conversation()
        found = []
        for turn in dialogue["turns"]:
            reply, conversation = assistant.answer(Question(turn["q"]), conversation)
            found.append(_is_right(turn["expect"], reply_record(reply)))
        turns += len(found)
        right += sum(found)
        whole += all(found)
    assert right / turns >= 0.85
    assert whole / len(dialogues) >= 0.60


def _is_right(expected: dict[str, object], record: dict[str, object]) -> bool:
    slots = record["slots"]
    assert isinstance(slots, dict)
    for key in ("topic", "product"):
        if expected.get(key) and record[key] != expected[key]:
            return False
    quote = expected.get("quote", {})
    if quote is None:
        return not slots
    assert isinstance(quote, dict)
    return all(slots.get(name) == value for name, value in quote.items())


@pytest.mark.parametrize(
    "text", ["算了", "哎算了别算了", "不借了", "取消", "还是算了吧", "先不算了", "/cancel"]
)
def test_calling_off_forgets_the_quote(assistant: Assistant, text: str) -> None:
    _, conversation = assistant.answer(Question("借2万12期日息万四每月还多少"), Conversation())
    assert conversation.draft is not None
    reply, conversation = assistant.answer(Question(text), conversation)
    assert conversation.draft is None
    assert reply.slots.to_json() == {}
    reply, _ = assistant.answer(Question("5千6期每月还多少"), conversation)
    assert reply.slots.to_json() == {"principal": 5000, "periods": 6}


@pytest.mark.parametrize("text", ["那我把微粒贷注销算了", "算了一下好像不对", "取消借款怎么弄", "算了多少期"])
def test_what_only_sounds_like_calling_off(assistant: Assistant, text: str) -> None:
    _, conversation = assistant.answer(Question("借2万12期日息万四每月还多少"), Conversation())
    _, after = assistant.answer(Question(text), conversation)
    assert after.draft is not None
