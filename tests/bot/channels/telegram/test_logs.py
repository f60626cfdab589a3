"""Log lines without secrets."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator

import pytest

from bot.channels.telegram.logs import RedactingFormatter, redact, start_logging

TOKEN = "7000000001:AAtoken-of-a-test_that-nobody-may-see"


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, put back as it was."""
    logger = logging.getLogger()
    names = ("httpx", "httpcore", "aiohttp.access", "telegram")
    before = logger.handlers[:], logger.level, {name: logging.getLogger(name).level for name in names}
    yield logger
    logger.handlers[:], level, levels = before
    logger.setLevel(level)
    for name, one in levels.items():
        logging.getLogger(name).setLevel(one)


def test_a_traceback_shows_no_token() -> None:
    try:
        raise ValueError(f"The token `{TOKEN}` was rejected")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "to %s", (TOKEN,), sys.exc_info())
    line = RedactingFormatter(secrets=[TOKEN]).format(record)
    assert "ValueError" in line
    assert TOKEN not in line


def test_the_token_of_another_bot_is_hidden_too() -> None:
    assert redact(f"https://api.telegram.org/bot{TOKEN}/getMe") == "https://api.telegram.org/bot<token>/getMe"


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
def test_no_library_prints_it_at_any_level(
    level: int, root: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = io.StringIO()
    monkeypatch.setattr(sys, "stderr", printed)
    start_logging(TOKEN, level=level)
    for name in ("httpx", "telegram.Bot", "telegram.ext.ExtBot", "bot.channels.telegram"):
        for severity in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            logging.getLogger(name).log(severity, "POST https://api.telegram.org/bot%s/getMe", TOKEN)
    assert TOKEN not in printed.getvalue()
    assert "bot.channels.telegram" in printed.getvalue()
    assert " INFO httpx" not in printed.getvalue()
