"""Whatever happens to the folder while people ask: every answer is that of a good snapshot, and nothing broken stays.

For a few seconds; ``python -m benchmarks.reloading --abuse 60`` does the same with the real knowledge and measures.
"""

from __future__ import annotations

import asyncio
import os

from bot.moderation.following import Follower, changes_of
from bot.moderation.live import LiveKnowledge, Reload
from knowledge import Knowledge
from knowledge.publishing import read_files
from tests.bot.moderation.conftest import ask
from tests.bot.moderation.mistreating import PUBLISHED, mistreat
from tests.knowledge.conftest import Folder

SECONDS = float(os.environ.get("JIEWEN_ABUSE_SECONDS", "6"))
QUESTION = "过了日子没还会咋样呀"


async def test_every_answer_is_of_a_good_snapshot(folder: Folder, live: LiveKnowledge) -> None:
    original, expected = read_files(folder.path), ask(live, QUESTION).lines()
    served: list[Knowledge] = []
    live.on_swap(lambda assistant: served.append(assistant.knowledge))
    answers: list[list[str]] = []

    async def tell(reload: Reload) -> None:
        return None

    async def learn(knowledge: Knowledge) -> None:
        return None

    async def ask_on() -> None:
        while True:
            answers.append(ask(live, QUESTION).lines())
            await asyncio.sleep(0.01)

    following = asyncio.create_task(Follower(live, tell, learn).run(changes_of(folder.path)))
    asking = asyncio.create_task(ask_on())
    try:
        done = await mistreat(folder.path, SECONDS)
    finally:
        for one in (asking, following):
            one.cancel()
        await asyncio.gather(asking, following, return_exceptions=True)
    live.reload()

    assert len(done) > 10
    assert len(answers) > 50
    assert [lines for lines in answers if lines != expected] == []
    for knowledge in served:
        for name, document in knowledge.documents.items():
            more = document.text.removeprefix(original[name])
            assert all(PUBLISHED in line for line in more.splitlines()), name
    assert live.problems == ()
    assert not folder.errors()
    assert list(folder.path.rglob(".*.tmp")) == []
