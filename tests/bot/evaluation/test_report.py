"""The report, and what changed since a saved run."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.evaluation import report
from bot.evaluation.questions import EvaluationError, Labelled, Verdict

QUESTIONS = [
    Labelled("1", "提前还清要交手续费不", ("early_repayment",), None),
    Labelled("2", "花呗怎么分期", ("out_of_scope",), "other"),
    Labelled("3", "微粒贷逾期了要罚多少", ("phone_number",), "weilidai"),
]


@pytest.fixture(scope="module")
def run(assistant: Assistant) -> report.FileReport:
    return report.run("自拟", QUESTIONS, assistant)


def test_verdicts(run: report.FileReport) -> None:
    assert [one.verdict for one in run.results] == [Verdict.CORRECT, Verdict.CORRECT, Verdict.WRONG]


def test_text_has_scores_confusions_and_reliability(run: report.FileReport) -> None:
    text = "\n".join(report.text([run], wrong=5))
    assert "自拟: 3 问  答对 0.667" in text
    assert "phone_number → overdue" in text
    assert "ECE" in text
    assert "微粒贷逾期了要罚多少  应是 phone_number" in text


def test_changes_since_a_saved_run(run: report.FileReport, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    report.save([run], file)
    assert list(report.changes([run], file)) == ["和保存的那次比：变好 0，变差 0"]
    assert "手续费" not in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace('"correct"', '"wrong"', 1), encoding="utf-8")
    assert next(iter(report.changes([run], file))) == "和保存的那次比：变好 1，变差 0"


def test_comparing_with_something_else_is_refused(run: report.FileReport, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    file.write_text("not json", encoding="utf-8")
    with pytest.raises(EvaluationError, match="--save"):
        list(report.changes([run], file))
