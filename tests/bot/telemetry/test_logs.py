"""Log lines: which update, nothing secret, at any level."""

from __future__ import annotations

import asyncio
import doctest
import importlib
import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator

import pytest

from bot.telemetry import logging_about, start_logging
from bot.telemetry.logs import Shape
from tests.bot.masking.spellings import secrets

TOKEN = "7000000001:AAtest-token-of-nobody_at-all-0123456789"


@pytest.fixture
def kept_logging() -> Iterator[None]:
    """What the tests change of logging is put back."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    sys.excepthook = hook


def started(shape: Shape = "text", level: int = logging.DEBUG) -> io.StringIO:
    stream = io.StringIO()
    start_logging(TOKEN, "hush%word", level=level, shape=shape, stream=stream)
    return stream


@pytest.mark.usefixtures("kept_logging")
@pytest.mark.parametrize("shape", ["text", "json"])
def test_no_personal_data_in_a_line(shape: Shape) -> None:
    stream = started(shape)
    log = logging.getLogger("bot.test")
    for secret in secrets():
        log.info("asked: %s", secret.sentence)
        try:
            raise ValueError(secret.sentence)
        except ValueError:
            log.exception("failed")
    written = stream.getvalue()
    for secret in secrets():
        assert secret.personal not in written


@pytest.mark.usefixtures("kept_logging")
@pytest.mark.parametrize("shape", ["text", "json"])
def test_no_token_in_a_line_whatever_writes_it(shape: Shape) -> None:
    stream = started(shape)
    encoded = TOKEN.replace(":", "%3A")
    for name in ("bot", "httpx", "telegram.ext.ExtBot", "sqlalchemy.engine", "anything"):
        log = logging.getLogger(name)
        for level in (logging.DEBUG, logging.INFO, logging.CRITICAL):
            log.log(level, "HTTP Request: POST https://api.telegram.org/bot%s/getMe (%s)", TOKEN, encoded)
            log.log(level, "%r", {"url": f"postgresql://bot:hush%25word@db/{TOKEN}"})
        try:
            raise RuntimeError(f"The token `{TOKEN}` was rejected, password hush%word")
        except RuntimeError:
            log.exception("failed")
    written = stream.getvalue()
    assert "failed" in written
    assert not {TOKEN, encoded, TOKEN.partition(":")[2], "hush"} & {
        one for one in (TOKEN, encoded, TOKEN.partition(":")[2], "hush") if one in written
    }


@pytest.mark.usefixtures("kept_logging")
def test_no_token_in_a_crash_or_a_warning() -> None:
    stream = started()
    error = RuntimeError(f"The token `{TOKEN}` was rejected")
    sys.excepthook(RuntimeError, error, None)
    warnings.showwarning(f"asking /bot{TOKEN}/getMe", UserWarning, "x.py", 1)
    assert stream.getvalue().count("<token>") == 2
    assert TOKEN not in stream.getvalue()


@pytest.mark.usefixtures("kept_logging")
async def test_a_line_names_its_update() -> None:
    stream = started("json", logging.INFO)
    log = logging.getLogger("bot.test")

    async def work(update: int) -> None:
        with logging_about(update):
            await asyncio.sleep(0)
            log.info("working")
            log.debug("not shown")

    await asyncio.gather(work(1), work(2))
    log.info("idle")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(line["message"], line.get("update")) for line in lines] == [
        ("working", 1),
        ("working", 2),
        ("idle", None),
    ]
    assert set(lines[0]) == {"at", "level", "logger", "message", "update"}


@pytest.mark.usefixtures("kept_logging")
def test_a_json_line_is_one_line() -> None:
    stream = started("json")
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("bot.test").exception("第一行\n第二行")
    [line] = stream.getvalue().splitlines()
    assert "Traceback" in json.loads(line)["error"]


@pytest.mark.parametrize("name", ["logs", "redacting"])
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"bot.telemetry.{name}")).failed == 0
