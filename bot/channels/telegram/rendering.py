"""A reply as Telegram HTML: a bold first line, short paragraphs, warnings set apart, sources folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from telegram.constants import MessageLimit

from bot.channels.telegram.splitting import Block, length, pack
from bot.channels.text import align, columns
from bot.replies.model import Reply, Table

# What a phone shows of fixed-width text without breaking the line
MAX_TABLE_COLUMNS = 30
# And of other text, which is narrower
MAX_LINE_COLUMNS = 42
ROWS_ON_A_PAGE = 12
# Remarks without sources are folded where they are longer; their first three lines show all the same
MAX_OPEN_REMARKS = 120

SOURCES = "来源"
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
    yield from _small_print(reply)


def _small_print(reply: Reply) -> Iterator[Block]:
    """What sources say differently, how sure that is, and the sources: in one quotation, folded."""
    remarks = [f"· {remark}" for remark in reply.remarks]
    sources = [SOURCES, *reply.sources] if reply.sources else []
    text = "\n".join((*remarks, *sources))
    if text:
        yield Block(text, *(_FOLDED if sources or length(text) > MAX_OPEN_REMARKS else ()))


def table_blocks(table: Table) -> Iterator[Block]:
    """A table in fixed-width columns where a phone has room for them; else a card for each row."""
    if table.title:
        yield Block(table.title, "<b>", "</b>")
    lines = _fitting(table)
    if lines is not None:
        yield Block("\n".join(lines), "<pre>", "</pre>", tight=bool(table.title))
    else:
        for number, row in enumerate(table.rows):
            yield from _card(table.header, row, tight=number > 0 or bool(table.title))
    if table.note:
        yield Block(table.note, "<i>", "</i>", tight=True)


def is_wide(table: Table) -> bool:
    """Whether a phone would break the lines of a table with all its columns."""
    return _width(align(table.header, table.rows)) > MAX_TABLE_COLUMNS


def _fitting(table: Table) -> list[str] | None:
    """The lines of a table that a phone does not break: all of it, else without what follows from the rest."""
    kept = [at for at in range(len(table.header)) if at not in table.spare]
    for chosen in (range(len(table.header)), kept):
        header = [table.header[at] for at in chosen]
        rows = [[row[at] for at in chosen] for row in table.rows]
        for gap in (2, 1):
            lines = align(header, rows, gap)
            if _width(lines) <= MAX_TABLE_COLUMNS:
                return lines
    return None


def _width(lines: Iterable[str]) -> int:
    return max(columns(line) for line in lines)


def _card(header: tuple[str, ...], row: tuple[str, ...], tight: bool) -> Iterator[Block]:
    """A row as lines: its first cell names it, the others say what they are."""
    name = f"第 {row[0]} 期" if header[0] == "期" else f"{header[0]} {row[0]}".strip()
    cells = [f"{title} {cell}".strip() for title, cell in zip(header[1:], row[1:], strict=True) if cell]
    # Where there is no room for all, the first is what one looks for; the others follow it
    is_long = columns(f"{name}：{'，'.join(cells)}") > MAX_LINE_COLUMNS
    first, others = (cells[:1], cells[1:]) if is_long else (cells, [])
    yield Block(f"{name}：{'，'.join(first)}", tight=tight, bold=len(name) + 1)
    if others:
        yield Block("，".join(others), tight=True)
