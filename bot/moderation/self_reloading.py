"""For a channel with one person and no loop: the knowledge folder is looked at before each answer."""

from __future__ import annotations

import threading
from collections.abc import Callable

from bot.assistant import Assistant
from bot.moderation.live import LiveKnowledge, Outcome, Reload, wrongs
from knowledge import Knowledge

SHOWN = 5  # problems or changes


class SelfReloading:
    """Serves what the folder holds at the moment of asking.

    Args:
        live: what is served.
        learn: trains the model of a new version, beside the answering.
    """

    def __init__(self, live: LiveKnowledge, learn: Callable[[Knowledge], object] | None = None) -> None:
        self._live = live
        self._learn = learn or self._learn_beside
        self._told: set[tuple[str, str]] = set()

    def look(self) -> tuple[Assistant, list[str]]:
        """The assistant of the moment, and what to say of the folder: each thing once."""
        reload = self._live.reload()
        if self._live.current.is_provisional and reload.outcome is Outcome.SWAPPED:
            self._learn(self._live.current.knowledge)
        return self._live.assistant, self._news(reload)

    def _news(self, reload: Reload) -> list[str]:
        if reload.outcome is Outcome.SWAPPED:
            self._told = set()
            return [
                f"新内容启用了，版本 {reload.version}",
                *(str(change) for change in reload.changes[:SHOWN]),
            ]
        wrong = wrongs(reload.problems)
        told, self._told = self._told, wrong
        if wrong == told:
            return []
        if not wrong:
            return [f"刚才的错误没有了，版本 {reload.version}"]
        count = len(reload.problems)
        told_now = [str(problem) for problem in reload.problems[:SHOWN]]
        return [f"文件夹里的新内容有 {count} 处错误，没有启用，仍按版本 {reload.version} 回答", *told_now]

    def _learn_beside(self, knowledge: Knowledge) -> None:
        threading.Thread(target=self._live.learn, args=(knowledge,), daemon=True).start()
