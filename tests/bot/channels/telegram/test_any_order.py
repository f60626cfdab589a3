"""Any buttons of any messages in any order, between typed messages: everything is answered, nothing fails."""

from __future__ import annotations

import logging
import os
import random

import pytest

from tests.botapi import BotApiServer, Group, Person

STEPS = int(os.environ.get("JIEWEN_TEST_PRESSES", "60"))
_TYPED = [
    "/start", "/quote", "/compare", "/products", "/why", "/sources", "/cancel",
    "微粒贷能提前还吗", "那分付呢", "借2万分12期日息万四", "微粒贷 3万 24期", "分付3000只还最低", "算了", "怎么办啊", "😀",
    "换成先息后本", "18期", "<b>借呗</b>逾期", "花呗呢", "第二个", "都要",
]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
async def test_any_buttons_in_any_order(
    seed: int, server: BotApiServer, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(seed)
    friend = Person(server, 4300000043, "小周")
    queries = []
    for _ in range(STEPS):
        pressable = [one for one in server.state.messages.values() if one.rows]
        if pressable and chance.random() < 0.6:
            sent = chance.choice(pressable)
            who = chance.choice([person, person, friend]) if sent.chat == Group().id else person
            queries.append(await who.presses(sent, chance.choice(sent.labels)))
        elif chance.random() < 0.3:
            await chance.choice([person, friend]).says(
                f"@{server.username} {chance.choice(_TYPED[7:])}", Group()
            )
        else:
            await person.says(chance.choice(_TYPED))
        await server.until_confirmed()
    for query in queries:
        await server.until_answered(query)
    await person.says("/version")
    while "知识 " not in (await server.sent()).text:
        pass
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
