"""A reply as a rich message (Bot API 10.1): the only form in which Telegram draws tables.

Not every client shows rich messages, there is no text for those that do not, and the server accepts them all the
same. They are therefore used only for tables that are too wide for text, and only where an operator asks for it.
"""

from __future__ import annotations

import html

from bot.channels.telegram.rendering import is_wide
from bot.replies.model import Reply, Table

MAX_CHARACTERS = 32_768
MAX_BLOCKS = 500


def wants_rich(reply: Reply) -> bool:
    """Whether a native table is worth it."""
    return reply.table is not None and is_wide(reply.table)


def rich_html(reply: Reply) -> str | None:
    """The whole reply as rich HTML; ``None`` if it would be too long."""
    parts = [f"<blockquote><b>{_text(notice.text)}</b></blockquote>" for notice in reply.crisis]
    parts.append(f"<p><b>{_text(reply.title)}</b></p>")
    parts += [f"<p>{_text(paragraph)}</p>" for paragraph in reply.paragraphs]
    if reply.table is not None:
        parts.append(_table(reply.table))
    parts += [f"<blockquote>⚠️ {_text(notice.text)}</blockquote>" for notice in reply.warnings]
    parts += _details("说明", reply.remarks)
    parts += _details("来源", reply.sources)
    whole = "".join(parts)
    rows = len(reply.table.rows) if reply.table is not None else 0
    return whole if len(whole) <= MAX_CHARACTERS and len(parts) + rows < MAX_BLOCKS else None


def _table(table: Table) -> str:
    caption = "；".join(part for part in (table.title, table.note) if part)
    head = "".join(f"<th>{_text(cell)}</th>" for cell in table.header)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td align="{"left" if at == 0 else "right"}">{_text(cell)}</td>' for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        "<table bordered striped>"
        + (f"<caption>{_text(caption)}</caption>" if caption else "")
        + f"<tr>{head}</tr>{body}</table>"
    )


def _details(summary: str, lines: tuple[str, ...]) -> list[str]:
    if not lines:
        return []
    items = "".join(f"<p>{_text(line)}</p>" for line in lines)
    return [f"<details><summary>{summary}</summary>{items}</details>"]


def _text(text: str) -> str:
    return html.escape(text, quote=False)
