"""Putting the parts together, for whoever runs a channel."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.moderation import showing
from bot.moderation.commands import Moderation
from bot.moderation.desk import Desk
from bot.moderation.examining import Examiner
from bot.moderation.following import Follower, changes_of
from bot.moderation.live import LiveKnowledge, Reload
from bot.moderation.tally import Tally
from bot.replies.model import Reply
from bot.settings import Settings
from bot.storage import Storage

Tell = Callable[[Reply], Awaitable[None]]

# When the digest is sent, by the clock in China
DIGEST_HOUR = 9


def open_live(settings: Settings) -> LiveKnowledge:
    """The knowledge folder of the settings, to be served and replaced; raises ``KnowledgeError``."""
    idle_limit = dt.timedelta(minutes=settings.jiewen_idle_minutes)
    return LiveKnowledge.open(settings.jiewen_knowledge_dir, settings.jiewen_cache_dir, idle_limit)


@asynccontextmanager
async def open_moderation(
    settings: Settings,
    live: LiveKnowledge,
    storage: Storage,
    tell: Tell,
    tally: Tally | None = None,
    approvals: int = 0,
) -> AsyncIterator[Moderation]:
    """Follow the folder and take moderators' commands for as long as this is open.

    Args:
        tell: sends something to all moderators.
        approvals: how many other moderators have to approve of a change.
    """

    async def told(reload: Reload) -> None:
        await tell(showing.reload_reply(reload))

    follower = Follower(live, told)
    desk = Desk(live, storage, Examiner(live.cache), follower.look, approvals)
    await desk.reconcile()
    following = asyncio.create_task(follower.run(changes_of(live.folder)))
    try:
        yield Moderation(desk, settings.jiewen_moderators, tally)
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


async def send_digests(
    moderation: Moderation,
    tell: Tell,
    days: int = 1,
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Tell the moderators how it went, every ``days`` days in the morning, until cancelled."""
    while True:
        moment = now()
        await sleep((next_digest(moment) - moment).total_seconds() + (days - 1) * 86_400)
        await tell(await moderation.digest(days))


def next_digest(moment: dt.datetime) -> dt.datetime:
    """When the next digest is due.

    >>> next_digest(dt.datetime(2026, 11, 22, 0, 30, tzinfo=dt.UTC)).isoformat()
    '2026-11-22T09:00:00+08:00'
    """
    here = moment.astimezone(showing.BEIJING)
    due = here.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return due if due > here else due + dt.timedelta(days=1)
