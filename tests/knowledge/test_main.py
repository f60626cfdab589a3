"""The moderators' command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from knowledge.__main__ import main
from tests.knowledge.conftest import SAMPLE, Folder

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a moderator starts it, on a machine whose locale is C."""
    plain = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("LC_", "LANG", "PYTHON", "JIEWEN"))
    }
    return subprocess.run(
        [sys.executable, "-m", "knowledge", *arguments],
        cwd=ROOT,
        env=plain | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"} | environment,
        capture_output=True,
        check=False,
        timeout=120,
    )


def test_a_good_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(SAMPLE)]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[-1].startswith("没有错误，")
    assert out.splitlines()[-1].endswith("（17 个文件，2 个产品，14 个事实，3 个主题，7 条说法）。")


def test_all_problems_at_once_in_a_c_locale(folder: Folder) -> None:
    folder.edit("products/weilidai.yaml", "lender: bank", "lender: 银行")
    folder.edit("topics/overdue.yaml", "lead: 逾期要付罚息", "lead: 逾期要付 24% 罚息")
    done = run("check", str(folder.path))
    lines = done.stdout.decode("utf-8").splitlines()
    assert done.returncode == 1
    assert done.stderr == b""
    assert lines[0].startswith(f"{folder.path}/products/weilidai.yaml:5: “lender”不能是“银行”；只能是 bank、")
    assert lines[1].startswith(f"{folder.path}/topics/overdue.yaml:7: 文字里直接写了数字“24%”；")
    assert lines[-1] == "共 2 处错误、0 处提醒（17 个文件）。改好之前，新内容不会启用，旧内容照常使用。"


def test_files_are_named_as_seen_from_here(
    folder: Folder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.edit("products/weilidai.yaml", "lender: bank", "lender: 银行")
    monkeypatch.chdir(folder.path.parent)
    assert main(["check", "content"]) == 1
    assert capsys.readouterr().out.startswith("content/products/weilidai.yaml:5: ")


def test_the_folder_may_come_from_the_environment(folder: Folder) -> None:
    (folder.path / "rules.yaml").unlink()
    done = run("check", JIEWEN_KNOWLEDGE_DIR=str(folder.path))
    assert f"{folder.path}/rules.yaml:1: 缺少文件 rules.yaml" in done.stdout.decode("utf-8")


def test_a_missing_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "no")
    assert main(["check", missing]) == 1
    assert capsys.readouterr().out.startswith(f"{missing}:1: 没有这个知识文件夹")
    assert main(["facts", "--json", missing]) == 1
    assert capsys.readouterr().out == ""


def test_facts_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", "--json", str(SAMPLE)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report[0]["id"] == "we2000.fixed_limit"


def test_facts_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["facts", str(SAMPLE)]) == 0
    assert capsys.readouterr().out.startswith("WE2000（we2000）\n")


def test_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", str(SAMPLE)]) == 0
    assert (
        "daily_rate" in json.loads(capsys.readouterr().out)["products"]["properties"]["facts"]["properties"]
    )
    assert main(["schema", str(SAMPLE), "--write", str(tmp_path / "schemas")]) == 0
    first, _, settings = capsys.readouterr().out.partition("\n")
    assert first.startswith("写好了 10 个文件")
    assert (tmp_path / "schemas" / "products.schema.json").is_file()
    assert len(json.loads(settings)["yaml.schemas"]) == 10


def test_schema_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["schema", str(SAMPLE), "--write", str(tmp_path / "file")]) == 1
    assert capsys.readouterr().err.startswith("写不了 ")


def test_diff_without_a_repository(
    folder: Folder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.path.parent))
    assert main(["diff", "HEAD", "--folder", str(folder.path)]) == 2
    assert "不在 git 仓库里" in capsys.readouterr().err


def test_diff_of_this_repository(capsys: pytest.CaptureFixture[str]) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this copy of the project has no git history")
    assert main(["diff", "HEAD", "HEAD", "--folder", str(ROOT / "knowledge" / "content")]) == 0
    assert capsys.readouterr().out == "没有变化\n"


@pytest.fixture
def understanding(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """A stand-in for what understands questions; it takes everything for a question about being overdue."""
    seen: list[tuple[object, ...]] = []
    module = types.ModuleType("stand_in")

    def answers(questions: list[str], *where: Path) -> list[tuple[str | None, str | None]]:
        seen.append((len(questions), *where))
        return [("overdue", None) for _ in questions]

    module.answers = answers  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "stand_in", module)
    monkeypatch.setattr("knowledge.__main__._UNDERSTANDING", "stand_in")
    return seen


def test_questions_that_go_wrong(
    understanding: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["test", "--folder", str(SAMPLE)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert lines[-1] == "问了 6 个问题，4 个不对。"
    assert understanding == [(6, SAMPLE)]


def test_questions_that_go_right(
    understanding: list[tuple[object, ...]], folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.edit(
        "tests/overdue.yaml", "must_not:\n  - {ask: 打哪个电话能找到你们, instead: contact_support}\n", ""
    )
    assert main(["test", "overdue", "--folder", str(folder.path)]) == 0
    assert capsys.readouterr().out == "问了 1 个问题，全部正确。\n"


def test_a_topic_without_tests(
    understanding: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["test", "overdu", "--folder", str(SAMPLE)]) == 2
    assert "没有这些主题的测试：overdu" in capsys.readouterr().err
    assert understanding == []


def test_questions_without_the_bot(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.__main__._UNDERSTANDING", "no_such_module")
    assert main(["test", "--folder", str(SAMPLE)]) == 2
    assert capsys.readouterr().err == "没有装机器人，测不了（缺少 no_such_module）\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param([], "写法不对：少写了：命令", id="nothing"),
        pytest.param(["chek"], "写法不对：不认识“chek”，可以写：", id="unknown-command"),
        pytest.param(["diff"], "写法不对：少写了：旧版本", id="no-revision"),
        pytest.param(["check", "a", "b"], "写法不对：多写了：b", id="too-much"),
        pytest.param(["schema", "--write"], "写法不对：--write 后面要写一个值", id="no-value"),
    ],
)
def test_wrong_use_is_told_in_chinese(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.startswith(says)


@pytest.mark.parametrize("command", ["", "check", "test", "facts", "diff", "schema"])
def test_help_is_in_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"] if command else ["--help"])
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith("用法：python -m knowledge")
    assert out.count("用法：") == 1
    assert not {"usage", "options", "positional", "show this"} & set(out.lower().replace(":", " ").split())


def test_a_reader_that_stops_early() -> None:
    shell = f'"{sys.executable}" -m knowledge facts --json "{SAMPLE}" | head -n 1'
    done = subprocess.run(["sh", "-c", shell], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert done.stdout == b"[\n"
    assert done.stderr == b""
