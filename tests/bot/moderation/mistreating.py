"""What can happen to a knowledge folder while it is served: half-saved files, two editors, killed publishers."""

from __future__ import annotations

import asyncio
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

FILES = (
    "phrasings/overdue.yaml",
    "topics/contact_support.yaml",
    "products/weilidai.yaml",
    "sources.yaml",
    "words.yaml",
)

# What every phrasing begins with that is published meanwhile
PUBLISHED = "发布的说法"

# Publishes one new phrasing after another until it is killed
_PUBLISHER = """
import sys
from pathlib import Path
from knowledge import Trial, beijing_today
from knowledge.editing import AddPhrasings
from knowledge.publishing import OutdatedError, Publisher
publisher = Publisher(Path(sys.argv[1]))
for number in range(1000):
    edit = AddPhrasings(topic="overdue", phrasings=(f"{sys.argv[3]}{sys.argv[2]}之{number}",))
    try:
        staged = publisher.stage(edit, beijing_today())
        print("now", flush=True)
        publisher.publish(staged, Trial(0, ()), "谁", "")
    except Exception as error:
        print(type(error).__name__, flush=True)
"""


async def mistreat(folder: Path, seconds: float, seed: str = "借问") -> Counter[str]:
    """Mistreat ``folder`` for so long, in every way in turn; it is put right after each. Returns what was done how often."""
    chance = random.Random(seed)
    done: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for way in WAYS:
            await asyncio.to_thread(_in_a_file, folder / chance.choice(FILES), way, chance)
            done[way.__name__] += 1
            await asyncio.sleep(0.05 + chance.random() * 0.3)
        await _kill_a_publisher(folder, chance, sum(done.values()))
        done["killed publishers"] += 1
    return done


def _in_a_file(file: Path, way: Callable[[Path, bytes, random.Random], None], chance: random.Random) -> None:
    content = file.read_bytes()
    try:
        way(file, content, chance)
        time.sleep(0.05 + chance.random() * 0.6)
    finally:
        temporary = file.with_name(f".{file.name}.swp")
        temporary.write_bytes(content)
        temporary.replace(file)


def cut_short(file: Path, content: bytes, chance: random.Random) -> None:
    """A full disk."""
    file.write_bytes(content[: chance.randrange(len(content))])


def emptied(file: Path, content: bytes, chance: random.Random) -> None:
    """An editor that opens for writing first."""
    file.write_bytes(b"")


def in_pieces(file: Path, content: bytes, chance: random.Random) -> None:
    """A slow copy over the network."""
    with file.open("wb") as target:
        for start in range(0, len(content), max(len(content) // 8, 1)):
            target.write(content[start : start + max(len(content) // 8, 1)])
            target.flush()
            time.sleep(0.03)


def renamed(file: Path, content: bytes, chance: random.Random) -> None:
    """An editor that moves the old file away before it writes the new one."""
    file.rename(file.with_name(file.name + ".bak"))
    time.sleep(0.3)
    file.with_name(file.name + ".bak").rename(file)


def deleted(file: Path, content: bytes, chance: random.Random) -> None:
    """Gone."""
    file.unlink()


def garbled(file: Path, content: bytes, chance: random.Random) -> None:
    """Bytes that mean nothing."""
    at = chance.randrange(len(content))
    file.write_bytes(content[:at] + bytes(chance.randrange(256) for _ in range(20)) + content[at:])


def full_width(file: Path, content: bytes, chance: random.Random) -> None:
    """A Chinese input method."""
    file.write_bytes(content.replace(b": ", "：".encode(), 1 + chance.randrange(5)))


def other_encoding(file: Path, content: bytes, chance: random.Random) -> None:
    """Saved with an old editor."""
    file.write_bytes(content.decode().encode("gb18030"))


def merged(file: Path, content: bytes, chance: random.Random) -> None:
    """A merge that nobody finished."""
    file.write_bytes(b"<<<<<<< HEAD\n" + content + b"=======\n" + content + b">>>>>>> other\n")


def executable(file: Path, content: bytes, chance: random.Random) -> None:
    """An attempt at running something."""
    file.write_bytes(content + b"\nx: !!python/object/apply:os.system ['touch owned']\n")


def bomb(file: Path, content: bytes, chance: random.Random) -> None:
    """Few bytes that mean very many."""
    rows = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    file.write_bytes("\n".join(rows).encode())


def two_editors(file: Path, content: bytes, chance: random.Random) -> None:
    """Two people who save the same file at the same time."""

    def save(rounds: int) -> None:
        for number in range(rounds):
            file.write_bytes(content[: len(content) * (number % 4) // 4])

    both = [threading.Thread(target=save, args=(20,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()


WAYS = (
    cut_short,
    emptied,
    in_pieces,
    renamed,
    deleted,
    garbled,
    full_width,
    other_encoding,
    merged,
    executable,
    bomb,
    two_editors,
)


async def _kill_a_publisher(folder: Path, chance: random.Random, number: int) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _PUBLISHER, str(folder), str(number), PUBLISHED),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    await asyncio.sleep(chance.random() * 0.4)
    process.kill()
    await process.communicate()
