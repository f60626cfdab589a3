"""``python -m bot serve`` as a process: its start, its end, and what it prints."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.botapi import BotApiServer, Person

SAMPLE = Path(__file__).parents[3] / "knowledge" / "sample"


async def start(folder: Path, **settings: str) -> asyncio.subprocess.Process:
    """A bot in a folder without ``.env``, with a small knowledge folder."""
    # What is served is kept beside it
    content = shutil.copytree(SAMPLE, folder / "content", dirs_exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")}
    environment |= {
        "JIEWEN_KNOWLEDGE_DIR": str(content),
        "JIEWEN_CACHE_DIR": str(folder / "cache"),
        "PYTHONPATH": str(Path(__file__).parents[4]),
        # A proxy that would take every request, loopback included, if it were asked
        "HTTP_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "",
        **settings,
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"),
        cwd=folder,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def output(process: asyncio.subprocess.Process) -> str:
    """All that was printed, once the process has ended."""
    printed, _ = await asyncio.wait_for(process.communicate(), 60.0)
    return printed.decode()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_answers_and_ends_when_told(number: int, server: BotApiServer, tmp_path: Path) -> None:
    process = await start(tmp_path, TELEGRAM_BOT_TOKEN=server.token, TELEGRAM_API_BASE_URL=server.base_url)
    person = Person(server)
    await person.says("微粒贷的利率是多少")
    reply = await asyncio.wait_for(server.state.outbox.get(), 60.0)
    process.send_signal(number)
    began = time.monotonic()
    printed = await output(process)
    assert time.monotonic() - began < 5.0
    assert process.returncode == 0
    assert reply.text
    assert "已上线" in printed
    assert "Traceback" not in printed
    assert server.token not in printed
    assert not server.state.updates


async def test_without_a_token_one_line_says_where_to_get_one(tmp_path: Path) -> None:
    process = await start(tmp_path)
    printed = await output(process)
    assert process.returncode == 2
    assert printed.count("\n") == 1
    assert "TELEGRAM_BOT_TOKEN" in printed
    assert "@BotFather" in printed


async def test_a_refused_token_is_not_repeated(server: BotApiServer, tmp_path: Path) -> None:
    token = "123456789:AAsecret-secret-secret-secret-secret"
    process = await start(tmp_path, TELEGRAM_BOT_TOKEN=token, TELEGRAM_API_BASE_URL=server.base_url)
    printed = await output(process)
    assert process.returncode == 2
    assert "TELEGRAM_BOT_TOKEN" in printed
    assert "secret-secret" not in printed
    assert "Traceback" not in printed
