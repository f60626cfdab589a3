"""How long it takes from saving a knowledge file to the first answer that knows of it, and what reloading costs.

::

    python -m benchmarks.reloading                     latency; memory over 100 reloads; 10 times as many phrasings
    python -m benchmarks.reloading --reloads 1000      the same over so many reloads
    python -m benchmarks.reloading --times 50          the same with so many times as many phrasings; takes minutes
    python -m benchmarks.reloading --abuse 60          only: 100 questions a second while the folder is mistreated

Everything runs on copies of the knowledge folder of the settings. Latency is measured as people have it: a file is saved
as an editor saves it, the system tells that it was, and somebody asks again and again until the answer is the new one.
Beside it stands one plain reading and checking of the same folder, in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import gc
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.moderation.following import Follower, changes_of
from bot.moderation.live import LiveKnowledge, Outcome, Reload
from bot.opening import open_live
from bot.replies.model import Reply
from bot.settings import read_settings
from bot.understanding.calibration import Calibration
from bot.understanding.index import Index
from bot.understanding.known import Known, KnownPhrasing
from bot.understanding.nearest import PhrasingIndex
from knowledge import Knowledge, beijing_today, check
from knowledge.document import MAX_FILE_BYTES
from knowledge.publishing import read_files, write_files
from tests.bot.moderation.mistreating import PUBLISHED, mistreat

ROUNDS, TIMES, RELOADS, PER_SECOND = 5, 10, 100, 100
PATIENCE = 300.0
NUMERALS = "一二三四五六七八九十"
QUESTION = "微粒贷客服电话多少"
PHRASINGS, ANSWERS, FACTS = "phrasings/overdue.yaml", "topics/contact_support.yaml", "products/weilidai.yaml"


def make(knowledge: Knowledge, index: Index) -> Assistant:
    """An assistant by the clock."""
    return Assistant(knowledge, index, Calibration.read(), lambda: dt.datetime.now(dt.UTC))


def reply(live: LiveKnowledge, text: str) -> Reply:
    """What is answered now."""
    return live.assistant.answer(Question(text), Conversation())[0]


@asynccontextmanager
async def followed(live: LiveKnowledge) -> AsyncIterator[list[Reload]]:
    """Follow a folder, but for the training in the background; gives what moderators would be told."""
    told: list[Reload] = []

    async def tell(reload: Reload) -> None:
        told.append(reload)

    async def never(knowledge: Knowledge) -> None:
        await asyncio.Event().wait()

    follower = Follower(live, tell, learn=never)
    task = asyncio.create_task(follower.run(changes_of(live.folder)))
    await asyncio.sleep(1.0)  # until the system watches the folder
    try:
        yield told
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(is_new: Callable[[], bool]) -> float:
    """How long it takes until it is so, in seconds."""
    began = time.perf_counter()
    while not is_new():
        if time.perf_counter() - began > PATIENCE:
            raise SystemExit("what was saved never reached an answer")
        await asyncio.sleep(0.005)
    return time.perf_counter() - began


def save(file: Path, text: str) -> None:
    """Save as most editors do: beside it, and then in its place."""
    temporary = file.with_name(f".{file.name}.swp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(file)


async def latency(live: LiveKnowledge, rounds: int) -> dict[str, list[float]]:
    """Seconds from a saved file to the first answer that knows of it, for each kind of change."""
    found: dict[str, list[float]] = {"new phrasing": [], "changed answer": [], "changed fact": []}
    phrasings, answers, facts = (live.folder / name for name in (PHRASINGS, ANSWERS, FACTS))
    before = phrasings.read_text(encoding="utf-8")
    async with followed(live) as told:
        for number in range(rounds):
            new = f"爬山的时候鞋带散了{NUMERALS[number % 10]}"
            save(phrasings, f"{phrasings.read_text(encoding='utf-8')}  - {new}\n")
            found["new phrasing"].append(await until(lambda new=new: reply(live, new).topic == "overdue"))
            for name, file, old, other in (
                ("changed answer", answers, "    lead: ", "    lead: 改过了，"),
                ("changed fact", facts, "95384", "95399"),
            ):
                was, mark = file.read_text(encoding="utf-8"), other.strip().removeprefix("lead: ")
                save(file, was.replace(old, other))
                found[name].append(await until(lambda mark=mark: mark in reply(live, QUESTION).text))
                save(file, was)
                await until(lambda mark=mark: mark not in reply(live, QUESTION).text)
        assert not any(one.problems for one in told if one.outcome is Outcome.REFUSED), told
    save(phrasings, before)
    return found


def many_times(live: LiveKnowledge, times: int) -> Index:
    """Put ``times`` as many phrasings into the files that ``live`` serves, as far as a file may be so large.

    The index is put together from that of ``live``: its model need not be trained anew for this.
    """
    old = live.assistant.understander.index
    phrasings = list(old.known)
    known: list[KnownPhrasing] = []
    at = 0
    for topic, entry in sorted(live.current.knowledge.phrasings.items()):
        file = live.folder / "phrasings" / f"{topic}.yaml"
        text = file.read_text(encoding="utf-8")
        here = phrasings[at : at + len(entry.phrasings)]
        at += len(entry.phrasings)
        known += here
        size = len(text.encode()) + 5 * len(here)  # of one copy
        for number in range(1, min(times, MAX_FILE_BYTES // size)):
            # Characters that nobody writes, so that nothing is written twice
            mark = chr(0x3400 + number)
            text += "".join(f"  - '{phrasing}{mark}'\n".replace("''", "'") for phrasing in entry.phrasings)
            known += [KnownPhrasing(topic, f"{bare}{mark}", f"{masked}{mark}") for _, bare, masked in here]
        file.write_text(text, encoding="utf-8")
    many = Known.of(known)
    return replace(
        old,
        known=many,
        exact=dict(zip(many.bare, many.topics, strict=True)),
        nearest=PhrasingIndex(many.masked, many.topics),
    )


def checking(folder: Path) -> float:
    """Seconds for reading and checking a folder from nothing."""
    began = time.perf_counter()
    errors = [problem for problem in check(folder, today=beijing_today()) if problem.is_error]
    assert not errors, errors[:3]
    return time.perf_counter() - began


def memory(live: LiveKnowledge, reloads: int) -> list[tuple[int, float]]:
    """Megabytes in use after so many reloads, ten times between the first tenth and the last."""
    file = live.folder / PHRASINGS
    text = file.read_text(encoding="utf-8")
    found = []
    for number in range(1, reloads + 1):
        save(file, f"{text}  - 爬山的时候鞋带散了第{number}回\n")
        assert live.reload().outcome is Outcome.SWAPPED
        if number % max(reloads // 10, 1) == 0:
            gc.collect()
            found.append((number, resident()))
    return found


def resident() -> float:
    """Megabytes of this process that are in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


async def abuse(live: LiveKnowledge, seconds: float) -> None:
    """Ask all the while somebody mistreats the folder."""
    original = read_files(live.folder)
    expected = reply(live, QUESTION).text
    slow: list[float] = []
    wrong: list[str] = []
    served: list[Knowledge] = []
    live.on_swap(lambda assistant: served.append(assistant.knowledge))

    async def client(stop: asyncio.Event) -> None:
        began = time.perf_counter()
        while not stop.is_set():
            due = began + len(slow) / PER_SECOND
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            try:
                if reply(live, QUESTION).text != expected:
                    wrong.append("another answer")
            except Exception as error:
                wrong.append(repr(error))
            slow.append(time.perf_counter() - due)

    async with followed(live) as told:
        stop = asyncio.Event()
        asking = asyncio.create_task(client(stop))
        done = await mistreat(live.folder, seconds)
        stop.set()
        await asking
        await until(lambda: live.problems == () and live.reload().outcome is Outcome.SAME)
    for knowledge in served:
        for name, document in knowledge.documents.items():
            more = document.text.removeprefix(original[name])
            if name not in original or any(PUBLISHED not in line for line in more.splitlines()):
                wrong.append(f"served {name}")
    left = [path.name for path in live.folder.rglob(".*.tmp")]
    refused = sum(one.outcome is Outcome.REFUSED for one in told)
    print(
        f"mistreated                  {sum(done.values())} times: {', '.join(f'{k} {v}' for k, v in done.items())}"
    )
    print(
        f"answers                     {len(slow)} in {seconds:.0f} s, {len(wrong)} wrong or failed {wrong[:3]}"
    )
    print(
        f"from when it was due        median {statistics.median(slow) * 1e3:.1f} ms, "
        f"99 % {sorted(slow)[len(slow) * 99 // 100] * 1e3:.0f} ms, slowest {max(slow) * 1e3:.0f} ms"
    )
    print(f"told to moderators          {refused} × what is wrong, {len(served)} × a new version")
    print(
        f"left behind                 {left or 'nothing'}; the folder passes in {checking(live.folder):.2f} s"
    )
    if wrong or left:
        sys.exit(1)


async def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reloading")
    parser.add_argument("--reloads", type=int, default=RELOADS)
    parser.add_argument("--times", type=int, default=TIMES)
    parser.add_argument("--abuse", type=float, metavar="SECONDS")
    options = parser.parse_args()
    settings = read_settings()
    with tempfile.TemporaryDirectory(prefix="jiewen-") as place:
        folder = write_files(Path(place) / "content", read_files(settings.jiewen_knowledge_dir))
        live = open_live(settings.model_copy(update={"jiewen_knowledge_dir": folder}))
        if options.abuse is not None:
            await abuse(live, options.abuse)
            return
        print(f"phrasings                   {len(live.assistant.understander.index.known)}")
        await show_latency(live, ROUNDS)
        assert live.reload().outcome is Outcome.SWAPPED
        found = memory(live, options.reloads)
        print(
            f"memory, after reloads       {'  '.join(f'{number}: {size:.0f} MB' for number, size in found)}"
        )
        save(folder / PHRASINGS, read_files(settings.jiewen_knowledge_dir)[PHRASINGS])
        live.reload()
        index = many_times(live, options.times)
        shutil.rmtree(folder / ".jiewen")
        large = LiveKnowledge(folder, make, None, build=lambda _: index)
        print(f"\nphrasings                   {len(index.known)}")
        await show_latency(large, 1)


async def show_latency(live: LiveKnowledge, rounds: int) -> None:
    """Print it, beside the plain check of the folder."""
    bare = checking(live.folder)
    print(f"one plain check             {bare:6.2f} s")
    for name, times in (await latency(live, rounds)).items():
        median = statistics.median(times)
        print(
            f"{name + ', answered after':27} {median:6.2f} s   {median / bare:5.2f} × (slowest {max(times):.2f} s)"
        )


if __name__ == "__main__":
    asyncio.run(main())
