"""What a pressed button carries: an action, and whose button it is, in Telegram's 64 bytes.

In a private chat the data is a mark and the action. In a group it also holds the one who asked, signed, so that
nobody else presses it and nobody writes another's name into it. The key follows from the token: buttons outlive a
restart. The data holds nothing secret and, in its action, nothing that the user could not also have typed.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from telegram.constants import InlineKeyboardButtonLimit

_ANYONE = "a"
_ASKER = "g"
_SIGNATURE_CHARACTERS = 5


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was pressed; ``asker`` is the user id of the only one who may."""

    action: str
    asker: int | None = None


class Callbacks:
    """Writes and reads callback data.

    >>> callbacks = Callbacks(b"key")
    >>> callbacks.write("ask overdue")
    'a:ask overdue'
    >>> callbacks.read(callbacks.write("ask overdue", asker=42))
    Press(action='ask overdue', asker=42)
    >>> callbacks.read("g42:AAAAA:ask overdue") is None
    True
    """

    def __init__(self, secret: bytes) -> None:
        self._key = hashlib.blake2b(secret, digest_size=32, person=b"jiewen-buttons").digest()

    def write(self, action: str, asker: int | None = None) -> str:
        """The data of a button.

        Raises:
            ValueError: if it would not fit; actions of ``bot.actions`` always do.
        """
        mark = f"{_ANYONE}:" if asker is None else f"{_ASKER}{_short(asker)}{self._signature(action, asker)}"
        data = mark + action
        if len(data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise ValueError(f"the action is too long for a button: {action}")
        return data

    def read(self, data: str) -> Press | None:
        """What a button's data says; ``None`` if it is not ours, damaged or forged."""
        if data.startswith(f"{_ANYONE}:"):
            return Press(data[2:])
        if not data.startswith(_ASKER):
            return None
        asker, rest = _long(data[1 : 1 + _ID_CHARACTERS]), data[1 + _ID_CHARACTERS :]
        signature, action = rest[:_SIGNATURE_CHARACTERS], rest[_SIGNATURE_CHARACTERS:]
        if asker is None or signature != self._signature(action, asker):
            return None
        return Press(action, asker)

    def _signature(self, action: str, asker: int) -> str:
        digest = hashlib.blake2b(f"{asker} {action}".encode(), key=self._key, digest_size=6).digest()
        return base64.urlsafe_b64encode(digest).decode()[:_SIGNATURE_CHARACTERS]


# User ids have at most 52 significant bits
_ID_CHARACTERS = 10


def _short(user: int) -> str:
    return base64.urlsafe_b64encode(user.to_bytes(7, "big")).decode().rstrip("=")


def _long(text: str) -> int | None:
    try:
        return int.from_bytes(base64.urlsafe_b64decode(text + "=="), "big")
    except ValueError:
        return None
