"""A reply as Telegram HTML: a bold first line, short paragraphs, warnings set apart, sources folded."""

from __future__ import annotations

from collections.abc import Iterator

from bot.channels.telegram.splitting import Block, pack
from bot.channels.text import columns, render_table
from bot.replies.model import Reply, Table

# What a phone shows of fixed-width text without breaking the line
MAX_TABLE_COLUMNS = 30


def render(reply: Reply) -> list[str]:
    """The messages of a reply, in order; the keyboard belongs under the last."""
    return pack(blocks(reply))


def blocks(reply: Reply) -> Iterator[Block]:
    """The parts of a reply in the order in which they are read."""
    for notice in reply.crisis:
        yield Block(notice.text, "<blockquote><b>", "</b></blockquote>")
    yield Block(reply.title, "<b>", "</b>")
    for paragraph in reply.paragraphs:
        yield Block(paragraph)
    if reply.table is not None:
        yield from table_blocks(reply.table)
    for notice in reply.warnings:
        yield Block(f"⚠️ {notice.text}", "<blockquote>", "</blockquote>")
    for number, remark in enumerate(reply.remarks):
        yield Block(f"· {remark}", tight=number > 0)
    if reply.sources:
        yield Block("来源\n" + "\n".join(reply.sources), "<blockquote expandable>", "</blockquote>")


def table_blocks(table: Table) -> Iterator[Block]:
    """A narrow table in fixed-width columns; a wide one as a card for each row."""
    if table.title:
        yield Block(table.title, "<b>", "</b>")
    lines = render_table(Table(table.header, table.rows))
    if max(columns(line) for line in lines) <= MAX_TABLE_COLUMNS:
        yield Block("\n".join(lines), "<pre>", "</pre>", tight=bool(table.title))
    else:
        for row in table.rows:
            yield Block(row[0], "<u>", "</u>")
            for name, cell in zip(table.header[1:], row[1:], strict=True):
                yield Block(f"{name}：{cell}" if name else cell, tight=True)
    if table.note:
        yield Block(table.note, "<i>", "</i>", tight=True)
