"""Products side by side."""

from __future__ import annotations

import datetime as dt

from bot.assistant import Assistant, Question
from bot.comparing.costs import costs_of, verdict
from bot.comparing.facts import UNKNOWN, compare_facts
from bot.conversation import Conversation
from bot.quoting.desk import QuoteDesk
from bot.quoting.draft import Draft
from knowledge import Knowledge

TODAY = dt.date(2026, 11, 22)
NEED = Draft.model_validate({"principal": 20000, "periods": 12})


def test_one_attribute_has_products_as_rows(knowledge: Knowledge) -> None:
    found = compare_facts(("weilidai", "jiebei", "fenfu"), ("credit_report",), knowledge, TODAY)
    assert [row[0] for row in found.table.rows] == ["微粒贷", "支付宝借呗", "分付"]
    assert all(len(row) == len(found.table.header) for row in found.table.rows)
    assert "weilidai.credit_reporting" in found.facts


def test_without_an_attribute_the_usual_ones_are_rows(knowledge: Knowledge) -> None:
    found = compare_facts(("weilidai", "jiebei"), (), knowledge, TODAY)
    assert found.table.header == ("", "微粒贷", "支付宝借呗")
    assert len(found.table.rows) >= 5


def test_conflicts_stand_below_and_unknown_is_said(knowledge: Knowledge) -> None:
    found = compare_facts(("fenfu", "third_party"), ("loan_term", "credit_report"), knowledge, TODAY)
    assert any("分付" in line and "说法" in line for line in found.remarks)
    assert any(UNKNOWN in row for row in found.table.rows)


def test_costs_of_a_need_keep_every_product_to_its_own_facts(knowledge: Knowledge) -> None:
    costs = costs_of(NEED, ("weilidai", "jiebei", "jd_jintiao"), QuoteDesk(knowledge), knowledge, TODAY)
    assert {cost.product for cost in costs} == {"weilidai", "jiebei", "jd_jintiao"}
    for cost in costs:
        assert {fact.subject.id for fact in cost.worked.facts} == {cost.product}
    open_above = next(cost for cost in costs if cost.product == "jd_jintiao")
    assert open_above.high is None


def test_no_winner_where_ranges_overlap(knowledge: Knowledge) -> None:
    costs = costs_of(NEED, ("weilidai", "jiebei"), QuoteDesk(knowledge), knowledge, TODAY)
    answer, reason = verdict(costs)
    assert "说不准" in answer
    assert "最低的利率" in reason
    assert "最高的利率" in reason


def test_an_end_that_is_not_known_of_all_has_no_cheapest(knowledge: Knowledge) -> None:
    costs = costs_of(NEED, ("weilidai", "jd_jintiao"), QuoteDesk(knowledge), knowledge, TODAY)
    _, reason = verdict(costs)
    assert "最低的利率" in reason
    assert "最高的利率" not in reason


def test_who_cannot_lend_that_much_is_left_out_unless_named(assistant: Assistant) -> None:
    reply, _ = assistant.answer(Question("借2万分12期哪家便宜"), Conversation())
    assert reply.table is not None
    assert "WE2000" not in [row[0] for row in reply.table.rows]
    assert any("WE2000最多借2000元" in line for line in reply.paragraphs)
    named, _ = assistant.answer(Question("借2万分12期 we2000和微粒贷哪个便宜"), Conversation())
    assert named.table is not None
    assert "WE2000" in [row[0] for row in named.table.rows]


def test_what_was_told_of_another_amount_is_not_compared(assistant: Assistant) -> None:
    _, conversation = assistant.answer(Question("到手9500手续费500分12期月息1分"), Conversation())
    _, after = assistant.answer(Question("借3万24期哪家便宜"), conversation)
    assert after.draft is not None
    assert (after.draft.net, after.draft.fee) == (None, None)


def test_two_named_products_are_compared_with_a_loan_told(assistant: Assistant) -> None:
    reply, _ = assistant.answer(Question("京东金条1万12期和微粒贷比呢"), Conversation())
    assert reply.topic == "product_comparison"


def test_a_rate_of_the_users_is_of_one_product_only(knowledge: Knowledge) -> None:
    own = Draft.model_validate(
        {"product": "jiebei", "principal": 1000, "days": 9, "rate": {"percent": "0.01", "period": "day"}}
    )
    costs = costs_of(own, ("jiebei", "weilidai"), QuoteDesk(knowledge), knowledge, TODAY)
    by_product = {cost.product: cost for cost in costs}
    assert by_product["jiebei"].low == by_product["jiebei"].high
    assert by_product["weilidai"].low != by_product["weilidai"].high


def test_the_chosen_product_is_worked_out(assistant: Assistant) -> None:
    reply, conversation = assistant.answer(Question("借2万用一年 微粒贷和借呗哪个便宜"), Conversation())
    assert reply.topic == "product_comparison"
    offered = [choice.action for choice in conversation.choices]
    assert {"take jiebei", "take weilidai"} <= set(offered)
    number = offered.index("take jiebei") + 1
    reply, _ = assistant.answer(Question(f"第{number}个"), conversation)
    assert reply.product == "jiebei"
    assert reply.slots.to_json() == {"principal": 20000, "periods": 12}


def test_a_product_not_held_is_not_compared(assistant: Assistant) -> None:
    reply, _ = assistant.answer(Question("微粒贷和花呗哪个便宜"), Conversation())
    assert reply.table is None


def test_own_rates_of_two_products_have_a_winner(assistant: Assistant) -> None:
    reply, conversation = assistant.answer(
        Question("微粒贷日息万四 借呗万三 借1万用一年哪个划算"), Conversation()
    )
    assert "支付宝借呗便宜" in reply.title
    reply, _ = assistant.answer(Question("金条万二 微粒贷万四呢"), conversation)
    assert "京东金条便宜" in reply.title
