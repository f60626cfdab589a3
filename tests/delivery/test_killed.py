"""Processes that are killed: nothing is lost, nothing out of order, of each chat at most one answer repeated per kill."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.botapi import BotApiServer
from tests.delivery import postgres
from tests.delivery.processes import Balancer, Bot, Crowd, until_ready

SECRET = "a-secret-for-tests"
QUESTIONS = 200

rounds = pytest.mark.parametrize(
    "rounds", [pytest.param(3, id="3 rounds"), pytest.param(20, id="20 rounds", marks=pytest.mark.soak)]
)


@rounds
async def test_one_process_with_sqlite(
    rounds: int, server: BotApiServer, folder: Path, tmp_path: Path, chance: random.Random
) -> None:
    crowd = Crowd(server)
    bot = Bot(server, folder, "sqlite", jiewen_database_url=f"sqlite:///{tmp_path / 'jiewen.db'}")
    await bot.start()
    try:
        for _ in range(rounds):
            await crowd.ask(QUESTIONS)
            await crowd.until_answered(chance.randrange(1, QUESTIONS))
            # Anywhere within an answer, and not just after one was counted
            await asyncio.sleep(chance.random() * 0.03)
            await bot.kill()
            await bot.start()
        await crowd.until_answered()
        await server.until_confirmed()
        assert await bot.stop() == 0
    finally:
        await bot.kill()
    crowd.check(kills=rounds)
    assert "Traceback" not in bot.printed


@rounds
async def test_one_of_three_replicas_with_postgresql(
    rounds: int,
    server: BotApiServer,
    folder: Path,
    chance: random.Random,
    free_ports: Callable[[int], list[int]],
) -> None:
    crowd = Crowd(server)
    ports = free_ports(6)
    async with postgres.new_database() as address:
        bots = [
            Bot(
                server,
                folder,
                f"replica{number}",
                jiewen_database_url=address,
                jiewen_lease_seconds=3,
                jiewen_health_port=ports[number + 3],
                telegram_mode="webhook",
                telegram_webhook_port=ports[number],
                telegram_webhook_url=f"http://127.0.0.1:{ports[number]}/telegram",
                telegram_webhook_secret=SECRET,
            )
            for number in range(3)
        ]
        try:
            for bot in bots:
                await bot.start()
            for port in ports[3:]:
                await until_ready(port)
            balancer = Balancer(server, ports[:3], SECRET)
            for _ in range(rounds):
                victim = chance.randrange(3)
                await crowd.ask(QUESTIONS)
                delivering = asyncio.create_task(balancer.deliver())
                await crowd.until_answered(chance.randrange(1, QUESTIONS))
                await asyncio.sleep(chance.random() * 0.03)
                await bots[victim].kill()
                # The others finish its work without it
                await delivering
                await crowd.until_answered()
                await bots[victim].start()
                await until_ready(ports[victim + 3])
            for bot in bots:
                assert await bot.stop() == 0
        finally:
            for bot in bots:
                await bot.kill()
    crowd.check(kills=rounds)
    assert not any("Traceback" in bot.printed for bot in bots)
