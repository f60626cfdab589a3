"""Changes that were proposed and are not published yet. They are kept in the audit, so that they outlive a restart
and every process that shares the database sees them."""

from __future__ import annotations

import datetime as dt
import secrets
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.storage import Audit, Entry, Status
from knowledge.editing import Edit

# Looked through for what is still open: what nobody touched for longer is forgotten
_LOOKED_AT = 2000
_SUBJECT = "proposal "
_ID_BYTES = 4


class Deed(StrEnum):
    """What can be done with a proposal, as the audit calls it."""

    PROPOSE = "propose"
    APPROVE = "approve"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class Proposal(BaseModel):
    """A change that somebody proposed.

    Attributes:
        questions: the questions for review that it answers.
        status: what becomes of those when it is published.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    at: dt.datetime
    by: int | None
    why: str
    edit: Edit = Field(discriminator="kind")
    questions: tuple[int, ...] = ()
    status: Status = Status.ASSIGNED

    @property
    def subject(self) -> str:
        """What the audit calls it."""
        return f"{_SUBJECT}{self.id}"


class State(BaseModel):
    """Where a proposal stands."""

    model_config = ConfigDict(frozen=True)

    proposal: Proposal
    approved_by: tuple[int, ...] = ()
    is_published: bool = False
    is_withdrawn: bool = False

    @property
    def is_open(self) -> bool:
        """Whether anything can still become of it."""
        return not (self.is_published or self.is_withdrawn)


class Proposals:
    """The proposals in an audit."""

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    async def add(self, proposal: Proposal) -> None:
        """Put one down."""
        await self._audit.add(
            Entry(
                Deed.PROPOSE,
                proposal.subject,
                proposal.by,
                after=proposal.model_dump_json(),
                reason=proposal.why or None,
                at=proposal.at,
            )
        )

    async def note(
        self,
        deed: Deed,
        proposal: Proposal,
        by: int | None,
        before: str | None = None,
        after: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Put down what was done with one."""
        await self._audit.add(Entry(deed, proposal.subject, by, before, after, reason))

    async def state(self, identity: str) -> State | None:
        """Where a proposal stands; ``None`` if there is none of this id."""
        return next((state for state in await self.all() if state.proposal.id == identity), None)

    async def open(self) -> list[State]:
        """Those that nothing has become of, the latest first."""
        return [state for state in await self.all() if state.is_open]

    async def all(self) -> list[State]:
        """All of them, the latest first."""
        entries = [e for e in await self._audit.latest(_LOOKED_AT) if e.subject.startswith(_SUBJECT)]
        states = []
        for entry in entries:
            if entry.action != Deed.PROPOSE or entry.after is None:
                continue
            try:
                proposal = Proposal.model_validate_json(entry.after)
            except ValidationError:
                continue  # of another version of the program
            deeds = [one for one in entries if one.subject == entry.subject]
            approved = [one.actor for one in deeds if one.action == Deed.APPROVE and one.actor is not None]
            states.append(
                State(
                    proposal=proposal,
                    approved_by=tuple(dict.fromkeys(approved)),
                    is_published=any(one.action == Deed.PUBLISH for one in deeds),
                    is_withdrawn=any(one.action == Deed.WITHDRAW for one in deeds),
                )
            )
        return states


def new_id() -> str:
    """An id that fits on a button and is no other's."""
    return secrets.token_hex(_ID_BYTES)
