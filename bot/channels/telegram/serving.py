"""``make serve``: from the settings to a running bot, and its orderly end."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import Any

from telegram.error import InvalidToken

from bot.assistant import Assistant
from bot.channels.telegram.alarm import Alarm
from bot.channels.telegram.channel import Channel
from bot.channels.telegram.checking import check_settings
from bot.channels.telegram.keeping import DurableFeedback, DurableStore
from bot.channels.telegram.moderating import Messenger
from bot.channels.telegram.observing import Recorder
from bot.channels.telegram.profile import introduce
from bot.channels.telegram.receiving import Accept, Polling, RawUpdate, Receiver, Watch
from bot.channels.telegram.reducing import arrival_of, read_payload
from bot.channels.telegram.resending import Resending
from bot.channels.telegram.retrying import Pause, persist
from bot.channels.telegram.transport import Client, build_bot
from bot.channels.telegram.trouble import judge
from bot.delivery import Craft, Housekeeping, Places, Trouble, Worker
from bot.limits import Limits, Rates
from bot.moderation.commands import Moderation
from bot.moderation.live import LiveKnowledge
from bot.moderation.opening import open_moderation
from bot.opening import open_live
from bot.settings import Settings, SettingsError
from bot.storage import Keeping, Letter, Storage, StorageError, open_storage
from bot.telemetry import Health, Metrics, start_logging
from bot.telemetry.serving import PortTaken, serving_telemetry
from bot.telemetry.supervising import supervised

# Chats answered at once. More is slower on the same machine, but a distant server takes its time
WIDTH = 16
# Of the five seconds that a supervisor gives, what running work may take
DRAIN_SECONDS = 3.0
# Before a token that is refused counts as wrong
REFUSED_PAUSES = (1.0, 2.0)
# New objects before the collector looks for cycles among them: those of some ten answers
COLLECT_AFTER = 20_000
# How long the thread of the database may be kept waiting by a busy event loop, between any two of its statements
SWITCH_SECONDS = 0.0005
RECEIVING = "receiving"

_log = logging.getLogger(__name__)


def serve(settings: Settings) -> int:
    """Run the bot until SIGTERM or Ctrl-C; returns the exit code.

    Raises:
        SettingsError: for settings that cannot be, a token that Telegram refuses, a port that is taken.
        KnowledgeError: if the knowledge does not pass.
    """
    check_settings(settings)
    start_logging(
        *settings.secrets(),
        level=logging.getLevelNamesMapping()[settings.jiewen_log_level],
        shape=settings.jiewen_log_format,
    )
    try:
        live = open_live(settings)
        gc.set_threshold(COLLECT_AFTER)
        sys.setswitchinterval(SWITCH_SECONDS)
        asyncio.run(_serve(settings, live))
    except StorageError as error:
        _log.error("%s", error)
        return error.exit_code
    return 0


async def _serve(settings: Settings, live: LiveKnowledge) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: stop.set())
    await run(settings, live.assistant, stop, live)


async def run(
    settings: Settings, assistant: Assistant, stop: asyncio.Event, live: LiveKnowledge | None = None
) -> None:
    """Serve until ``stop`` is set.

    Args:
        assistant: answers.
        live: where ``assistant`` is from: newer ones follow, and moderators may work on it.

    Raises:
        SettingsError: if the server refuses the token or the address of the webhook, or a port is taken.
        StorageError: if the database cannot be used.
    """
    health, metrics = Health(), Metrics()
    _show_version(metrics, assistant)
    # Whoever asks before there is anything to ask is told so
    health.expect(RECEIVING)
    async with AsyncExitStack() as stack:
        ending = await stack.enter_async_context(_waiting_for(stop))
        await stack.enter_async_context(_telemetry(settings, health, metrics))
        storage = await stack.enter_async_context(_storage(settings))
        await stack.enter_async_context(supervised(health))
        places = Places(WIDTH)
        bot = build_bot(settings, Resending(places.pause, metrics))
        stack.push_async_callback(bot.shutdown)
        if await _unless(ending, connect(bot)):
            await _answer(ending, settings, bot, assistant, live, storage, places, health, metrics)


async def connect(bot: Client, pause: Pause = asyncio.sleep) -> bool:
    """Get to know the server, however long it is away; returns that it is there.

    Raises:
        SettingsError: if the server refuses the token.
    """
    for seconds in (*REFUSED_PAUSES, None):
        try:
            await persist(bot.initialize, pause)
        except InvalidToken:
            if seconds is not None:
                # A server that is just starting may know nobody yet
                _log.warning("服务器不认这个令牌，%.0f 秒后再试", seconds)
                await pause(seconds)
        else:
            return True
    raise SettingsError(
        "服务器不认 TELEGRAM_BOT_TOKEN：请从 @BotFather 那里重新复制（/mybots → API Token），"
        "用自建服务器的也请核对 TELEGRAM_API_BASE_URL"
    )


async def _answer(
    ending: asyncio.Task[bool],
    settings: Settings,
    bot: Client,
    assistant: Assistant,
    live: LiveKnowledge | None,
    storage: Storage,
    places: Places,
    health: Health,
    metrics: Metrics,
) -> None:
    """Put together what answers, and let it."""
    async with _moderating(settings, bot, live, storage) as moderation:
        channel = Channel(
            bot,
            assistant,
            DurableStore(storage.conversations),
            DurableFeedback(storage.opinions, storage.review),
            rich=settings.telegram_rich_tables,
            limits=Limits(_rates(settings), lambda limit: metrics.limited.labels(limit).inc()),
            observer=Recorder(storage.review, metrics, moderation.tally if moderation is not None else None),
            moderation=moderation,
        )
        if live is not None:
            live.on_swap(channel.serve)
            live.on_swap(partial(_show_version, metrics))
            channel.serve(live.assistant)
        await _work(ending, settings, bot, channel, storage, places, health, metrics)


@asynccontextmanager
async def _moderating(
    settings: Settings, bot: Client, live: LiveKnowledge | None, storage: Storage
) -> AsyncIterator[Moderation | None]:
    """Moderators' commands, where there is something to moderate."""
    if live is None:
        yield None
        return
    messenger = Messenger(bot)
    async with open_moderation(settings, live, storage, messenger.tell) as moderation:
        introducing = asyncio.create_task(messenger.introduce(settings.jiewen_moderators))
        try:
            yield moderation
        finally:
            introducing.cancel()
            await asyncio.gather(introducing, return_exceptions=True)


async def _work(
    ending: asyncio.Task[bool],
    settings: Settings,
    bot: Client,
    channel: Channel,
    storage: Storage,
    places: Places,
    health: Health,
    metrics: Metrics,
) -> None:
    """Receive and answer until told to end, then finish what was begun."""
    alarm = Alarm(partial(Messenger(bot).tell, people=settings.jiewen_moderators), storage.inbox.clock)
    worker = Worker(storage.inbox, _craft(channel, alarm), places, metrics, health)
    mine = {bot.username.lower()}

    async def accept(updates: Sequence[RawUpdate]) -> None:
        await worker.accept([arrival_of(raw, mine, settings.jiewen_moderators) for raw in updates])

    def watch(complaint: str) -> None:
        metrics.polls.labels("failed" if complaint else "ok").inc()
        if complaint and settings.telegram_mode == "polling":
            health.bad(RECEIVING, complaint)
        else:
            # A webhook that is not ready would be brought nothing, and so would stay as it is
            health.good(RECEIVING, complaint)

    receiver = _receiver(settings, bot, accept, watch, health)
    housekeeping = Housekeeping(storage, metrics, lambda: channel.talk.assistant.knowledge.version)
    beside = [asyncio.create_task(introduce(bot)), asyncio.create_task(housekeeping.run())]
    worker.start()
    _log.info("%s 已上线，知识版本 %s", bot.username, channel.talk.assistant.knowledge.version)
    try:
        await _unless(ending, receiver.run())
    finally:
        left = await worker.drain(DRAIN_SECONDS)
        await receiver.confirm()
        for one in beside:
            one.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await housekeeping.leave()
    _log.info("已停止%s", f"，{left} 条答到一半，下次启动接着答" if left else "")


def _show_version(metrics: Metrics, assistant: Assistant) -> None:
    metrics.about.info({"program": version("jiewen"), "knowledge": assistant.knowledge.version})


def _craft(channel: Channel, alarm: Alarm) -> Craft:
    """How letters are worked on: as the updates they are."""

    async def work(letter: Letter) -> None:
        await channel.handle(read_payload(letter.payload))

    async def give_up(letter: Letter, error: Exception) -> None:
        await channel.apologise(read_payload(letter.payload), error)
        if judge(error) is not Trouble.FINAL:
            await alarm.set_aside()

    return Craft(work, judge, give_up)


def _receiver(settings: Settings, bot: Client, accept: Accept, watch: Watch, health: Health) -> Receiver:
    if settings.telegram_mode == "polling":
        return Polling(bot, accept, watch=watch)
    # An HTTP server is needed in this mode only
    from bot.channels.telegram.webhook import Webhook

    return Webhook(settings, bot, accept, watch=watch, health=health)


def _rates(settings: Settings) -> Rates:
    return Rates.of(
        settings.jiewen_limit_person_per_minute,
        settings.jiewen_limit_chat_per_minute,
        settings.jiewen_limit_files_per_hour,
    )


@asynccontextmanager
async def _storage(settings: Settings) -> AsyncIterator[Storage]:
    def days(count: int) -> dt.timedelta | None:
        return dt.timedelta(days=count) if count else None

    keeping = Keeping(
        dt.timedelta(hours=settings.jiewen_keep_conversation_hours),
        days(settings.jiewen_keep_question_days),
        days(settings.jiewen_keep_feedback_days),
        days(settings.jiewen_keep_audit_days),
    )
    lease = dt.timedelta(seconds=settings.jiewen_lease_seconds)
    async with open_storage(
        settings.jiewen_database_url, keeping=keeping, lease=lease, works=True
    ) as storage:
        yield storage


@asynccontextmanager
async def _telemetry(settings: Settings, health: Health, metrics: Metrics) -> AsyncIterator[None]:
    if settings.jiewen_health_port is None:
        yield
        return
    host, port = settings.jiewen_health_host, settings.jiewen_health_port
    try:
        async with serving_telemetry(health, metrics, host, port):
            yield
    except PortTaken as error:
        raise SettingsError(
            f"JIEWEN_HEALTH_PORT={port} 用不了：{error}。请换一个端口，或停掉占着它的程序"
        ) from None


@asynccontextmanager
async def _waiting_for(stop: asyncio.Event) -> AsyncIterator[asyncio.Task[bool]]:
    """A task that ends when ``stop`` is set."""
    ending = asyncio.create_task(_set(stop))
    try:
        yield ending
    finally:
        ending.cancel()
        await asyncio.gather(ending, return_exceptions=True)


async def _set(stop: asyncio.Event) -> bool:
    return await stop.wait()


async def _unless(ending: asyncio.Task[bool], work: Coroutine[Any, Any, bool]) -> bool:
    """The result of ``work``, or ``False`` if the end comes first; what ``work`` raises is raised."""
    task = asyncio.create_task(work)
    await asyncio.wait({task, ending}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        return await task
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return False
