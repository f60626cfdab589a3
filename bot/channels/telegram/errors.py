"""What went wrong while handling an update: an id in the log, one line for the user."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from telegram.error import Forbidden

from bot.channels.telegram.sending import Sender, Target

_log = logging.getLogger(__name__)


def new_id() -> str:
    """A short id that a user can read out."""
    return secrets.token_hex(3)


class Errors:
    """Reports failures, and never fails itself. What was asked is not logged: it may be nobody's business."""

    def __init__(self, sender: Sender, make_id: Callable[[], str] = new_id) -> None:
        self._sender = sender
        self._make_id = make_id

    async def report(self, error: Exception, kind: str, target: Target | None) -> None:
        """Log an error once and tell whoever waits for an answer."""
        number = self._make_id()
        _log.error("处理 %s 时出错，编号 %s", kind, number, exc_info=error)
        if target is None or isinstance(error, Forbidden):
            return
        try:
            await self._sender.send(target, [f"出了点问题，没能回答（编号 {number}），请过一会再问一次。"])
        except Exception as second:
            _log.warning("编号 %s 没能告诉用户：%s", number, type(second).__name__)
