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
from knowledge import Knowledge, conflict_sentence, render, source_ids, source_lines

TOPIC = "product_comparison"
_TELL_RATES = "以你自己页面上的年化利率为准；把各家页面上的利率告诉我，我能算出差多少元。"
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
            base,
            table=compared.table,
            remarks=tuple(dict.fromkeys((*base.remarks, *compared.remarks))),
            sources=tuple(dict.fromkeys((*base.sources, *compared.sources))),
            product=products[0] if products else base.product,
            facts=tuple(dict.fromkeys((*base.facts, *compared.facts))),
            source_ids=tuple(dict.fromkeys((*base.source_ids, *compared.source_ids))),
        )

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
        costs = costs_of(draft, self.chosen(products), self._desk, self._knowledge, today, rates)
        return self._by_cost(costs, draft, products, today) if len(costs) > 1 else None

    def _by_cost(self, costs: Sequence[Cost], draft: Draft, products: Sequence[str], today: dt.date) -> Reply:
        facts = [fact for cost in costs for fact in cost.worked.facts]
        known = list({fact.id: fact for fact in facts}.values())
        conflicts = tuple(said for fact in known if (said := conflict_sentence(fact, self._knowledge, today)))
        assumed = dict.fromkeys(line for cost in costs for line in cost.worked.assumed if "利率" not in line)
        paragraphs = [render(line + "。", self._knowledge, today).text for line in assumed]
        is_known = all(cost.worked.draft.rate is not None for cost in costs)
        following = () if is_known else (_TELL_RATES,)
        need = known_phrase(draft.without("rate", "payment", "total", "net", "fee")).removeprefix("记下了：")
        return Reply(
            kind=ReplyKind.ANSWER,
            title=f"{need}：{verdict(costs)}。",
            paragraphs=(*paragraphs, *following),
            table=cost_table(costs),
            buttons=tuple(Button(f"按{cost.name}算", take(cost.product)) for cost in costs[:MAX_BUTTONS]),
            remarks=conflicts,
            sources=source_lines(known, (), self._knowledge),
            topic=TOPIC,
            product=products[0] if products else costs[0].product,
            confidence=1.0,
            slots=draft.slots,
            facts=tuple(fact.id for fact in known),
            source_ids=source_ids(known, (), self._knowledge),
        )
