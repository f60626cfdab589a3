"""What systemd is told."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from bot.telemetry import Health
from bot.telemetry.supervising import supervised


class Seconds:
    """A clock of seconds."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_systemd_hears_how_we_are(tmp_path: Path) -> None:
    clock = Seconds()
    health = Health(clock)
    health.bad("receiving", "另一个程序在用同一个令牌收消息")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.setblocking(False)
        environment = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "30000"}

        async def heard() -> str:
            return (await asyncio.get_running_loop().sock_recv(systemd, 4096)).decode()

        async with asyncio.timeout(10), supervised(health, environment):
            assert await heard() == "READY=1"
            assert await heard() == "WATCHDOG=1"
            assert await heard() == "STATUS=receiving：另一个程序在用同一个令牌收消息"
            health.good("receiving")
            while await heard() != "STATUS=正常":
                pass
            clock.now += 1000
            while not (await heard()).startswith("STATUS=receiving：1000"):
                pass
            # It lives and no longer works: nothing keeps the watchdog quiet
            assert [await heard() for _ in range(3)] == ["STATUS=receiving：1000 秒没有动静"] * 3
        async with asyncio.timeout(10):
            while await heard() != "STOPPING=1":
                pass


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "@nobody-listens"}])
async def test_nobody_need_listen(environment: dict[str, str]) -> None:
    async with supervised(Health(), environment):
        await asyncio.sleep(0)
