"""What an error means for the update that was being answered."""

from __future__ import annotations

from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.delivery import Trouble
from bot.storage import DatabaseAway


def judge(error: Exception) -> Trouble:
    """Whether an update is kept, tried again, or given up.

    >>> from telegram.error import NetworkError
    >>> judge(NetworkError("Bad Gateway")).value, judge(BadRequest("chat not found")).value
    ('passing', 'final')
    """
    if isinstance(error, BadRequest | Forbidden | ChatMigrated):
        # Telegram has read it and does not want it
        return Trouble.FINAL
    if isinstance(error, TelegramError | DatabaseAway):
        return Trouble.PASSING
    return Trouble.ITS_OWN
