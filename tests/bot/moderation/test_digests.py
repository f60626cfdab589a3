"""Digests come once, in the morning, from whichever process is there; counts outlive processes."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Collection

import pytest

from bot.moderation.commands import Moderation
from bot.moderation.desk import Desk
from bot.moderation.digests import Digests, Rhythm, last_due, span
from bot.moderation.tally import Tally
from bot.replies.model import Reply, ReplyKind
from bot.storage import Storage
from tests.bot.moderation.conftest import NOW

DAY = dt.date(2026, 11, 21)


class Heard:
    """What moderators are told."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    async def tell(self, reply: Reply, people: Collection[int]) -> None:
        assert set(people) == {7, 8}
        self.replies.append(reply)


def digests(desk: Desk, rhythm: Rhythm = "daily", is_first: bool = True) -> Digests:
    async def leads() -> bool:
        return is_first

    return Digests(Moderation(desk, {7, 8}, now=lambda: NOW), rhythm, leads, lambda: NOW)


async def ask_yesterday(storage: Storage) -> None:
    tally = Tally(storage.tallies, lambda: DAY)
    for kind in (ReplyKind.ANSWER, ReplyKind.ANSWER, ReplyKind.FALLBACK):
        tally.add(kind)
    await tally.write()


async def test_it_tells_of_yesterday_and_only_once(desk: Desk, storage: Storage) -> None:
    await ask_yesterday(storage)
    heard = Heard()
    due = last_due(NOW, "daily")
    assert await digests(desk).send(due, heard.tell)
    # A second process, or the same one started again, finds that it was sent
    assert not await digests(desk).send(due, heard.tell)
    assert [reply.title for reply in heard.replies] == ["11月21日：3 个问题，答了 67%。"]


async def test_one_of_several_processes_speaks(desk: Desk, storage: Storage) -> None:
    await ask_yesterday(storage)
    heard = Heard()
    assert not await digests(desk, is_first=False).send(last_due(NOW, "daily"), heard.tell)
    assert heard.replies == []


async def test_of_nothing_nothing_is_told(desk: Desk) -> None:
    assert not await digests(desk).send(last_due(NOW, "daily"), Heard().tell)


async def test_a_week_on_mondays(desk: Desk, storage: Storage) -> None:
    due = last_due(NOW, "weekly")
    assert span(due, "weekly") == (dt.date(2026, 11, 9), dt.date(2026, 11, 15))
    await storage.tallies.add({(dt.date(2026, 11, 9), "answer"): 4, (dt.date(2026, 11, 16), "answer"): 100})
    heard = Heard()
    assert await digests(desk, "weekly").send(due, heard.tell)
    assert heard.replies[0].title == "11月09日到11月15日：4 个问题，答了 100%。"


async def test_it_goes_on_from_day_to_day(desk: Desk, storage: Storage) -> None:
    await ask_yesterday(storage)
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        raise asyncio.CancelledError

    one = digests(desk)
    one._sleep = sleep
    heard = Heard()
    with pytest.raises(asyncio.CancelledError):
        await one.run(heard.tell)
    assert len(heard.replies) == 1
    # From noon in China to nine o'clock on the next morning
    assert waited == [21 * 3600.0]


async def test_counts_of_several_processes_are_added(storage: Storage) -> None:
    first, second = (Tally(storage.tallies, lambda: DAY) for _ in range(2))
    for tally in (first, second, second):
        tally.add(ReplyKind.QUOTE)
    first.add(ReplyKind.CLARIFY)
    await first.write()
    await second.write()
    await second.write()
    counts = await first.between(DAY, DAY)
    assert counts == {DAY: {ReplyKind.QUOTE: 3, ReplyKind.CLARIFY: 1}}
    assert await first.between(DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=9)) == {}
