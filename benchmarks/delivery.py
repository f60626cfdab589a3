"""How many updates a second ``python -m bot serve`` answers, how long an answer takes, and what memory it needs.

Everything is measured beside a bare python-telegram-bot that echoes, in the same run, through the same loopback Bot API
server, in turns. Throughput: a backlog is waiting, and the time from the first answer to the last counts. Latency: people
write at random moments, at the same rate for both, and the time from a message to its answer counts.

``--soak N`` sends N messages instead and prints the memory of the process on the way.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.settings import read_settings
from tests.botapi import BotApiServer, Person

ROUNDS = 3
BACKLOG = 1500
CHATS = 40
WARMING = 200
# What is done once after a start is not what is measured
SETTLING_SECONDS = 5.0
PACED = 600
# Of the throughput of the slower one
LOAD = 0.3
SAMPLES = 10
PATIENCE = 60.0
ECHO, JIEWEN = "echo bot", "jiewen"
MODULES = {ECHO: ("benchmarks.echo",), JIEWEN: ("bot", "serve")}
# As many of each kind as people ask, roughly: mostly of one matter, a sixth of something else, now and then for a quote
QUESTIONS = (
    "微粒贷能提前还吗",
    "分付怎么还款",
    "逾期了怎么办",
    "今天天气怎么样",
    "借呗上征信吗",
    "怎么注销",
    "为什么我没有微粒贷入口",
    "额度怎么提高",
    "利率是多少",
    "花呗能借吗",
    "客服电话多少",
    "微粒贷几号还款",
    "借了多久到账",
    "借2万分12期日息万四",
    "京东金条靠谱吗",
    "催收打电话给家人怎么办",
    "怎么办信用卡",
    "怎么开结清证明",
    "被拒了是什么原因",
    "度小满查征信吗",
)


class Crowd:
    """People who write to a bot in private, and when each message was written and answered."""

    def __init__(self, server: BotApiServer) -> None:
        self._server = server
        self._people = [Person(server, 5_000_000 + number) for number in range(CHATS)]
        self._asked = self._answered = 0
        self._written: dict[int, deque[float]] = {person.id: deque() for person in self._people}

    async def write(self, count: int, rate: float | None = None, chance: random.Random | None = None) -> None:
        """So many messages: all at once, or at random moments, so many a second."""
        for _ in range(count):
            person = self._people[self._asked % CHATS]
            text = QUESTIONS[self._asked // CHATS % len(QUESTIONS)]
            self._asked += 1
            self._written[person.id].append(time.monotonic())
            await person.says(text)
            if rate is not None and chance is not None:
                await asyncio.sleep(chance.expovariate(rate))

    async def answers(self, count: int) -> list[tuple[float, float]]:
        """Of the next so many answers, when the message was written and when it was answered."""
        found = []
        for _ in range(count):
            sent = await asyncio.wait_for(self._server.state.outbox.get(), PATIENCE)
            found.append((self._written[sent.chat].popleft(), sent.at))
        return found


@asynccontextmanager
async def running(name: str, server: BotApiServer) -> AsyncIterator[int]:
    """A bot in a process of its own; gives its number."""
    settings = read_settings()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")},
        "TELEGRAM_BOT_TOKEN": server.token,
        "TELEGRAM_API_BASE_URL": server.base_url,
        "JIEWEN_DATABASE_URL": f"sqlite:///{server.folder / 'jiewen.db'}",
        "JIEWEN_KNOWLEDGE_DIR": str(settings.jiewen_knowledge_dir),
        "JIEWEN_CACHE_DIR": str(settings.jiewen_cache_dir),
        "JIEWEN_LIMIT_PERSON_PER_MINUTE": "0",
        "JIEWEN_LOG_LEVEL": "WARNING",
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *MODULES[name], env=environment)
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


async def throughput(name: str) -> tuple[float, float]:
    """Answers a second, and the share of a processor that the server needed for them."""
    async with BotApiServer() as server:
        crowd = Crowd(server)
        await crowd.write(WARMING + BACKLOG)
        async with running(name, server):
            [*_, (_, began)] = await crowd.answers(WARMING)
            worked = time.process_time()
            [*_, (_, ended)] = await crowd.answers(BACKLOG)
            worked = time.process_time() - worked
    return BACKLOG / (ended - began), worked / (ended - began)


async def latency(name: str, rate: float) -> list[float]:
    """Seconds from message to answer, at so many messages a second."""
    async with BotApiServer() as server:
        crowd = Crowd(server)
        await crowd.write(WARMING)
        async with running(name, server):
            await crowd.answers(WARMING)
            await asyncio.sleep(SETTLING_SECONDS)
            answering = asyncio.create_task(crowd.answers(PACED))
            await crowd.write(PACED, rate, random.Random(PACED))
            return [answered - written for written, answered in await answering]


async def compare() -> None:
    """Measure both, in turns."""
    rates: dict[str, list[float]] = {ECHO: [], JIEWEN: []}
    shares: list[float] = []
    for _ in range(ROUNDS):
        for name, found in rates.items():
            rate, share = await throughput(name)
            found.append(rate)
            shares.append(share)
    load = LOAD * min(map(min, rates.values()))
    waits: dict[str, list[float]] = {ECHO: [], JIEWEN: []}
    for _ in range(ROUNDS):
        for name, seconds in waits.items():
            seconds += await latency(name, load)
    print(f"server's share of a processor, at most   {max(shares):8.2f}")
    for name, found in rates.items():
        print(f"{name + ', answers a second':40} {statistics.median(found):8.0f}")
    ratio = statistics.median(rates[JIEWEN]) / statistics.median(rates[ECHO])
    print(f"{'throughput':40} {ratio:8.2f} × the echo bot (goal: at least 0.7)")
    for name, seconds in waits.items():
        middle, slow = (statistics.quantiles(seconds, n=100)[at] * 1000 for at in (49, 98))
        print(f"{f'{name} at {load:.0f} a second, ms: median, p99':40} {middle:8.1f} {slow:8.1f}")
    slowest = {name: statistics.quantiles(seconds, n=100)[98] for name, seconds in waits.items()}
    print(f"{'p99':40} {slowest[JIEWEN] / slowest[ECHO]:8.2f} × the echo bot's (goal: less than 5)")


async def soak(count: int) -> None:
    """Send so many messages and print the memory of the process on the way."""
    async with BotApiServer() as server:
        crowd = Crowd(server)
        async with running(JIEWEN, server) as pid:
            began = time.monotonic()
            for sample in range(1, SAMPLES + 1):
                for _ in range(count // SAMPLES // BACKLOG + 1):
                    await crowd.write(BACKLOG)
                    await crowd.answers(BACKLOG)
                    server.forget()
                sent = sample * (count // SAMPLES // BACKLOG + 1) * BACKLOG
                rate = sent / (time.monotonic() - began)
                print(f"{sent:8} messages  {_resident(pid):8.1f} MB  {rate:6.0f} a second", flush=True)


def _resident(pid: int) -> float:
    """The memory of a process in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.delivery")
    parser.add_argument("--soak", type=int, metavar="N", help="send N messages and watch the memory")
    options = parser.parse_args()
    # A start that trains the model is not what is measured
    subprocess.run([sys.executable, "-m", "bot", "prepare"], check=True)
    asyncio.run(soak(options.soak) if options.soak else compare())


if __name__ == "__main__":
    main()
