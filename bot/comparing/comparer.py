"""Replies that set products side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.actions import take
from bot.comparing.costs import Cost, cost_table, costs_of, verdict
from bot.comparing.facts import compare_facts, is_compared
from bot.quoting.desk import QuoteDesk
from bot.quoting.draft import Draft, StatedRate
from bot.quoting.phrases import known_phrase
from bot.replies.model import Button, Reply, ReplyKind
from knowledge import (
    UNVERIFIED_LEGEND,
    UNVERIFIED_MARK,
    Knowledge,
    conflict_sentence,
    render,
    source_ids,
    source_lines,
)

TOPIC = "product_comparison"
_TELL_RATES = "以你自己页面上的年化利率为准；把各家页面上的利率告诉我，我能算出差多少元。"
PRICE = "interest_rate"
MAX_BUTTONS = 4
THIRD_PARTY = "third_party"  # no product of its own: compared only where it is named


class Comparer:
    """Compares products with one snapshot."""

    def __init__(self, knowledge: Knowledge, desk: QuoteDesk) -> None:
        self._knowledge = knowledge
        self._desk = desk

    def chosen(self, products: Sequence[str]) -> tuple[str, ...]:
        """``products``, or all that are products of their own where none are named."""
        return tuple(products) or tuple(one for one in self._knowledge.products if one != THIRD_PARTY)

    def by_facts(self, products: Sequence[str], topics: Sequence[str], base: Reply, today: dt.date) -> Reply:
        """``base`` with a table of the facts of ``products``: of ``topics``, or the usual ones."""
        compared = compare_facts(self.chosen(products), topics, self._knowledge, today)
        return replace(
            self._about(base, topics),
            table=compared.table,
            remarks=tuple(dict.fromkeys((*base.remarks, *compared.remarks))),
            sources=tuple(dict.fromkeys((*base.sources, *compared.sources))),
            product=products[0] if products else base.product,
            facts=tuple(dict.fromkeys((*base.facts, *compared.facts))),
            source_ids=tuple(dict.fromkeys((*base.source_ids, *compared.source_ids))),
        )

    def _about(self, base: Reply, topics: Sequence[str]) -> Reply:
        """``base`` where it says what to compare by; of anything but the price, the table is the answer."""
        if base.topic != TOPIC or not topics or PRICE in topics:
            return base
        names = "、".join(self._knowledge.topics[one].name for one in topics)
        return replace(base, title=f"{names}，几家放在一起看：", paragraphs=())

    def beside(self, products: Sequence[str], topic: str, base: Reply, today: dt.date) -> Reply:
        """``base``, the answer for the first of ``products``, with a table that has the others too."""
        return self.by_facts(products, (topic,), base, today) if is_compared(topic, self._knowledge) else base

    def by_cost(
        self,
        products: Sequence[str],
        draft: Draft,
        today: dt.date,
        rates: Mapping[str, StatedRate] | None = None,
    ) -> Reply | None:
        """What ``draft`` would cost from each of ``products``; ``None`` where that is not known of two of them."""
        found = costs_of(draft, self.chosen(products), self._desk, self._knowledge, today, rates)
        # Who cannot lend that much is no choice, unless asked about
        costs = [one for one in found if products or not self._is_too_much(one)]
        left_out = [one for one in found if one not in costs]
        return self._by_cost(costs, left_out, draft, products, today) if len(costs) > 1 else None

    def _is_too_much(self, cost: Cost) -> bool:
        terms = self._desk.writer.terms_of(cost.product)
        return (
            terms is not None and terms.limit is not None and cost.worked.worst.offer.principal > terms.limit
        )

    def _by_cost(
        self,
        costs: Sequence[Cost],
        left_out: Sequence[Cost],
        draft: Draft,
        products: Sequence[str],
        today: dt.date,
    ) -> Reply:
        limits = {
            one.name: terms.limit_fact
            for one in left_out
            if (terms := self._desk.writer.terms_of(one.product)) is not None and terms.limit_fact is not None
        }
        facts = [*(fact for cost in costs for fact in cost.worked.facts), *limits.values()]
        known = list({fact.id: fact for fact in facts}.values())
        conflicts = [said for fact in known if (said := conflict_sentence(fact, self._knowledge, today))]
        answer, reason = verdict(costs)
        assumed = dict.fromkeys(line for cost in costs for line in cost.worked.assumed if "利率" not in line)
        taken = [
            *(f"{one.name}按你说的{one.worked.draft.rate.high}算" for one in costs if one.worked.draft.rate),
            *assumed,
            *(f"{name}最多借{{{limit.id}}}，没有列进来" for name, limit in limits.items()),
        ]
        paragraphs = [
            render(f"{line}。", self._knowledge, today).text for line in (reason, "；".join(taken)) if line
        ]
        legend = [UNVERIFIED_LEGEND] if any(UNVERIFIED_MARK in line for line in paragraphs) else []
        is_known = all(cost.worked.draft.rate is not None for cost in costs)
        following = () if is_known else (_TELL_RATES,)
        need = known_phrase(draft.without("rate", "payment", "total", "net", "fee")).removeprefix("记下了：")
        return Reply(
            kind=ReplyKind.ANSWER,
            title=f"{need}：{answer}。",
            paragraphs=(*paragraphs, *following),
            table=cost_table(costs),
            buttons=tuple(Button(f"按{cost.name}算", take(cost.product)) for cost in costs[:MAX_BUTTONS]),
            remarks=(*legend, *conflicts),
            sources=source_lines(known, (), self._knowledge),
            topic=TOPIC,
            product=products[0] if products else costs[0].product,
            confidence=1.0,
            slots=draft.slots,
            facts=tuple(fact.id for fact in known),
            source_ids=source_ids(known, (), self._knowledge),
        )
