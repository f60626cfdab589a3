"""What a change of the knowledge does to what people are told: the same questions, put to the old and to the new.

Where it is known what a question is about, a change is better or worse. Else only what can be seen is said: newly
answered, newly unanswered, another topic, other words. Whether that is good is for a moderator to judge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.assistant import Assistant, Question
from bot.conversation import Conversation
from bot.evaluation.questions import Labelled, Verdict, judge
from bot.replies.model import Reply, ReplyKind
from knowledge import Knowledge
from knowledge.wording import short, word_changes

_ANSWERS = (ReplyKind.ANSWER, ReplyKind.QUOTE)
_VERDICTS = [Verdict.WRONG, Verdict.DECLINED, Verdict.ASSISTED, Verdict.CORRECT]
SHOWN = 8  # of each kind
_PLACES = 3  # named of those in which the same words change


class Kind(StrEnum):
    """What became of the answer to a question, the most important first."""

    WORSE = "worse"
    LOST = "lost"
    BETTER = "better"
    GAINED = "gained"
    OTHER = "other"
    WORDING = "wording"


NAMES = {
    Kind.WORSE: "变差了",
    Kind.LOST: "原来能答、现在不答",
    Kind.BETTER: "变好了",
    Kind.GAINED: "原来不答、现在能答",
    Kind.OTHER: "答的是另一回事了",
    Kind.WORDING: "文字变了",
}


class Asked(BaseModel):
    """A question to put to both; ``times`` is how often people asked it."""

    model_config = ConfigDict(frozen=True)

    text: str
    times: int = 1
    topics: tuple[str, ...] = ()  # what it is about, where that is known
    product: str | None = None


class Answered(BaseModel):
    """How one snapshot answers."""

    model_config = ConfigDict(frozen=True)

    kind: ReplyKind
    topic: str | None
    product: str | None
    suggestions: tuple[str, ...]
    text: str
    sources: tuple[str, ...] = ()

    @classmethod
    def of(cls, reply: Reply) -> Answered:
        """What of a reply is compared."""
        return cls(
            kind=reply.kind,
            topic=reply.topic,
            product=reply.product,
            suggestions=reply.suggestions,
            text="\n".join(replace(reply, sources=()).lines()),
            sources=reply.sources,
        )

    @property
    def is_answer(self) -> bool:
        """Whether the question was answered."""
        return self.kind in _ANSWERS


class Difference(BaseModel):
    """A question that is answered otherwise."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    asked: Asked
    before: Answered
    after: Answered


class Preview(BaseModel):
    """Everything that a change does to ``asked`` questions."""

    model_config = ConfigDict(frozen=True)

    asked: int
    differences: tuple[Difference, ...] = ()

    def of(self, kind: Kind) -> list[Difference]:
        """The differences of one kind, those that concern most people first."""
        found = [one for one in self.differences if one.kind is kind]
        return sorted(found, key=lambda one: -one.asked.times)

    @property
    def summary(self) -> str:
        """All of it in one line."""
        counts = Counter(one.kind for one in self.differences)
        parts = [f"{NAMES[kind]} {counts[kind]}" for kind in Kind if counts[kind]]
        return f"试了 {self.asked} 个问题：{'，'.join(parts) or '答案都没有变'}"


def compare(old: Assistant, new: Assistant, questions: Iterable[Asked]) -> Preview:
    """Put each question to both, each in a conversation of its own."""
    differences = []
    count = 0
    for asked in questions:
        count += 1
        before, after = _answered(old, asked), _answered(new, asked)
        kind = _kind(asked, before, after)
        if kind is not None:
            differences.append(Difference(kind=kind, asked=asked, before=before, after=after))
    return Preview(asked=count, differences=tuple(differences))


def of_tests(knowledge: Knowledge) -> list[Asked]:
    """The test questions of the knowledge, which say what they are about."""
    must = [
        Asked(text=case.ask, topics=(tests.topic,), product=case.product)
        for tests in knowledge.tests.values()
        for case in tests.must
    ]
    must_not = [
        Asked(text=case.ask, topics=(case.instead,))
        for tests in knowledge.tests.values()
        for case in tests.must_not
    ]
    return must + must_not


def of_labelled(questions: Iterable[Labelled]) -> list[Asked]:
    """Labelled questions."""
    return [Asked(text=one.text, topics=one.topics, product=one.product) for one in questions]


def of_texts(texts: Iterable[str]) -> list[Asked]:
    """Questions that people asked, each once, with how often they did."""
    return [Asked(text=text, times=times) for text, times in Counter(texts).most_common()]


def lines(preview: Preview, old: Knowledge, new: Knowledge, shown: int = SHOWN) -> Iterable[str]:
    """The preview as a moderator reads it."""
    yield preview.summary
    for kind in Kind:
        found = preview.of(kind)
        if not found:
            continue
        yield ""
        yield f"{NAMES[kind]}（{len(found)}）"
        texts = _wordings(found, new) if kind is Kind.WORDING else [_line(one, old, new) for one in found]
        yield from (f"  {text}" for text in texts[:shown])
        if len(texts) > shown:
            yield f"  …… 还有 {len(texts) - shown} 个"


def _answered(assistant: Assistant, asked: Asked) -> Answered:
    return Answered.of(assistant.answer(Question(asked.text), Conversation())[0])


def _kind(asked: Asked, before: Answered, after: Answered) -> Kind | None:
    if before == after:
        return None
    if asked.topics:
        label = Labelled("", asked.text, asked.topics, asked.product)
        was, now = (
            _VERDICTS.index(judge(label, one.kind, one.topic, one.product, one.suggestions))
            for one in (before, after)
        )
        if was != now:
            return Kind.BETTER if now > was else Kind.WORSE
    if before.is_answer != after.is_answer:
        return Kind.GAINED if after.is_answer else Kind.LOST
    if (before.kind, before.topic, before.product) != (after.kind, after.topic, after.product):
        return Kind.OTHER
    if (before.text, before.sources) == (after.text, after.sources):
        return None  # only what is offered beside it
    return Kind.WORDING


def _line(one: Difference, old: Knowledge, new: Knowledge) -> str:
    times = f"（{one.asked.times} 次）" if one.asked.times > 1 else ""
    should = "，".join(_topic(topic, new) for topic in one.asked.topics[:1])
    wanted = f"（应是{should}）" if should and one.kind in (Kind.WORSE, Kind.BETTER) else ""
    return f"“{short(one.asked.text)}”{times}：{_said(one.before, old)} → {_said(one.after, new)}{wanted}"


def _said(answer: Answered, knowledge: Knowledge) -> str:
    if answer.kind is ReplyKind.CLARIFY:
        offered = "、".join(_topic(topic, knowledge) for topic in answer.suggestions[:3])
        return f"反问（{offered}）" if offered else "反问"
    if answer.kind is ReplyKind.FALLBACK:
        return "不答"
    product = knowledge.products.get(answer.product or "")
    return f"答{_topic(answer.topic, knowledge)}{f'·{product.name}' if product else ''}"


def _topic(topic: str | None, knowledge: Knowledge) -> str:
    known = knowledge.topics.get(topic or "")
    return known.name if known else (topic or "？")


def _wordings(found: Sequence[Difference], knowledge: Knowledge) -> list[str]:
    """One line for each change of words, however many questions lead to it and wherever it shows."""
    questions: Counter[str] = Counter()
    places: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one in found:
        changes = [f"“{was}” → “{now}”" for was, now in word_changes(one.before.text, one.after.text)]
        if one.before.sources != one.after.sources:
            changes.append("来源有变化")
        for change in dict.fromkeys(changes):
            questions[change] += 1
            places[change][_said(one.after, knowledge).removeprefix("答")] = None
    return [
        f"{change}（{count} 个问题：{_some(list(places[change]))}）"
        for change, count in questions.most_common()
    ]


def _some(places: Sequence[str]) -> str:
    more = f" 等 {len(places)} 处" if len(places) > _PLACES else ""
    return "、".join(places[:_PLACES]) + more
