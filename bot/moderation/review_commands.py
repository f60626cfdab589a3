"""Commands and buttons of the review queue: from questions that were not answered well to phrasings and topics."""

from __future__ import annotations

from collections.abc import Mapping

from bot.assistant import Question
from bot.conversation import Conversation
from bot.moderation import showing
from bot.moderation.desk import Desk, DeskError
from bot.moderation.reviewing import NoTestError, Reviewing
from bot.moderation.running import Offer, Run, number_in
from bot.moderation.showing import button, said
from bot.replies.model import Reply
from bot.understanding.gates import OUT_OF_SCOPE
from knowledge.wording import short


class ReviewCommands:
    """Steps through the groups, and turns one into a proposal.

    Args:
        offer: shows a proposal to whoever made it, and to whoever has to approve of it.
    """

    def __init__(self, desk: Desk, offer: Offer) -> None:
        self.reviewing = Reviewing(desk)
        self._desk = desk
        self._offer = offer

    @property
    def commands(self) -> Mapping[str, Run]:
        """By name."""
        return {"review": self._review, "assign": self._assign, "topic": self._new_topic}

    @property
    def buttons(self) -> Mapping[str, Run]:
        """By name."""
        return {
            "review": self._review,
            "show": self._show,
            "skip": self._skip,
            "topics": self._topics,
            "assign": self._assign,
            "outside": self._outside,
            "ignore": self._ignore,
            "draft": self._draft,
        }

    async def _review(self, arguments: str, by: int | None) -> Reply:
        words = arguments.split()
        if words and words[0].isdigit():
            return await self._show(words[0], by)
        return await self._group_at(0)

    async def _show(self, arguments: str, by: int | None) -> Reply:
        group = await self.reviewing.group(number_in(arguments))
        groups = await self.reviewing.groups()
        return await self._group_at(groups.index(group))

    async def _skip(self, arguments: str, by: int | None) -> Reply:
        """The group behind that of a question; the first where that is gone."""
        number = number_in(arguments)
        groups = await self.reviewing.groups()
        at = next((place for place, group in enumerate(groups) if number in group.ids), -1)
        return await self._group_at(at + 1)

    async def _group_at(self, place: int) -> Reply:
        groups = await self.reviewing.groups()
        if not groups:
            return said("没有没答好的问题了。")
        if place >= len(groups):
            return said("后面没有了。", buttons=(button("从头看", "review"),))
        assistant = self._desk.live.assistant
        group = groups[place]
        now, _ = assistant.answer(Question(group.text), Conversation())
        return showing.group_reply(group, place + 1, len(groups), now, assistant.knowledge)

    async def _topics(self, arguments: str, by: int | None) -> Reply:
        question, _, page = arguments.partition(" ")
        group = await self.reviewing.group(number_in(question))
        return showing.topics_reply(group, number_in(page), self._desk.live.current.knowledge)

    async def _assign(self, arguments: str, by: int | None) -> Reply:
        question, _, rest = arguments.strip().partition(" ")
        topic, _, test = rest.strip().partition(" ")
        if not topic:
            raise DeskError(
                "写成：/assign 问题编号 主题编号 一种问法｜另一种问法，最后一种作测试；也可以不写。先发 /review 选一组。"
            )
        number = number_in(question)
        try:
            proposed = await self.reviewing.assign(number, topic, by, test)
        except NoTestError as error:
            return said(str(error), f"发：/assign {number} {topic} {error.form}")
        return await self._offer(proposed, by)

    async def _outside(self, arguments: str, by: int | None) -> Reply:
        return await self._assign(f"{arguments} {OUT_OF_SCOPE}", by)

    async def _ignore(self, arguments: str, by: int | None) -> Reply:
        count = await self.reviewing.ignore(number_in(arguments), by)
        return said(f"收起来了，{count} 个问题。", buttons=(button("下一组", "review"),))

    async def _draft(self, arguments: str, by: int | None) -> Reply:
        group = await self.reviewing.group(number_in(arguments))
        return said(
            f"给“{short(group.text)}”这 {group.count} 个问题写一个新主题。照这个样子发给我：",
            f"/topic {group.id}｜face_check｜刷脸认不出｜刷脸过不去怎么办｜光线亮一点、摘掉眼镜再试；"
            "还不行就打{weilidai.hotline}。",
            "五格依次是：问题编号（不用改）｜英文编号｜主题名｜按钮上的问法｜答案的第一行。"
            "答案里的数字用花括号引用。只有一种问法时，最后再加一格写一句测试。",
        )

    async def _new_topic(self, arguments: str, by: int | None) -> Reply:
        fields = [part.strip() for part in arguments.replace("|", "｜").split("｜")]
        if len(fields) < 5:
            raise DeskError(
                "要写五格：/topic 问题编号｜英文编号｜主题名｜按钮上的问法｜答案的第一行（可再加一格测试）"
            )
        question, identity, name, ask, lead = fields[:5]
        try:
            proposed = await self.reviewing.draft(
                number_in(question), identity, name, ask, lead, by, "｜".join(fields[5:])
            )
        except NoTestError as error:
            return said(str(error), f"接在 /topic 那一条的末尾，整条再发一次：｜{error.form}")
        return await self._offer(proposed, by)
