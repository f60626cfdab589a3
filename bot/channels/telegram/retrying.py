"""Trying again, with growing pauses, while the server cannot be reached."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

Pause = Callable[[float], Awaitable[None]]

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


def growing_pause(failures: int) -> float:
    """How many seconds to wait after so many failures in a row.

    >>> [growing_pause(failures) for failures in (1, 2, 3, 99)]
    [1.0, 2.0, 4.0, 30.0]
    """
    return float(min(FIRST_PAUSE * 2 ** min(max(failures - 1, 0), 10), LONGEST_PAUSE))


def pause_after(error: TelegramError, failures: int) -> float:
    """How many seconds to wait after an error: what the server asks for, else a growing pause."""
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return float(wait if isinstance(wait, int) else wait.total_seconds())
    return growing_pause(failures)


async def persist(attempt: Callable[[], Awaitable[_Result]], pause: Pause = asyncio.sleep) -> _Result:
    """The result of ``attempt``, tried until the server answers.

    Only for what may be done twice.

    Raises:
        TelegramError: for an answer that would be the same next time: a refused token or request.
    """
    failures = 0
    while True:
        try:
            return await attempt()
        except (InvalidToken, BadRequest):
            raise
        except TelegramError as error:
            failures += 1
            wait = pause_after(error, failures)
            _log.warning("Telegram 没有应答，%.0f 秒后再试：%s", wait, type(error).__name__)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            # An answer that the library cannot make anything of: something else than Telegram has answered
            failures += 1
            wait = growing_pause(failures)
            _log.warning("Telegram 的应答看不懂，%.0f 秒后再试：%s", wait, type(error).__name__)
        await pause(wait)
