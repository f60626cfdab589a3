"""Receiving updates by webhook. An update is confirmed, with 200, only after it was accepted."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import time
from typing import NoReturn
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.receiving import ALLOWED_UPDATES, Accept, Watch
from bot.channels.telegram.retrying import Pause, persist
from bot.channels.telegram.transport import Client, read_webhook_url
from bot.settings import Settings, SettingsError
from bot.storage import DatabaseAway
from bot.telemetry import Health

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_BODY = 1024 * 1024
CHECK_SECONDS = 60.0

_log = logging.getLogger(__name__)


class Webhook:
    """A small HTTP server for Telegram's calls, and for a supervisor's question whether it lives.

    Args:
        settings: address, port and secret.
        bot: an initialised bot.
        accept: returns once an update is safe; if it raises, Telegram sends the update again.
        pause: waits so many seconds after a failure; a seam for tests.
        watch: is told of each look at what Telegram has set.
        health: what a load balancer in front is told at ``/healthz``.
    """

    def __init__(
        self,
        settings: Settings,
        bot: Client,
        accept: Accept,
        pause: Pause = asyncio.sleep,
        watch: Watch = lambda complaint: None,
        health: Health | None = None,
    ) -> None:
        self._url = read_webhook_url(settings)
        self._host, self._port = settings.telegram_webhook_host, settings.telegram_webhook_port
        self._secret = read_secret(settings)
        self._bot = bot
        self._accept = accept
        self._pause = pause
        self._watch = watch
        self._health = health or Health()
        self._complaint = ""
        self._complained: dict[str, float] = {}

    async def run(self) -> NoReturn:
        """Listen, tell Telegram where, and take updates until cancelled.

        Raises:
            SettingsError: if the port is taken, or Telegram does not take the address.
        """
        application = web.Application(client_max_size=MAX_BODY)
        application.router.add_post(urlsplit(self._url).path or "/", self._take)
        application.router.add_get("/healthz", self._is_alive)
        # One line a request says nothing that our own lines do not
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await self._listen(runner)
            await persist(self._register, self._pause)
            _log.info("在 %d 端口等 Telegram 来送消息", self._port)
            await self._keep_looking()
        finally:
            # The address stays set: Telegram keeps what comes meanwhile
            await runner.cleanup()

    async def confirm(self) -> None:
        """Nothing to do: each update was confirmed by its own answer."""

    async def _keep_looking(self) -> NoReturn:
        """See from time to time whether Telegram still comes to us, and whether it gets in."""
        while True:
            complaint = await self._look()
            if complaint and complaint != self._complaint:
                _log.error(complaint)
            self._complaint = complaint
            self._watch(complaint)
            await asyncio.sleep(CHECK_SECONDS)

    async def _look(self) -> str:
        try:
            info = await self._bot.call("getWebhookInfo")
        except TelegramError as error:
            return f"问不到 webhook 的情况：{type(error).__name__}"
        if not isinstance(info, dict) or info.get("url") != self._url:
            return "另一个程序用同一个令牌改了 webhook，消息送不到这里；请只留一个"
        last = info.get("last_error_date")
        if isinstance(last, int) and time.time() - last < CHECK_SECONDS:
            return f"Telegram 送不进来：{info.get('last_error_message', '')}"
        return ""

    async def _listen(self, runner: web.AppRunner) -> None:
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            raise SettingsError(
                f"TELEGRAM_WEBHOOK_PORT={self._port} 用不了：{error.strerror}。请换一个端口，或停掉占着它的程序"
            ) from None

    async def _register(self) -> None:
        try:
            await self._bot.set_webhook(
                self._url,
                secret_token=self._secret,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
            )
        except BadRequest as error:
            raise SettingsError(f"Telegram 不接受 TELEGRAM_WEBHOOK_URL：{error.message}") from None

    async def _take(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self._refused(
                f"有人不带密钥、或带着不对的密钥来送消息，没有收。不是 Telegram；要是自己的消息也收不到，"
                f"查反向代理有没有去掉 {SECRET_HEADER}，几个进程的 TELEGRAM_WEBHOOK_SECRET 是否一样"
            )
            return web.Response(status=403)
        try:
            update = json.loads(await request.text())
        except (ValueError, RecursionError):
            update = None
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            self._refused("送来的不是一条消息（JSON 读不懂），没有收；查反向代理有没有改动内容")
            return web.Response(status=400)
        try:
            await self._accept([update])
        except DatabaseAway:
            # Whoever keeps the database has said so
            return web.Response(status=503)
        except Exception:
            _log.exception("收下的消息没能存好，请 Telegram 过一会再送")
            return web.Response(status=503)
        return web.Response()

    def _refused(self, complaint: str) -> None:
        """Say so, but not once for every request of whoever tries."""
        now = time.monotonic()
        if now - self._complained.get(complaint, -CHECK_SECONDS) >= CHECK_SECONDS:
            self._complained[complaint] = now
            _log.warning(complaint)

    async def _is_alive(self, request: web.Request) -> web.Response:
        """Whether to bring updates here. The port is public: why not is for the other one to say."""
        is_alive = self._health.report().alive
        return web.Response(text="ok" if is_alive else "no", status=200 if is_alive else 503)


def read_secret(settings: Settings) -> str:
    """The secret that Telegram has to show; where none is set, one that follows from the token."""
    if settings.telegram_webhook_secret is not None:
        return settings.telegram_webhook_secret.get_secret_value()
    assert settings.telegram_bot_token is not None
    token = settings.telegram_bot_token.get_secret_value().encode()
    return hashlib.blake2b(token, digest_size=24, person=b"jiewen-webhook").hexdigest()
