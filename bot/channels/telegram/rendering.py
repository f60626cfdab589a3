"""A reply as Telegram HTML: a bold first line, short paragraphs, warnings set apart, sources folded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from telegram.constants import MessageLimit

from bot.channels.telegram.splitting import Block, length, pack
from bot.channels.text import columns, render_table
from bot.replies.model import Reply, Table

# What a phone shows of fixed-width text without breaking the line
MAX_TABLE_COLUMNS = 30
ROWS_ON_A_PAGE = 12
# Remarks longer than this are folded; their first three lines show all the same
MAX_OPEN_REMARKS = 120

_FOLDED = ("<blockquote expandable>", "</blockquote>")


@dataclass(frozen=True, slots=True)
class Rendered:
    """The messages of a reply, in order; the keyboard belongs under the last."""

    messages: list[str]
    page: int = 1
    pages: int = 1


def render(reply: Reply, page: int = 1) -> Rendered:
    """The messages of a reply; of a long table, the rows of one page."""
    if reply.table is None:
        return Rendered(pack(blocks(reply)))
    pages = -(-len(reply.table.rows) // ROWS_ON_A_PAGE) or 1
    page = min(max(page, 1), pages)
    shown = reply.table.rows[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE]
    note = reply.table.note
    if pages > 1:
        note = f"第 {page}/{pages} 页" + (f"；{note}" if note else "")
    table = replace(reply.table, rows=shown, note=note)
    return Rendered(pack(blocks(replace(reply, table=table))), page, pages)


def caption(reply: Reply) -> str:
    """What stands under a picture or file, in one piece."""
    return pack(
        [Block(reply.title, "<b>", "</b>"), *map(Block, reply.paragraphs)], MessageLimit.CAPTION_LENGTH
    )[0]


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
    remarks = "\n".join(f"· {remark}" for remark in reply.remarks)
    if remarks:
        yield Block(remarks, *(_FOLDED if length(remarks) > MAX_OPEN_REMARKS else ()))
    if reply.sources:
        yield Block("来源\n" + "\n".join(reply.sources), *_FOLDED)


def table_blocks(table: Table) -> Iterator[Block]:
    """A narrow table in fixed-width columns; a wide one as a card for each row."""
    if table.title:
        yield Block(table.title, "<b>", "</b>")
    lines = render_table(Table(table.header, table.rows))
    if not is_wide(table):
        yield Block("\n".join(lines), "<pre>", "</pre>", tight=bool(table.title))
    else:
        for number, row in enumerate(table.rows):
            yield from _card(table.header, row, tight=number > 0 or bool(table.title))
    if table.note:
        yield Block(table.note, "<i>", "</i>", tight=True)


def is_wide(table: Table) -> bool:
    """Whether a phone would break the lines of a table."""
    return max(columns(line) for line in render_table(Table(table.header, table.rows))) > MAX_TABLE_COLUMNS


def _card(header: tuple[str, ...], row: tuple[str, ...], tight: bool) -> Iterator[Block]:
    """A row as lines: its first cell names it, the others say what they are."""
    name = f"第 {row[0]} 期" if header[0] == "期" else f"{header[0]} {row[0]}".strip()
    cells = [f"{title} {cell}".strip() for title, cell in zip(header[1:], row[1:], strict=True) if cell]
    # Of many figures the first is what one looks for; the others follow it
    first, others = (cells, []) if len(cells) <= 2 else (cells[:1], cells[1:])
    yield Block(f"{name}：{'，'.join(first)}", tight=tight, bold=len(name) + 1)
    if others:
        yield Block("，".join(others), tight=True)
