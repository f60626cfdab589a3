"""The inbox on both databases: once each, in order, by whoever holds the lane."""

from __future__ import annotations

import asyncio
import datetime as dt

from sqlalchemy import text

from bot.storage import Arrival, Fate, Inbox, Letter, Opinion, Outcome, Storage, Turn, working_in
from bot.storage.inbox import LEASE, LETTERS_OF_A_LANE
from tests.bot.storage.conftest import BEGINNING, Clock, Replica

LONG = LEASE + dt.timedelta(seconds=1)


def arrival(number: int, lane: int = 7) -> Arrival:
    return Arrival(number, lane, lane, f'{{"update_id":{number}}}')


def done(letter: Letter, following: Letter | None = None) -> Outcome:
    return Outcome(letter, Fate.DONE, Turn(BEGINNING), following)


def numbers(claimed: list[list[Letter]]) -> list[list[int]]:
    return [[letter.update_id for letter in lane] for lane in claimed]


async def work_off(inbox: Inbox) -> list[int]:
    """Claim and finish until nothing is left."""
    worked: list[int] = []
    while claimed := await inbox.claim(10):
        for lane in claimed:
            for place, letter in enumerate(lane):
                worked.append(letter.update_id)
                following = lane[place + 1] if place + 1 < len(lane) else None
                await inbox.finish([done(letter, following)])
    return worked


async def test_an_update_is_taken_once(storage: Storage) -> None:
    assert (await storage.inbox.accept([arrival(1), arrival(2)])).new == {1, 2}
    assert (await storage.inbox.accept([arrival(2), arrival(3)])).new == {3}
    assert await work_off(storage.inbox) == [1, 2, 3]
    assert (await storage.inbox.accept([arrival(1), arrival(3)])).new == set()
    assert await work_off(storage.inbox) == []


async def test_a_batch_with_the_same_update_twice(storage: Storage) -> None:
    assert (await storage.inbox.accept([arrival(1), arrival(1)])).new == {1}


async def test_chats_come_in_the_order_of_waiting_and_their_updates_by_number(
    storage: Storage, clock: Clock
) -> None:
    for number, lane in ((5, 2), (4, 1), (9, 2), (3, 1)):
        await storage.inbox.accept([arrival(number, lane)])
        clock.move(seconds=1)
    assert numbers(await storage.inbox.claim(10)) == [[5, 9], [3, 4]]


async def test_a_lane_has_one_owner(replica: Replica) -> None:
    one, two = replica("one").inbox, replica("two").inbox
    await one.accept([arrival(1, 1), arrival(2, 2)])
    assert numbers(await one.claim(1)) == [[1]]
    assert numbers(await two.claim(10)) == [[2]]
    assert await one.claim(10) == []


async def test_what_arrives_meanwhile_stays_with_its_owner(replica: Replica) -> None:
    one, two = replica("one").inbox, replica("two").inbox
    await one.accept([arrival(5)])
    [[letter]] = await one.claim(1)
    # Even an earlier one, which came late
    await two.accept([arrival(4), arrival(6)])
    assert await two.claim(10) == []
    finished = await one.finish([done(letter)])
    assert finished.has_more
    assert numbers(await two.claim(10)) == [[4, 6]]


async def test_the_lanes_of_the_dead_are_taken_over(replica: Replica, clock: Clock) -> None:
    dead, heir = replica("dead").inbox, replica("heir").inbox
    await dead.accept([arrival(1), arrival(2)])
    await dead.claim(1)
    assert await heir.claim(1) == []
    clock.now += LONG
    assert numbers(await heir.claim(1)) == [[1, 2]]


async def test_who_renews_keeps_its_lanes(replica: Replica, clock: Clock) -> None:
    alive, other = replica("alive").inbox, replica("other").inbox
    await alive.accept([arrival(1)])
    [[letter]] = await alive.claim(1)
    for _ in range(3):
        clock.now += LEASE * 0.8
        assert await alive.renew([7]) == 1
        assert await other.claim(1) == []
    assert not (await alive.finish([done(letter)])).lost
    assert await alive.renew([7]) == 0


async def test_leases_may_be_left_alone_though_they_ran_out(replica: Replica, clock: Clock) -> None:
    one, two = replica("one").inbox, replica("two").inbox
    await one.accept([arrival(1, 1), arrival(2, 2)])
    await one.claim(1)
    clock.now += LONG
    assert numbers(await two.claim(10, takes_over=False)) == [[2]]
    assert numbers(await two.claim(10)) == [[1]]


async def test_what_is_accepted_may_be_leased_at_once(replica: Replica) -> None:
    one, two = replica("one").inbox, replica("two").inbox
    accepted = await one.accept([arrival(1, 1), arrival(2, 2), arrival(3, 2)], room=5)
    assert accepted.new == {1, 2, 3}
    assert numbers([list(lane) for lane in accepted.claimed]) == [[1], [2, 3]]
    assert await two.claim(5) == []
    again = await two.accept([arrival(1, 1), arrival(4, 4)], room=5)
    assert numbers([list(lane) for lane in again.claimed]) == [[4]]


async def test_a_probe_leaves_nothing(storage: Storage) -> None:
    await storage.inbox.probe()
    assert await storage.inbox.claim(5) == []
    count = text("SELECT count(*) FROM lane")
    assert await storage.database.read(lambda connection: connection.scalar(count)) == 0


async def test_nobody_takes_over_from_itself(replica: Replica, clock: Clock) -> None:
    one = replica("one").inbox
    await one.accept([arrival(1)])
    [[letter]] = await one.claim(1)
    clock.now += LONG
    assert await one.claim(1, held=[7]) == []
    await one.finish([Outcome(letter, Fate.LATER)])
    assert numbers(await one.claim(1, held=[7])) == [[1]]
    clock.now += LONG
    # A claim that was committed, and of which nobody heard
    assert numbers(await one.claim(1)) == [[1]]


async def test_who_lost_a_lane_changes_nothing(replica: Replica, clock: Clock) -> None:
    slow, quick = replica("slow"), replica("quick")
    await slow.inbox.accept([arrival(1)])
    [[letter]] = await slow.inbox.claim(1)
    clock.now += LONG
    [[same]] = await quick.inbox.claim(1)
    late = Turn(BEGINNING, {(7, 7): "late"})
    finished = await slow.inbox.finish([Outcome(letter, Fate.DONE, late)])
    assert finished.lost == {7}
    assert await slow.conversations.read(7, 7) is None
    assert not (await quick.inbox.finish([done(same)])).lost
    assert await work_off(slow.inbox) == []


async def test_what_a_turn_stores_is_stored_with_done(storage: Storage) -> None:
    await storage.inbox.accept([arrival(1), arrival(2)])
    [[first, second]] = await storage.inbox.claim(1)
    turn = Turn(BEGINNING)
    with working_in(turn):
        await storage.conversations.write(7, 7, "state")
        await storage.opinions.add(Opinion("up", "v1"))
        assert await storage.conversations.read(7, 7) == "state"
    assert await storage.conversations.read(7, 7) is None
    assert await storage.opinions.since(BEGINNING) == []
    await storage.inbox.finish([Outcome(first, Fate.DONE, turn, second)])
    assert await storage.conversations.read(7, 7) == "state"
    assert [one.verdict for one in await storage.opinions.since(BEGINNING)] == ["up"]


async def test_a_failed_letter_stores_nothing_and_comes_again_later(storage: Storage, clock: Clock) -> None:
    await storage.inbox.accept([arrival(1), arrival(2)])
    [[first, _]] = await storage.inbox.claim(1)
    resume = clock.now + dt.timedelta(seconds=5)
    turn = Turn(BEGINNING, {(7, 7): "state"})
    await storage.inbox.finish(
        [Outcome(first, Fate.LATER, turn, error="x" * 9999, resume_at=resume, is_failure=True)]
    )
    assert await storage.conversations.read(7, 7) is None
    assert await storage.inbox.claim(1) == []
    clock.move(seconds=5)
    [[again, second]] = await storage.inbox.claim(1)
    assert (again.update_id, again.failures, again.tries) == (1, 1, 0)
    assert second.update_id == 2


async def test_what_is_set_aside_blocks_nothing_and_can_be_tried_again(storage: Storage) -> None:
    await storage.inbox.accept([arrival(1), arrival(2)])
    [[first, second]] = await storage.inbox.claim(1)
    await storage.inbox.finish([Outcome(first, Fate.ASIDE, error="ValueError", following=second)])
    await storage.inbox.finish([done(second)])
    counts = await storage.inbox.counts()
    assert (counts.waiting, counts.aside) == (0, 1)
    assert [(one.update_id, one.error) for one in await storage.inbox.aside()] == [(1, "ValueError")]
    assert (await storage.inbox.accept([arrival(1)])).new == set()
    assert await storage.inbox.retry_aside() == 1
    assert await work_off(storage.inbox) == [1]


async def test_a_try_is_counted_before_it_is_made(replica: Replica, clock: Clock) -> None:
    await replica("zero").inbox.accept([arrival(1), arrival(2)])
    for deaths in range(3):
        [[first, second]] = await replica(f"dead {deaths}").inbox.claim(1)
        assert (first.tries, second.tries) == (deaths, 0)
        clock.now += LONG
    [[first, second]] = await replica("last").inbox.claim(1)
    await replica("last").inbox.finish([done(first, second)])
    clock.now += LONG
    [[second]] = await replica("next").inbox.claim(1)
    assert second.tries == 1


async def test_an_end_in_good_order_counts_as_no_try(replica: Replica) -> None:
    one = replica("one").inbox
    await one.accept([arrival(1)])
    for _ in range(3):
        [[letter]] = await one.claim(1)
        assert letter.tries == 0
        await one.release([letter.update_id])


async def test_a_long_queue_stays_in_the_database(storage: Storage) -> None:
    many = LETTERS_OF_A_LANE * 2 + 3
    await storage.inbox.accept([arrival(number) for number in range(1, many + 1)])
    [first] = await storage.inbox.claim(1)
    assert len(first) == LETTERS_OF_A_LANE
    await storage.inbox.release()
    assert await work_off(storage.inbox) == list(range(1, many + 1))


async def test_nothing_is_left_of_what_is_done(storage: Storage, clock: Clock) -> None:
    await storage.inbox.accept([arrival(1)])
    assert (await storage.inbox.counts()).oldest == clock.now
    await work_off(storage.inbox)
    read = storage.database.read
    row = await read(lambda connection: connection.execute(text("SELECT * FROM inbox")).one())
    assert (row.lane, row.sender, row.payload, row.error) == (None, None, None, None)
    assert await read(lambda connection: connection.scalar(text("SELECT count(*) FROM lane"))) == 0


async def test_many_at_once(replica: Replica) -> None:
    """Three processes accept, redeliver, claim and finish side by side: once each, in order."""
    replicas = [replica(f"replica {number}") for number in range(3)]
    worked: dict[int, list[int]] = {}
    everything = [arrival(number, number % 11) for number in range(1, 166)]
    left = {one.update_id for one in everything}

    async def accept(inbox: Inbox, turn: int) -> None:
        for start in range(0, len(everything), 15):
            # Each batch is delivered to two of the three
            if (start // 15 + turn) % 3:
                await inbox.accept(everything[start : start + 15])

    async def work(inbox: Inbox) -> None:
        while left:
            for lane in await inbox.claim(2):
                for place, letter in enumerate(lane):
                    await asyncio.sleep(0)
                    following = lane[place + 1] if place + 1 < len(lane) else None
                    finished = await inbox.finish([done(letter, following)])
                    assert not finished.lost
                    worked.setdefault(letter.lane, []).append(letter.update_id)
                    left.remove(letter.update_id)
            await asyncio.sleep(0)

    async with asyncio.timeout(30):
        await asyncio.gather(
            *(accept(one.inbox, turn) for turn, one in enumerate(replicas)),
            *(work(one.inbox) for one in replicas),
        )
    assert sum(map(len, worked.values())) == len(everything)
    assert all(len(set(numbers)) == len(numbers) for numbers in worked.values())
