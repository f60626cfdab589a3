"""``python -m bot serve`` as it is run for real, and what came of the messages it was sent."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from aiohttp import ClientError, ClientSession

from tests.botapi import BotApiServer, Group, Person

REPOSITORY = Path(__file__).parents[2]
SAMPLE = REPOSITORY / "tests" / "knowledge" / "sample"
PATIENCE = 90.0


class Bot:
    """A process.

    Args:
        server: the Bot API server it talks to.
        folder: where it is started; its log is kept there.
        name: of its log.
        settings: further settings, by name.
    """

    def __init__(self, server: BotApiServer, folder: Path, name: str = "bot", **settings: object) -> None:
        self.log = folder / f"{name}.log"
        self.settings = {key: str(value) for key, value in settings.items()}
        self._folder = folder
        # All processes of a folder share its knowledge; what is served is kept beside it
        content = folder / "content"
        if not content.exists():
            shutil.copytree(SAMPLE, content)
        self._environment = {
            **{
                key: value
                for key, value in os.environ.items()
                if not key.startswith(("TELEGRAM_", "JIEWEN_"))
            },
            "PYTHONPATH": str(REPOSITORY),
            "JIEWEN_KNOWLEDGE_DIR": str(content),
            "JIEWEN_CACHE_DIR": str(folder / "cache"),
            "JIEWEN_LIMIT_PERSON_PER_MINUTE": "0",
            "JIEWEN_LIMIT_CHAT_PER_MINUTE": "0",
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_BASE_URL": server.base_url,
            **{key.upper(): str(value) for key, value in settings.items()},
        }
        self.process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """The number of the process."""
        assert self.process is not None
        return self.process.pid

    @property
    def printed(self) -> str:
        """Everything it has printed so far, in all its lives."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    async def start(self) -> None:
        """Start it; it is there some seconds later."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "serve"),
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
            )

    async def kill(self) -> None:
        """Kill it without a word."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Tell it to end; returns its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: int) -> int:
        if self.process is None:
            return 0
        if self.process.returncode is None:
            self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), PATIENCE)


class Crowd:
    """People in groups who ask; in a group each answer says which question it answers.

    Attributes:
        asked: the message ids in each chat, in order.
    """

    def __init__(self, server: BotApiServer, chats: int = 40) -> None:
        self.server = server
        self.groups = [Group(-1_000_000 - number, f"群{number}") for number in range(chats)]
        self.people = [Person(server, 5_000_000 + number) for number in range(chats)]
        self.asked: dict[int, list[int]] = {group.id: [] for group in self.groups}

    async def ask(self, count: int) -> None:
        """Ask so many questions, one in each chat in turn."""
        for number in range(count):
            group, person = self.groups[number % len(self.groups)], self.people[number % len(self.people)]
            text = f"@{self.server.username} {_QUESTIONS[number % len(_QUESTIONS)]}"
            message = await person.says(text, group)
            self.asked[group.id].append(message["message_id"])

    def answered(self) -> dict[int, list[int]]:
        """The questions that were answered in each chat, in the order of the answers."""
        found: dict[int, list[int]] = {group.id: [] for group in self.groups}
        for sent in self.server.state.messages.values():
            if sent.reply_to is not None:
                found[sent.chat].append(sent.reply_to)
        return found

    @property
    def missing(self) -> int:
        """How many questions have no answer yet."""
        answered = self.answered()
        return sum(len(set(asked) - set(answered[chat])) for chat, asked in self.asked.items())

    async def until_answered(self, missing: int = 0, patience: float = PATIENCE) -> None:
        """Wait until all but so many are answered."""
        async with asyncio.timeout(patience):
            while self.missing > missing:  # noqa: ASYNC110 -- calls are only counted
                await asyncio.sleep(0.02)

    def check_once(self) -> None:
        """See that each was answered once, in whatever order."""
        for chat, answers in self.answered().items():
            assert sorted(answers) == self.asked[chat]

    def check(self, kills: int) -> int:
        """See that none is lost, none out of order, and of each chat at most one repeated per kill.

        Returns how many were repeated.
        """
        assert self.missing == 0
        repeated = 0
        for chat, answers in self.answered().items():
            first = list(dict.fromkeys(answers))
            assert first == self.asked[chat], f"the order of chat {chat}: {answers}"
            extra = len(answers) - len(first)
            assert extra <= kills, f"repeated in chat {chat}: {Counter(answers).most_common(3)}"
            # A repetition follows what it repeats
            assert answers == sorted(answers), f"the order of chat {chat}: {answers}"
            repeated += extra
        return repeated


class Balancer:
    """Brings updates to webhooks as Telegram does through a load balancer.

    The updates of one chat come one after the other, each again and again until somebody takes it; chats come
    side by side; whose turn it is takes no account of who is alive.
    """

    def __init__(self, server: BotApiServer, ports: Iterable[int], secret: str) -> None:
        self._server = server
        self._urls = [f"http://127.0.0.1:{port}/telegram" for port in ports]
        self._headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        self._turn = 0

    async def deliver(self) -> None:
        """Deliver everything that the server has; returns when all was taken."""
        lanes: dict[int, list[dict[str, object]]] = {}
        while self._server.state.updates:
            update = self._server.state.updates.popleft()
            lanes.setdefault(update["message"]["chat"]["id"], []).append(update)
        async with ClientSession() as session, asyncio.TaskGroup() as tasks:
            for updates in lanes.values():
                tasks.create_task(self._deliver(session, updates))

    async def _deliver(self, session: ClientSession, updates: list[dict[str, object]]) -> None:
        for update in updates:
            while not await self._bring(session, update):  # noqa: ASYNC110 -- as Telegram does
                await asyncio.sleep(0.05)

    async def _bring(self, session: ClientSession, update: dict[str, object]) -> bool:
        self._turn += 1
        try:
            url = self._urls[self._turn % len(self._urls)]
            async with session.post(url, json=update, headers=self._headers) as answer:
                return answer.status == 200
        except ClientError:
            return False


async def until_ready(port: int) -> None:
    """Wait until a process says that it is ready."""
    async with asyncio.timeout(PATIENCE), ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except ClientError:
                pass
            await asyncio.sleep(0.05)


_QUESTIONS = (
    "微粒贷的利率是多少",
    "借2万分12期日息万四",
    "/version@jiewen_test_bot",
    "分付怎么还款",
    "逾期了怎么办",
)
