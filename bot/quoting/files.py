"""A quote as a picture and as files, made only when somebody wants them."""

from __future__ import annotations

from functools import partial

from bot.replies.model import Attachment
from calculator import Quote
from calculator.output import draw_quote, to_csv, to_xlsx

_KINDS = (
    ("picture", "图", "png", draw_quote),
    ("xlsx", "Excel 表格", "xlsx", to_xlsx),
    ("csv", "CSV 表格", "csv", to_csv),
)


def attachments_of(loan: Quote) -> tuple[Attachment, ...]:
    """The picture and the files of a quote; their bytes are computed by ``make``."""
    return tuple(
        Attachment(kind, label, f"借款测算.{suffix}", partial(make, loan))
        for kind, label, suffix, make in _KINDS
    )
