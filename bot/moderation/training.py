"""Training a topic model in a process of its own, so that answering is not held up and its memory is given back.

``python -m bot.moderation.training FOLDER CACHE`` trains for the knowledge in a folder and leaves the model in the cache,
where ``Index.build`` finds it.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import tempfile
from pathlib import Path

from bot.understanding.index import Index
from knowledge import Knowledge, load
from knowledge.publishing import write_files

_log = logging.getLogger(__name__)

# Whoever asks a question goes first
_NICENESS = 10


class TrainingError(Exception):
    """The model could not be trained; the old one stays."""


async def train_apart(knowledge: Knowledge, cache: Path) -> None:
    """Train the model of ``knowledge`` into ``cache``; ended at once where the caller is cancelled.

    Raises:
        TrainingError: if it did not work out.
    """
    if Index.is_kept(knowledge, cache):
        return
    texts = {name: document.text for name, document in knowledge.documents.items()}
    with tempfile.TemporaryDirectory(prefix="jiewen-") as place:
        await asyncio.to_thread(write_files, Path(place), texts)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            __name__,
            place,
            str(cache),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            _, complaint = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode != 0:
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise TrainingError(f"模型没有训练成（退出码 {process.returncode}）：{last[:200]}")


def main(folder: Path, cache: Path) -> None:
    """Train for the knowledge in ``folder``."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    Index.build(load(folder).knowledge, cache)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
