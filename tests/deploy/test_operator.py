"""The operator's handbook names what there is, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.delivery.commandline import PROGRAM
from bot.settings import Settings
from bot.storage import AddressError, DatabaseAway, SchemaError
from bot.storage.sqlite import _PRAGMAS
from bot.storage.tables import metadata
from bot.telemetry import Metrics

ROOT = Path(__file__).parents[2]
HANDBOOK = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")


def test_every_metric_is_explained() -> None:
    shown = set(re.findall(r"^# TYPE (\w+)", Metrics().text().decode(), re.M))
    named = set(re.findall(r"`(jiewen_\w+)", HANDBOOK))
    assert {name for name in shown if not name.endswith("_created")} == named


def test_every_table_is_explained() -> None:
    assert set(metadata.tables) == set(
        re.findall(r"^\| `(\w+)` \|", HANDBOOK.partition("## 存什么")[2], re.M)
    )


def test_every_setting_named_exists() -> None:
    named = set(re.findall(r"\b(?:JIEWEN|TELEGRAM)_[A-Z_]+\b", HANDBOOK)) - {
        "JIEWEN_",
        "TELEGRAM_",
        "JIEWEN_SOAK",
    }
    assert named <= {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("name", ["busy_timeout", *_PRAGMAS])
def test_every_pragma_is_explained(name: str) -> None:
    assert f"`{name}=" in HANDBOOK


def test_exit_codes() -> None:
    rows = dict(re.findall(r"^\| (\d) \| ([^|]+) \|", HANDBOOK.partition("## 退出码")[2], re.M))
    assert sorted(rows) == ["0", "1", "2", "3", "4"]
    assert "数据库用不了" in rows[str(DatabaseAway.exit_code)]
    assert "结构" in rows[str(SchemaError.exit_code)]
    assert "设置" in rows[str(AddressError.exit_code)]


def test_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", HANDBOOK):
        assert (ROOT / "docs" / link).exists(), link
    titles = {
        re.sub(r"[、，]", "", title).replace(" ", "-") for title in re.findall(r"^## (.+)$", HANDBOOK, re.M)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", HANDBOOK)) <= titles


def test_commands_are_commands() -> None:
    for line in re.findall(r"^(?:.*`)?(python -m bot [^`#\n]+)", HANDBOOK, re.M):
        _parser().parse_args(line.removeprefix("python -m bot ").split())
    assert PROGRAM in HANDBOOK
