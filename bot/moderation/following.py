"""Following the knowledge folder: what is saved there is served within a second, or somebody is told why not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from bot.moderation.live import LiveKnowledge, Outcome, Reload, wrongs
from bot.moderation.training import TrainingError, train_apart
from knowledge import Knowledge

_log = logging.getLogger(__name__)

Tell = Callable[[Reload], Awaitable[None]]
Learn = Callable[[Knowledge], Awaitable[None]]
Pause = Callable[[], Awaitable[None]]

# Changes closer together than this are one
_STEP_MS = 50
_DEBOUNCE_MS = 400
# Looked at all the same: some file systems tell nothing, and a day may have passed
_LOOK_MS = 5_000
# An editor or git that writes in several steps gets this long before its errors are told
GRACE_SECONDS = 0.5


class Follower:
    """Reloads when the folder changes, and sees to it that a provisional model is soon the proper one.

    Args:
        tell: hears of each new version; of what is wrong in the folder, once, however often it is saved like that; and
            of it being put right.
        learn: trains the model of a version into the cache.
        pause: waits for somebody who is still writing.
    """

    def __init__(
        self, live: LiveKnowledge, tell: Tell, learn: Learn | None = None, pause: Pause | None = None
    ) -> None:
        self._live = live
        self._tell = tell
        self._learn = learn or self._train
        self._pause = pause or _grace
        self._learning: asyncio.Task[None] | None = None
        self._told_wrong: set[tuple[str, str]] = set()
        self._turn = asyncio.Lock()

    async def run(self, changes: AsyncIterator[object]) -> None:
        """Look at the folder now and after each change; ends when ``changes`` does."""
        try:
            await self._look_on()
            async for _ in changes:
                await self._look_on()
        finally:
            await self._stop_learning()

    async def _look_on(self) -> None:
        """Look, whatever comes of it: who follows must not stop for it."""
        try:
            await self.look()
        except Exception:
            _log.exception("没能重新读知识文件夹，下次变化时再试")

    async def look(self) -> Reload:
        """Reload, tell what came of it, and start learning where there is something to learn."""
        async with self._turn:
            reload = await asyncio.to_thread(self._live.reload)
            if reload.outcome is Outcome.REFUSED:
                await self._pause()
                again = await asyncio.to_thread(self._live.reload)
                # Else it is still what it was, and just as wrong
                if again.outcome is not Outcome.SAME or not again.problems:
                    reload = again
            await self._told(reload)
            if reload.outcome is Outcome.SWAPPED and self._live.current.is_provisional:
                await self._start_learning()
        return reload

    async def _told(self, reload: Reload) -> None:
        wrong = wrongs(reload.problems) if reload.outcome is not Outcome.SWAPPED else set()
        was_wrong, self._told_wrong = self._told_wrong, wrong
        if wrong == was_wrong and reload.outcome is not Outcome.SWAPPED:
            return
        try:
            await self._tell(reload)
        except Exception:
            _log.exception("没能把知识的变化告诉管理员")

    async def _start_learning(self) -> None:
        await self._stop_learning()
        self._learning = asyncio.create_task(self._learnt(self._live.current.knowledge))

    async def _stop_learning(self) -> None:
        if self._learning is not None:
            self._learning.cancel()
            await asyncio.gather(self._learning, return_exceptions=True)
            self._learning = None

    async def settle(self) -> None:
        """Wait until what is being learnt has been learnt."""
        if self._learning is not None:
            await asyncio.gather(self._learning, return_exceptions=True)

    async def _learnt(self, knowledge: Knowledge) -> None:
        try:
            await self._learn(knowledge)
            if await asyncio.to_thread(self._live.learn, knowledge):
                _log.info("版本 %s 的模型训练好了", knowledge.version)
        except (TrainingError, OSError):
            _log.exception("版本 %s 暂时用着上一个版本的模型", knowledge.version)

    async def _train(self, knowledge: Knowledge) -> None:
        # Without a cache there is nowhere to leave the model: it is trained in a thread
        if self._live.cache is not None:
            await train_apart(knowledge, self._live.cache)


async def _grace() -> None:
    await asyncio.sleep(GRACE_SECONDS)


async def changes_of(folder: Path) -> AsyncIterator[object]:
    """Something each time that a knowledge file may have changed; goes on whatever happens to the folder."""
    from watchfiles import DefaultFilter, awatch

    # It tells of each event; what comes of them is told here
    logging.getLogger("watchfiles").setLevel(logging.WARNING)

    class OnlyKnowledge(DefaultFilter):
        def __call__(self, change: object, path: str) -> bool:
            parts = Path(path).relative_to(folder).parts if Path(path).is_relative_to(folder) else ()
            return not any(part.startswith((".", "~")) for part in parts)

    while True:
        try:
            async for changed in awatch(
                folder,
                watch_filter=OnlyKnowledge(),
                step=_STEP_MS,
                debounce=_DEBOUNCE_MS,
                rust_timeout=_LOOK_MS,
                yield_on_timeout=True,
            ):
                yield changed
        except (OSError, RuntimeError) as error:
            # No such folder, or no more watches to be had: look from time to time
            _log.warning("没法监视知识文件夹（%s），改为每隔几秒看一次", error)
            await asyncio.sleep(_LOOK_MS / 1000)
            yield None
