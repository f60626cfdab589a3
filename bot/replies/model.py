"""What the assistant says, before any channel turns it into messages of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from calculator import Quote
from knowledge.models import Level


class ReplyKind(StrEnum):
    """The four ways in which a question can end."""

    ANSWER = "answer"
    QUOTE = "quote"
    CLARIFY = "clarify"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Button:
    """Something the user may choose next: what it shows and the action that choosing it takes."""

    label: str
    action: str  # see ``bot.actions``: short enough for the 64 bytes a channel may have for it


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning set apart from the answer."""

    id: str
    level: Level
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A small table; ``rows`` are as wide as ``header``.

    Attributes:
        spare: the columns, by number, that follow from the others: a narrow screen may leave them out.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""
    spare: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or a file, made only when somebody wants it."""

    id: str  # picture, csv, xlsx
    label: str
    file_name: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Slots:
    """What of a quote the user has said; the programs' form of an open quote."""

    values: tuple[tuple[str, str | int | float], ...] = ()

    def to_json(self) -> dict[str, str | int | float]:
        """As ``ask --jsonl`` prints them."""
        return dict(self.values)


@dataclass(frozen=True, slots=True)
class Reply:
    """A channel-neutral reply. The first line, ``title``, answers; what follows explains."""

    kind: ReplyKind
    title: str
    paragraphs: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()  # what has to be known with it; a crisis comes before the title
    table: Table | None = None
    remarks: tuple[str, ...] = ()  # conflicts, what is not known, what ※ means, how old it is
    sources: tuple[str, ...] = ()  # as users read them
    buttons: tuple[Button, ...] = ()
    attachments: tuple[Attachment, ...] = ()  # on offer
    sends: tuple[Attachment, ...] = ()  # asked for: to be handed over with this reply
    # for programs
    topic: str | None = None
    product: str | None = None
    confidence: float = 0.0
    suggestions: tuple[str, ...] = ()
    slots: Slots = Slots()
    facts: tuple[str, ...] = ()
    source_ids: tuple[str, ...] = ()
    quote: Quote | None = None

    @property
    def crisis(self) -> tuple[Notice, ...]:
        """Notices that come before anything else."""
        return tuple(notice for notice in self.notices if notice.level is Level.CRISIS)

    @property
    def warnings(self) -> tuple[Notice, ...]:
        """Notices that stand with the answer."""
        return tuple(notice for notice in self.notices if notice.level is not Level.CRISIS)

    @property
    def text(self) -> str:
        """The whole reply as plain text."""
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """The reply line by line, in the order in which it is to be read; the table is left out."""
        lines = [notice.text for notice in self.crisis]
        lines.append(self.title)
        lines.extend(self.paragraphs)
        lines.extend(f"⚠ {notice.text}" for notice in self.warnings)
        lines.extend(self.remarks)
        if self.sources:
            lines.append("来源：" + "；".join(self.sources))
        return lines
