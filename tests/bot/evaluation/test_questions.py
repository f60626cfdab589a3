"""How an answer to a labelled question is judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evaluation.questions import (
    EvaluationError,
    Labelled,
    Verdict,
    judge,
    question_files,
    read_questions,
    utility,
)
from bot.replies.model import ReplyKind

A, Q, C, F = ReplyKind.ANSWER, ReplyKind.QUOTE, ReplyKind.CLARIFY, ReplyKind.FALLBACK


@pytest.mark.parametrize(
    ("topics", "gold", "kind", "topic", "product", "suggestions", "verdict"),
    [
        (("overdue",), None, A, "overdue", None, (), Verdict.CORRECT),
        (("overdue",), "jiebei", A, "overdue", "weilidai", (), Verdict.WRONG),
        (("overdue",), "jiebei", A, "overdue", "jiebei", (), Verdict.CORRECT),
        (("product_comparison",), "jiebei", A, "product_comparison", "weilidai", (), Verdict.CORRECT),
        (("cost_quote",), None, Q, "cost_quote", None, (), Verdict.CORRECT),
        (("fees", "overdue"), None, A, "overdue", None, (), Verdict.CORRECT),
        (("fees",), None, A, "overdue", None, (), Verdict.WRONG),
        (("fees",), None, C, None, None, ("overdue", "fees"), Verdict.ASSISTED),
        (("fees",), None, C, None, None, ("a", "b", "c", "fees"), Verdict.DECLINED),
        (("fees",), None, F, "out_of_scope", None, (), Verdict.DECLINED),
        (("out_of_scope",), "other", F, "out_of_scope", "other", (), Verdict.CORRECT),
        (("out_of_scope",), None, C, None, None, ("fees",), Verdict.ASSISTED),
        (("out_of_scope",), None, A, "fees", None, (), Verdict.WRONG),
        (("out_of_scope", "fees"), None, A, "fees", None, (), Verdict.CORRECT),
    ],
    ids=[
        "right", "wrong product", "right product", "comparison of any", "quote", "second label", "wrong topic",
        "helped", "fourth choice", "declined", "out declined", "out asked", "out answered", "out or fees",
    ],
)  # fmt: skip
def test_judge(
    topics: tuple[str, ...],
    gold: str | None,
    kind: ReplyKind,
    topic: str | None,
    product: str | None,
    suggestions: tuple[str, ...],
    verdict: Verdict,
) -> None:
    assert judge(Labelled("x", "问", topics, gold), kind, topic, product, suggestions) is verdict


def test_utility_counts_a_wrong_answer_against_a_right_one() -> None:
    counts = {Verdict.CORRECT: 6, Verdict.ASSISTED: 2, Verdict.WRONG: 1, Verdict.DECLINED: 1}
    assert utility(counts) == pytest.approx(0.6)
    assert utility({}) == 0.0


def test_only_files_of_labelled_questions_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "q": "问", "topics": ["fees"]}\n', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"id": "1", "text": "三万"}\n', encoding="utf-8")
    assert [file.name for file in question_files(tmp_path)] == ["a.jsonl"]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "1", "q": "问", "topics": ["fees"]}\n{"id": 2}\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"a\.jsonl:2"):
        read_questions(file)


def test_a_missing_folder_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="JIEWEN_EVAL_DIR"):
        list(question_files(tmp_path / "none"))
