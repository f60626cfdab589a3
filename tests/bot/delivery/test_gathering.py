"""Lots: whoever comes while one is under way goes with the next."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.delivery.gathering import Gathering


class Handler:
    """Does lots when it is let."""

    def __init__(self) -> None:
        self.lots: list[list[int]] = []
        self.go = asyncio.Semaphore(0)

    async def __call__(self, lot: Sequence[int]) -> Sequence[int]:
        self.lots.append(list(lot))
        await self.go.acquire()
        if 13 in lot:
            raise ValueError("13")
        return [2 * one for one in lot]


async def test_the_first_goes_at_once_and_the_others_together() -> None:
    handler = Handler()
    gathering = Gathering(handler)
    tasks = [asyncio.create_task(gathering.add(number)) for number in range(5)]
    await asyncio.sleep(0)
    tasks += [asyncio.create_task(gathering.add(number)) for number in range(5, 8)]
    for _ in range(3):
        handler.go.release()
    assert await asyncio.gather(*tasks) == [2 * number for number in range(8)]
    assert handler.lots == [[0, 1, 2, 3, 4], [5, 6, 7]]


async def test_a_lot_is_no_larger_than_allowed() -> None:
    handler = Handler()
    handler.go = asyncio.Semaphore(9)
    await asyncio.gather(*(Gathering(handler, most=2).add(1), *[]))
    gathering = Gathering(handler, most=2)
    await asyncio.gather(*(gathering.add(number) for number in range(5)))
    assert max(map(len, handler.lots)) == 2


async def test_what_fails_fails_for_its_lot_only() -> None:
    handler = Handler()
    gathering = Gathering(handler)
    first = asyncio.create_task(gathering.add(13))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    second = asyncio.create_task(gathering.add(1))
    handler.go.release()
    handler.go.release()
    with pytest.raises(ValueError, match="13"):
        await first
    assert await second == 2


async def test_who_is_cancelled_takes_nothing_back() -> None:
    handler = Handler()
    gathering = Gathering(handler)
    task = asyncio.create_task(gathering.add(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel()
    handler.go.release()
    assert await gathering.settle(5)
    assert handler.lots == [[1]]


async def test_settling_has_an_end() -> None:
    handler = Handler()
    gathering = Gathering(handler)
    task = asyncio.create_task(gathering.add(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not await gathering.settle(0.01)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await gathering.settle(0)
