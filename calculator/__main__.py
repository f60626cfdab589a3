"""``python -m calculator``: see ``calculator.cli``."""

from __future__ import annotations

import io
import sys

from .cli import main

if __name__ == "__main__":
    if "--jsonl" in sys.argv[1:]:
        # JSON lines are UTF-8 wherever they are read; a byte that is not must not end the stream
        for stream in (sys.stdin, sys.stdout):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main())
