"""A PostgreSQL for tests: one that runs on this machine, or one started for them; skipped where there is neither.

``JIEWEN_TEST_POSTGRES`` names a server (``postgresql://user@host:port/postgres``) whose databases may be made and
dropped. Where ``CI`` is set, a missing server is a failure and not a skip.
"""

from __future__ import annotations

import asyncio
import atexit
import getpass
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

_Result = TypeVar("_Result")
_LOCAL = ("postgresql://{user}@127.0.0.1:5432/postgres", "postgresql://postgres@127.0.0.1:5432/postgres")
_MISSING = "no PostgreSQL on 127.0.0.1:5432 and no initdb to start one; set JIEWEN_TEST_POSTGRES"


@cache
def server() -> str:
    """The address of a server; skips the test where there is none."""
    named = os.environ.get("JIEWEN_TEST_POSTGRES")
    if named:
        return named
    for address in (one.format(user=getpass.getuser()) for one in _LOCAL):
        if _run(_answers(address)):
            return address
    started = _start()
    if started is not None:
        return started
    if os.environ.get("CI"):
        pytest.fail(_MISSING)
    pytest.skip(_MISSING)


@asynccontextmanager
async def new_database() -> AsyncIterator[str]:
    """The address of an empty database, dropped afterwards."""
    address = await asyncio.to_thread(server)
    name = f"jiewen_test_{secrets.token_hex(6)}"
    engine = _engine(address)
    try:
        await _execute(engine, f"CREATE DATABASE {name}")
        try:
            yield f"{address.rpartition('/')[0]}/{name}"
        finally:
            await _execute(engine, f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await engine.dispose()


@contextmanager
def kept_database() -> Iterator[str]:
    """The same for code that is not asynchronous: for a database that many tests share."""
    address = server()
    name = f"jiewen_test_{secrets.token_hex(6)}"
    _run(_execute(_engine(address), f"CREATE DATABASE {name}"))
    yield f"{address.rpartition('/')[0]}/{name}"
    _run(_execute(_engine(address), f"DROP DATABASE {name} WITH (FORCE)"))


def _run(work: Coroutine[None, None, _Result]) -> _Result:
    """Run a coroutine where another loop may be running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def _engine(address: str) -> AsyncEngine:
    return create_async_engine(
        address.replace("postgresql://", "postgresql+asyncpg://"),
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
        connect_args={"timeout": 2.0},
    )


async def _execute(engine: AsyncEngine, statement: str) -> object:
    async with engine.connect() as connection:
        found = await connection.execute(text(statement))
        return found.scalar() if found.returns_rows else None


async def _answers(address: str) -> bool:
    try:
        allowed = await _execute(
            _engine(address), "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = user"
        )
    except (OSError, TimeoutError, DBAPIError):
        return False
    return bool(allowed)


def _start() -> str | None:
    """Start a server in a temporary folder, until the tests end."""
    initdb = shutil.which("initdb") or next(
        (str(one) for one in sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None
    )
    if initdb is None:
        return None
    # It refuses to run as root
    user = "postgres" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="jiewen-postgres-"))
    if user is not None:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, control = folder / "data", Path(initdb).with_name("pg_ctl")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    try:
        for command in (
            [initdb, "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
            [str(control), "-D", str(data), "-l", str(folder / "log"), "-o", options, "-w", "start"],
        ):
            subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder)
    except (subprocess.CalledProcessError, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        return None

    def stop() -> None:
        subprocess.run(
            [str(control), "-D", str(data), "-m", "immediate", "stop"],
            user=user,
            cwd="/",
            check=False,
            capture_output=True,
        )
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"
