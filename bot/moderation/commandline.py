"""``python -m bot review …``: the moderators' commands at a terminal, for whoever runs the machine.

The commands are those of the chat. Buttons come out as the commands that do the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.actions import Action
from bot.channels.text import render_text
from bot.moderation.commands import Moderation
from bot.moderation.desk import Desk
from bot.moderation.examining import Examiner
from bot.opening import open_live
from bot.replies.model import Reply
from bot.settings import Settings
from bot.storage import open_storage

PROGRAM = "python -m bot review"
MOST_GROUPS = 30


async def review(settings: Settings, words: Sequence[str]) -> list[str]:
    """Run one command; returns what it says, line by line.

    Raises:
        KnowledgeError: if the knowledge may not be served.
        StorageError: if the database cannot be used.
    """
    live = open_live(settings)
    async with open_storage(settings.jiewen_database_url) as storage:
        desk = Desk(live, storage, Examiner(live.cache, apart=False))
        moderation = Moderation(desk, ())
        if not words:
            return await _overview(moderation)
        command, arguments = words[0], " ".join(words[1:])
        if command.isdigit():
            command, arguments = "show", " ".join(words)
        reply = await moderation.operate(command, arguments)
        return [*_shown(reply), *_files(reply)]


async def _overview(moderation: Moderation) -> list[str]:
    """The groups, the most asked first."""
    groups = await moderation.reviewing.groups()
    if not groups:
        return ["没有没答好的问题。"]
    total = sum(group.count for group in groups)
    lines = [f"没答好的 {total} 个问题，分成 {len(groups)} 组，问得多的在前（编号　次数　问法）："]
    for group in groups[:MOST_GROUPS]:
        others = f"　等 {len(group.variants)} 种问法" if len(group.variants) > 1 else ""
        lines.append(f"  {group.id:>6}  {group.count:>4}  {group.text}{others}")
    if len(groups) > MOST_GROUPS:
        lines.append(f"  …… 还有 {len(groups) - MOST_GROUPS} 组")
    return [*lines, f"看一组：{PROGRAM} {groups[0].id}"]


def _shown(reply: Reply) -> Iterable[str]:
    buttons = reply.buttons
    yield from render_text(Reply(reply.kind, reply.title, reply.paragraphs, remarks=reply.remarks))
    for one in buttons:
        action = Action.parse(one.action)
        if action is not None:
            yield f"  {one.label}：{PROGRAM} {' '.join(action.arguments)}"


def _files(reply: Reply) -> Iterable[str]:
    for one in reply.sends:
        Path(one.file_name).write_bytes(one.make())
        yield f"图在 {one.file_name}"
