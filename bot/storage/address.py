"""The address of the database, as people write it and as SQLAlchemy reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.storage.errors import AddressError

_EXAMPLES = "例如 sqlite:///var/jiewen.db 或 postgresql+asyncpg://用户:密码@主机/库名"
_DRIVERS = {
    "sqlite": "sqlite",
    # Named after an asyncio driver, as other programs write it
    "sqlite+aiosqlite": "sqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the database is. It prints without the password."""

    url: URL

    @classmethod
    def read(cls, text: str) -> Address:
        """Read an address.

        Raises:
            AddressError: if it is none, or of a database that is not supported.

        >>> Address.read("postgres://bot:secret@db/jiewen?sslmode=require")
        postgresql+asyncpg://bot:***@db/jiewen?ssl=require
        """
        try:
            url = make_url(text.strip())
        except (ArgumentError, ValueError):
            # The text is not repeated: it may hold a password
            raise AddressError(f"JIEWEN_DATABASE_URL 不是一个数据库地址；{_EXAMPLES}") from None
        driver = _DRIVERS.get(url.drivername)
        if driver is None:
            raise AddressError(
                f"JIEWEN_DATABASE_URL 里的 {url.drivername} 用不了，只支持 SQLite 和 PostgreSQL；{_EXAMPLES}"
            )
        url = url.set(drivername=driver)
        if driver == "sqlite" and url.database in (None, "", ":memory:"):
            raise AddressError(f"JIEWEN_DATABASE_URL 没有写数据库文件的名字；{_EXAMPLES}")
        if "sslmode" in url.query:
            # libpq's name for it, which other tools write
            mode = url.query["sslmode"]
            url = url.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
        return cls(url)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file, for one process only."""
        return self.url.drivername == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of a SQLite database; ``None`` for PostgreSQL."""
        return Path(self.url.database or "") if self.is_sqlite else None

    def __repr__(self) -> str:
        return self.url.render_as_string(hide_password=True)

    __str__ = __repr__
