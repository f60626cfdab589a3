"""Moderators hear of questions that fail, and not too often."""

from __future__ import annotations

import datetime as dt

from bot.assistant import Assistant
from bot.channels.telegram.alarm import QUIET, Alarm
from bot.replies.model import Reply
from tests.bot.channels.telegram.running import serving, settings_for
from tests.bot.channels.telegram.test_trouble import Failing
from tests.botapi import BotApiServer, Person

MODERATOR = 77


async def test_once_an_hour_with_how_many() -> None:
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    told: list[str] = []

    async def tell(reply: Reply) -> None:
        told.append(reply.title)

    alarm = Alarm(tell, lambda: now)
    for _ in range(3):
        await alarm.set_aside()
    now += QUIET
    await alarm.set_aside()
    assert [title[:7] for title in told] == ["有 1 条消息", "有 3 条消息"]


async def test_moderators_hear_of_what_was_set_aside(server: BotApiServer, assistant: Assistant) -> None:
    failing = object.__new__(Failing)
    failing.__dict__.update(assistant.__dict__)
    async with serving(settings_for(server, jiewen_moderators=(MODERATOR,)), failing):
        await Person(server).says("炸了")
        apology, alarm = await server.sent(), await server.sent()
    assert "编号" in apology.text
    assert alarm.chat == MODERATOR
    assert "python -m bot database aside" in alarm.text
    assert "炸" not in alarm.text
