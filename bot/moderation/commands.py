"""Moderators' commands and buttons: text in, reply out. Whoever has no right to them gets no further than the first line.

For a channel::

    moderation = Moderation(desk, moderators, tally)
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
from bot.assistant import Question
from bot.conversation import Conversation
from bot.moderation import showing
from bot.moderation.desk import Desk, DeskError, Proposed, Published
from bot.moderation.digest import Digest, digest_reply
from bot.moderation.examining import ExaminationError
from bot.moderation.fact_text import find_fact, find_rule, is_change, read_changes
from bot.moderation.proposals import State
from bot.moderation.reviewing import NoTestError, Reviewing
from bot.moderation.showing import BEIJING, VERB, button, said
from bot.moderation.staleness import Task, tasks
from bot.moderation.tally import MemoryTally, Tally
from bot.replies.model import Reply
from bot.storage import StorageError
from bot.understanding.gates import OUT_OF_SCOPE
from knowledge import KnowledgeError, RevisionError
from knowledge.editing import EditError, MarkChecked
from knowledge.locking import BusyError
from knowledge.publishing import NotPassedError
from knowledge.wording import short

_log = logging.getLogger(__name__)

REFUSED = said("这是给维护知识的人用的。")
_NOT_HERE = said("请在和我的私聊里用这个命令：群里的人会看到大家问了什么。")
_FORWARDED = said("转发来的命令不算数，请自己打一遍。")
DAILY, WEEKLY = 1, 7

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


Run: TypeAlias = Callable[[str, int | None], Awaitable[Reply]]


class Moderation:
    """Runs commands and buttons for moderators.

    Args:
        desk: where changes are made.
        moderators: the ids of those who may.
        tally: the counts that a digest tells.
        now: the clock.
    """

    def __init__(
        self,
        desk: Desk,
        moderators: Collection[int],
        tally: Tally | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self.desk = desk
        self.reviewing = Reviewing(desk)
        self.moderators = frozenset(moderators)
        self.tally = tally or MemoryTally()
        self._now = now
        self._commands: dict[str, Run] = {
            "review": self._review,
            "assign": self._assign,
            "topic": self._new_topic,
            "fact": self._fact,
            "proposals": self._proposals,
            "publish": self._publish,
            "withdraw": self._withdraw,
            "history": self._history,
            "rollback": self._rollback,
            "stale": self._stale,
            "digest": self._digest,
            "moderate": self._help,
        }
        self._buttons: dict[str, Run] = {
            "review": self._review,
            "show": self._show,
            "skip": self._skip,
            "topics": self._topics,
            "assign": self._assign,
            "outside": self._outside,
            "ignore": self._ignore,
            "draft": self._draft,
            "look": self._look,
            "publish": self._publish,
            "withdraw": self._withdraw,
            "rollback": self._rollback,
            "stale": self._stale,
            "checked": self._checked,
        }

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
            return said("这个按钮不认得了。")
        name, *arguments = parsed.arguments
        run = self._buttons.get(name)
        if run is None:
            return said("这个按钮不认得了。")
        return await self._run(run, " ".join(arguments), person.id)

    async def operate(self, command: str, arguments: str) -> Reply:
        """Run a command or a button for whoever runs the machine, who may do everything already."""
        run = self._commands.get(command) or self._buttons.get(command)
        return await self._run(run, arguments, None) if run is not None else _HELP

    def _refusal(self, what: str, person: Person) -> Reply | None:
        if not self.may(person):
            _log.warning("%s：%d 不是管理员，没有执行", what, person.id)
            return REFUSED
        if person.is_forwarded:
            _log.warning("%s：转发来的，没有执行", what)
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

    # --- review -------------------------------------------------------------------------------------------

    async def _review(self, arguments: str, by: int | None) -> Reply:
        words = arguments.split()
        if words and words[0].isdigit():
            return await self._show(words[0], by)
        return await self._group_at(0)

    async def _show(self, arguments: str, by: int | None) -> Reply:
        group = await self.reviewing.group(_number(arguments))
        groups = await self.reviewing.groups()
        return await self._group_at(groups.index(group))

    async def _skip(self, arguments: str, by: int | None) -> Reply:
        """The group behind that of a question; the first where that is gone."""
        number = _number(arguments)
        groups = await self.reviewing.groups()
        at = next((place for place, group in enumerate(groups) if number in group.ids), -1)
        return await self._group_at(at + 1)

    async def _group_at(self, place: int) -> Reply:
        groups = await self.reviewing.groups()
        if place >= len(groups):
            return said("没有没答好的问题了。" if not groups else "后面没有了。")
        assistant = self.desk.live.assistant
        group = groups[place]
        now, _ = assistant.answer(Question(group.text), Conversation())
        return showing.group_reply(group, place + 1, len(groups), now, assistant.knowledge)

    async def _topics(self, arguments: str, by: int | None) -> Reply:
        question, _, page = arguments.partition(" ")
        group = await self.reviewing.group(_number(question))
        return showing.topics_reply(group, _number(page), self.desk.live.current.knowledge)

    async def _assign(self, arguments: str, by: int | None) -> Reply:
        question, _, rest = arguments.strip().partition(" ")
        topic, _, test = rest.strip().partition(" ")
        if not topic:
            raise DeskError("写成：/assign 问题编号 主题编号，后面可以再写一句测试。")
        number = _number(question)
        try:
            proposed = await self.reviewing.assign(number, topic, by, test)
        except NoTestError as error:
            return said(str(error), f"发：/assign {number} {topic} 另一种问法")
        return self._proposed(proposed)

    async def _outside(self, arguments: str, by: int | None) -> Reply:
        return await self._assign(f"{arguments} {OUT_OF_SCOPE}", by)

    async def _ignore(self, arguments: str, by: int | None) -> Reply:
        count = await self.reviewing.ignore(_number(arguments), by)
        return said(f"收起来了，{count} 个问题。", buttons=(button("下一组", "review"),))

    async def _draft(self, arguments: str, by: int | None) -> Reply:
        group = await self.reviewing.group(_number(arguments))
        return said(
            f"给“{short(group.text)}”这 {group.count} 个问题写一个新主题。照这个样子发给我：",
            f"/topic {group.id}｜face_check｜刷脸认不出｜刷脸过不去怎么办｜光线亮一点、摘掉眼镜再试；"
            "还不行就打{weilidai.hotline}。",
            "五格依次是：问题编号（不用改）｜英文编号｜主题名｜按钮上的问法｜答案的第一行。"
            "答案里的数字用花括号引用。只有一种问法时，最后再加一格写一句测试。",
        )

    async def _new_topic(self, arguments: str, by: int | None) -> Reply:
        fields = [part.strip() for part in arguments.replace("|", "｜").split("｜")]
        if len(fields) not in (5, 6):
            raise DeskError(
                "要写五格：/topic 问题编号｜英文编号｜主题名｜按钮上的问法｜答案的第一行（可再加一格测试）"
            )
        question, identity, name, ask, lead = fields[:5]
        proposed = await self.reviewing.draft(
            _number(question), identity, name, ask, lead, by, test="".join(fields[5:])
        )
        return self._proposed(proposed)

    # --- facts --------------------------------------------------------------------------------------------

    async def _fact(self, arguments: str, by: int | None) -> Reply:
        knowledge, today = self.desk.live.current.knowledge, self._today()
        if not arguments.strip():
            return said("写成：/fact 微粒贷 日利率，或 /fact weilidai.daily_rate = 新的值 @ 来源编号")
        if is_change(arguments):
            wanted = read_changes(arguments, knowledge, today)
            return self._proposed(await self.desk.propose(wanted.edit, by, wanted.why))
        rule = find_rule(arguments, knowledge)
        if rule is not None:
            return showing.rule_reply(*rule)
        return showing.fact_reply(find_fact(arguments, knowledge), knowledge, today)

    async def _stale(self, arguments: str, by: int | None) -> Reply:
        found = self._tasks()
        keys = [task.key for task in found]
        if arguments in keys:  # skipped: what comes behind it goes first
            at = keys.index(arguments) + 1
            found = found[at:] + found[:at]
        return showing.tasks_reply(found)

    async def _checked(self, arguments: str, by: int | None) -> Reply:
        task = next((one for one in self._tasks() if one.key == arguments), None)
        if task is None:
            raise DeskError("这一处已经核对过了。")
        edit = MarkChecked(id=task.id, day=self._today())
        await self.desk.publish_now(edit, by, "核对过，没有变")
        return showing.tasks_reply(self._tasks())

    def _tasks(self) -> list[Task]:
        return tasks(self.desk.live.current.knowledge, self._today())

    # --- proposals and versions ---------------------------------------------------------------------------

    async def _proposals(self, arguments: str, by: int | None) -> Reply:
        return showing.waiting_reply(await self.desk.proposals.open())

    async def _look(self, arguments: str, by: int | None) -> Reply:
        return self._proposed(await self.desk.look(arguments.strip()))

    async def _publish(self, arguments: str, by: int | None) -> Reply:
        identity = arguments.strip()
        state: State | None = None
        if self.desk.approvals and by is not None:
            waiting = await self.desk.proposals.state(identity)
            if waiting is not None and waiting.proposal.by != by:
                state = await self.desk.approve(identity, by)
                if lacking := self.desk.missing(state):
                    return said(f"批准了，还要 {lacking} 位管理员批准。")
        return showing.published_reply(await self.desk.publish(identity, by, state))

    async def _withdraw(self, arguments: str, by: int | None) -> Reply:
        proposal = await self.desk.withdraw(arguments.strip(), by)
        return said(f"作废了：{short(proposal.edit.summary())}。", buttons=(button("看没答好的", "review"),))

    async def _history(self, arguments: str, by: int | None) -> Reply:
        return showing.history_reply(await self.desk.history())

    async def _rollback(self, arguments: str, by: int | None) -> Reply:
        revision, _, why = arguments.strip().partition(" ")
        published: Published = await self.desk.roll_back(revision or None, by, why)
        return showing.published_reply(published)

    # --- digest -------------------------------------------------------------------------------------------

    async def _digest(self, arguments: str, by: int | None) -> Reply:
        return await self.digest(_number(arguments) or DAILY)

    async def digest(self, days: int = DAILY) -> Reply:
        """The digest of the last ``days`` days, today included; for the command and for a timer."""
        last = self._today()
        first = last - dt.timedelta(days=min(max(days, 1), 366) - 1)
        since = dt.datetime.combine(first, dt.time(), BEIJING)
        current = self.desk.live.current
        digest = Digest(
            first=first,
            last=last,
            counts=await self.tally.between(first, last),
            misses=await self.reviewing.groups(),
            tasks=self._tasks(),
            opinions=await self.desk.storage.opinions.since(since),
            version=current.version,
        )
        return digest_reply(digest, current.knowledge)

    # --- the rest -----------------------------------------------------------------------------------------

    async def version(self) -> Reply:
        """Which knowledge is served, for everybody."""
        versions = await self.desk.history(1)
        return showing.version_reply(self.desk.live, versions[0] if versions else None)

    async def _help(self, arguments: str, by: int | None) -> Reply:
        return _HELP

    def _proposed(self, proposed: Proposed) -> Reply:
        return showing.proposed_reply(proposed, self.desk.live.current.knowledge, self.desk.approvals)

    def _today(self) -> dt.date:
        return self._now().astimezone(BEIJING).date()


def _number(text: str) -> int:
    """The number that ``text`` begins with; 0 where it is none."""
    word = text.strip().split(" ")[0]
    return int(word) if word.isascii() and word.isdigit() and len(word) < 18 else 0
