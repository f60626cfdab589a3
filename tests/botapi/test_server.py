"""The server itself, asked by a plain HTTP client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from tests.botapi import BotApiServer, Person

CHAT = 42
Answer = tuple[int, dict[str, Any]]


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


class Api:
    """Calls methods."""

    def __init__(self, server: BotApiServer, session: ClientSession) -> None:
        self._server = server
        self._session = session

    async def call(self, method: str, **parameters: object) -> Answer:
        return await self.post(method, {name: _form(value) for name, value in parameters.items()})

    async def post(self, method: str, data: object, token: str | None = None) -> Answer:
        url = f"{self._server.base_url}{token or self._server.token}/{method}"
        async with self._session.post(url, data=data) as answer:
            return answer.status, await answer.json()

    async def refusal(self, method: str, **parameters: object) -> str:
        status, answer = await self.call(method, **parameters)
        assert answer["ok"] is False
        assert answer["error_code"] == status
        return str(answer["description"])


def _form(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


@pytest.fixture
async def api(server: BotApiServer) -> AsyncIterator[Api]:
    async with ClientSession() as session:
        yield Api(server, session)


async def test_the_token_and_the_method_have_to_be_known(api: Api) -> None:
    assert await api.post("getMe", {}, token="1:x") == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    assert await api.refusal("getNothing") == "Not Found"
    assert "unexpected parameters: txt" in await api.refusal("sendMessage", chat_id=CHAT, txt="x")


@pytest.mark.parametrize(
    ("parameters", "complaint"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "字" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "x", "parse_mode": "MarkdownV2"}, "parse_mode"),
        ({"text": "x", "chat_id": "nobody"}, "chat not found"),
        ({"text": "x", "reply_parameters": {"message_id": 9}}, "message to be replied not found"),
    ],
)
async def test_messages_are_checked(parameters: dict[str, object], complaint: str, api: Api) -> None:
    assert complaint in await api.refusal("sendMessage", **{"chat_id": CHAT, **parameters})


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([[{"text": "x", "callback_data": "字" * 22}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "x", "callback_data": ""}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "", "callback_data": "x"}]], "non-empty"),
        ([[{"text": "x"}]], "unallowed"),
        ([[{"text": "x", "callback_data": "x"}]] * 101, "too long"),
        ([[{"text": "x", "callback_data": "x"}] * 9], "too many"),
        ([[{"text": "x", "url": "javascript:x"}]], "URL is invalid"),
    ],
)
async def test_keyboards_are_checked(rows: object, complaint: str, api: Api) -> None:
    markup = {"inline_keyboard": rows}
    assert complaint in await api.refusal("sendMessage", chat_id=CHAT, text="x", reply_markup=markup)


async def test_an_edit_has_to_change_something(api: Api) -> None:
    _, sent = await api.call("sendMessage", chat_id=CHAT, text="x")
    place = {"chat_id": CHAT, "message_id": sent["result"]["message_id"]}
    assert "not modified" in await api.refusal("editMessageText", text="x", **place)
    assert (await api.call("editMessageText", text="y", **place))[0] == 200
    await api.call("deleteMessage", **place)
    assert "message to edit not found" in await api.refusal("editMessageText", text="z", **place)


async def test_files_are_taken_and_captions_checked(api: Api, server: BotApiServer) -> None:
    form = FormData({"chat_id": "42", "caption": "题"}, quote_fields=False)
    form.add_field("document", b"a,b", filename="表.csv")
    status, answer = await api.post("sendDocument", form)
    assert status == 200
    assert answer["result"]["document"]["file_name"] == "表.csv"
    assert (await server.sent()).file is not None
    form = FormData({"chat_id": "42", "caption": "字" * 1025})
    form.add_field("document", b"a,b", filename="x.csv")
    assert "caption is too long" in (await api.post("sendDocument", form))[1]["description"]
    form = FormData({"chat_id": "42"})
    form.add_field("photo", b"no picture", filename="x.png")
    assert (await api.post("sendPhoto", form))[1]["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_updates_stay_until_a_later_offset_confirms_them(api: Api, server: BotApiServer) -> None:
    person = Person(server)
    for text in ("1", "2", "3"):
        await person.says(text)

    async def ids(**parameters: object) -> list[int]:
        _, answer = await api.call("getUpdates", **parameters)
        return [update["update_id"] for update in answer["result"]]

    first = (await ids())[0]
    assert await ids() == [first, first + 1, first + 2]
    assert await ids(limit=2) == [first, first + 1]
    assert await ids(offset=first + 1) == [first + 1, first + 2]
    assert await ids() == [first + 1, first + 2]
    assert await ids(allowed_updates=["inline_query"]) == []
    assert await ids(offset=-1) == [first + 2]
    assert await ids(offset=first + 3) == []


async def test_polling_waits_and_ends_another_polling(api: Api, server: BotApiServer) -> None:
    waiting = asyncio.create_task(api.call("getUpdates", timeout=30))
    async with server.state.changed:
        await server.state.changed.wait_for(lambda: server.state.polls == 1)
    second = asyncio.create_task(api.call("getUpdates", timeout=30))
    assert (await waiting)[0] == 409
    await Person(server).says("x")
    assert len((await second)[1]["result"]) == 1


async def test_a_webhook_excludes_polling(api: Api) -> None:
    assert "HTTPS" in await api.refusal("setWebhook", url="http://example.org")
    await api.call("setWebhook", url="https://example.org")
    assert (await api.call("getWebhookInfo"))[1]["result"]["url"] == "https://example.org"
    assert "webhook is active" in await api.refusal("getUpdates")
    await api.call("deleteWebhook")
    assert (await api.call("getUpdates"))[0] == 200


async def test_a_query_is_answered_while_it_is_known(api: Api, server: BotApiServer) -> None:
    assert "too old" in await api.refusal("answerCallbackQuery", callback_query_id="1")
    server.state.callbacks["1"] = None
    assert "MESSAGE_TOO_LONG" in await api.refusal(
        "answerCallbackQuery", callback_query_id="1", text="字" * 201
    )
    assert (await api.call("answerCallbackQuery", callback_query_id="1", text="好"))[0] == 200


async def test_inline_results_are_checked(api: Api, server: BotApiServer) -> None:
    query = await Person(server).queries("x")
    content = {"message_text": "x"}
    article = {"type": "article", "id": "1", "title": "题", "input_message_content": content}

    async def refusal(results: object) -> str:
        return await api.refusal("answerInlineQuery", inline_query_id=query, results=results)

    assert "RESULTS_TOO_MUCH" in await refusal([article] * 51)
    assert "DUPLICATE" in await refusal([article, article])
    assert "RESULT_ID_INVALID" in await refusal([{**article, "id": "x" * 65}])
    assert "TITLE" in await refusal([{**article, "title": ""}])
    assert "empty" in await refusal([{**article, "input_message_content": {"message_text": " "}}])


async def test_who_blocked_the_bot_gets_nothing(api: Api, server: BotApiServer) -> None:
    server.state.blocked.add(CHAT)
    assert "blocked by the user" in await api.refusal("sendMessage", chat_id=CHAT, text="x")


async def test_planned_faults_come_once(api: Api, server: BotApiServer) -> None:
    server.fail("getMe", "garbage")
    async with ClientSession() as session, session.post(f"{server.base_url}{server.token}/getMe") as answer:
        assert "proxy" in await answer.text()
    assert (await api.call("getMe"))[0] == 200
