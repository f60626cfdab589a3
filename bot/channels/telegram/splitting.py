"""Packing blocks of text into messages that Telegram accepts."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from telegram.constants import MessageLimit

# Where a block that is too long may be cut, best first
_CUTS = ("\n", "。", "；", "，", " ")


@dataclass(frozen=True, slots=True)
class Block:
    """Plain text in one style, its beginning perhaps bold.

    Attributes:
        text: as it is read.
        start: the tags before it.
        end: the tags after it.
        tight: whether it follows the block before it without an empty line.
        bold: how many of its first characters are bold.

    >>> Block("1 < 2", "<i>", "</i>").html
    '<i>1 &lt; 2</i>'
    >>> Block("甲：1", bold=2).html
    '<b>甲：</b>1'
    """

    text: str
    start: str = ""
    end: str = ""
    tight: bool = False
    bold: int = 0

    @property
    def html(self) -> str:
        """The block as HTML, what users wrote escaped."""
        lead, rest = (
            html.escape(part, quote=False) for part in (self.text[: self.bold], self.text[self.bold :])
        )
        return f"{self.start}{f'<b>{lead}</b>' if lead else ''}{rest}{self.end}"

    @property
    def gap(self) -> str:
        """What stands between it and the block before."""
        return "\n" if self.tight else "\n\n"


def length(text: str) -> int:
    """How long Telegram takes a text to be: in UTF-16 code units, an emoji being two or more.

    >>> length("借😀")
    3
    """
    return len(text.encode("utf-16-le", "replace")) // 2


def pack(blocks: Iterable[Block], limit: int = MessageLimit.MAX_TEXT_LENGTH) -> list[str]:
    """HTML messages of at most ``limit`` characters each, split between blocks where that is possible.

    >>> pack([Block("一", "<b>", "</b>"), Block("二三")], limit=4)
    ['<b>一</b>', '二三']
    """
    messages: list[str] = []
    used = 0
    for block in blocks:
        for piece in _pieces(block, limit):
            size = length(piece.text)
            if messages and used + len(piece.gap) + size <= limit:
                messages[-1] += piece.gap + piece.html
                used += len(piece.gap) + size
            else:
                messages.append(piece.html)
                used = size
    return messages


def _pieces(block: Block, limit: int) -> Iterator[Block]:
    rest, bold = block.text.strip("\n"), block.bold
    while length(rest) > limit:
        head = _head(rest, limit)
        cut = max(
            (head.rfind(mark) + len(mark) for mark in _CUTS if mark in head[len(head) // 2 :]), default=0
        )
        if cut:
            head = head[:cut]
        yield Block(head.rstrip("\n"), block.start, block.end, block.tight, bold)
        bold = max(bold - len(head), 0)
        rest = rest[len(head) :].lstrip("\n")
    if rest.strip():
        yield Block(rest, block.start, block.end, block.tight, bold)


def _head(text: str, limit: int) -> str:
    """As much of the beginning as fits."""
    units = 0
    for at, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > limit:
            return text[:at]
    return text
