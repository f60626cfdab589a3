"""``python -m bot database``, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.delivery.commandline import UsageError, administer
from bot.settings import Settings
from bot.storage import Arrival, DatabaseAway, Fate, Outcome, SchemaError, open_storage
from bot.storage.database import Database
from tests.delivery import postgres


@pytest.fixture(params=["sqlite", "postgresql"])
async def settings(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings that name an empty database."""
    if request.param == "sqlite":
        yield Settings.model_validate({"jiewen_database_url": f"sqlite:///{tmp_path / 'jiewen.db'}"})
    else:
        async with postgres.new_database() as address:
            yield Settings.model_validate({"jiewen_database_url": address})


async def test_an_operators_round(settings: Settings) -> None:
    assert any("migrate" in line for line in await administer(settings, []))
    assert "升到了" in (await administer(settings, ["migrate"]))[0]
    assert "已经是" in (await administer(settings, ["migrate"]))[0]
    async with open_storage(settings.jiewen_database_url) as storage:
        await storage.replicas.show("v1")
        await storage.inbox.accept([Arrival(1, 7, 7, "{}"), Arrival(2, 8, 8, "{}")])
        [[letter]] = await storage.inbox.claim(1)
        await storage.inbox.finish([Outcome(letter, Fate.ASIDE, error="ValueError: x", is_failure=True)])
    said = "\n".join(await administer(settings, []))
    assert "等着答　1 条，最早的是" in said
    assert "放一边　1 条" in said
    assert "知识 v1" in said
    [one, _] = await administer(settings, ["aside"])
    assert one.startswith("1　")
    assert one.endswith("失败 1 次　ValueError: x")
    assert await administer(settings, ["retry"]) == ["1 条放回了收件箱。"]
    assert await administer(settings, ["aside"]) == ["没有放到一边的消息。"]


async def test_a_backup_is_a_database_of_its_own(settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    if not settings.jiewen_database_url.startswith("sqlite"):
        with pytest.raises(UsageError, match="pg_dump"):
            await administer(settings, ["backup", str(copy)])
        return
    with pytest.raises(DatabaseAway, match="没有数据库文件"):
        await administer(settings, ["backup", str(copy)])
    async with open_storage(settings.jiewen_database_url, works=True) as storage:
        await storage.inbox.accept([Arrival(1, 7, 7, "{}")])
        assert "已备份" in (await administer(settings, ["backup", str(copy)]))[0]
    assert copy.stat().st_mode & 0o077 == 0
    with pytest.raises(UsageError, match="已经有了"):
        await administer(settings, ["backup", str(copy)])
    with pytest.raises(UsageError, match="写不了"):
        await administer(settings, ["backup", str(tmp_path / "none" / "copy.db")])
    async with open_storage(f"sqlite:///{copy}", works=True) as restored:
        [[letter]] = await restored.inbox.claim(1)
        assert letter.update_id == 1


async def test_a_newer_schema_is_left_alone(settings: Settings) -> None:
    await administer(settings, ["migrate"])
    async with open_storage(settings.jiewen_database_url) as storage:
        await _mark_as_newer(storage.database)
    assert "9999" in "\n".join(await administer(settings, []))
    with pytest.raises(SchemaError):
        await administer(settings, ["migrate"])


async def _mark_as_newer(database: Database) -> None:
    await database.write(
        lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    )


def test_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "jiewen.db"
    monkeypatch.setenv("JIEWEN_DATABASE_URL", f"sqlite:///{file}")
    assert main(["database", "migrate"]) == 0
    assert main(["database", "nonsense"]) == 2
    assert "retry" in capsys.readouterr().err
    asyncio.run(_newer(str(file)))
    assert main(["database", "migrate"]) == 4
    monkeypatch.setenv("JIEWEN_DATABASE_URL", "postgresql://127.0.0.1:9/x")
    assert main(["database"]) == 3
    assert capsys.readouterr().err.count("\n") == 2


async def _newer(file: str) -> None:
    async with open_storage(f"sqlite:///{file}") as storage:
        await _mark_as_newer(storage.database)
