"""The command line: what each command prints and the code it ends with."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from bot.__main__ import main


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("JIEWEN_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "main-cache"))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)


def _stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def test_ask(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "借呗能提前还不"]) == 0
    assert "来源：" in capsys.readouterr().out


def test_ask_jsonl(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _stdin(monkeypatch, '{"id": "1", "q": "借呗能提前还不"}\n'.encode())
    assert main(["ask", "--jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["product"] == "jiebei"


def test_parse(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parse", "借三千分六期"]) == 0
    assert json.loads(capsys.readouterr().out)["amounts"][0]["value"] == "3000"


def test_explain_shows_every_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "微粒货提前还收费不"]) == 0
    out = capsys.readouterr().out
    for step in (
        "原文",
        "清理后",
        "遮盖后",
        "词",
        "概念",
        "产品",
        "数字",
        "候选1",
        "相近",
        "领先",
        "把握",
        "决定",
    ):
        assert f"\n{step}" in f"\n{out}"


@pytest.mark.parametrize("command", ["ask", "parse"])
def test_a_question_is_missing(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command]) == 2
    assert "缺少问题" in capsys.readouterr().err


def test_serve_without_a_token_says_which_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve"]) == 2
    err = capsys.readouterr().err
    assert "TELEGRAM_BOT_TOKEN" in err
    assert "BotFather" in err
    assert err.count("\n") == 1


def test_a_broken_knowledge_file_is_named_and_nothing_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "words.yaml").write_text("concepts：\n\tx: 1\n", encoding="utf-8")
    monkeypatch.setenv("JIEWEN_KNOWLEDGE_DIR", str(tmp_path))
    assert main(["ask", "利息"]) == 1
    captured = capsys.readouterr()
    assert "words.yaml:1" in captured.err
    assert "words.yaml:2" in captured.err
    assert captured.out == ""


def test_evaluate_without_data_names_the_setting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(tmp_path / "none")]) == 2
    assert "JIEWEN_EVAL_DIR" in capsys.readouterr().err


def test_evaluate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        {"id": str(number), "q": text, "topics": [topic], "product": None}
        for number, (text, topic) in enumerate(
            [("提前还款要手续费吗", "early_repayment"), ("逾期了咋办", "overdue"), ("今天吃啥", "out_of_scope"),
             ("怎么开通", "settlement_certificate"), ("还款日哪天", "repayment_date"), ("利息咋算", "interest_rate")]
        )
    ]  # fmt: skip
    (tmp_path / "own.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert main(["evaluate", str(tmp_path)]) == 0
    assert "own: 6 问" in capsys.readouterr().out
