"""Commands and buttons about facts: looking at one, changing it, saying that it still holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from bot.moderation import showing
from bot.moderation.desk import Desk, DeskError
from bot.moderation.fact_text import find_fact, find_rule, is_change, read_changes
from bot.moderation.running import Offer, Run
from bot.moderation.showing import said
from bot.moderation.staleness import Task, tasks
from bot.replies.model import Reply
from knowledge.editing import MarkChecked


class FactCommands:
    """Shows facts, and turns what a moderator writes into a proposal.

    Args:
        offer: shows a proposal to whoever made it, and to whoever has to approve of it.
        today: the day that shelf lives go by.
    """

    def __init__(self, desk: Desk, offer: Offer, today: Callable[[], dt.date]) -> None:
        self._desk = desk
        self._offer = offer
        self._today = today

    @property
    def commands(self) -> Mapping[str, Run]:
        """By name."""
        return {"fact": self._fact, "stale": self._stale}

    @property
    def buttons(self) -> Mapping[str, Run]:
        """By name."""
        return {"stale": self._stale, "checked": self._checked}

    def tasks(self) -> list[Task]:
        """What is due for checking."""
        return tasks(self._desk.live.current.knowledge, self._today())

    async def _fact(self, arguments: str, by: int | None) -> Reply:
        knowledge, today = self._desk.live.current.knowledge, self._today()
        if not arguments.strip():
            return said(
                "看一个数字：/fact 微粒贷 日利率",
                "要改：/fact weilidai.daily_rate = 新的值 @ 来源编号\n"
                "几处一起改就各写一行；可以再写一行“理由：……”。",
            )
        if is_change(arguments):
            wanted = read_changes(arguments, knowledge, today)
            return await self._offer(await self._desk.propose(wanted.edit, by, wanted.why), by)
        rule = find_rule(arguments, knowledge)
        if rule is not None:
            return showing.rule_reply(*rule)
        return showing.fact_reply(find_fact(arguments, knowledge), knowledge, today)

    async def _stale(self, arguments: str, by: int | None) -> Reply:
        found = self.tasks()
        keys = [task.key for task in found]
        if arguments in keys:  # skipped: what comes behind it goes first
            at = keys.index(arguments) + 1
            found = found[at:] + found[:at]
        return showing.tasks_reply(found)

    async def _checked(self, arguments: str, by: int | None) -> Reply:
        task = next((one for one in self.tasks() if one.key == arguments), None)
        if task is None:
            raise DeskError("这一处已经核对过了。")
        edit = MarkChecked(id=task.id, day=self._today())
        await self._desk.publish_now(edit, by, "核对过，没有变")
        return showing.tasks_reply(self.tasks())
