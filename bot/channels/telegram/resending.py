"""Making a request again where that does more good than harm.

========================  ==================================================================================
what happened             what follows
========================  ==================================================================================
429                       again after ``retry_after``, however long; only this chat waits
not sent                  again, with growing pauses
5xx, broken, no JSON      again, with growing pauses; such a message hardly ever arrived
no answer in time         again only where that cannot show twice: an edit, an answer to a button
400, 403                  not again: it would be the same
========================  ==================================================================================
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.requesting import Unsent
from bot.channels.telegram.retrying import Pause, pause_after
from bot.storage import current_turn
from bot.telemetry import Metrics

# About two minutes; after that the update goes back into the inbox
MAX_FAILURES = 8
MAX_WAITS = 50

# Shows twice if done twice
_SHOWS = ("send", "copy", "forward")
# Worth nothing a moment later
_FLEETING = {"sendChatAction"}

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


class Resending:
    """Makes requests, again if need be.

    Only while an update is worked on: what the bot does by itself, it does again by itself.

    Args:
        pause: waits so many seconds; others go on meanwhile.
        metrics: counts.
    """

    def __init__(self, pause: Pause, metrics: Metrics) -> None:
        self._pause = pause
        self._metrics = metrics

    async def __call__(self, method: str, attempt: Callable[[], Awaitable[_Result]]) -> _Result:
        """The result of ``attempt``.

        Raises:
            TelegramError: the last one, where trying again makes no sense.
        """
        failures = waits = 0
        while True:
            try:
                result = await attempt()
            except TelegramError as error:
                reason = _reason(error)
                if current_turn() is None or method in _FLEETING or not may_repeat(method, error):
                    self._metrics.sends.labels(reason).inc()
                    raise
                if isinstance(error, RetryAfter):
                    waits += 1
                else:
                    failures += 1
                if failures > MAX_FAILURES or waits > MAX_WAITS:
                    self._metrics.sends.labels("given up").inc()
                    raise
                self._metrics.retries.labels(reason).inc()
                seconds = pause_after(error, failures)
                _log.warning("%s 没有成功（%s），%.1f 秒后再试", method, reason, seconds)
            else:
                self._metrics.sends.labels("ok").inc()
                return result
            await self._pause(seconds)


def may_repeat(method: str, error: TelegramError) -> bool:
    """Whether to make a request again.

    >>> may_repeat("sendMessage", TimedOut()), may_repeat("editMessageText", TimedOut())
    (False, True)
    """
    if isinstance(error, BadRequest | Forbidden | InvalidToken | Conflict | ChatMigrated):
        return False
    if isinstance(error, TimedOut):
        return not method.startswith(_SHOWS)
    return True


def _reason(error: TelegramError) -> str:
    """A word for an error, few enough of them for a label."""
    match error:
        case RetryAfter():
            return "429"
        case BadRequest():
            return "400"
        case Forbidden():
            return "403"
        case InvalidToken():
            return "404"
        case TimedOut():
            return "no answer"
        case Unsent():
            return "not sent"
        case NetworkError():
            return "5xx or broken"
        case _:
            return "other"
