"""Settings: read from the environment, wrong ones named in Chinese, secrets never shown."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_defaults_need_nothing() -> None:
    assert read_settings().telegram_mode == "polling"


def test_moderators_are_read_from_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIEWEN_MODERATORS", "12, 34，56")
    assert read_settings().jiewen_moderators == (12, 34, 56)


@pytest.mark.parametrize(
    ("name", "value"),
    [("TELEGRAM_MODE", "push"), ("TELEGRAM_WEBHOOK_PORT", "99999"), ("JIEWEN_MODERATORS", "me"), ("JIEWEN_IDLE_MINUTES", "0")],
)  # fmt: skip
def test_a_wrong_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        read_settings()


def test_names_that_are_none_are_told_all_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("JIEWEN_MODERATOR=5\nTELEGRAM_X=1\nPATH=x\n", encoding="utf-8")
    monkeypatch.setenv("JIEWEN_KEEP_QUESTIONS_DAYS", "5")
    monkeypatch.setenv("JIEWEN_IDLE_MINUTES", "0")
    # What Kubernetes sets for a service of this name
    monkeypatch.setenv("JIEWEN_PORT_8443_TCP_ADDR", "10.0.0.1")
    with pytest.raises(SettingsError) as raised:
        read_settings()
    lines = str(raised.value).splitlines()
    assert [line.split(" 不")[0] for line in lines] == [
        ".env 里的 JIEWEN_MODERATOR",
        ".env 里的 TELEGRAM_X",
        "环境变量里的 JIEWEN_KEEP_QUESTIONS_DAYS",
        "设置 JIEWEN_IDLE_MINUTES",
    ]
    assert "JIEWEN_MODERATORS" in lines[0]
    assert "JIEWEN_KEEP_QUESTION_DAYS" in lines[2]


def test_the_token_masks_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:hidden-part")
    assert "hidden-part" not in repr(read_settings())


def test_the_example_lists_every_setting() -> None:
    listed = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M))
    assert listed == {name.upper() for name in Settings.model_fields}
