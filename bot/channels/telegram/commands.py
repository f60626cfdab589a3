"""The commands. Each is a question to the assistant, or says something about the bot itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from importlib.metadata import version

from bot.actions import CANCEL, Action, ask
from bot.assistant import Question
from bot.channels.explaining import because, explain_trace
from bot.channels.telegram.feedback import Feedback, FeedbackBook, Verdict
from bot.channels.telegram.keyboards import OWN
from bot.channels.telegram.talking import Talk, Visit, last_question
from bot.masking import mask_personal
from bot.moderation.commands import Moderation
from bot.replies.model import Button, Reply, ReplyKind

Command = Callable[[Visit, str], Awaitable[None]]

GREETING = "greeting"
OVERVIEW = "product_overview"
# What most people ask first, for whoever does not type
FIRST_QUESTIONS = ("interest_rate", "early_repayment", "credit_report")
COMPARISON = "各家比一比，哪家便宜"
COMPARE = str(Action("compare"))
QUOTE = "帮我算一笔账"
MAX_FEEDBACK = 1000

_START = Reply(
    ReplyKind.ANSWER,
    "借钱、还钱的事，打字问一句就答。",
    (
        "例如“微粒贷能提前还吗”，或“借2万分12期日息万四”，每期还多少、一年到底多贵都算给你看。"
        "不想打字就按下面的按钮。",
        "我是借问，非官方，不属于任何放款机构；不会要你的密码、验证码和钱。",
    ),
    buttons=(
        Button("🧮 算一笔账", f"{OWN}quote"),
        Button("⚖️ 几家比一比", f"{OWN}compare"),
        Button("📋 能问哪些产品", f"{OWN}products"),
        Button("❓ 怎么用", f"{OWN}help"),
    ),
)
_HELP = Reply(
    ReplyKind.ANSWER,
    "直接打字问就行，我会先答，再说从哪里看来的。",
    (
        "问事情：微粒贷能提前还吗；分付上不上征信；借呗逾期了怎么办",
        "算账：借2万分12期日息万四；微粒贷 1万 用20天；再接着说“那24期呢”",
        "/quote 一步步按按钮算一笔账\n/compare 几家放在一起比\n/products 能问哪些产品\n"
        "/sources 上一条答案的来源\n/why 上一条为什么这样答\n/cancel 不算了\n/feedback 提意见\n"
        "/privacy 我记住什么\n/forget 忘掉我\n/version 版本",
        "群里@我、回复我或用命令，我才说话。在别的聊天里打“@我的名字 问题”，可以把答案发过去。",
        "非官方，不属于任何放款机构；看不到你的账户，不会要你的密码、验证码和钱。",
    ),
)
_PRIVACY = Reply(
    ReplyKind.ANSWER,
    "我只记住接着聊要用的东西，过一阵不说话就忘。",
    (
        "记住的是：聊到哪个产品和话题、没算完的那笔账、你最后一个问题（长号码和邮箱先遮掉）。"
        "同一个群里，各人的分开记，不给别人看。",
        "没答出来的问题，和你的 👍👎、/feedback，会留一阵给维护知识的人看：号码先遮掉，不带你的名字和编号。",
        "不要把身份证号、银行卡号、验证码发给我，也不要发给任何机器人。",
        "发 /forget 就把你的对话都删掉；没有名字的那些认不出是谁的，到期自己删。",
    ),
)


class Commands:
    """Runs commands by name."""

    def __init__(self, talk: Talk, feedback: FeedbackBook, moderation: Moderation | None = None) -> None:
        self._talk = talk
        self._feedback = feedback
        self._moderation = moderation
        self._commands: dict[str, Command] = {
            "start": self._start,
            "help": self._help,
            "quote": self._quote,
            "compare": self._compare,
            "products": self._products,
            "sources": self._sources,
            "why": self._why,
            "feedback": self._opinion,
            "privacy": self._privacy,
            "forget": self._forget,
            "cancel": self._cancel,
            "version": self._version,
        }

    @property
    def names(self) -> tuple[str, ...]:
        """Every command, in the order in which they are shown."""
        return tuple(self._commands)

    async def run(self, name: str, arguments: str, visit: Visit) -> bool:
        """Run a command; ``False`` if there is none of this name."""
        command = self._commands.get(name)
        if command is None:
            return False
        await command(visit, arguments)
        return True

    async def _start(self, visit: Visit, payload: str) -> None:
        if payload.strip() == "quote":
            await self._quote(visit, "")
            return
        action = self.deep_link(payload.strip())
        if action is not None:
            await self._talk.ask(visit, Question(action=action))
            return
        topics = self._talk.assistant.knowledge.topics
        questions = [Button(topics[one].ask, ask(one)) for one in FIRST_QUESTIONS if one in topics]
        await self._talk.give(visit, replace(_START, buttons=(*_START.buttons, *questions)))

    def deep_link(self, payload: str) -> str | None:
        """The action of ``?start=…``: a topic, a product, or a product and a topic joined by ``_``."""
        topics, products = self._talk.assistant.knowledge.topics, self._talk.assistant.knowledge.products
        if payload in topics:
            return ask(payload)
        if payload in products:
            return ask(OVERVIEW, payload)
        for product in products:
            topic = payload.removeprefix(f"{product}_")
            if topic != payload and topic in topics:
                return ask(topic, product)
        return None

    async def _help(self, visit: Visit, arguments: str) -> None:
        await self._talk.give(visit, _HELP)

    async def _quote(self, visit: Visit, arguments: str) -> None:
        if arguments:
            await self._talk.ask(visit, Question(arguments))
            return
        # A new sum: what is left of the one before, and of whose it was, would answer for it
        state = await self._talk.store.read(visit.place)
        left = state.conversation.without_quote().model_copy(update={"product": None})
        fresh = state.model_copy(update={"conversation": left})
        await self._talk.store.write(visit.place, fresh)
        await self._talk.ask(visit, Question(QUOTE))

    async def _compare(self, visit: Visit, arguments: str) -> None:
        draft = (await self._talk.store.read(visit.place)).conversation.draft
        if arguments:
            question = Question(f"{arguments} 哪家便宜")
        elif draft is not None and draft.principal is not None and draft.has_term:
            question = Question(action=COMPARE)
        else:
            question = Question(COMPARISON)
        await self._talk.ask(visit, question)

    async def _products(self, visit: Visit, arguments: str) -> None:
        products = self._talk.assistant.knowledge.products.values()
        buttons = tuple(Button(one.name, ask(OVERVIEW, one.id)) for one in products)
        text = "别的产品我没有资料，不会拿这些的内容去答。"
        await self._talk.give(
            visit, Reply(ReplyKind.ANSWER, "我能答这些，点一个看看：", (text,), buttons=buttons)
        )

    async def _sources(self, visit: Visit, arguments: str) -> None:
        reply = await self._talk.again(visit.place)
        if reply is None or not reply.sources:
            text = "每条有数字的答案下面都折着它的来源，点开就能看；几种说法不一致的，都会列出来。"
            title = "上一条没有用到资料里的数字。" if reply is not None else "还没有问过问题。"
            await self._talk.give(visit, Reply(ReplyKind.ANSWER, title, (text,)))
            return
        lines = tuple(f"{number}. {source}" for number, source in enumerate(reply.sources, 1))
        await self._talk.give(
            visit, Reply(ReplyKind.ANSWER, "上一条答案的来源：", ("\n".join(lines),), remarks=reply.remarks)
        )

    async def _why(self, visit: Visit, arguments: str) -> None:
        state = await self._talk.store.read(visit.place)
        question = last_question(state)
        if not state.has_answered:
            await self._talk.give(visit, Reply(ReplyKind.ANSWER, "还没有问过问题，先问一个吧。"))
            return
        assistant = self._talk.assistant
        reply, _ = assistant.answer(question, state.before)
        known = assistant.knowledge
        topic = known.topics.get(reply.topic or "")
        product = known.products.get(reply.product or "")
        parts = [
            f"话题：{topic.name}" if topic else "话题：没有认出来",
            f"产品：{product.name}" if product else "产品：没有指定",
            f"用到的资料：{'、'.join(self._fact_names(reply))}" if reply.facts else "没有用到资料里的数字",
            f"知识版本：{known.version}",
        ]
        title, steps = "上一条是按按钮得来的。", list[str]()
        if question.action is None:
            trace = assistant.trace(question.text, state.before)
            title = f"{because(trace)}。"
            steps = explain_trace(trace, assistant.understander)
        await self._talk.give(
            visit,
            Reply(ReplyKind.ANSWER, title, ("\n".join(parts),), remarks=tuple(steps), sources=reply.sources),
        )

    def _fact_names(self, reply: Reply) -> list[str]:
        """The facts of a reply by the names that people have for them."""
        known = self._talk.assistant.knowledge.facts
        return list(dict.fromkeys(known[one].attribute.name for one in reply.facts if one in known))

    async def _opinion(self, visit: Visit, arguments: str) -> None:
        if not arguments:
            text = "例如：/feedback 微粒贷的利率变了，现在页面上写的是……"
            await self._talk.give(visit, Reply(ReplyKind.ANSWER, "把意见写在命令后面，一起发给我。", (text,)))
            return
        reply = await self._talk.again(visit.place)
        state = await self._talk.store.read(visit.place)
        await self._feedback.record(
            Feedback(
                Verdict.REMARK,
                self._talk.assistant.knowledge.version,
                reply.topic if reply else None,
                reply.product if reply else None,
                state.question,
                mask_personal(arguments)[:MAX_FEEDBACK],
            )
        )
        await self._talk.give(visit, Reply(ReplyKind.ANSWER, "谢谢，记下了，维护的人会看。"))

    async def _privacy(self, visit: Visit, arguments: str) -> None:
        await self._talk.give(visit, _PRIVACY)

    async def _forget(self, visit: Visit, arguments: str) -> None:
        await self._talk.store.forget(visit.place.user)
        await self._talk.give(visit, Reply(ReplyKind.ANSWER, "都忘了：你的对话、没算完的账、最后一个问题。"))

    async def _cancel(self, visit: Visit, arguments: str) -> None:
        await self._talk.ask(visit, Question(action=CANCEL))

    async def _version(self, visit: Visit, arguments: str) -> None:
        parts = [f"程序 {version('jiewen')}，知识 {self._talk.assistant.knowledge.version}"]
        if self._moderation is not None:
            parts.append(await self._moderation.about_version(visit.place.user))
        await self._talk.give(visit, Reply(ReplyKind.ANSWER, "借问，非官方的借款答疑。", ("\n".join(parts),)))
