"""What is done from time to time: counting, and seeing whether the processes agree."""

from __future__ import annotations

import logging

import pytest

from bot.delivery import Housekeeping
from bot.storage import Arrival, Storage
from bot.storage.database import Database
from bot.telemetry import Metrics
from tests.bot.delivery.conftest import BEGINNING


def housekeeping(database: Database, name: str, versions: dict[str, str]) -> tuple[Housekeeping, Metrics]:
    metrics = Metrics()
    storage = Storage(database, lambda: BEGINNING, owner=name)
    return Housekeeping(storage, metrics, lambda: versions[name]), metrics


async def test_the_inbox_is_counted(database: Database) -> None:
    keeping, metrics = housekeeping(database, "one", {"one": "v1"})
    await Storage(database, lambda: BEGINNING, owner="other").inbox.accept([Arrival(1, 7, 7, "{}")])
    await keeping.go_round()
    text = metrics.text().decode()
    assert "jiewen_inbox_waiting 1.0" in text
    assert "jiewen_replicas 1.0" in text
    assert "jiewen_knowledge_versions 1.0" in text


async def test_processes_that_serve_different_knowledge_are_told_of(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    versions = {"one": "v1", "two": "v2", "three": "v2"}
    kept = {name: housekeeping(database, name, versions) for name in versions}

    async def go_round() -> set[str]:
        for keeping, _ in kept.values():
            await keeping.go_round()
        lines = [metrics.text().decode().splitlines() for _, metrics in list(kept.values())[1:]]
        return {line for one in lines for line in one if line.startswith("jiewen_knowledge_versions ")}

    # Not all of them see a change at the same moment
    assert await go_round() == {"jiewen_knowledge_versions 2.0"}
    assert not caplog.records
    for _ in range(4):
        await go_round()
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 3
    assert "v1、v2" in errors[0].getMessage()
    versions["one"] = "v2"
    await go_round()
    assert await go_round() == {"jiewen_knowledge_versions 1.0"}
