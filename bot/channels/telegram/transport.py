"""The connection to the Bot API server."""

from __future__ import annotations

import ipaddress
import os
import re
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import ChatMigrated, TelegramError

from bot.channels.telegram.requesting import HttpRequests
from bot.channels.telegram.resending import Resending
from bot.settings import Settings, SettingsError

# Telegram answers within a second or two; a slow answer may still have sent the message, so waiting is cheaper
# than asking again
READ_TIMEOUT = 20.0
POLL_READ_TIMEOUT = 10.0  # beside what getUpdates itself may wait
CONNECTIONS = 32

# The library's own way to opt in to durations as they will be; without it every 429 warns of the change
os.environ.setdefault("PTB_TIMEDELTA", "true")

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


def read_token(settings: Settings) -> str:
    """The token of the settings.

    Raises:
        SettingsError: where there is none, or it cannot be one.
    """
    if settings.telegram_bot_token is None:
        raise SettingsError(
            "没有设置 TELEGRAM_BOT_TOKEN：在 Telegram 里找 @BotFather 发 /newbot，"
            "把它给的令牌写进 .env（见 .env.example）"
        )
    token = settings.telegram_bot_token.get_secret_value().strip()
    if not _TOKEN.fullmatch(token):
        # The value is not repeated: it may be a secret with a slip in it
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN 不像一个令牌：应是“数字:字母数字”一整串，请从 @BotFather 那里重新复制"
        )
    return token


def read_webhook_url(settings: Settings) -> str:
    """The public address of the settings, for webhook mode.

    Raises:
        SettingsError: where there is none, or Telegram would not call it.
    """
    url = settings.telegram_webhook_url
    if url is None:
        raise SettingsError(
            "TELEGRAM_MODE=webhook 时要设置 TELEGRAM_WEBHOOK_URL，例如 https://bot.example.org/telegram"
        )
    # A Bot API server of one's own may call an address beside it without encryption
    if urlsplit(url).scheme != "https" and not is_loopback(url):
        raise SettingsError("TELEGRAM_WEBHOOK_URL 要以 https:// 开头，Telegram 不送消息到别的地址")
    return url


class Client(Bot):
    """The library's bot, which can also fetch updates as they are on the wire.

    Args:
        settings: token and address.
        resending: makes requests again where that helps; without it each is made once.
    """

    def __init__(self, settings: Settings, resending: Resending | None = None) -> None:
        trust_env = not is_loopback(settings.telegram_api_base_url)
        requests = HttpRequests(CONNECTIONS, READ_TIMEOUT, trust_env)
        polls = HttpRequests(1, POLL_READ_TIMEOUT, trust_env)
        super().__init__(
            read_token(settings),
            base_url=settings.telegram_api_base_url,
            base_file_url=settings.telegram_api_base_file_url,
            request=requests,
            get_updates_request=polls,
        )
        self._connections = (requests, polls)
        self._resending = resending

    def __repr__(self) -> str:
        """Without the token, which the library's own shows."""
        return f"{type(self).__name__}()"

    async def shutdown(self) -> None:
        """Close the connections, also those of a start that was broken off."""
        await super().shutdown()
        for one in self._connections:
            await one.shutdown()

    async def fetch_updates(self, parameters: dict[str, Any], seconds: int) -> list[dict[str, Any]]:
        """The result of getUpdates, not interpreted: one odd update may not hide the whole batch.

        Args:
            parameters: as the Bot API names them.
            seconds: how long the server may wait for an update.

        Raises:
            TelegramError: for any answer that is not a list of updates.
        """
        found = await self._do_post(
            "getUpdates", {**parameters, "timeout": seconds}, read_timeout=seconds + POLL_READ_TIMEOUT
        )
        if not isinstance(found, list):
            raise TelegramError("getUpdates was not answered with a list")
        return [one for one in found if isinstance(one, dict) and isinstance(one.get("update_id"), int)]

    async def call(self, method: str, **parameters: object) -> Any:
        """The result of a method as it is on the wire; parameters that are ``None`` are left out.

        What is sent is sent, whatever the library makes of the answer; and methods that it does not know yet
        can be called.

        Raises:
            TelegramError: for any answer but "ok"; ``InvalidToken`` where the server does not know the method.
        """
        given = {name: value for name, value in parameters.items() if value is not None}
        try:
            return await self._do_post(method, given)
        except ChatMigrated as error:
            # The group has become a supergroup since it was asked
            return await self._do_post(method, {**given, "chat_id": error.new_chat_id})

    async def _do_post(self, endpoint: str, data: dict[str, Any], **more: Any) -> Any:
        async def post() -> Any:
            # Files are read from the beginning each time, parameters are written anew
            return await super(Client, self)._do_post(endpoint, dict(data), **more)

        if self._resending is None or endpoint == "getUpdates":
            return await post()
        return await self._resending(endpoint, post)


def build_bot(settings: Settings, resending: Resending | None = None) -> Client:
    """The client of the Bot API; connects when it is initialised."""
    return Client(settings, resending)


def is_loopback(address: str) -> bool:
    """Whether a server is on this machine, where a proxy from the environment could not reach it.

    >>> is_loopback("http://127.0.0.1:8081/bot"), is_loopback("https://api.telegram.org/bot")
    (True, False)
    """
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
