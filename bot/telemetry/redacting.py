"""Text without secrets: the settings' own, whatever looks like a bot token, and what identifies a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from bot.masking import mask_personal

HIDDEN = "<token>"

# Whatever looks like a token, also one of another bot
_TOKEN = re.compile(r"\b\d{5,}(?::|%3[Aa])[A-Za-z0-9_-]{20,}")
# postgresql://user:password@host
_PASSWORD = re.compile(r"(?<=://)([^\s:/@]+):[^\s@]+@")


class Redactor:
    """Hides secrets in a text.

    >>> Redactor(["s3cret"])("asking /bots3cret/getMe of postgresql://bot:hush@db/x for 13912345678")
    'asking /bot<token>/getMe of postgresql://bot:***@db/x for ***********'
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = tuple(
            {spelled for secret in secrets if secret for spelled in (secret, quote(secret, safe=""))}
        )

    def __call__(self, text: str) -> str:
        """The text without them."""
        return mask_personal(self.secrets_of(text))

    def secrets_of(self, text: str) -> str:
        """The text without secrets of the program; numbers of people stay."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _PASSWORD.sub(r"\1:***@", _TOKEN.sub(HIDDEN, text))
