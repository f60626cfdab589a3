"""Ways in which a database goes away under a running bot, and comes back."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from tests.delivery import postgres


class Outage(Protocol):
    """A database that can be taken away from a process, and given back."""

    @property
    def address(self) -> str:
        """Where it is."""

    async def begin(self, pid: int) -> None:
        """Take it away."""

    async def end(self, pid: int) -> None:
        """Give it back."""


class LockedFile:
    """Another program has locked the file."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "jiewen.db"
        self.address = f"sqlite:///{self._file}"
        self._other: sqlite3.Connection | None = None

    async def begin(self, pid: int) -> None:
        """Lock it."""
        self._other = sqlite3.connect(self._file, isolation_level=None, timeout=30)
        self._other.execute("BEGIN EXCLUSIVE")

    async def end(self, pid: int) -> None:
        """Unlock it."""
        assert self._other is not None
        self._other.execute("ROLLBACK")
        self._other.close()


class FullDisk:
    """The process may write no more to any file: what it sees is a disk that is full."""

    def __init__(self, folder: Path) -> None:
        self.address = f"sqlite:///{folder / 'jiewen.db'}"

    async def begin(self, pid: int) -> None:
        """Nothing more can be written."""
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, most))

    async def end(self, pid: int) -> None:
        """There is room again."""
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))


class Gate:
    """A way to a PostgreSQL server that can be cut, or fall silent.

    Args:
        address: of a database behind it.
        is_silent: whether connections stay and nothing comes through, or are closed and refused.
    """

    def __init__(self, address: str, is_silent: bool) -> None:
        self._parts = urlsplit(address)
        self._is_silent = is_silent
        self._passes = asyncio.Event()
        self._passes.set()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._port = 0

    @property
    def address(self) -> str:
        """The address through the gate."""
        user = f"{self._parts.username}@" if self._parts.username else ""
        return urlunsplit(self._parts._replace(netloc=f"{user}127.0.0.1:{self._port}"))

    async def begin(self, pid: int) -> None:
        """Close the gate."""
        if self._is_silent:
            self._passes.clear()
            return
        assert self._server is not None
        self._server.close()
        for one in self._writers:
            one.transport.abort()

    async def end(self, pid: int) -> None:
        """Open it."""
        self._passes.set()
        if not self._is_silent:
            await self.open()

    async def open(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Close everything for good."""
        await self.begin(0)
        for one in self._writers:
            one.transport.abort()
        # Nobody waits any more
        self._passes.set()
        assert self._server is not None
        self._server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._parts.hostname, self._parts.port)
        self._writers |= {writer, back}
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer), return_exceptions=True)
        self._writers -= {writer, back}

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                await self._passes.wait()
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()


@asynccontextmanager
async def outage(kind: str, folder: Path) -> AsyncIterator[Outage]:
    """A database that is there, of a kind: ``locked``, ``full``, ``refused`` or ``silent``."""
    if kind == "locked":
        yield LockedFile(folder)
    elif kind == "full":
        yield FullDisk(folder)
    else:
        async with postgres.new_database() as address:
            gate = Gate(address, kind == "silent")
            await gate.open()
            try:
                yield gate
            finally:
                await gate.close()
