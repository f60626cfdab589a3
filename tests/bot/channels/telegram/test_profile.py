"""Menu and descriptions."""

from __future__ import annotations

from bot.channels.telegram.profile import CHINESE, ENGLISH, introduce
from bot.channels.telegram.transport import build_bot
from bot.settings import Settings
from tests.botapi import BotApiServer
from tests.botapi.refusals import Refusal


async def introduced(settings: Settings) -> None:
    bot = build_bot(settings)
    await bot.initialize()
    await introduce(bot)
    await bot.shutdown()


async def test_menu_and_descriptions_in_two_languages(server: BotApiServer, settings: Settings) -> None:
    await introduced(settings)
    found = server.state.profile
    assert "非官方" in found["short_description "]
    assert "非官方" in found["description "]
    assert "Unofficial" in found["short_description en"]
    assert [one["command"] for one in found["commands default"]] == list(CHINESE.commands)
    assert [one["description"] for one in found["commands default en"]] == list(ENGLISH.commands.values())
    assert "forget" not in [one["command"] for one in found["commands all_group_chats"]]
    assert found["menu"] == {"type": "commands"}


async def test_what_is_set_is_not_set_again(server: BotApiServer, settings: Settings) -> None:
    await introduced(settings)
    before = len([call for call in server.calls if call.method.startswith("set")])
    await introduced(settings)
    assert len([call for call in server.calls if call.method.startswith("set")]) == before


async def test_trouble_with_it_stops_nothing(server: BotApiServer, settings: Settings) -> None:
    server.fail(
        "setMyDescription", Refusal(429, "Too Many Requests: retry after 9000", {"retry_after": 9000})
    )
    await introduced(settings)
