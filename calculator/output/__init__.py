"""Turning results into what people look at and keep: text, CSV, XLSX and pictures.

    render_quote(quote, rows=6) -> str          and render_schedule, render_comparison, render_settlement, …
    to_csv(quote) -> bytes                      UTF-8 with the mark that Excel needs
    to_xlsx(quote) -> bytes                     the schedule, and a sheet of live formulas to play with
    draw_quote(quote) -> bytes                  PNG
    draw_comparison(comparison) -> bytes        PNG

The modules that need openpyxl or matplotlib import them when they are called, not when this package is.
"""

from __future__ import annotations

from .csv_file import to_csv
from .pictures import draw_comparison, draw_quote
from .text import (
    render_affordability,
    render_borrowable,
    render_comparison,
    render_overdue,
    render_prepayment,
    render_quote,
    render_repayment,
    render_schedule,
    render_settlement,
)
from .xlsx_file import to_xlsx

__all__ = [
    "draw_comparison",
    "draw_quote",
    "render_affordability",
    "render_borrowable",
    "render_comparison",
    "render_overdue",
    "render_prepayment",
    "render_quote",
    "render_repayment",
    "render_schedule",
    "render_settlement",
    "to_csv",
    "to_xlsx",
]
