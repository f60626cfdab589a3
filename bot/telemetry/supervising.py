"""Telling systemd how we are, where it is systemd that has started us.

The protocol is that of ``sd_notify(3)``: a line of text to the socket that ``NOTIFY_SOCKET`` names. With ``WATCHDOG_USEC``
set, a process from which nothing is heard for so long is started anew: so one that lives and no longer does its work says
nothing.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import NoReturn

from bot.telemetry.health import Health, Report

# Without a watchdog only what ``systemctl status`` shows depends on it
STATUS_SECONDS = 15.0


@asynccontextmanager
async def supervised(health: Health, environment: Mapping[str, str] = os.environ) -> AsyncIterator[None]:
    """Report to systemd meanwhile: started at the beginning, stopping at the end, and how we are in between."""
    address = environment.get("NOTIFY_SOCKET")
    if not address:
        yield
        return
    watchdog = int(environment.get("WATCHDOG_USEC") or 0) / 1_000_000
    _say(address, "READY=1")
    reporting = asyncio.create_task(_keep_reporting(address, health, watchdog / 3 or STATUS_SECONDS))
    try:
        yield
    finally:
        reporting.cancel()
        await asyncio.gather(reporting, return_exceptions=True)
        _say(address, "STOPPING=1")


async def _keep_reporting(address: str, health: Health, seconds: float) -> NoReturn:
    while True:
        report = health.report()
        if report.alive:
            _say(address, "WATCHDOG=1")
        _say(address, f"STATUS={_status(report)}")
        await asyncio.sleep(seconds)


def _status(report: Report) -> str:
    wrong = [f"{name}：{said}" for name, said in report.parts.items() if said != "ok"]
    return "；".join(wrong) or "正常"


def _say(address: str, text: str) -> None:
    # An address that begins with @ is no file
    name = f"\0{address[1:]}" if address.startswith("@") else address
    # Whoever is not listening need not be told
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
        to.setblocking(False)
        to.sendto(text.replace("\n", " ").encode(), name)
