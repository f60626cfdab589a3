"""What a user reads: values, marks, conflicts, sources and dates."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge import (
    UNVERIFIED_LEGEND,
    Knowledge,
    conflict_sentence,
    known_facts,
    known_rules,
    render,
    render_answer,
    source_lines,
    staleness_line,
    unknown_sentence,
)
from tests.knowledge.conftest import TODAY, Folder


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("日利率{weilidai.daily_rate}。", "日利率0.0083%–0.066%。", id="best-claim"),
        pytest.param("额度{we2000.fixed_limit}。", "额度2000元※。", id="unverified"),
        pytest.param("年化{we2000.annual_rate}", "年化14.6%或18.25%※", id="derived-from-unverified"),
        pytest.param("罚息{weilidai.penalty_daily}", "罚息0.01245%–0.099%", id="derived-from-verified"),
        pytest.param("宽限：{weilidai.grace}", "宽限：没有查到", id="unknown"),
        pytest.param("{weilidai.name}的热线", "微粒贷的热线", id="name"),
        pytest.param("请问{weilidai.channel}。", "请问微众银行客服 95384。", id="channel"),
        pytest.param("上限{rules.court_line}", "上限24%", id="rule"),
        pytest.param("{no.such}{weilidai.no}{rules.no}", "没有查到没有查到没有查到", id="nothing"),
        pytest.param("<b>& {{x}", "<b>& {没有查到", id="left-alone"),
    ],
)
def test_references_become_values(knowledge: Knowledge, text: str, shown: str) -> None:
    assert render(text, knowledge, TODAY).text == shown


def test_what_is_shown_is_listed_once(knowledge: Knowledge) -> None:
    shown = render(
        "{weilidai.daily_rate}{rules.lpr_1y}{weilidai.daily_rate}{weilidai.channel}", knowledge, TODAY
    )
    assert shown.facts == ("weilidai.daily_rate", "weilidai.hotline")
    assert shown.rules == ("lpr_1y",)
    assert not shown.has_unverified


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (dt.date(2026, 1, 1), "12%"),
        (dt.date(2025, 12, 23), "12%（2025-12-24起）"),
    ],
)
def test_a_rule_that_is_not_in_force_says_so(knowledge: Knowledge, day: dt.date, shown: str) -> None:
    assert render("{rules.target_line}", knowledge, day).text == shown


def test_a_rule_that_has_ended_says_so(folder: Folder) -> None:
    folder.edit("rules.yaml", "{start: 2017, value", "{start: 2017, until: 2020-08-19, value")
    assert render("{rules.court_line}", folder.knowledge(), TODAY).text == "24%（到2020-08-19为止）"


def test_a_doubtful_value_is_marked_whoever_says_it(folder: Folder) -> None:
    folder.edit("products/weilidai.yaml", "value: 95384", "value: 95384\n    status: doubtful")
    assert render("{weilidai.hotline}", folder.knowledge(), TODAY).text == "95384※"


def test_a_channel_in_a_channel_ends(folder: Folder) -> None:
    folder.edit("products/we2000.yaml", "channel: 微众银行 App", "channel: '{we2000.channel}'")
    assert render("{we2000.channel}", folder.knowledge(), TODAY).text == "{we2000.channel}"
    assert [error.wrong for error in folder.errors()] == ["channel 里不能再引用 channel"]


def test_a_conflict_is_one_sentence_with_both_values(knowledge: Knowledge) -> None:
    assert conflict_sentence(knowledge.facts["weilidai.daily_rate"], knowledge, TODAY) == (
        "微粒贷的日利率，各处说法不一：0.0083%–0.066%（某某商报，2026-01-20，企业宣传稿）；"
        "0.02%–0.05%（《一篇没有署名的旧文章》；旧口径）。旧文章写的是旧口径，以借款页面展示的为准。"
    )
    assert conflict_sentence(knowledge.facts["weilidai.annual_rate"], knowledge, TODAY) is None


def test_equal_values_are_one_group_with_few_cites(folder: Folder) -> None:
    folder.edit(
        "products/weilidai.yaml",
        "      - {value: 0.02%–0.05%, sources: [old-article §表], status: outdated}\n",
        "      - {value: 0.0083%-0.066%, sources: [agency-2025]}\n"
        "      - {value: 0.0083% – 0.066%, sources: [old-article]}\n"
        "      - {value: 0.02%–0.05%, sources: [computed]}\n",
    )
    knowledge = folder.knowledge()
    assert conflict_sentence(knowledge.facts["weilidai.daily_rate"], knowledge, TODAY) == (
        "微粒贷的日利率，各处说法不一：0.0083%-0.066%（某某监管局，2025-03、某某商报，2026-01-20，企业宣传稿等）；"
        "0.02%–0.05%（推算）。旧文章写的是旧口径，以借款页面展示的为准。"
    )


def test_one_doubtful_claim_reads_as_such(folder: Folder) -> None:
    folder.edit(
        "products/we2000.yaml",
        "fixed_limit: {value: 2000元, sources: [old-article]}",
        "fixed_limit: {value: 2000元, sources: [old-article], status: doubtful, conflict: 没有别的来源}",
    )
    knowledge = folder.knowledge()
    assert conflict_sentence(knowledge.facts["we2000.fixed_limit"], knowledge, TODAY) == (
        "WE2000的固定额度，有一种说法：2000元（《一篇没有署名的旧文章》；存疑）。这一点有疑问：没有别的来源。"
    )


def test_what_is_so_or_not_so_is_quoted(folder: Folder) -> None:
    folder.edit(
        "products/we2000.yaml",
        "fixed_limit: {value: 2000元, sources: [old-article]}",
        "fixed_limit: {value: 2000元, sources: [old-article]}\n"
        "  students_allowed:\n"
        "    claims:\n"
        "      - {value: 否, sources: [agency-2025]}\n"
        "      - {value: 是, sources: [old-article], status: wrong}\n"
        "    conflict: 以页面为准",
    )
    knowledge = folder.knowledge()
    assert conflict_sentence(knowledge.facts["we2000.students_allowed"], knowledge, TODAY) == (
        "WE2000“在校学生使用”这一点，各处说法不一：否（某某监管局，2025-03）；"
        "是（《一篇没有署名的旧文章》；与核对结果不符）。以页面为准。"
    )


def test_what_is_unknown_is_said(knowledge: Knowledge) -> None:
    assert unknown_sentence(knowledge.facts["weilidai.grace"], knowledge, TODAY) == (
        "微粒贷的宽限：没有查到官方的宽限说法，请看合同或问 95384。"
    )
    assert unknown_sentence(knowledge.facts["weilidai.hotline"], knowledge, TODAY) is None


def test_sources_have_sections_and_no_reprint_link(knowledge: Knowledge) -> None:
    facts = known_facts(
        ["weilidai.annual_rate", "weilidai.daily_rate", "weilidai.penalty_daily", "no.such"], knowledge
    )
    rules = known_rules(["lpr_1y", "no"], knowledge, TODAY)
    assert source_lines(facts, rules, knowledge) == (
        "某某商报《放款方的新闻稿》（2026-01-20，企业宣传稿），见“利率”",
        "《一篇没有署名的旧文章》，见“表”，未经核实",
        "按已列出的利率推算（推算）",
        "某某监管局《关于利率明示的公告》（2025-03），见“附表” https://agency.example/notice",
    )


def test_only_what_is_shown_needs_its_source_where_nothing_is_disputed(folder: Folder) -> None:
    folder.edit("products/weilidai.yaml", "conflict: 旧文章写的是旧口径", "agree: 先后两个时期的口径")
    knowledge = folder.knowledge()
    lines = source_lines(known_facts(["weilidai.daily_rate"], knowledge), (), knowledge)
    assert lines == ("某某商报《放款方的新闻稿》（2026-01-20，企业宣传稿）",)


def test_a_matter_goes_without_its_name(folder: Folder) -> None:
    folder.edit(
        "matters/market.yaml",
        "    value: 国家金融监督管理总局\n    sources: [agency-2025]\n",
        "    claims:\n"
        "      - {value: 国家金融监督管理总局, sources: [agency-2025]}\n"
        "      - {value: 银保监会, sources: [old-article], status: outdated}\n"
        "    conflict: 机构已经改组\n",
    )
    knowledge = folder.knowledge()
    assert conflict_sentence(knowledge.facts["market.oversight"], knowledge, TODAY) == (
        "监管机构，各处说法不一：国家金融监督管理总局（某某监管局，2025-03）；"
        "银保监会（《一篇没有署名的旧文章》；旧口径）。机构已经改组。"
    )


def test_a_page_that_nobody_verified_is_not_linked(folder: Folder) -> None:
    folder.edit(
        "sources.yaml",
        "  confidence: unverified\n",
        "  confidence: unverified\n  url: https://seo.example/\n",
    )
    knowledge = folder.knowledge()
    lines = source_lines(known_facts(["we2000.fixed_limit"], knowledge), (), knowledge)
    assert lines == ("《一篇没有署名的旧文章》，未经核实",)


def test_a_derivation_in_a_circle_ends(folder: Folder) -> None:
    folder.edit(
        "products/we2000.yaml",
        "daily_rate: {value: 0.04%或0.05%, sources: [old-article]}",
        "daily_rate: {value: 0.04%或0.05%, sources: [computed], derived: annual_rate ÷ 365}",
    )
    assert render("{we2000.annual_rate}", folder.knowledge(), TODAY).text == "14.6%或18.25%"


def test_staleness_names_the_oldest_day(knowledge: Knowledge) -> None:
    facts = known_facts(["weilidai.daily_rate", "weilidai.hotline"], knowledge)
    rules = known_rules(["lpr_1y"], knowledge, TODAY)
    assert staleness_line(facts, rules, TODAY) is None
    # The rate keeps 180 days, the hotline a year
    assert staleness_line(facts, (), dt.date(2027, 4, 1)) == "资料核对于2026-10-02，可能已变化"
    assert staleness_line(facts[1:], (), dt.date(2027, 4, 1)) is None
    assert staleness_line((), rules, dt.date(2027, 4, 1)) == "资料核对于2026-10-01，可能已变化"


def test_an_answer_comes_with_all_that_belongs_to_it(knowledge: Knowledge) -> None:
    shown = render_answer(knowledge.topics["interest_rate"].answers["weilidai"], knowledge, TODAY)
    assert shown.lead == "微粒贷的日利率是 0.0083%–0.066%，折成年化 3%–23.76%。"
    assert shown.next == "打开借款页面看自己的利率；有疑问就问微众银行客服 95384。"
    assert shown.text.split("\n") == [shown.lead, shown.why, shown.next]
    assert shown.facts == (
        "weilidai.daily_rate",
        "weilidai.annual_rate",
        "weilidai.credit_limit_min",
        "weilidai.credit_limit_max",
        "weilidai.hotline",
    )
    assert len(shown.conflicts) == 1
    assert shown.sources == ("release-2026-01", "old-article")
    assert shown.legend == UNVERIFIED_LEGEND  # the least amount comes from the old article
    assert shown.staleness is None


def test_facts_that_are_only_listed_count(knowledge: Knowledge) -> None:
    shown = render_answer(knowledge.topics["overdue"].answers["general"], knowledge, TODAY)
    assert shown.facts == ("weilidai.grace",)
    assert shown.rules == ("lpr_1y",)
    assert shown.unknowns == ("微粒贷的宽限：没有查到官方的宽限说法，请看合同或问 95384。",)
    assert (shown.why, shown.next, shown.legend) == (None, None, None)
