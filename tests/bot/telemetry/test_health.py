"""Health, and the server that tells it."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession

from bot.telemetry import Health, Metrics
from bot.telemetry.serving import PortTaken, serving_telemetry


class Seconds:
    """A clock of seconds."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_part_that_turns_in_vain_is_alive_but_not_ready() -> None:
    clock = Seconds()
    health = Health(clock)
    assert health.report().ready
    health.expect("receiving")
    assert (health.report().alive, health.report().ready) == (True, False)
    health.good("receiving")
    assert health.report().ready
    health.bad("receiving", "409")
    report = health.report()
    assert (report.alive, report.ready, report.parts) == (True, False, {"receiving": "409"})


def test_a_remark_changes_nothing() -> None:
    health = Health(Seconds())
    health.good("receiving", "Telegram 送不进来")
    report = health.report()
    assert (report.ready, report.parts) == (True, {"receiving": "Telegram 送不进来"})


def test_a_part_that_no_longer_turns_is_dead() -> None:
    clock = Seconds()
    health = Health(clock, silence=60)
    health.good("storage")
    health.good("receiving")
    for _ in range(10):
        clock.now += 30
        health.good("storage")
    report = health.report()
    assert not report.alive
    assert not report.ready
    assert report.parts == {"storage": "ok", "receiving": "300 秒没有动静"}
    health.good("receiving")
    assert health.report().alive


async def test_the_server_tells_supervisors() -> None:
    clock = Seconds()
    health, metrics = Health(clock), Metrics()
    metrics.received.inc(3)
    async with serving_telemetry(health, metrics, "127.0.0.1", 0) as port, ClientSession() as session:

        async def get(path: str) -> tuple[int, str]:
            async with session.get(f"http://127.0.0.1:{port}{path}") as answer:
                return answer.status, await answer.text()

        health.good("receiving")
        assert (await get("/healthz"))[0] == (await get("/readyz"))[0] == 200
        health.bad("receiving", "另一个程序")
        assert (await get("/healthz"))[0] == 200
        status, text = await get("/readyz")
        assert (status, "另一个程序" in text.encode().decode("unicode_escape")) == (503, True)
        clock.now += 1000
        assert (await get("/healthz"))[0] == 503
        assert "jiewen_updates_received_total 3.0" in (await get("/metrics"))[1]


async def test_a_port_that_is_taken() -> None:
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(PortTaken):
            async with serving_telemetry(Health(), Metrics(), "127.0.0.1", port):
                pass
