"""Commands and buttons about changes: those that wait, those that were made, and taking them back."""

from __future__ import annotations

from collections.abc import Mapping

from bot.moderation import showing
from bot.moderation.desk import Desk, DeskError
from bot.moderation.proposals import State
from bot.moderation.running import Run
from bot.moderation.showing import button, said
from bot.replies.model import Reply
from knowledge.editing.naming import Names, names_of
from knowledge.wording import short


class VersionCommands:
    """Publishes, withdraws, takes back."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def commands(self) -> Mapping[str, Run]:
        """By name."""
        return {
            "proposals": self._proposals,
            "publish": self._publish,
            "withdraw": self._withdraw,
            "history": self._history,
            "rollback": self._rollback,
        }

    @property
    def buttons(self) -> Mapping[str, Run]:
        """By name."""
        return {
            "look": self._look,
            "publish": self._publish,
            "withdraw": self._withdraw,
            "rollback": self._rollback,
        }

    async def _proposals(self, arguments: str, by: int | None) -> Reply:
        return showing.waiting_reply(await self._desk.proposals.open(), self._names())

    async def _look(self, arguments: str, by: int | None) -> Reply:
        proposed = await self._desk.look(arguments.strip())
        lacking = self._desk.needed(proposed.proposal.edit)
        return showing.proposed_reply(proposed, self._desk.live.current.knowledge, lacking)

    async def _publish(self, arguments: str, by: int | None) -> Reply:
        identity = arguments.strip()
        if not identity:
            raise DeskError("写成：/publish 改动编号。编号在 /proposals 里看。")
        state: State | None = None
        waiting = await self._desk.proposals.state(identity)
        if waiting is not None and by is not None and self._desk.missing(waiting):
            state = await self._desk.approve(identity, by)
            if lacking := self._desk.missing(state):
                return said(f"批准了，还要 {lacking} 位管理员批准。")
        return showing.published_reply(await self._desk.publish(identity, by, state))

    async def _withdraw(self, arguments: str, by: int | None) -> Reply:
        if not arguments.strip():
            raise DeskError("写成：/withdraw 改动编号。编号在 /proposals 里看。")
        proposal = await self._desk.withdraw(arguments.strip(), by)
        what = short(proposal.edit.summary(self._names()))
        return said(f"作废了：{what}。", buttons=(button("看没答好的", "review"),))

    def _names(self) -> Names:
        return names_of(self._desk.live.current.knowledge)

    async def _history(self, arguments: str, by: int | None) -> Reply:
        return showing.history_reply(await self._desk.history())

    async def _rollback(self, arguments: str, by: int | None) -> Reply:
        revision, _, why = arguments.strip().partition(" ")
        return showing.published_reply(await self._desk.roll_back(revision or None, by, why), "已")
