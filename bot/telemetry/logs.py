"""Log lines: for people or for machines, with the update they are about, without secrets whatever the level."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import TracebackType
from typing import Literal, TextIO

from bot.telemetry.redacting import Redactor

Shape = Literal["text", "json"]

_update: ContextVar[int | None] = ContextVar("update", default=None)

# They say per request what our own lines say per update, with addresses and texts in them
_QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    # It would write out answers of the server that it cannot read, with what people wrote in them
    "telegram": logging.CRITICAL,
    # Statements with their parameters
    "sqlalchemy": logging.WARNING,
    # Connections that cannot even be closed; that the database is away is said once, by whoever needs it
    "sqlalchemy.pool": logging.CRITICAL,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
}


@contextmanager
def logging_about(update: int) -> Iterator[None]:
    """Every line that this task logs meanwhile names the update."""
    token = _update.set(update)
    try:
        yield
    finally:
        _update.reset(token)


class Formatter(logging.Formatter):
    """Makes a line of a record. Secrets are hidden in the finished line, tracebacks included.

    >>> record = logging.LogRecord("bot", logging.INFO, "", 0, "to %s", ("/botSECRET/getMe",), None)
    >>> record.created = 0.0
    >>> Formatter("json", Redactor(["SECRET"])).format(record)
    '{"at": "1970-01-01T00:00:00.000Z", "level": "INFO", "logger": "bot", "message": "to /bot<token>/getMe"}'
    >>> with logging_about(17):
    ...     Formatter("text", Redactor(["SECRET"])).format(record)
    '1970-01-01 00:00:00 INFO bot [17] to /bot<token>/getMe'
    """

    def __init__(self, shape: Shape = "text", redact: Redactor | None = None) -> None:
        super().__init__()
        self._shape = shape
        self._redact = redact or Redactor()

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        message = self._redact(record.getMessage())
        trouble = self._redact(self.formatException(record.exc_info)) if record.exc_info else ""
        update = _update.get()
        if self._shape == "text":
            about = f" [{update}]" if update is not None else ""
            line = f"{at:%Y-%m-%d %H:%M:%S} {record.levelname} {record.name}{about} {message}"
            return f"{line}\n{trouble}" if trouble else line
        fields: dict[str, object] = {
            "at": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": message,
        }
        if update is not None:
            fields["update"] = update
        if trouble:
            fields["error"] = trouble
        return json.dumps(fields, ensure_ascii=False)


def start_logging(
    *secrets: str, level: int = logging.INFO, shape: Shape = "text", stream: TextIO | None = None
) -> None:
    """Log to standard error, or ``stream``, from now on.

    Args:
        secrets: what must not show in any line, such as the token.
        level: from which level on; libraries that say too much are held back further.
        shape: lines for people, or JSON.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Formatter(shape, Redactor(secrets)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(level, least))
    # What else would be printed is logged too, and so without secrets
    logging.captureWarnings(True)
    sys.excepthook = _log_crash


def _log_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("bot").critical("程序出错，停了", exc_info=(kind, error, trace))
