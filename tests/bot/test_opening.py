"""Opening everything for a channel: what a first start leaves behind, and what it keeps out of the process."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

from bot.starting import settling
from tests.bot.moderation.conftest import folder as folder  # a small one with all that an assistant needs
from tests.knowledge.conftest import Folder

OPEN = """
import sys
from bot.opening import open_assistant
from bot.settings import read_settings
assistant = open_assistant(read_settings())
print(assistant.knowledge.version, "sklearn" in sys.modules)
"""


def opened(folder: Path, cache: Path) -> list[str]:
    """What a new process says that opens ``folder``."""
    environment = {
        **os.environ,
        "JIEWEN_KNOWLEDGE_DIR": str(folder),
        "JIEWEN_CACHE_DIR": str(cache),
    }
    run = subprocess.run(
        [sys.executable, "-c", OPEN], env=environment, capture_output=True, text=True, check=True
    )
    return run.stdout.split()


def test_a_first_start_trains_in_another_process(folder: Folder, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert opened(folder.path, cache) == [folder.knowledge().version, "False"]
    kept = sorted(file.name.split("-")[0] for file in cache.iterdir())
    assert kept == ["dictionary", "phrasings", "topics"]
    assert opened(folder.path, cache) == [folder.knowledge().version, "False"]


def test_no_garbage_is_collected_meanwhile() -> None:
    with settling():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()
