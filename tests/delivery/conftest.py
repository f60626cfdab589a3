"""Long tests are behind a switch."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.botapi import BotApiServer

SOAK = "JIEWEN_SOAK"


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", f"soak: takes minutes; run where {SOAK}=1")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what takes minutes, unless it is asked for."""
    if os.environ.get(SOAK) != "1":
        for item in items:
            if item.get_closest_marker("soak") is not None:
                item.add_marker(pytest.mark.skip(reason=f"takes minutes; set {SOAK}=1"))


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    """A Bot API server."""
    async with BotApiServer() as running:
        yield running


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all processes, so that the knowledge is prepared once."""
    return tmp_path_factory.mktemp("processes")


@pytest.fixture
def chance() -> random.Random:
    """Random moments, the same in every run unless ``JIEWEN_SEED`` says otherwise."""
    return random.Random(os.environ.get("JIEWEN_SEED", "借问"))


@pytest.fixture
def free_ports() -> Callable[[int], list[int]]:
    """Finds ports that are free."""

    def find(count: int) -> list[int]:
        sockets = [socket.socket() for _ in range(count)]
        try:
            for one in sockets:
                one.bind(("127.0.0.1", 0))
            return [one.getsockname()[1] for one in sockets]
        finally:
            for one in sockets:
                one.close()

    return find
