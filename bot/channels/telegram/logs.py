"""Log lines without the token: httpx writes whole addresses, and the library puts it into errors."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable

_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
# Whatever looks like a token, also one of another bot
_TOKEN = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}")
_HIDDEN = "<token>"


class RedactingFormatter(logging.Formatter):
    """A formatter that hides secrets in the finished line, tracebacks included.

    >>> record = logging.LogRecord("x", logging.INFO, "", 0, "to %s", ("/botSECRET/getMe",), None)
    >>> RedactingFormatter("%(message)s", secrets=["SECRET"]).format(record)
    'to /bot<token>/getMe'
    """

    def __init__(self, line: str = _FORMAT, secrets: Iterable[str] = ()) -> None:
        super().__init__(line)
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """The line with every secret replaced."""
        return redact(super().format(record), self._secrets)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """``text`` without the given secrets and without anything that looks like a bot token."""
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    return _TOKEN.sub(_HIDDEN, text)


def start_logging(*secrets: str, level: int = logging.INFO) -> None:
    """Log to standard error, one line an event, secrets hidden whatever the level."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secrets=secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # One line a request says nothing that our own lines do not
    for name in ("httpx", "httpcore", "aiohttp.access"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    # It would write out answers of the server that it cannot read, with what people wrote in them
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
