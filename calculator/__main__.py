"""``python -m calculator``."""

from __future__ import annotations

import sys

from .records import answer_lines

if __name__ == "__main__":
    for line in answer_lines(sys.stdin):
        print(line, flush=True)
