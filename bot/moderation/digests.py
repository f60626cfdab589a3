"""Sending the digest to the moderators, every morning or every Monday morning."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from typing import Literal, NoReturn

from bot.moderation.commands import Moderation, Tell
from bot.moderation.showing import BEIJING
from bot.storage import Entry, StorageError

_log = logging.getLogger(__name__)

Rhythm = Literal["daily", "weekly"]

# By the clock in China; the week begins on Monday
HOUR = 9
_DAYS: dict[Rhythm, int] = {"daily": 1, "weekly": 7}
_DEED = "digest"
# Looked through for whether it was sent: more than anybody does in a day
_LOOKED_AT = 500
_AGAIN_SECONDS = 300.0


class Digests:
    """Sends a digest when one is due, once, whichever process of several is there at that time.

    That it was sent stands in the audit: a process that was down in the morning makes up for it, and none sends twice.

    Args:
        moderation: knows how it went.
        rhythm: how often.
        leads: whether this process is the one that speaks to moderators.
        now: the clock.
        sleep: waits; a seam for tests.
    """

    def __init__(
        self,
        moderation: Moderation,
        rhythm: Rhythm,
        leads: Callable[[], Awaitable[bool]],
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._moderation = moderation
        self._rhythm: Rhythm = rhythm
        self._leads = leads
        self._now = now
        self._sleep = sleep

    async def run(self, tell: Tell) -> NoReturn:
        """Send what is due, until cancelled."""
        while True:
            moment = self._now()
            try:
                await self.send(last_due(moment, self._rhythm), tell)
                wait = (last_due(moment, self._rhythm) - moment).total_seconds() + _DAYS[
                    self._rhythm
                ] * 86_400
            except StorageError as error:
                _log.warning("小结没有发成（%s），过一会再试", error)
                wait = _AGAIN_SECONDS
            await self._sleep(wait)

    async def send(self, due: dt.datetime, tell: Tell) -> bool:
        """Send the digest that was due at ``due``, if nobody has and there is something to tell; whether it was sent.

        Raises:
            StorageError: if the database cannot be used now.
        """
        first, last = span(due, self._rhythm)
        subject = f"{first.isoformat()}–{last.isoformat()}"
        audit = self._moderation.desk.storage.audit
        sent = any(one.action == _DEED and one.subject == subject for one in await audit.latest(_LOOKED_AT))
        if sent or not await self._leads() or not await self._moderation.tally.between(first, last):
            return False
        await audit.add(Entry(_DEED, subject))
        await tell(await self._moderation.digest(first, last), self._moderation.moderators)
        return True


def last_due(moment: dt.datetime, rhythm: Rhythm) -> dt.datetime:
    """When a digest was due last.

    >>> last_due(dt.datetime(2026, 11, 22, 0, 30, tzinfo=dt.UTC), "daily").isoformat()
    '2026-11-21T09:00:00+08:00'
    >>> last_due(dt.datetime(2026, 11, 22, 4, 30, tzinfo=dt.UTC), "weekly").isoformat()
    '2026-11-16T09:00:00+08:00'
    """
    here = moment.astimezone(BEIJING)
    due = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if rhythm == "weekly":
        due -= dt.timedelta(days=due.weekday())
    return due if due <= here else due - dt.timedelta(days=_DAYS[rhythm])


def span(due: dt.datetime, rhythm: Rhythm) -> tuple[dt.date, dt.date]:
    """The whole days before ``due`` that its digest tells of.

    >>> span(last_due(dt.datetime(2026, 11, 22, 4, 30, tzinfo=dt.UTC), "weekly"), "weekly")
    (datetime.date(2026, 11, 9), datetime.date(2026, 11, 15))
    """
    day = due.date()
    return day - dt.timedelta(days=_DAYS[rhythm]), day - dt.timedelta(days=1)
