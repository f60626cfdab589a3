"""The command line as a person uses it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from calculator.cli import main

LOAN = ["--principal", "1万", "--months", "12", "--rate", "0.05%/日"]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = main(words)
    except SystemExit as stop:
        code = int(str(stop.code))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_quote(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "quote", *LOAN, "--line", "上限=24%", "--rows", "2")
    assert (code, err) == (0, "")
    assert "每期还 917.99 元（最后一期 917.98 元），共 12 期" in out
    assert "单利年化 18.25%；复利年化（内部收益率）19.86%" in out
    assert "单利年化 18.25% 低于 上限 24%" in out
    assert "中间 9 期略" in out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("quote --principal 10000 --months 12 --payment 950", "单利年化 24.91%"),
        ("quote --principal 5000 --days 20 --rate 万四/日", "一次还 5,040 元"),
        ("quote --principal 1万 --months 12 --rate 0.6%/期 --fee-collection 放款扣", "实际到手 9,280 元"),
        ("quote --principal 1万 --months 12 --rate 7.2%/总 --discount 5折", "费用 360 元"),
        ("quote --principal 1万 --months 12 --rate 1%/月 --upfront-fee 2% --deduction 100", "到手 9,700 元"),
        ("quote --principal 1万 --months 2 --rate 0.05%/日 --daily --start 2026-01-31", "2026-02-28"),
        (
            "quote --principal 1万 --months 2 --rate 0.05%/日 --start 2026-01-01 --first-due 2026-02-20",
            "首期 50 天",
        ),
        (
            "quote --flow 2026-01-01:10000 --flow 2026-07-01:-5000 --flow 2026-12-01:-6000",
            "复利年化（内部收益率）14.12%",
        ),
        ("schedule --principal 1万 --months 3 --rate 12%/年 --method 等额本金", "3,366.67"),
        ("early --principal 2万 --months 12 --rate 18%/年 --after 6", "提前结清，要还 10,446.37 元"),
        ("early --principal 2万 --months 12 --rate 18%/年 --after 6 --fee 10%", "反而多花"),
        ("early --principal 2万 --months 12 --rate 18%/年 --after 6 --pay 5千", "缩短期限"),
        ("early --principal 2万 --months 12 --rate 18%/年 --after 6 --pay 5千 --keep 期限", "减少以后的还款"),
        ("early --principal 1万 --months 12 --rate 0.6%/期 --after 6 --fees-due", "手续费照收"),
        ("solve --payment 800 --months 12 --rate 18%/年", "最多可借 8,726 元"),
        ("solve --payment 800 --principal 1万 --rate 18%/年", "要 14 个月（1 年零 2 个月）还清"),
        ("solve --payment 800 --principal 1万 --months 14", "单利年化 18.58%"),
        ("overdue --principal 1000 --days 10 --rate 0.05%/日", "罚息 7.50 元"),
        ("overdue --principal 1000 --days 2 --rate 0.05%/日 --grace 3", "在宽限期内"),
        ("afford --payment 2000 --income 5000", "占收入 40%"),
    ],
)
def test_commands(capsys: pytest.CaptureFixture[str], words: str, expected: str) -> None:
    code, out, err = run(capsys, *words.split())
    assert (code, err) == (0, "")
    assert expected in out


def test_compare_shares_what_stands_outside(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture = tmp_path / "比较.png"
    plans = ("--name 甲 --rate 18%/年", "--name 乙 --rate 0.6%/期", "--name 丙 --rate 9%/年 --months 24")
    code, out, _ = run(
        capsys, "compare", *plans, "--principal", "2万", "--months", "12", "--png", str(picture)
    )
    assert code == 0
    assert "丙：借 20,000 元，等额本息，分 24 期" in out
    assert "资金成本最低：丙" in out
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    names = {kind: tmp_path / f"计划.{kind}" for kind in ("csv", "xlsx", "png")}
    words = [word for kind, path in names.items() for word in (f"--{kind}", str(path))]
    code, out, _ = run(capsys, "schedule", *LOAN, *words)
    assert code == 0
    assert out.count("已存：") == 3
    assert names["csv"].read_bytes().startswith(b"\xef\xbb\xbf")
    assert names["xlsx"].read_bytes().startswith(b"PK")
    assert names["png"].read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("quote --foo", "不认识的参数：--foo"),
        ("quote --principal", "参数 --principal 后面要有一个值"),
        ("quto", "命令 不能是 quto"),
        ("compare", "还缺少：方案"),
        ("quote --months 12 --rate 18%/年", "借款本金：要给出，例如 --principal 10000"),
        ("quote --principal abc --months 12 --rate 1%/月", "借款本金：应是数字（元）"),
        ("quote --principal 1万 --months 2.5 --rate 1%/月", "期数：应是 1 到 600 的整数"),
        ("quote --principal 1万 --months 12 --rate 18", "利率：要说明是日、月、年、期还是总共"),
        ("quote --principal 1万 --months 12 --rate 18%/年 --method 瞎写", "还款方式：应是以下之一"),
        ("quote --principal 1万 --months 12 --rate 18%/年 --upfront-fee x", "前期费用"),
        ("quote --principal 1万 --months 12 --rate 18%/年 --discount 七", "折扣"),
        ("quote --principal 1万 --months 12 --rate 18%/年 --first-due 2026-01-01", "就要给放款日"),
        (
            "quote --principal 1万 --months 12 --rate 18%/年 --start 2026-02-01 --first-due 2026-01-01",
            "应在放款日 2026-02-01 之后",
        ),
        ("quote --principal 1万 --months 12 --rate 18%/年 --line 24", "参照线：应写成 名称=百分数"),
        ("quote --principal 1万 --months 12 --rate 18%/年 --rows x", "行数"),
        ("quote --principal 1万 --months 12 --rate 18%/年 --year-days 300", "一年的天数"),
        ("quote --flow 2026-01-01", "现金流：应写成 日期:金额"),
        ("schedule --principal 1万 --months 12 --rate 18%/年 --csv /不存在的/a.csv", "写不了文件"),
        ("early --principal 1万 --months 12 --rate 18%/年", "已还期数：应至少为 1"),
        (
            "early --principal 1万 --months 12 --rate 18%/年 --after 1 --pay 10 --keep x",
            "应是 还款额 或 期限",
        ),
        ("solve --months 12", "每期还款额：要给出"),
        ("solve --payment 800 --principal 1万 --months 12 --rate 18%/年", "要空出一个"),
        ("solve --payment 100 --principal 1万 --rate 18%/年", "永远还不清"),
        ("overdue --principal 1000 --days 10", "合同利率：要给出"),
    ],
)
def test_mistakes_are_said_in_chinese(capsys: pytest.CaptureFixture[str], words: str, expected: str) -> None:
    code, out, err = run(capsys, *words.split())
    assert (code, out) == (2, "")
    assert err.startswith("错误：")
    assert expected in err
    assert "Traceback" not in err


def test_compare_with_broken_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "compare", '--name "甲', "--rate 1%/月")
    assert (code, "引号要成对" in err) == (2, True)


@pytest.mark.parametrize(
    "words", [["-h"], ["quote", "--help"], ["compare", "-h"], ["early", "-h"], ["solve", "-h"]]
)
def test_help_is_chinese(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    code, out, _ = run(capsys, *words)
    assert code == 0
    assert out.startswith("用法：")
    for english in ("usage", "options", "positional", "show this", "optional"):
        assert english not in out


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys)
    assert code == 2
    assert "例子：" in out


def test_json_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    loan = {"method": "bullet", "principal": "1000", "months": 3, "annual_rate_percent": "12"}
    lines = [json.dumps({"id": 1, "inputs": loan}), "", "{", json.dumps({"id": 2, "inputs": {}})]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    code, out, _ = run(capsys, "--jsonl")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert answers[0]["fen"] == {"last_payment": "1030", "total_interest": "30"}
    assert [answer["id"] for answer in answers] == [1, None, 2]
    assert "error" in answers[1]
    assert "error" in answers[2]
