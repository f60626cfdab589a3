"""The one way of a change: propose → check → tests → preview → approve → write → keep → commit → audit → serve."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.moderation.examining import Examination, Examine
from bot.moderation.live import LiveKnowledge, Outcome, Reload
from bot.moderation.preview import Asked, of_texts
from bot.moderation.proposals import Deed, Proposal, Proposals, State, new_id
from bot.storage import Entry, Status, Storage, StorageError
from knowledge import Trial, beijing_today
from knowledge.editing import AddPhrasings, Edit, EditError, MarkChecked, Restore
from knowledge.history import Version, files_at, full_name, history
from knowledge.keeping import kept_versions
from knowledge.publishing import NotPassedError, OutdatedError, Publication, Publisher, Staged

_log = logging.getLogger(__name__)

ROLLBACK = "rollback"
# How often a change is tried again because somebody else published in between
_ATTEMPTS = 3
_REMEMBERED = 8  # examinations
# What was published longer ago is in the audit, or was there and has been deleted in its time
RECONCILED = dt.timedelta(days=7)
_LOOKED_AT = 2000  # entries of the audit
_UNDONE = 200  # publications looked through for what a rollback takes back
# The latest questions for review that a change is tried on
RECORDED = 500


class DeskError(Exception):
    """What was asked for cannot be done; the message says why, in Chinese."""


@dataclass(frozen=True)
class Proposed:
    """A proposal with everything that a moderator wants to know before it is published."""

    proposal: Proposal
    staged: Staged
    examination: Examination

    @property
    def passes(self) -> bool:
        """Whether no test fails that did not fail before."""
        return not self.examination.failures


@dataclass(frozen=True)
class Published:
    """A change that people are told now."""

    publication: Publication
    reload: Reload | None
    handled: int = 0  # questions for review
    reopened: int = 0  # questions for review that wait again
    is_noted: bool = True  # whether the audit could be reached


Reloading = Callable[[], Awaitable[Reload]]


class Desk:
    """Proposes, publishes and takes back, for moderators whose right to do so has been looked at before.

    Args:
        live: what is served.
        storage: the audit and the questions for review.
        examine: tries a staged change.
        reload: serves what was published; the follower's, where there is one.
        approvals: how many others have to approve of what users will be told.
        now: the clock.
        today: the day that checks go by.
    """

    def __init__(
        self,
        live: LiveKnowledge,
        storage: Storage,
        examine: Examine,
        reload: Reloading | None = None,
        approvals: int = 0,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        today: Callable[[], dt.date] = beijing_today,
    ) -> None:
        self.live = live
        self.storage = storage
        self.proposals = Proposals(storage.audit)
        self.approvals = approvals
        self._examine = examine
        self._reload = reload or (lambda: asyncio.to_thread(live.reload))
        self._now = now
        self._today = today
        self._publisher = Publisher(live.folder, now=now)
        self._examined: OrderedDict[tuple[str, str], Examination] = OrderedDict()
        self._turn = asyncio.Lock()

    # --- proposing ----------------------------------------------------------------------------------------

    async def propose(
        self,
        edit: Edit,
        by: int | None,
        why: str = "",
        questions: Sequence[int] = (),
        status: Status = Status.ASSIGNED,
    ) -> Proposed:
        """Try a change and put it down as a proposal; nothing that people are told changes yet.

        Raises:
            EditError: if the edit cannot be made.
            KnowledgeError: with everything that the checks find.
            ExaminationError: if it could not be tried.
        """
        staged, examination = await self._try(edit)
        proposal = Proposal(
            id=new_id(),
            at=self._now(),
            by=by,
            why=why,
            edit=edit,
            questions=tuple(questions),
            status=status,
        )
        await self.proposals.add(proposal)
        return Proposed(proposal, staged, examination)

    async def look(self, identity: str) -> Proposed:
        """A proposal as it would be today; raises like ``propose``, and ``DeskError`` if it is not open."""
        state = await self._open(identity)
        staged, examination = await self._try(state.proposal.edit)
        return Proposed(state.proposal, staged, examination)

    async def withdraw(self, identity: str, by: int | None) -> Proposal:
        """Let go of a proposal; raises ``DeskError`` if it is not open."""
        state = await self._open(identity)
        await self.proposals.note(Deed.WITHDRAW, state.proposal, by)
        return state.proposal

    async def approve(self, identity: str, by: int) -> State:
        """Approve of somebody else's proposal; raises ``DeskError`` if that does not count."""
        state = await self._open(identity)
        if state.proposal.by == by:
            raise DeskError("自己提的改动要由另一位管理员批准。")
        if by not in state.approved_by:
            await self.proposals.note(Deed.APPROVE, state.proposal, by)
        return State(proposal=state.proposal, approved_by=tuple({*state.approved_by, by}))

    def missing(self, state: State) -> int:
        """How many approvals a proposal still lacks."""
        others = [one for one in state.approved_by if one != state.proposal.by]
        return max(self.needed(state.proposal.edit) - len(others), 0)

    def needed(self, edit: Edit) -> int:
        """How many others have to approve of an edit: of what changes no word of an answer, nobody."""
        return 0 if isinstance(edit, (AddPhrasings, MarkChecked)) else self.approvals

    # --- publishing ---------------------------------------------------------------------------------------

    async def publish(self, identity: str, by: int | None, approved: State | None = None) -> Published:
        """Publish a proposal.

        Args:
            approved: where it stands, if that is known better than from the audit: what is noted while an update
                is being worked on reaches the audit only afterwards.

        Raises:
            DeskError: if it is not open, or not approved.
            EditError, KnowledgeError, NotPassedError: if it does not pass any more.
            OSError: if the folder cannot be written; nothing has changed then.
        """
        state = approved or await self._open(identity)
        if lacking := self.missing(state):
            raise DeskError(f"还要 {lacking} 位管理员批准。")
        proposal = state.proposal
        publication = await self._write(proposal.edit, by, proposal.why, proposal.id)
        reload = await self._reload()
        try:
            await self.proposals.note(
                Deed.PUBLISH, proposal, by, publication.before, publication.version, _reason(publication)
            )
            handled = 0
            if proposal.questions:
                handled = await self.storage.review.handle(
                    proposal.questions, proposal.status, by, f"{proposal.subject}：{publication.summary}"
                )
        except StorageError:
            return _not_noted(publication, reload)
        return Published(publication, reload, handled)

    async def publish_now(self, edit: Edit, by: int | None, why: str = "") -> Published:
        """Propose and publish in one step, for what nobody has to think about; raises like both."""
        proposed = await self.propose(edit, by, why)
        state = State(proposal=proposed.proposal)
        if not proposed.passes:
            raise NotPassedError(proposed.examination.failures)
        return await self.publish(proposed.proposal.id, by, state)

    async def roll_back(self, revision: str | None, by: int | None, why: str = "") -> Published:
        """Take everything back to a version, or to the one that was served before this one.

        Raises:
            RevisionError, DeskError: if there is no such version.
            EditError, KnowledgeError: if it is what is there already, or does not pass the checks of today.
        """
        wanted = revision if revision else await asyncio.to_thread(self._before)
        wanted, files = await asyncio.to_thread(self._version, wanted)
        earlier = await asyncio.to_thread(self._publisher.publications, _UNDONE)
        publication = await self._write(Restore(revision=wanted, files=files), by, why, None)
        reload = await self._reload()
        before, version = publication.before, publication.version
        try:
            await self.storage.audit.add(Entry(ROLLBACK, wanted, by, before, version, _reason(publication)))
            reopened = await self._reopen(_until(earlier, version))
        except StorageError:
            return _not_noted(publication, reload)
        return Published(publication, reload, reopened=reopened)

    async def publication(self, version: str) -> Publication | None:
        """How ``version`` came about, if it was published last."""
        latest = await asyncio.to_thread(self._publisher.publications, 1)
        return latest[0] if latest and latest[0].version == version else None

    async def history(self, most: int = 10) -> list[Version]:
        """The latest versions."""
        return await asyncio.to_thread(history, self.live.folder, most)

    async def reconcile(self) -> int:
        """Put into the audit what was published of late while it could not be reached; returns how much."""
        entries = await self.storage.audit.latest(_LOOKED_AT)
        known = {(one.before, one.after) for one in entries}
        since = self._now() - RECONCILED
        added = 0
        for one in reversed(await asyncio.to_thread(self._publisher.publications, 50)):
            if one.at > since and (one.before, one.version) not in known:
                entry = Entry(
                    Deed.PUBLISH, f"proposal {one.id}", None, one.before, one.version, _reason(one), one.at
                )
                await self.storage.audit.add(entry)
                added += 1
        return added

    # --- within -------------------------------------------------------------------------------------------

    async def _open(self, identity: str) -> State:
        state = await self.proposals.state(identity)
        if state is None:
            raise DeskError("没有这个改动，也可能太久没有人管，已经不留了。")
        if not state.is_open:
            raise DeskError("这个改动已经发布了。" if state.is_published else "这个改动已经作废了。")
        return state

    async def _try(self, edit: Edit) -> tuple[Staged, Examination]:
        staged = await asyncio.to_thread(self._publisher.stage, edit, self._today())
        served = self.live.current.knowledge
        place = (served.version, staged.knowledge.version)
        examination = self._examined.get(place)
        if examination is None:
            old = {name: document.text for name, document in served.documents.items()}
            examination = await self._examine(old, staged.files, await self._recorded())
            self._examined[place] = examination
            if len(self._examined) > _REMEMBERED:
                self._examined.popitem(last=False)
        return staged, examination

    async def _tried(self, edit: Edit) -> tuple[Staged, Trial]:
        """What is to be published, tried; what was served before need not be, and taking back does not wait for it."""
        if isinstance(edit, Restore):
            staged = await asyncio.to_thread(self._publisher.stage, edit, self._today())
            if staged.knowledge.version in kept_versions(self.live.folder):
                return staged, Trial(0, ())
        staged, examination = await self._try(edit)
        return staged, examination.trial

    async def _recorded(self) -> list[Asked]:
        questions = await self.storage.review.list(Status.OPEN, RECORDED)
        return of_texts(question.text for question in questions)

    async def _write(self, edit: Edit, by: int | None, why: str, identity: str | None) -> Publication:
        """Publish an edit, again from the start where somebody else was faster."""
        async with self._turn:
            done = await asyncio.to_thread(self._done, identity) if identity else None
            if done is not None:
                return done
            for _ in range(_ATTEMPTS):
                staged, trial = await self._tried(edit)
                try:
                    return await asyncio.to_thread(
                        self._publisher.publish, staged, trial, author(by), why, identity
                    )
                except OutdatedError:
                    continue
        raise DeskError("别人正在不停地改，请过一会儿再试。")

    def _version(self, revision: str) -> tuple[str, dict[str, str]]:
        """What a version is called for good, and its files; raises ``RevisionError`` if there is none."""
        files = files_at(self.live.folder, revision)
        return full_name(self.live.folder, revision), files

    async def _reopen(self, undone: Sequence[Publication]) -> int:
        """Put the questions that were answered by what is taken back into the queue again."""
        ids = {one.id for one in undone}
        questions = [
            question
            for state in await self.proposals.all()
            if state.proposal.id in ids
            for question in state.proposal.questions
        ]
        return await self.storage.review.reopen(questions) if questions else 0

    def _done(self, identity: str) -> Publication | None:
        """What was published under ``identity`` by a process that died before it could say so."""
        return next((one for one in self._publisher.publications(50) if one.id == identity), None)

    def _before(self) -> str:
        """What was served before; or what is served now, where the folder holds something that may not be."""
        current = self.live.current.version
        if self.live.problems:
            return current
        kept = [version for version in kept_versions(self.live.folder) if version != current]
        if kept:
            return kept[0]
        versions = history(self.live.folder, 2)
        if len(versions) < 2:
            raise DeskError("没有更早的版本可以退回。")
        return versions[1].revision


def author(by: int | None) -> str:
    """Who changed something, as it stands in the history."""
    return "命令行" if by is None else f"管理员 {by}"


def _until(publications: Sequence[Publication], version: str) -> list[Publication]:
    """The latest of ``publications``, which are in order, back to the one that was made on ``version``."""
    found = []
    for one in publications:
        if one.version == version:
            break
        found.append(one)
        if one.before == version:
            break
    return found


def _not_noted(publication: Publication, reload: Reload) -> Published:
    """What was published is published; the folder has a record of its own, from which the audit catches up."""
    _log.exception("版本 %s 已发布，还没能写进维护记录，下次启动时补上", publication.version)
    return Published(publication, reload, is_noted=False)


def _reason(publication: Publication) -> str:
    return "；".join(part for part in (publication.summary, publication.why) if part)


__all__ = ["Desk", "DeskError", "EditError", "Outcome", "Proposed", "Published"]
