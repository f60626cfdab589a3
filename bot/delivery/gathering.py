"""Doing together what comes while the last lot is under way.

A transaction for a hundred costs little more than one for one. The first to come waits for nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Gathering(Generic[Item, Result]):
    """Hands items on in lots, one lot at a time.

    Args:
        handle: does a lot; returns a result for each item, in order. What it raises, each of them raises.
        most: the largest lot.
    """

    def __init__(
        self, handle: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]], most: int = 200
    ) -> None:
        self._handle = handle
        self._most = most
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._task: asyncio.Task[None] | None = None

    async def add(self, item: Item) -> Result:
        """The result for one item. Whoever waits may be cancelled; the item is done all the same."""
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await asyncio.shield(future)

    async def settle(self, seconds: float) -> bool:
        """Wait until everything is done, at most so long; returns whether it is."""
        if self._task is None:
            return True
        await asyncio.wait({self._task}, timeout=seconds)
        is_done = self._task is None or self._task.done()
        if not is_done and self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        return is_done

    async def _run(self) -> None:
        try:
            while self._waiting:
                lot, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._do(lot)
        finally:
            self._task = None

    async def _do(self, lot: list[tuple[Item, asyncio.Future[Result]]]) -> None:
        try:
            results = await self._handle([item for item, _ in lot])
        except asyncio.CancelledError:
            for _, future in lot:
                future.cancel()
            raise
        except Exception as error:
            for _, future in lot:
                if not future.done():
                    future.set_exception(error)
                    # Whoever waited may be gone; then nobody is left to be told
                    future.exception()
            return
        for (_, future), result in zip(lot, results, strict=True):
            if not future.done():
                future.set_result(result)
