"""What people write about themselves, and the token: in no file of the database, no log line, no metric."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from aiohttp import ClientSession

from tests.bot.masking.spellings import Secret, secrets
from tests.botapi import BotApiServer, Group, Person
from tests.botapi.refusals import Refusal
from tests.delivery.processes import Bot, until_ready

NAME = "欧阳无名氏"
LOT = 25
# Shorter ones may stand in a file by chance
CHANCE = 8


def spelled(text: str) -> Iterator[bytes]:
    """A text as it might stand in a file."""
    yield text.encode()
    yield json.dumps(text)[1:-1].encode()
    yield text.encode("utf-16-le")


def _telling(secret: Secret) -> str:
    """What is personal; four digits, which are in many a moment too, with the word before them."""
    if len(secret.personal) >= CHANCE:
        return secret.personal
    return secret.sentence[: secret.sentence.index(secret.personal) + len(secret.personal)]


class Search:
    """Looks for what must be nowhere."""

    def __init__(self, server: BotApiServer) -> None:
        texts = [_telling(one) for one in secrets()] + [NAME, server.token, server.token.partition(":")[2]]
        self._wanted = {spelling: text for text in texts for spelling in spelled(text)}

    def in_files(self, folder: Path) -> dict[str, set[str]]:
        """What is in which file of a folder."""
        found = {file.name: self.within(file.read_bytes()) for file in folder.iterdir()}
        return {name: texts for name, texts in found.items() if texts}

    def within(self, content: bytes) -> set[str]:
        """What is there all the same."""
        return {text for spelling, text in self._wanted.items() if spelling in content}


async def test_two_hundred_spellings_are_nowhere(
    server: BotApiServer, folder: Path, tmp_path: Path, free_ports: Callable[[int], list[int]]
) -> None:
    [port] = free_ports(1)
    search, database = Search(server), tmp_path / "jiewen.db"
    bot = Bot(
        server,
        folder,
        "privacy",
        jiewen_database_url=f"sqlite:///{database}",
        jiewen_health_port=port,
        jiewen_log_level="DEBUG",
        jiewen_log_format="json",
    )
    person, group = Person(server, 4_200_000_042, NAME), Group(-1_000_000_000_001, NAME)
    asked = secrets()
    assert len(asked) > 200
    await bot.start()
    try:
        await until_ready(port)
        for start in range(0, len(asked), LOT):
            # Trouble makes the longest log lines
            server.fail("sendMessage", Refusal(400, "Bad Request: not enough rights"))
            server.fail("sendMessage", "garbage")
            for secret in asked[start : start + LOT]:
                message = await person.says(secret.sentence)
                await person.edits(message, f"{secret.sentence}？")
                await person.says(f"/feedback {secret.sentence}")
                await person.says(f"@{server.username} {secret.sentence}", group)
                await person.queries(secret.sentence)
            await server.until_confirmed()
            # While it is being worked on, and what is worked on later lies in wait
            assert search.in_files(tmp_path) == {}
        await until_quiet(database)
        async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            assert not search.within(await answer.read())
    finally:
        await bot.stop()
        await bot.kill()
    assert search.in_files(tmp_path) == {}
    assert not search.within(bot.log.read_bytes())
    # Kept all the same, for the moderators, without what is personal
    with closing(sqlite3.connect(database)) as connection:
        [opinions] = connection.execute("SELECT count(*) FROM feedback WHERE remark LIKE '%**%'").fetchone()
    assert opinions > len(asked) * 0.9
    assert '"level": "ERROR"' in bot.printed


async def until_quiet(database: Path) -> None:
    """Wait until nothing waits."""
    async with asyncio.timeout(90):
        while True:
            with closing(sqlite3.connect(database)) as connection:
                [waiting] = connection.execute(
                    "SELECT count(*) FROM inbox WHERE state = 'waiting'"
                ).fetchone()
            if not waiting:
                return
            await asyncio.sleep(0.1)
