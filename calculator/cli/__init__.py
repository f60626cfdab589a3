"""The command line: ``python -m calculator quote|schedule|compare|early|solve|overdue|afford``, or ``--jsonl``."""

from __future__ import annotations

from .run import main

__all__ = ["main"]
