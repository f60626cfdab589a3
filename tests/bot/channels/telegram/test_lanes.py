"""One chat in order, chats side by side."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram.lanes import Lanes, lane_of
from bot.channels.telegram.receiving import RawUpdate


def update(number: int, chat: int) -> RawUpdate:
    return {"update_id": number, "message": {"chat": {"id": chat}}}


class Gate:
    """Work that waits at a gate, and notes what passes."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.begun: list[int] = []
        self.done: list[int] = []

    async def work(self, raw: RawUpdate) -> None:
        self.begun.append(raw["update_id"])
        await self.open.wait()
        self.done.append(raw["update_id"])


async def test_a_chat_keeps_its_order_while_others_go_on() -> None:
    gate = Gate()
    lanes = Lanes(gate.work)
    for number, chat in enumerate((7, 7, 8, 7, 9)):
        await lanes.accept(update(number, chat))
    await asyncio.sleep(0)
    assert gate.begun == [0, 2, 4]
    gate.open.set()
    assert await lanes.drain() == 0
    assert [number for number in gate.done if number in (0, 1, 3)] == [0, 1, 3]


async def test_no_more_chats_at_once_than_there_are_places() -> None:
    gate = Gate()
    lanes = Lanes(gate.work, width=2)
    for chat in range(5):
        await lanes.accept(update(chat, chat))
    await asyncio.sleep(0)
    assert gate.begun == [0, 1]
    gate.open.set()
    await lanes.drain()
    assert sorted(gate.done) == [0, 1, 2, 3, 4]


async def test_the_receiver_waits_while_too_much_is_waiting() -> None:
    gate = Gate()
    lanes = Lanes(gate.work, max_waiting=2)
    await lanes.accept(update(1, 1))
    await lanes.accept(update(2, 1))
    third = asyncio.create_task(lanes.accept(update(3, 1)))
    await asyncio.sleep(0)
    assert not third.done()
    gate.open.set()
    await third
    assert await lanes.drain() == 0


async def test_what_takes_too_long_is_counted() -> None:
    lanes = Lanes(Gate().work)
    await lanes.accept(update(1, 1))
    await lanes.accept(update(2, 1))
    assert await lanes.drain(0.01) == 2


async def test_a_failure_does_not_stop_its_chat(caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []

    async def work(raw: RawUpdate) -> None:
        if raw["update_id"] == 1:
            raise TypeError("an answer that nobody understands")
        done.append(raw["update_id"])

    lanes = Lanes(work)
    for number in range(3):
        await lanes.accept(update(number, 7))
    assert await lanes.drain() == 0
    assert done == [0, 2]
    assert "消息 1 没能处理完" in caplog.text


async def test_a_lane_goes_on_after_it_was_empty() -> None:
    gate = Gate()
    gate.open.set()
    lanes = Lanes(gate.work)
    for number in range(3):
        await lanes.accept(update(number, 1))
        await lanes.drain()
    assert gate.done == [0, 1, 2]


@pytest.mark.parametrize(
    ("content", "lane"),
    [
        ({"callback_query": {"from": {"id": 5}, "message": {"chat": {"id": -7}}}}, -7),
        ({"callback_query": {"from": {"id": 5}, "inline_message_id": "x"}}, 5),
        ({"edited_message": {"chat": {"id": 3}}}, 3),
        ({"inline_query": {"from": {"id": 6}}}, 6),
        ({"something_new": 4}, None),
        ({}, None),
    ],
)
def test_what_an_update_has_to_wait_for(content: RawUpdate, lane: int | None) -> None:
    assert lane_of({"update_id": 1, **content}) == lane
