"""Replicas serve the same knowledge: what is saved in the folder they share, all of them take on."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from aiohttp import ClientSession

from tests.botapi import BotApiServer
from tests.delivery import postgres
from tests.delivery.processes import PATIENCE, SAMPLE, Bot, until_ready

_VERSION = re.compile(r'^jiewen_info\{.*knowledge="(\w+)"', re.M)


async def version(port: int) -> str:
    """Which knowledge a process serves."""
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
        found = _VERSION.search(await answer.text())
    assert found is not None
    return found[1]


async def test_replicas_take_on_what_is_saved_in_their_folder(
    server: BotApiServer, folder: Path, tmp_path: Path, free_ports: Callable[[int], list[int]]
) -> None:
    ports = free_ports(6)
    knowledge = tmp_path / "knowledge"
    shutil.copytree(SAMPLE, knowledge)
    async with postgres.new_database() as address:
        bots = [
            Bot(
                server,
                folder,
                f"same{number}",
                jiewen_database_url=address,
                jiewen_knowledge_dir=knowledge,
                jiewen_health_port=ports[number + 3],
                telegram_mode="webhook",
                telegram_webhook_port=ports[number],
                telegram_webhook_url=f"http://127.0.0.1:{ports[number]}/telegram",
            )
            for number in range(3)
        ]
        try:
            for bot, port in zip(bots, ports[3:], strict=True):
                await bot.start()
                await until_ready(port)
            [before] = {await version(port) for port in ports[3:]}
            topic = knowledge / "topics" / "interest_rate.yaml"
            topic.write_text(f"{topic.read_text('utf-8')}\n# 改了\n", encoding="utf-8")
            async with asyncio.timeout(PATIENCE):
                while before in {await version(port) for port in ports[3:]}:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            [after] = {await version(port) for port in ports[3:]}
            # One that comes later serves it too
            await bots[0].kill()
            await bots[0].start()
            await until_ready(ports[3])
            assert await version(ports[3]) == after != before
        finally:
            for bot in bots:
                await bot.kill()
    assert not any("Traceback" in bot.printed for bot in bots)
