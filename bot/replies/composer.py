"""Turning a decision into a reply with what the knowledge says."""

from __future__ import annotations

import datetime as dt

from bot.actions import ask
from bot.decision import Decision
from bot.replies.daily import Daily
from bot.replies.model import Button, Notice, Reply, ReplyKind
from bot.replies.warnings import WarningBook
from bot.understanding.gates import OUT_OF_SCOPE
from bot.understanding.understanding import Understanding
from knowledge import Knowledge, RenderedAnswer, Topic, render, render_answer

GENERAL = "general"
SMALL_TALK = frozenset({"greeting", "bot_identity"})  # nobody means to be offered it
MAX_PRODUCT_BUTTONS = 8
MAX_NEXT_BUTTONS = 3


class Composer:
    """Composes replies from one snapshot. Answers are rendered once a day and kept."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.warnings = WarningBook(knowledge)
        self._buttons: dict[
            tuple[str, str | None], tuple[tuple[Button, ...], tuple[tuple[str, Button], ...]]
        ] = {}
        self._rendered = Daily(self._render)

    def answer(
        self,
        topic_id: str,
        product: str | None,
        today: dt.date,
        notices: tuple[Notice, ...] = (),
        confidence: float = 1.0,
        suggestions: tuple[str, ...] = (),
        asked: tuple[str, ...] = (),
        text: str = "",
    ) -> Reply:
        """The answer to a topic: that for words of the question ``text``, else the product's own where there is one,
        else the general one and says so."""
        topic = self._knowledge.topics[topic_id]
        key: str | int = product if product is not None and product in topic.answers else GENERAL
        if (variant := _variant(topic, text)) is not None:
            key = variant
        shown = self._rendered((topic_id, key), today)
        paragraphs = [part for part in (shown.why, shown.next) if part]
        if product is not None and key == GENERAL and len(topic.answers) > 1:
            paragraphs.append(self._no_answer_of(product, today))
        return Reply(
            kind=ReplyKind.ANSWER,
            title=shown.lead,
            paragraphs=tuple(paragraphs),
            notices=notices,
            remarks=_remarks(shown),
            sources=shown.source_lines,
            buttons=self.next_buttons(topic, product, asked),
            topic=topic_id,
            product=product,
            confidence=confidence,
            suggestions=suggestions,
            facts=shown.facts,
            source_ids=shown.sources,
        )

    def clarify(self, decision: Decision, understanding: Understanding, notices: tuple[Notice, ...]) -> Reply:
        """Ask which of a few topics is meant."""
        buttons = tuple(
            Button(self._knowledge.topics[topic].ask, ask(topic, understanding.product))
            for topic in decision.suggestions
            if topic in self._knowledge.topics
        )
        return Reply(
            kind=ReplyKind.CLARIFY,
            title="我不太确定你想问哪一个，选一个，或者换个说法再问：",
            notices=notices,
            buttons=buttons,
            product=understanding.product,
            confidence=understanding.confidence,
            suggestions=decision.suggestions,
        )

    def fallback(
        self, decision: Decision, understanding: Understanding, notices: tuple[Notice, ...], today: dt.date
    ) -> Reply:
        """Decline honestly: by the name of the product not held, or with the nearest topics."""
        other = understanding.other
        facts: tuple[str, ...] = ()
        paragraphs: tuple[str, ...]
        if other is not None:
            entry = self._knowledge.words.others[other]
            title = f"我没有{other}的资料，不能拿别的产品的内容来答你。"
            contact = (
                f"请问{entry.contact}。"
                if entry.contact
                else f"请问{other}自己的官方客服，打电话前先核对号码是不是官方的。"
            )
            held = "、".join(product.name for product in self._knowledge.products.values())
            paragraphs = (contact, f"我能答的是：{held}。")
        else:
            shown = self._rendered((OUT_OF_SCOPE, GENERAL), today)
            title = shown.lead
            paragraphs = tuple(part for part in (shown.why, shown.next) if part)
            facts = shown.facts
        product = understanding.product
        if product is not None and other is None:
            paragraphs = (*paragraphs, f"也可以直接问{self._channel(product, today)}。")
        return Reply(
            kind=ReplyKind.FALLBACK,
            title=title,
            paragraphs=paragraphs,
            notices=notices,
            buttons=tuple(
                Button(self._knowledge.topics[topic].ask, ask(topic, product))
                for topic in decision.suggestions
                if topic in self._knowledge.topics and topic not in SMALL_TALK
            ),
            topic=OUT_OF_SCOPE,
            product="other" if other is not None else product,
            confidence=understanding.confidence,
            suggestions=decision.suggestions,
            facts=facts,
        )

    def _render(self, place: tuple[str, str | int], today: dt.date) -> RenderedAnswer:
        topic, key = self._knowledge.topics[place[0]], place[1]
        answer = topic.variants[key] if isinstance(key, int) else topic.answers[key]
        return render_answer(answer, self._knowledge, today)

    def _no_answer_of(self, product: str, today: dt.date) -> str:
        held = self._knowledge.products[product]
        if held.fallback_note:
            return render(held.fallback_note, self._knowledge, today).text
        return f"资料里没有{held.name}在这一点上的专门说明，以上是一般情况；准确的请问{self._channel(product, today)}。"

    def _channel(self, product: str, today: dt.date) -> str:
        return render(self._knowledge.products[product].channel, self._knowledge, today).text

    def next_buttons(
        self, topic: Topic, product: str | None, asked: tuple[str, ...], *, products: bool = True
    ) -> tuple[Button, ...]:
        """What may be asked next: the topic of a product where none was named, then topics not yet suggested."""
        own, following = self._following(topic, product)
        left = [button for one, button in following if one not in asked]
        return (*(own if products else ()), *left[:MAX_NEXT_BUTTONS])

    def _following(
        self, topic: Topic, product: str | None
    ) -> tuple[tuple[Button, ...], tuple[tuple[str, Button], ...]]:
        """The buttons for the products of ``topic``, and those for the topics that people ask next."""
        place = (topic.id, product)
        found = self._buttons.get(place)
        if found is None:
            held = self._knowledge.products
            answered = [one for one in held if one in topic.answers] if product is None else []
            own = tuple(Button(held[one].name, ask(topic.id, one)) for one in answered[:MAX_PRODUCT_BUTTONS])
            related = [one for one in topic.related if one in self._knowledge.topics and one != topic.id]
            following = tuple(
                (one, Button(self._knowledge.topics[one].ask, ask(one, product))) for one in related
            )
            found = self._buttons[place] = (own, following)
        return found


def _remarks(shown: RenderedAnswer) -> tuple[str, ...]:
    # What ※ means comes first: it stands in the answer itself
    first = [line for line in (shown.legend, shown.staleness) if line]
    return (*first, *shown.conflicts, *shown.unknowns)


def _variant(topic: Topic, text: str) -> int | None:
    """Which of the answers for certain words is for a question, if one is."""
    for index, variant in enumerate(topic.variants):
        if any(word.lower() in text for word in variant.words):
            return index
    return None
