"""The methods of the Bot API that the server knows. A parameter it does not know is refused: it may be a slip."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.constants import (
    BotCommandLimit,
    BotDescriptionLimit,
    CallbackQueryLimit,
    ChatAction,
    InlineQueryLimit,
)

from tests.botapi.checks import Parameters, caption_of, inline_keyboard, rich_of, text_of
from tests.botapi.markup import Formatted, units
from tests.botapi.refusals import Refusal, bad_request
from tests.botapi.state import BOT_ID, BOT_USERNAME, Call, File, Sent, State

Method = Callable[[Call], Awaitable[Any]]

_MESSAGE = {
    "chat_id",
    "parse_mode",
    "link_preview_options",
    "reply_parameters",
    "message_thread_id",
    "reply_markup",
    "disable_notification",
    "protect_content",
}
PARAMETERS: dict[str, set[str]] = {
    "getMe": set(),
    "sendMessage": {*_MESSAGE, "text"},
    "sendPhoto": {*_MESSAGE, "photo", "caption"},
    "sendDocument": {*_MESSAGE, "document", "caption", "thumbnail", "disable_content_type_detection"},
    "editMessageText": {
        "chat_id",
        "message_id",
        "inline_message_id",
        "text",
        "parse_mode",
        "link_preview_options",
        "reply_markup",
        "rich_message",
    },
    "sendRichMessage": {*_MESSAGE, "rich_message"},
    "editMessageReplyMarkup": {"chat_id", "message_id", "inline_message_id", "reply_markup"},
    "deleteMessage": {"chat_id", "message_id"},
    "sendChatAction": {"chat_id", "action", "message_thread_id"},
    "answerCallbackQuery": {"callback_query_id", "text", "show_alert", "url", "cache_time"},
    "answerInlineQuery": {
        "inline_query_id",
        "results",
        "cache_time",
        "is_personal",
        "next_offset",
        "button",
    },
    "setMyCommands": {"commands", "scope", "language_code"},
    "getMyCommands": {"scope", "language_code"},
    "setMyDescription": {"description", "language_code"},
    "getMyDescription": {"language_code"},
    "setMyShortDescription": {"short_description", "language_code"},
    "getMyShortDescription": {"language_code"},
    "setChatMenuButton": {"chat_id", "menu_button"},
    "getChatMenuButton": {"chat_id"},
}
_MAX_RESULTS = InlineQueryLimit.RESULTS


class Methods:
    """Does what the methods do, on a state."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._methods: dict[str, Method] = {
            "getMe": self._get_me,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "sendRichMessage": self._send_rich,
            "editMessageText": self._edit_text,
            "editMessageReplyMarkup": self._edit_markup,
            "deleteMessage": self._delete,
            "sendChatAction": self._action,
            "answerCallbackQuery": self._answer_callback,
            "answerInlineQuery": self._answer_inline,
            "setMyCommands": self._set_commands,
            "getMyCommands": self._get_commands,
            "setMyDescription": self._set_description,
            "getMyDescription": self._get_description,
            "setMyShortDescription": self._set_short_description,
            "getMyShortDescription": self._get_short_description,
            "setChatMenuButton": self._set_menu,
            "getChatMenuButton": self._get_menu,
        }

    async def call(self, call: Call) -> Any:
        """The result of a call; raises ``Refusal``."""
        method = self._methods.get(call.method)
        if method is None or (call.method == "sendRichMessage" and not self._state.is_rich):
            raise Refusal(404, "Not Found")
        unknown = set(call.parameters) - PARAMETERS[call.method]
        if unknown:
            raise bad_request(f"unexpected parameters: {', '.join(sorted(unknown))}")
        return await method(call)

    async def _get_me(self, call: Call) -> Any:
        return {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "借问",
            "username": BOT_USERNAME,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }

    async def _send_message(self, call: Call) -> Any:
        return self._send(call, text_of(call.parameters), "text")

    async def _send_photo(self, call: Call) -> Any:
        return self._send(call, caption_of(call.parameters), "photo", _upload(call, "photo"))

    async def _send_document(self, call: Call) -> Any:
        return self._send(call, caption_of(call.parameters), "document", _upload(call, "document"))

    async def _send_rich(self, call: Call) -> Any:
        return self._send(call, rich_of(call.parameters), "rich")

    def _send(self, call: Call, content: Formatted, kind: str, file: File | None = None) -> Any:
        chat = self._chat(call.parameters)
        reply = call.parameters.get("reply_parameters") or {}
        reply_to = reply.get("message_id")
        asked = self._state.received.get((chat, reply_to)) if reply_to else None
        if reply_to and asked is None and (chat, reply_to) not in self._state.messages:
            if not reply.get("allow_sending_without_reply"):
                raise bad_request("message to be replied not found")
            reply_to = None
        sent = Sent(
            chat=chat,
            id=self._state.message_id(),
            text=content.text,
            entities=content.entities,
            rows=inline_keyboard(call.parameters),
            reply_to=reply_to,
            thread=call.parameters.get("message_thread_id"),
            file=file,
            kind=kind,
            asked=asked,
        )
        self._state.messages[chat, sent.id] = sent
        self._state.outbox.put_nowait(sent)
        return as_message(sent)

    async def _edit_text(self, call: Call) -> Any:
        sent = self._editable(call.parameters)
        is_rich = self._state.is_rich and "rich_message" in call.parameters
        content = rich_of(call.parameters) if is_rich else text_of(call.parameters)
        rows = inline_keyboard(call.parameters)
        if sent.kind not in ("text", "rich"):
            raise bad_request("there is no text in the message to edit")
        sent.kind = "rich" if is_rich else "text"
        if (content.text, content.entities, rows) == (sent.text, sent.entities, sent.rows):
            raise bad_request(_NOT_MODIFIED)
        sent.text, sent.entities, sent.rows = content.text, content.entities, rows
        return self._edited(sent)

    async def _edit_markup(self, call: Call) -> Any:
        sent = self._editable(call.parameters)
        rows = inline_keyboard(call.parameters)
        if rows == sent.rows:
            raise bad_request(_NOT_MODIFIED)
        sent.rows = rows
        return self._edited(sent)

    def _edited(self, sent: Sent) -> Any:
        sent.edits += 1
        self._state.outbox.put_nowait(sent)
        return {**as_message(sent), "edit_date": int(time.time())}

    def _editable(self, parameters: Parameters) -> Sent:
        sent = self._state.messages.get((self._chat(parameters), parameters.get("message_id", 0)))
        if sent is None:
            raise bad_request("message to edit not found")
        return sent

    async def _delete(self, call: Call) -> Any:
        sent = self._editable(call.parameters)
        del self._state.messages[sent.chat, sent.id]
        return True

    async def _action(self, call: Call) -> Any:
        self._chat(call.parameters)
        if call.parameters.get("action") not in list(ChatAction):
            raise bad_request("wrong parameter action in request")
        return True

    async def _answer_callback(self, call: Call) -> Any:
        identity = call.parameters.get("callback_query_id", "")
        if identity not in self._state.callbacks:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if len(call.parameters.get("text", "")) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
            raise bad_request("MESSAGE_TOO_LONG")
        if self._state.callbacks[identity] is None:
            self._state.callbacks[identity] = dict(call.parameters)
        return True

    async def _answer_inline(self, call: Call) -> Any:
        identity = call.parameters.get("inline_query_id", "")
        if identity not in self._state.inline:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        results = call.parameters.get("results")
        if not isinstance(results, list) or len(results) > _MAX_RESULTS:
            raise bad_request("RESULTS_TOO_MUCH")
        ids = [str(one.get("id", "")) for one in results]
        if any(not 1 <= len(one.encode()) <= 64 for one in ids):
            raise bad_request("RESULT_ID_INVALID")
        if len(set(ids)) != len(ids):
            raise bad_request("RESULT_ID_DUPLICATE")
        parsed = []
        for one in results:
            if one.get("type") != "article" or not one.get("title"):
                raise bad_request("ARTICLE_TITLE_EMPTY")
            content = one.get("input_message_content") or {}
            text = text_of({"text": content.get("message_text", ""), "parse_mode": content.get("parse_mode")})
            parsed.append({**one, "text": text.text, "rows": inline_keyboard(one)})
        self._state.inline[identity] = {**call.parameters, "results": parsed}
        return True

    async def _set_commands(self, call: Call) -> Any:
        commands = call.parameters["commands"]
        if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for one in commands:
            name = one["command"]
            if not (1 <= len(name) <= 32 and name.isascii() and name == name.lower()):
                raise bad_request("BOT_COMMAND_INVALID")
            if (
                not BotCommandLimit.MIN_DESCRIPTION
                <= len(one["description"])
                <= BotCommandLimit.MAX_DESCRIPTION
            ):
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self._state.profile[f"commands {_scope(call)}"] = commands
        return True

    async def _get_commands(self, call: Call) -> Any:
        return self._state.profile.get(f"commands {_scope(call)}", [])

    async def _set_description(self, call: Call) -> Any:
        return self._set_text(call, "description", BotDescriptionLimit.MAX_DESCRIPTION_LENGTH)

    async def _get_description(self, call: Call) -> Any:
        return self._get_text(call, "description")

    async def _set_short_description(self, call: Call) -> Any:
        return self._set_text(call, "short_description", BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH)

    async def _get_short_description(self, call: Call) -> Any:
        return self._get_text(call, "short_description")

    def _set_text(self, call: Call, name: str, limit: int) -> bool:
        text = call.parameters.get(name, "")
        if units(text) > limit:
            raise bad_request(f"{name} is too long")
        self._state.profile[f"{name} {call.parameters.get('language_code', '')}"] = text
        return True

    def _get_text(self, call: Call, name: str) -> Any:
        return {name: self._state.profile.get(f"{name} {call.parameters.get('language_code', '')}", "")}

    async def _set_menu(self, call: Call) -> Any:
        self._state.profile["menu"] = call.parameters.get("menu_button")
        return True

    async def _get_menu(self, call: Call) -> Any:
        return self._state.profile.get("menu") or {"type": "default"}

    def _chat(self, parameters: Parameters) -> int:
        chat = parameters.get("chat_id")
        if not isinstance(chat, int):
            raise bad_request("chat not found")
        if chat in self._state.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if chat in self._state.flooded:
            raise Refusal(429, "Too Many Requests: retry after 1", {"retry_after": 1})
        return chat


_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def as_message(sent: Sent) -> dict[str, Any]:
    """A message of the bot as the API shows it."""
    private = sent.chat > 0
    message: dict[str, Any] = {
        "message_id": sent.id,
        "date": int(time.time()),
        "chat": {"id": sent.chat, "type": "private"} if private else {"id": sent.chat, "type": "supergroup"},
        "from": {"id": BOT_ID, "is_bot": True, "first_name": "借问", "username": BOT_USERNAME},
    }
    if not private:
        message["chat"]["title"] = "群"
    else:
        message["chat"]["first_name"] = "某人"
    if sent.kind == "text":
        message["text"] = sent.text
        message["entities"] = sent.entities
    elif sent.file is not None:
        file = {
            "file_id": f"f{sent.id}",
            "file_unique_id": f"u{sent.id}",
            "file_size": len(sent.file.content),
        }
        message["caption"] = sent.text
        if sent.kind == "photo":
            message["photo"] = [{**file, "width": 100, "height": 100}]
        else:
            message["document"] = {**file, "file_name": sent.file.name}
    if sent.rows:
        message["reply_markup"] = {"inline_keyboard": sent.rows}
    if sent.thread is not None:
        message |= {"message_thread_id": sent.thread, "is_topic_message": True}
    if sent.asked is not None:
        message["reply_to_message"] = sent.asked
    return message


def _upload(call: Call, name: str) -> File:
    file = call.files.get(name)
    if file is None:
        found = [one for key, one in call.files.items() if call.parameters.get(name) == f"attach://{key}"]
        if not found:
            raise bad_request(f"there is no {name} in the request")
        file = found[0]
    if not file.content:
        raise bad_request("file must be non-empty")
    if name == "photo" and not file.content.startswith((b"\x89PNG", b"\xff\xd8")):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return file


def _scope(call: Call) -> str:
    scope = call.parameters.get("scope") or {"type": "default"}
    parts = (scope["type"], str(scope.get("chat_id", "")), call.parameters.get("language_code", ""))
    return " ".join(part for part in parts if part)
