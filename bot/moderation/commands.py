"""Moderators' commands and buttons: text in, reply out. Whoever has no right to them gets no further than the first line.

For a channel::

    moderation = Moderation(desk, moderators)
    if command in moderation.names:
        reply = await moderation.run(command, arguments, who)      # /review, /fact …
    if Moderation.owns(action):
        reply = await moderation.press(action, who)                # a button of such a reply
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import TypeAlias

from bot.actions import Action
from bot.moderation import showing
from bot.moderation.desk import Desk, DeskError, Proposed
from bot.moderation.digest import Digest, digest_reply, drawn_from
from bot.moderation.examining import ExaminationError
from bot.moderation.fact_commands import FactCommands
from bot.moderation.review_commands import ReviewCommands
from bot.moderation.running import Run, number_in
from bot.moderation.showing import BEIJING, VERB, said
from bot.moderation.tally import Tally
from bot.moderation.version_commands import VersionCommands
from bot.replies.model import Reply
from bot.storage import StorageError
from knowledge import KnowledgeError, RevisionError
from knowledge.editing import EditError
from knowledge.locking import BusyError
from knowledge.publishing import NotPassedError

_log = logging.getLogger(__name__)

# Something for these people to read
Tell: TypeAlias = Callable[[Reply, Collection[int]], Awaitable[None]]

REFUSED = said("这是给维护知识的人用的。")
_NOT_HERE = said("请在和我的私聊里用这个命令：群里的人会看到大家问了什么。")
_FORWARDED = said("转发来的命令不算数，请自己打一遍。")
_UNKNOWN_BUTTON = said("这个按钮不认得了，发 /moderate 看能做什么。")
MAX_DAYS = 366

# The menu of a moderator, before everybody's commands
MENU = {
    "review": "没答好的问题，一组一组处理",
    "fact": "看或改一个数字：/fact 微粒贷 日利率",
    "proposals": "等着发布的改动",
    "stale": "该核对的",
    "digest": "小结：/digest 7 看七天",
    "history": "最近的版本",
    "rollback": "退回上一个版本",
    "moderate": "维护知识的全部命令",
}

_HELP = said(
    "维护知识：",
    "/review 看没答好的问题，一组一组处理\n"
    "/fact 微粒贷 日利率　看一个数字；/fact 微粒贷 日利率 = 0.02%–0.06% @ 来源　提议改\n"
    "/proposals 等着发布的改动\n/stale 该核对的\n/digest 小结（/digest 7 看七天）\n"
    "/history 最近的版本\n/rollback 退回上一个版本（或 /rollback 版本）",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who sent a command or pressed a button; ``id`` is what the channel's own server says it is."""

    id: int
    is_private: bool = True
    is_forwarded: bool = False


class Moderation:
    """Runs commands and buttons for moderators.

    Args:
        desk: where changes are made.
        moderators: the ids of those who may.
        tell: tells people something unasked.
        now: the clock.
    """

    def __init__(
        self,
        desk: Desk,
        moderators: Collection[int],
        tell: Tell | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self.desk = desk
        self.moderators = frozenset(moderators)
        self.tally = Tally(desk.storage.tallies, self._today)
        self._tell = tell
        self._now = now
        review, facts = ReviewCommands(desk, self._offer), FactCommands(desk, self._offer, self._today)
        versions = VersionCommands(desk)
        self.reviewing = review.reviewing
        self._tasks = facts.tasks
        self._commands: dict[str, Run] = {
            **review.commands,
            **facts.commands,
            **versions.commands,
            "digest": self._digest,
            "moderate": self._help,
        }
        self._buttons: dict[str, Run] = {**review.buttons, **facts.buttons, **versions.buttons}

    @property
    def names(self) -> tuple[str, ...]:
        """Every command."""
        return tuple(self._commands)

    @staticmethod
    def owns(action: str) -> bool:
        """Whether the action of a button is for moderators."""
        parsed = Action.parse(action)
        return parsed is not None and parsed.verb == VERB

    def may(self, person: Person) -> bool:
        """Whether somebody is a moderator."""
        return person.id in self.moderators

    async def run(self, command: str, arguments: str, person: Person) -> Reply:
        """Run a command of ``names``; always gives a reply, whatever was typed."""
        refusal = self._refusal(f"/{command}", person)
        if refusal is not None:
            return refusal
        run = self._commands.get(command)
        return await self._run(run, arguments, person.id) if run is not None else _HELP

    async def press(self, action: str, person: Person) -> Reply:
        """Do what a button says; it may be forged, so it can do no more than a command could."""
        refusal = self._refusal("按钮", person)
        if refusal is not None:
            return refusal
        parsed = Action.parse(action)
        if parsed is None or parsed.verb != VERB or not parsed.arguments:
            return _UNKNOWN_BUTTON
        name, *arguments = parsed.arguments
        run = self._buttons.get(name)
        return await self._run(run, " ".join(arguments), person.id) if run is not None else _UNKNOWN_BUTTON

    async def operate(self, command: str, arguments: str) -> Reply:
        """Run a command or a button for whoever runs the machine, who may do everything already."""
        run = self._commands.get(command) or self._buttons.get(command)
        return await self._run(run, arguments, None) if run is not None else _HELP

    async def digest(self, first: dt.date, last: dt.date) -> Reply:
        """How it went from ``first`` to ``last``; raises ``StorageError``."""
        since = dt.datetime.combine(first, dt.time(), BEIJING)
        current = self.desk.live.current
        digest = Digest(
            first=first,
            last=last,
            counts=await self.tally.between(drawn_from(first, last), last),
            misses=await self.reviewing.groups(),
            tasks=self._tasks(),
            opinions=await self.desk.storage.opinions.since(since),
            version=current.version,
        )
        return digest_reply(digest, current.knowledge)

    async def about_version(self, user: int) -> str:
        """Since when the knowledge is served and what changed last. Who changed it is for moderators to know."""
        versions = await self.desk.history(1)
        return showing.version_text(
            self.desk.live, versions[0] if versions else None, user in self.moderators
        )

    # --- within -------------------------------------------------------------------------------------------

    def _refusal(self, what: str, person: Person) -> Reply | None:
        if not self.may(person):
            _log.warning("%s：%d 不是管理员，没有执行", what, person.id)
            return REFUSED
        if person.is_forwarded:
            _log.warning("%s：%d 转发来的，没有执行", what, person.id)
            return _FORWARDED
        return None if person.is_private else _NOT_HERE

    async def _run(self, run: Run, arguments: str, by: int | None) -> Reply:
        try:
            return await run(arguments, by)
        except (DeskError, EditError, RevisionError, ExaminationError, BusyError) as error:
            return said(str(error))
        except KnowledgeError as error:
            count = len(error.problems)
            return showing.problems_reply(f"这样改有 {count} 处通不过检查，没有改：", error.problems)
        except NotPassedError as error:
            return showing.problems_reply("有测试问题不过，没有发布：", error.failures)
        except StorageError:
            _log.exception("数据库用不了")
            return said("数据库现在用不了，没有改动任何东西，请过一会儿再试。")
        except OSError as error:
            _log.exception("知识文件夹写不了")
            return said(f"知识文件夹写不了（{error.strerror}），没有改动任何东西。")

    async def _offer(self, proposed: Proposed, by: int | None) -> Reply:
        """Show a proposal; where others have to approve of it, show it to them too."""
        lacking = self.desk.needed(proposed.proposal.edit)
        reply = showing.proposed_reply(proposed, self.desk.live.current.knowledge, lacking)
        if lacking and proposed.passes and self._tell is not None:
            await self._tell(reply, self.moderators - {by})
        return reply

    async def _digest(self, arguments: str, by: int | None) -> Reply:
        last = self._today()
        days = min(max(number_in(arguments), 1), MAX_DAYS)
        return await self.digest(last - dt.timedelta(days=days - 1), last)

    async def _help(self, arguments: str, by: int | None) -> Reply:
        return _HELP

    def _today(self) -> dt.date:
        return self._now().astimezone(BEIJING).date()
