"""Labelled questions, and how an answer to one is judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.replies.model import ReplyKind
from bot.understanding.gates import OUT_OF_SCOPE

OTHER = "other"
COMPARISON = "product_comparison"


class EvaluationError(Exception):
    """Evaluation data that cannot be read; the message says which and why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the topics that would answer it, best first, and the product it is about."""

    id: str
    text: str
    topics: tuple[str, ...]
    product: str | None


class Verdict(StrEnum):
    """How a question ended."""

    CORRECT = "correct"
    ASSISTED = "assisted"  # asked back, and the right topic was among the choices
    DECLINED = "declined"
    WRONG = "wrong"


def read_questions(file: Path) -> list[Labelled]:
    """Read a file of labelled questions, a JSON object a line: id, q, topics, product."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            found.append(
                Labelled(str(record["id"]), record["q"], tuple(record["topics"]), record.get("product"))
            )
        except (ValueError, KeyError, TypeError):
            raise EvaluationError(f"{file.name}:{number}: 不是带标注的问题（要有 id、q、topics）") from None
    return found


def question_files(folder: Path) -> Iterator[Path]:
    """The files of labelled questions in ``folder``: those whose first line has topics."""
    if not folder.is_dir():
        raise EvaluationError(f"没有评测数据文件夹 {folder}（设置 JIEWEN_EVAL_DIR，或在命令里写明）")
    for file in sorted(folder.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            first = lines.readline()
        if '"topics"' in first:
            yield file


def judge(
    labelled: Labelled, kind: ReplyKind, topic: str | None, product: str | None, suggestions: tuple[str, ...]
) -> Verdict:
    """How an answer ends for the one who asked.

    An answer is right when its topic is one of the labelled ones and its product the labelled one. To a
    question out of scope the right answer is to decline.
    """
    answered = kind in (ReplyKind.ANSWER, ReplyKind.QUOTE) and topic != OUT_OF_SCOPE
    if OUT_OF_SCOPE in labelled.topics:
        if answered:
            return Verdict.CORRECT if topic in labelled.topics else Verdict.WRONG
        return Verdict.ASSISTED if kind is ReplyKind.CLARIFY else Verdict.CORRECT
    if answered:
        names = labelled.product not in (None, OTHER) and topic != COMPARISON
        right = topic in labelled.topics and (not names or product == labelled.product)
        return Verdict.CORRECT if right else Verdict.WRONG
    if kind is ReplyKind.CLARIFY and set(suggestions[:3]) & set(labelled.topics):
        return Verdict.ASSISTED
    return Verdict.DECLINED


def utility(verdicts: dict[Verdict, int]) -> float:
    """What the answers were worth: a wrong one costs as much as a right one earns, help earns half."""
    total = sum(verdicts.values())
    worth = verdicts.get(Verdict.CORRECT, 0) + verdicts.get(Verdict.ASSISTED, 0) / 2
    return (worth - verdicts.get(Verdict.WRONG, 0)) / total if total else 0.0
