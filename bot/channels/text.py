"""A reply as plain text for a screen that shows fixed-width characters, Chinese ones two columns wide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wcwidth import wcswidth

from bot.replies.model import Reply, Table

MAX_WIDTH = 88
# More sources than this push the answer off the screen
MAX_SOURCES = 5
_WIDE_SPACE = "\u3000"
_FIGURE = re.compile(r"[-−]?[\d,.]+%?")
_ATOM = re.compile(r"[!-~]+|.", re.DOTALL)
_LONGEST_WORD = 20
# What may not stand at the start of a line
_CLOSING = "，。？！、；：）》”’％%…】"


def render_text(reply: Reply, width: int = MAX_WIDTH, more_sources: str = "") -> list[str]:
    """The lines of a reply, wrapped to ``width`` columns, with numbered choices at the end.

    ``more_sources`` says how to see the sources beyond the first ones.
    """
    lines: list[str] = []
    for notice in reply.crisis:
        lines += [*wrap(notice.text, width), ""]
    lines += wrap(reply.title, width)
    for paragraph in reply.paragraphs:
        lines += wrap(paragraph, width)
    if reply.table is not None:
        lines += ["", *render_table(reply.table), ""]
    for notice in reply.warnings:
        lines += wrap(f"⚠ {notice.text}", width, "  ")
    for remark in reply.remarks:
        lines += wrap(f"· {remark}", width, "  ")
    if reply.sources:
        lines += render_sources(reply.sources[:MAX_SOURCES], width)
        if len(reply.sources) > MAX_SOURCES:
            lines.append(f"  另有 {len(reply.sources) - MAX_SOURCES} 个来源{more_sources}")
    choices = [*(button.label for button in reply.buttons), *(f"要{one.label}" for one in reply.attachments)]
    for number, label in enumerate(choices, 1):
        lines.append(f"  [{number}] {label}")
    return lines


def render_sources(sources: Sequence[str], width: int = MAX_WIDTH) -> list[str]:
    """Sources, one below the other."""
    lines = ["来源："]
    for source in sources:
        lines += wrap(f"  {source}", width, "    ")
    return lines


def render_table(table: Table) -> list[str]:
    """A table with its columns aligned."""
    lines = [table.title] if table.title else []
    lines += align(table.header, table.rows)
    if table.note:
        lines.append(table.note)
    return lines


def align(header: Sequence[str], rows: Sequence[Sequence[str]], gap: int = 2) -> list[str]:
    """Cells in columns, ``gap`` spaces apart; figures end where the figures above them end.

    >>> align(("期", "应还"), [("1", "88.50"), ("10", "1,088.50")])
    ['期      应还', ' 1     88.50', '10  1,088.50']
    """
    aligned = []
    for at, title in enumerate(header):
        cells = [title, *(row[at] for row in rows)]
        width = max(columns(cell) for cell in cells)
        if all(columns(cell) == 2 * len(cell) for cell in cells):
            # Chinese is not twice as wide in every font: spaces as wide as it is are right in all of them
            aligned.append([cell.ljust(width // 2, _WIDE_SPACE) for cell in cells])
        else:
            is_figures = all(_FIGURE.fullmatch(cell) for cell in cells[1:])
            aligned.append([pad(cell, width, right=is_figures) for cell in cells])
    return [(" " * gap).join(line).rstrip() for line in zip(*aligned, strict=True)]


def columns(text: str) -> int:
    """How many columns ``text`` takes."""
    found = wcswidth(text)
    return found if found >= 0 else len(text)


def pad(text: str, width: int, *, right: bool = False) -> str:
    """``text`` filled with spaces to ``width`` columns, before it where it is to end at the ``right``.

    >>> pad("借呗", 6), pad("1.00", 6, right=True)
    ('借呗  ', '  1.00')
    """
    gap = " " * (width - columns(text))
    return gap + text if right else text + gap


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """``text`` in lines of at most ``width`` columns, each line after the first behind ``indent``.

    >>> wrap("可以提前还，不收费。", 10)
    ['可以提前', '还，不收费。']
    """
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines.extend(_wrapped(paragraph, width, indent, bool(lines)))
    return lines


def _wrapped(text: str, width: int, indent: str, is_later: bool) -> Iterator[str]:
    line = indent if is_later else ""
    used = columns(line)
    for atom in _atoms(text, width - columns(indent)):
        size = max(wcswidth(atom), 0)
        if used + size > width and atom not in _CLOSING:
            yield line.rstrip()
            line, used = indent, columns(indent)
            if atom == " ":
                continue
        line += atom
        used += size
    yield line.rstrip()


def _atoms(text: str, width: int) -> Iterator[str]:
    """What a line is not broken within: a figure, a word, a character; an address may be broken anywhere."""
    for atom in _ATOM.findall(text):
        if len(atom) > min(width, _LONGEST_WORD):
            yield from atom
        else:
            yield atom
