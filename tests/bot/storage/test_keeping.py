"""Conversations, opinions, the review queue, the audit: kept, for how long, and forgotten."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bot.storage import (
    Arrival,
    Entry,
    Fate,
    Keeping,
    Opinion,
    Outcome,
    QuestionForReview,
    Reason,
    Retention,
    Status,
    Storage,
    Turn,
    working_in,
)
from bot.storage.conversations import MAX_OF_A_PERSON
from tests.bot.storage.conftest import BEGINNING, Clock, Replica

PHONE = "13912345678"


async def test_a_conversation_belongs_to_a_person_in_a_chat(storage: Storage) -> None:
    for chat, person, state in ((1, 1, "a"), (-5, 1, "b"), (-5, 2, "c"), (1, 1, "d")):
        await storage.conversations.write(chat, person, state)
    read = storage.conversations.read
    assert [await read(1, 1), await read(-5, 1), await read(-5, 2), await read(2, 2)] == ["d", "b", "c", None]


async def test_to_forget_is_to_delete_in_every_chat(storage: Storage) -> None:
    for chat, person in ((1, 1), (-5, 1), (-5, 2)):
        await storage.conversations.write(chat, person, "state")
    await storage.inbox.accept([Arrival(1, -5, 1, "{}"), Arrival(2, -5, 2, "{}")])
    [[first, second]] = await storage.inbox.claim(1)
    await storage.inbox.finish([Outcome(first, Fate.ASIDE, following=second), Outcome(second, Fate.ASIDE)])
    assert await storage.conversations.forget(1) == 2
    assert await storage.conversations.read(-5, 1) is None
    assert await storage.conversations.read(-5, 2) == "state"
    assert [one.update_id for one in await storage.inbox.aside()] == [2]


async def test_what_is_forgotten_within_a_turn_is_not_written_at_its_end(storage: Storage) -> None:
    turn = Turn(BEGINNING)
    with working_in(turn):
        await storage.conversations.write(1, 1, "state")
        await storage.conversations.forget(1)
    assert turn.states == {}


async def test_nothing_deleted_is_left_in_the_file(storage: Storage) -> None:
    file = storage.database.address.file
    if file is None:
        return
    secret = "微粒贷能提前还吗" * 50
    await storage.conversations.write(1, 1, secret)
    await storage.inbox.accept([Arrival(1, 2, 2, secret)])
    [[letter]] = await storage.inbox.claim(1)
    assert any(secret[:20].encode() in one.read_bytes() for one in file.parent.iterdir())
    await storage.inbox.finish([Outcome(letter, Fate.DONE)])
    await storage.conversations.forget(1)
    assert not any(secret[:8].encode() in one.read_bytes() for one in file.parent.iterdir())


async def test_the_file_is_for_its_owner_only(storage: Storage) -> None:
    file = storage.database.address.file
    if file is not None:
        await storage.conversations.write(1, 1, "state")
        assert {one.stat().st_mode & 0o077 for one in file.parent.glob("jiewen.db*")} == {0}


async def test_the_review_queue(storage: Storage, clock: Clock) -> None:
    await storage.review.add(
        QuestionForReview(f"我{PHONE}能借吗", Reason.UNANSWERED, "v1", None, "weilidai", Decimal("0.41239"))
    )
    clock.move(minutes=1)
    await storage.review.add(QuestionForReview("字" * 9999, Reason.DISLIKED, "v1", "overdue"))
    second, first = await storage.review.list()
    assert (first.text, first.confidence) == ("我***********能借吗", Decimal("0.4124"))
    assert len(second.text) == 500
    assert first.id is not None
    assert await storage.review.handle([first.id], Status.ASSIGNED, 42, "access_entry") == 1
    assert await storage.review.handle([first.id], Status.IGNORED, 42) == 0
    assert await storage.review.counts() == {Status.OPEN: 1, Status.ASSIGNED: 1}
    assert [one.id for one in await storage.review.list(Status.ASSIGNED)] == [first.id]


async def test_opinions_are_masked(storage: Storage) -> None:
    await storage.opinions.add(Opinion("remark", "v1", None, None, f"加微信{PHONE}", f"打{PHONE}"))
    [opinion] = await storage.opinions.since(BEGINNING)
    assert (opinion.question, opinion.remark) == ("加微信***********", "打***********")


async def test_the_audit(storage: Storage, clock: Clock) -> None:
    await storage.audit.add(Entry("publish", "weilidai.daily_rate", 42, "0.02%", "0.03%", "页面改了"))
    clock.move(seconds=1)
    await storage.audit.add(Entry("rollback", "x" * 999))
    last, first = await storage.audit.latest()
    assert (first.actor, first.before, first.at) == (42, "0.02%", BEGINNING)
    assert (last.actor, len(last.subject)) == (None, 200)


async def test_what_is_over_is_deleted(storage: Storage, clock: Clock) -> None:
    await storage.inbox.accept([Arrival(1, 1, 1, "{}"), Arrival(2, 2, 2, "{}"), Arrival(3, 3, 3, "{}")])
    [[first], [second], _] = await storage.inbox.claim(3)
    await storage.inbox.finish([Outcome(first, Fate.DONE), Outcome(second, Fate.ASIDE)])
    await storage.conversations.write(1, 1, "state")
    await storage.review.add(QuestionForReview("花呗", Reason.UNANSWERED, "v1"))
    await storage.opinions.add(Opinion("up", "v1"))
    await storage.audit.add(Entry("publish", "x"))
    keeping = Keeping(
        conversations=dt.timedelta(hours=1), questions=dt.timedelta(days=3), feedback=None, audit=None
    )
    retention = Retention(storage.database, keeping, clock)
    assert not any((await retention.sweep()).values())
    clock.move(hours=2)
    assert (await retention.sweep())["conversation"] == 1
    clock.move(days=4)
    assert await retention.sweep() == {"inbox": 1, "conversation": 0, "question": 1}
    clock.move(days=400)
    assert (await retention.sweep())["inbox"] == 1
    # What still waits is never over, nor is what is kept for ever
    assert (await storage.inbox.counts()).waiting == 1
    assert len(await storage.opinions.since(BEGINNING)) == len(await storage.audit.latest()) == 1


async def test_of_one_person_the_latest_conversations_are_kept(storage: Storage, clock: Clock) -> None:
    for chat in range(MAX_OF_A_PERSON + 5):
        await storage.conversations.write(-chat, 1, "state")
        clock.move(seconds=1)
    await storage.conversations.write(-1, 2, "state")
    assert (await storage.retention.sweep())["conversation"] == 5
    read = storage.conversations.read
    assert [await read(-chat, 1) for chat in range(6)] == [None] * 5 + ["state"]
    assert await read(-1, 2) == "state"


async def test_replicas_see_each_other(replica: Replica, clock: Clock) -> None:
    one, two = replica("one"), replica("two")
    await one.replicas.show("v1")
    assert [(each.name, each.knowledge) for each in await two.replicas.show("v2")] == [
        ("one", "v1"),
        ("two", "v2"),
    ]
    clock.move(minutes=2)
    assert [each.name for each in await two.replicas.show("v2")] == ["two"]
    await one.replicas.show("v2")
    await two.replicas.leave()
    assert [each.name for each in await one.replicas.show("v2")] == ["one"]
