"""From questions that were not answered well to phrasings that are, group by group."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.moderation.desk import Desk, DeskError, Proposed
from bot.moderation.grouping import Group, grouped
from bot.storage import Entry, Status
from bot.understanding.cleaning import clean
from bot.understanding.gates import OUT_OF_SCOPE
from bot.understanding.index import bare
from knowledge.editing import AddPhrasings, NewTopic, TestQuestion, one_line
from knowledge.likeness import simplified

# So many open questions are looked at; who is behind further than that begins with the latest
MOST = 1500
# Of a group so many variants become phrasings, and one in so many the test of the others
MAX_PHRASINGS = 20
ONE_TEST_IN = 6
MAX_TESTS = 3
# What is longer tells a story: the model would learn its words, not the question
MAX_LENGTH = 60
_MASKED = "*"


class NoTestError(DeskError):
    """Somebody has to write another way of asking; ``form`` is how to send it."""

    def __init__(self, message: str, form: str) -> None:
        super().__init__(message)
        self.form = form


class Reviewing:
    """The review queue as groups, and what is done with them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._review = desk.storage.review
        self._held: tuple[tuple[object, ...], list[Group]] | None = None

    async def groups(self) -> list[Group]:
        """What is open, those groups first that most people asked."""
        questions = await self._review.list(Status.OPEN, MOST)
        index = self._desk.live.assistant.understander.index
        place = (index.fingerprint, *(question.id for question in questions))
        if self._held is None or self._held[0] != place:
            self._held = (place, await asyncio.to_thread(grouped, questions, index))
        return self._held[1]

    async def group(self, question: int) -> Group:
        """The group of an open question; raises ``DeskError`` if it is not open."""
        for group in await self.groups():
            if question in group.ids:
                return group
        raise DeskError("这个问题已经处理过了，或者太旧，不再留着。")

    async def assign(self, question: int, topic: str, by: int | None, test: str = "") -> Proposed:
        """Propose the ways of asking of a group as phrasings of ``topic``, and some of them as its tests.

        Raises:
            NoTestError: if no way of asking is left as a test and none is given.
            DeskError, EditError, KnowledgeError, ExaminationError: as of proposing.
        """
        group = await self.group(question)
        if topic not in self._desk.live.current.knowledge.topics:
            raise DeskError(f"没有主题“{one_line(topic)[:40]}”。")
        phrasings, tests = self.chosen(group, test)
        edit = AddPhrasings(topic=topic, phrasings=phrasings, tests=tests)
        status = Status.OUT_OF_SCOPE if topic == OUT_OF_SCOPE else Status.ASSIGNED
        return await self._desk.propose(edit, by, _why(group), group.ids, status)

    async def draft(
        self, question: int, identity: str, name: str, ask: str, lead: str, by: int | None, test: str = ""
    ) -> Proposed:
        """Propose a new topic that answers a group; raises like ``assign``."""
        group = await self.group(question)
        phrasings, tests = self.chosen(group, test)
        edit = NewTopic(id=identity, name=name, ask=ask, lead=lead, phrasings=phrasings, tests=tests)
        return await self._desk.propose(edit, by, _why(group), group.ids, Status.DRAFTED)

    async def ignore(self, question: int, by: int | None) -> int:
        """Do nothing about a group; returns how many questions that closes."""
        group = await self.group(question)
        await self._desk.storage.audit.add(
            Entry("ignore", f"question {group.id}", by, before=group.text, reason=f"{group.count} 个问题")
        )
        return await self._review.handle(group.ids, Status.IGNORED, by)

    def chosen(self, group: Group, written: str = "") -> tuple[tuple[str, ...], tuple[TestQuestion, ...]]:
        """The phrasings and the tests of a group.

        Args:
            written: ways of asking that a moderator wrote, with ｜ between them; the last of them is the test.

        Raises:
            NoTestError: if there is too little to make a phrasing and a test of.
        """
        more = [one_line(part) for part in written.replace("|", "｜").split("｜") if one_line(part)]
        own = {simplified(text) for text in more}
        usable = [*more[:-1], *(text for text in self._usable(group) if simplified(text) not in own)]
        if more and usable:
            return tuple(usable[:MAX_PHRASINGS]), (TestQuestion(ask=more[-1]),)
        if not usable:
            raise NoTestError(
                "这一组里没有能直接当说法的（太长、遮掉了号码，或者已经是说法了）。请自己写两种问法，后一种作测试。",
                "一种问法｜另一种问法",
            )
        if len(usable) == 1:
            raise NoTestError(
                f"只有一种问法“{usable[0]}”。请再写一种意思一样、写法不同的，作它的测试。", "另一种问法"
            )
        wanted = min(max(len(usable) // ONE_TEST_IN, 1), MAX_TESTS)
        tests = _spread(usable, wanted)
        phrasings = [text for text in usable if text not in tests][:MAX_PHRASINGS]
        return tuple(phrasings), tuple(TestQuestion(ask=text) for text in tests)

    def _usable(self, group: Group) -> list[str]:
        """The ways of asking that can stand in a file, the most typical first."""
        exact = self._desk.live.assistant.understander.index.exact
        found: dict[str, str] = {}
        for variant in group.variants:
            text = one_line(variant.text)
            if not 1 < len(text) <= MAX_LENGTH or _MASKED in text or bare(clean(text).text) in exact:
                continue
            found.setdefault(simplified(text), text)
        return list(found.values())


def _spread(texts: Sequence[str], wanted: int) -> list[str]:
    """So many of ``texts``: neither the most typical one, which teaches most, nor the oddest ones."""
    middle = texts[1 : max(len(texts) * 2 // 3, 2)]
    step = max(len(middle) // wanted, 1)
    return list(middle[::step][:wanted])


def _why(group: Group) -> str:
    return f"{group.count} 个没答好的问题"
