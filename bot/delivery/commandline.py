"""``python -m bot database …``: for whoever runs the machine."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bot.settings import Settings
from bot.storage import Address, Storage, open_storage
from bot.storage.database import Database
from bot.storage.file import back_up_file
from bot.storage.migrating import migrate, schema

PROGRAM = "python -m bot database"
_USAGE = (
    f"{PROGRAM}　　　　　　　　看情况：结构的版本、等着的和放到一边的消息、在运行的进程",
    f"{PROGRAM} migrate　　　　把结构升级到这个程序要的版本（启动时也会自动做）",
    f"{PROGRAM} backup 文件　　备份 SQLite，运行中也可以；PostgreSQL 用 pg_dump",
    f"{PROGRAM} aside　　　　　列出试了几次都失败、放到一边的消息",
    f"{PROGRAM} retry　　　　　把它们重新放进收件箱，再答一次",
)


class UsageError(Exception):
    """A command that is none; the message says what there is."""


async def administer(settings: Settings, words: Sequence[str]) -> list[str]:
    """Run one command; returns what it says, line by line.

    Raises:
        UsageError: if there is no such command.
        StorageError: if the database cannot be used.
    """
    match words:
        case []:
            return await _with_database(settings, _overview)
        case ["migrate"]:
            return await _with_database(settings, _migrate)
        case ["backup", target]:
            return await _back_up(settings, Path(target))
        case ["aside"]:
            return await _with_storage(settings, _aside)
        case ["retry"]:
            return await _with_storage(settings, _retry)
        case ["help"]:
            return list(_USAGE)
        case _:
            raise UsageError("\n".join(("没有这个命令。有这些：", *_USAGE)))


async def _with_database(settings: Settings, work: Callable[[Database], Awaitable[list[str]]]) -> list[str]:
    database = Database(Address.read(settings.jiewen_database_url))
    try:
        return await work(database)
    finally:
        await database.close()


async def _with_storage(settings: Settings, work: Callable[[Storage], Awaitable[list[str]]]) -> list[str]:
    async with open_storage(settings.jiewen_database_url) as storage:
        return await work(storage)


async def _overview(database: Database) -> list[str]:
    present, head = await schema(database)
    lines = [f"数据库　{database.address}"]
    if present != head:
        return [*lines, f"结构　　{present or '还没有'}，这个程序要 {head}：运行 {PROGRAM} migrate"]
    storage = Storage(database)
    counts, alive = await storage.inbox.counts(), await storage.replicas.alive()
    since = f"，最早的是 {counts.oldest:%Y-%m-%d %H:%M:%S} UTC 收到的" if counts.oldest else ""
    lines += [
        f"结构　　{present}",
        f"等着答　{counts.waiting} 条{since}",
        f"放一边　{counts.aside} 条",
        f"运行中　{len(alive)} 个进程",
    ]
    return lines + [f"　　　　{one.name}　知识 {one.knowledge}　程序 {one.program}" for one in alive]


async def _migrate(database: Database) -> list[str]:
    before, after = await migrate(database)
    return [f"结构已经是 {after}。" if before == after else f"结构从 {before or '无'} 升到了 {after}。"]


async def _back_up(settings: Settings, target: Path) -> list[str]:
    file = Address.read(settings.jiewen_database_url).file
    if file is None:
        raise UsageError("这个命令只备份 SQLite；PostgreSQL 请用 pg_dump")
    try:
        size = await asyncio.to_thread(back_up_file, file, target)
    except FileExistsError:
        raise UsageError(f"{target} 已经有了，请换一个名字") from None
    except OSError as error:
        raise UsageError(f"{target} 写不了：{error.strerror}") from None
    return [f"已备份到 {target}（{size // 1024} KB）。"]


async def _aside(storage: Storage) -> list[str]:
    found = await storage.inbox.aside()
    if not found:
        return ["没有放到一边的消息。"]
    lines = [
        f"{one.update_id}　{one.received_at:%Y-%m-%d %H:%M:%S} UTC　失败 {one.failures} 次　{one.error or ''}"
        for one in found
    ]
    return [*lines, f"修好原因之后：{PROGRAM} retry"]


async def _retry(storage: Storage) -> list[str]:
    return [f"{await storage.inbox.retry_aside()} 条放回了收件箱。"]
