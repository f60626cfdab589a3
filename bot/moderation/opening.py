"""Putting the parts together, for whoever runs a channel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.moderation import showing
from bot.moderation.commands import Moderation, Tell
from bot.moderation.desk import Desk, author
from bot.moderation.digests import Digests
from bot.moderation.examining import Examiner
from bot.moderation.following import Follower, changes_of
from bot.moderation.live import LiveKnowledge, Outcome, Reload
from bot.settings import Settings
from bot.storage import DatabaseAway, Storage


@asynccontextmanager
async def open_moderation(
    settings: Settings, live: LiveKnowledge, storage: Storage, tell: Tell
) -> AsyncIterator[Moderation]:
    """Follow the folder, take moderators' commands and send digests for as long as this is open.

    Args:
        tell: tells people something unasked.
    """

    async def told(reload: Reload) -> None:
        """Tell every moderator but the one who did it and has the answer to his command."""
        if not await leads(storage, live.current.version):
            return
        swapped = reload.outcome is Outcome.SWAPPED
        publication = await desk.publication(reload.version) if swapped else None
        by = publication.by if publication is not None else ""
        people = [one for one in settings.jiewen_moderators if author(one) != by]
        await tell(showing.reload_reply(reload, publication), people)

    follower = Follower(live, told)
    desk = Desk(live, storage, Examiner(live.cache), follower.look, settings.jiewen_approvals)
    await desk.reconcile()
    moderation = Moderation(desk, settings.jiewen_moderators, tell)
    beside = [
        asyncio.create_task(follower.run(changes_of(live.folder))),
        asyncio.create_task(moderation.tally.run()),
    ]
    if settings.jiewen_digest != "off":
        digests = Digests(moderation, settings.jiewen_digest, lambda: leads(storage, live.current.version))
        beside.append(asyncio.create_task(digests.run(tell)))
    try:
        yield moderation
    finally:
        for one in beside:
            one.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


async def leads(storage: Storage, version: str) -> bool:
    """Whether of all processes that share the database this is the one that speaks to moderators: the oldest.

    Where that cannot be found out, it speaks: rather twice than not at all.
    """
    try:
        alive = await storage.replicas.show(version)
    except DatabaseAway:
        return True
    return min(alive, key=lambda one: (one.started_at, one.name)).name == storage.owner
