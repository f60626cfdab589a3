"""The worker on a real inbox: order, failures, a database that goes away, an end in good order."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from bot.delivery import ProcessDied, Trouble
from bot.delivery.worker import FAILURE_PAUSE, MAX_FAILURES, MAX_TRIES, PASSING_PAUSE
from bot.storage import Accepted, DatabaseAway, Finished, Letter, Outcome, current_turn
from bot.storage.database import Database
from bot.storage.inbox import LEASE, LETTERS_OF_A_LANE
from bot.storage.tables import lanes
from tests.bot.delivery.conftest import Post, until


class Desk:
    """Work that notes what it does, and waits or fails where a test wants it to."""

    def __init__(self) -> None:
        self.done: dict[int, list[int]] = defaultdict(list)
        self.begun: list[int] = []
        self.open = asyncio.Event()
        self.open.set()
        self.fails: dict[int, list[Exception]] = defaultdict(list)
        self.at_once = 0
        self.most_at_once = 0

    async def work(self, letter: Letter) -> None:
        self.begun.append(letter.update_id)
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        try:
            await self.open.wait()
            await asyncio.sleep(0)
            if self.fails[letter.update_id]:
                raise self.fails[letter.update_id].pop()
            self.done[letter.lane].append(letter.update_id)
            turn = current_turn()
            assert turn is not None
            turn.states[letter.lane, letter.lane] = f"after {letter.update_id}"
        finally:
            self.at_once -= 1

    async def until_begun(self, count: int) -> None:
        await until(lambda: len(self.begun) >= count)


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_chats_side_by_side_and_each_in_order(database: Database, desk: Desk) -> None:
    post = Post(database, desk.work, width=4)
    desk.open.clear()
    async with post.working():
        await post.take(*((number, number % 6) for number in range(60)))
        await desk.until_begun(4)
        desk.open.set()
        await post.until_idle()
    assert desk.most_at_once == 4
    assert dict(desk.done) == {chat: list(range(chat, 60, 6)) for chat in range(6)}
    assert await post.storage.conversations.read(5, 5) == "after 59"


async def test_a_repetition_is_dropped(database: Database, desk: Desk) -> None:
    post = Post(database, desk.work)
    async with post.working():
        await post.take((1, 7), (2, 7))
        await post.take((2, 7), (1, 7), (3, 7))
        await post.until_idle()
        await post.take((3, 7))
        await post.until_idle()
    assert desk.done == {7: [1, 2, 3]}
    assert "jiewen_updates_repeated_total 3.0" in post.metrics.text().decode()


async def test_a_failure_is_tried_again_and_keeps_the_order(database: Database, desk: Desk) -> None:
    desk.fails[1] = [ValueError("x")] * (MAX_FAILURES - 1)
    post = Post(database, desk.work)
    async with post.working():
        await post.take((1, 7), (2, 7))
        await post.let_pass(FAILURE_PAUSE, lambda: len(desk.done[7]) == 2)
    assert desk.done == {7: [1, 2]}
    assert post.given_up == []


async def test_what_fails_time_and_again_is_set_aside_and_told_once(database: Database, desk: Desk) -> None:
    desk.fails[1] = [ValueError("x")] * 99
    post = Post(database, desk.work)
    async with post.working():
        await post.take((1, 7), (2, 7))
        await post.let_pass(FAILURE_PAUSE, lambda: bool(desk.done[7]))
        await post.until_idle()
    assert desk.done == {7: [2]}
    assert desk.begun.count(1) == MAX_FAILURES
    assert [number for number, _ in post.given_up] == [1]
    [aside] = await post.storage.inbox.aside()
    assert (aside.update_id, aside.failures, aside.error) == (1, MAX_FAILURES, "ValueError: x")


async def test_what_would_fail_again_is_set_aside_at_once(database: Database, desk: Desk) -> None:
    desk.fails[1] = [ValueError("x")]
    post = Post(database, desk.work)
    post.trouble = Trouble.FINAL
    async with post.working():
        await post.take((1, 7), (2, 7))
        await post.until_idle()
    assert desk.begun == [1, 2]
    assert [number for number, _ in post.given_up] == [1]


async def test_what_passes_is_never_given_up(database: Database, desk: Desk) -> None:
    desk.fails[1] = [OSError()] * 20
    post = Post(database, desk.work)
    post.trouble = Trouble.PASSING
    async with post.working():
        await post.take((1, 7), (2, 7), (3, 8))
        await post.let_pass(PASSING_PAUSE, lambda: len(desk.done[7]) == 2)
    assert desk.done == {7: [1, 2], 8: [3]}
    assert post.given_up == []


async def test_what_kills_the_process_is_set_aside(database: Database, desk: Desk) -> None:
    desk.open.clear()
    for death in range(MAX_TRIES):
        dying = Post(database, desk.work, f"dying {death}")
        dying.now += LEASE * 2 * death
        if not death:
            await dying.take((1, 7), (2, 7))
        dying.worker.start()
        await desk.until_begun(death + 1)
        # Gone without a word
        tasks = [*dying.worker._tasks, *dying.worker._lanes]
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    desk.open.set()
    heir = Post(database, desk.work, "heir")
    heir.now += LEASE * 2 * MAX_TRIES
    async with heir.working():
        await heir.until_idle()
    assert desk.done == {7: [2]}
    [(number, error)] = heir.given_up
    assert (number, type(error)) == (1, ProcessDied)


async def test_an_end_in_good_order_leaves_the_rest(database: Database, desk: Desk) -> None:
    first = Post(database, desk.work, "first")
    desk.open.clear()
    async with first.working():
        await first.take((1, 7), (2, 7), (3, 8))
        await desk.until_begun(2)
    assert not desk.done
    desk.open.set()
    second = Post(database, desk.work, "second")
    async with second.working():
        await second.until_idle()
    assert desk.done == {7: [1, 2], 8: [3]}


async def test_what_was_accepted_is_finished_before_the_end_if_there_is_time(
    database: Database, desk: Desk
) -> None:
    post = Post(database, desk.work)
    desk.open.clear()
    post.worker.start()
    await post.take((1, 7))
    await desk.until_begun(1)
    await post.take(*((number, 7) for number in range(2, 50)), (99, 8))
    ending = asyncio.create_task(post.worker.drain(20))
    await asyncio.sleep(0)
    desk.open.set()
    assert await ending == 0
    assert desk.done == {7: list(range(1, 50)), 8: [99]}


async def test_a_paused_chat_holds_back_no_other(database: Database, desk: Desk) -> None:
    held = asyncio.Event()

    async def work(letter: Letter) -> None:
        if letter.lane == 7:
            post.places._sleep = lambda seconds: held.wait()  # type: ignore[assignment, return-value]
            await post.places.pause(30)
        await desk.work(letter)

    post = Post(database, work, width=1)
    async with post.working():
        await post.take((1, 7), (2, 7))
        await post.take(*((number, number) for number in range(10, 50)))
        await until(lambda: len(desk.begun) >= 40)
        assert 7 not in desk.done
        held.set()
        await post.until_idle()
    assert desk.done[7] == [1, 2]


async def test_an_answer_that_is_out_is_recorded_when_the_database_is_back(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    post = Post(database, desk.work)
    finish, claim, attempts = post.storage.inbox.finish, post.storage.inbox.claim, 0

    async def finish_later(outcomes: Sequence[Outcome]) -> Finished:
        nonlocal attempts
        attempts += 1
        if attempts < 5:
            raise DatabaseAway("数据库不见了")
        return await finish(outcomes)

    async def claim_later(*arguments: object, **more: object) -> list[list[Letter]]:
        await until(lambda: attempts == 0 or attempts >= 5)
        return await claim(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(post.storage.inbox, "finish", finish_later)
    monkeypatch.setattr(post.storage.inbox, "claim", claim_later)
    async with post.working():
        await post.take((1, 7), (2, 7))
        await until(lambda: attempts >= 2)
        assert not post.health.report().ready or attempts >= 5
        await post.until_idle()
        await until(lambda: post.health.report().ready)
    assert desk.done == {7: [1, 2]}
    assert [record.levelno for record in caplog.records].count(logging.ERROR) == 1


async def test_a_chat_goes_on_though_it_is_claimed_before_its_end_was_heard_of(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Post(database, desk.work)
    original, claim = post.storage.inbox.finish, asyncio.Event()

    async def finish(outcomes: Sequence[Outcome]) -> Finished:
        finished = await original(outcomes)
        if finished.has_more:
            claim.clear()
            post.worker._woken.set()
            await claim.wait()
        return finished

    async def claimed(*arguments: object, **more: object) -> list[list[Letter]]:
        found = await original_claim(*arguments, **more)  # type: ignore[arg-type]
        claim.set()
        return found

    original_claim = post.storage.inbox.claim
    monkeypatch.setattr(post.storage.inbox, "finish", finish)
    monkeypatch.setattr(post.storage.inbox, "claim", claimed)
    many = LETTERS_OF_A_LANE * 3
    async with post.working():
        await post.take(*((number, 7) for number in range(many)))
        await until(lambda: len(desk.done[7]) == many)
    assert desk.done == {7: list(range(many))}


async def test_updates_that_cannot_be_stored_are_refused(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Post(database, desk.work)

    async def accept(*arguments: object) -> Accepted:
        raise DatabaseAway("数据库不见了")

    monkeypatch.setattr(post.storage.inbox, "accept", accept)
    with pytest.raises(DatabaseAway):
        await post.take((1, 7))
    assert not post.health.report().ready


async def test_a_change_that_cannot_be_stored_repeats_no_answer(database: Database) -> None:
    worked = []

    async def work(letter: Letter) -> None:
        worked.append(letter.update_id)
        turn = current_turn()
        assert turn is not None
        turn.states[letter.lane, 1 if letter.update_id != 2 else 2**70] = "state"

    post = Post(database, work)
    async with post.working():
        await post.take((1, 7), (2, 8), (3, 9))
        await post.until_idle()
    assert sorted(worked) == [1, 2, 3]
    assert await post.storage.conversations.read(9, 1) == "state"


async def test_leases_are_renewed_while_work_takes_long(database: Database, desk: Desk) -> None:
    post = Post(database, desk.work)
    post.worker._sleep = lambda seconds: asyncio.sleep(0.001)
    other = Post(database, desk.work, "other")
    desk.open.clear()
    async with post.working():
        await post.take((1, 7))
        await desk.until_begun(1)
        for _ in range(5):
            post.now += LEASE * 0.9
            other.now = post.now
            before = post.now
            async with asyncio.timeout(10):
                while (await _leased_until(post)) <= before + LEASE * 0.95:  # noqa: ASYNC110
                    await asyncio.sleep(0.001)
            assert await other.storage.inbox.claim(1) == []
        desk.open.set()
        await post.until_idle()


async def _leased_until(post: Post) -> dt.datetime:
    leased_until = await post.storage.database.read(
        lambda connection: connection.scalar(select(lanes.c.leased_until))
    )
    assert isinstance(leased_until, dt.datetime)
    return leased_until
