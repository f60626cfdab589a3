"""Every fact in one list."""

from __future__ import annotations

import datetime as dt
import json

from knowledge import Knowledge, facts_report
from knowledge.report import facts_table
from tests.knowledge.conftest import TODAY, Folder

KEYS = {
    "id",
    "product",
    "subject",
    "attribute",
    "claims",
    "conflict",
    "conflict_text",
    "agree",
    "unknown",
    "note",
    "checked",
    "stale",
    "used_by",
}


def test_each_fact_and_rule_is_there_with_all_that_is_known(knowledge: Knowledge) -> None:
    report = facts_report(knowledge, TODAY)
    assert [entry["id"] for entry in report] == [
        *knowledge.facts,
        *(f"rules.{key}" for key in knowledge.rules),
    ]
    assert all(set(entry) == KEYS for entry in report)
    assert json.loads(json.dumps(report)) == report


def test_a_disputed_fact(knowledge: Knowledge) -> None:
    entry = next(one for one in facts_report(knowledge, TODAY) if one["id"] == "weilidai.daily_rate")
    assert entry["product"] == "weilidai"
    assert entry["attribute"] == {"id": "daily_rate", "name": "日利率", "kind": "daily_rate"}
    assert entry["conflict"] is True
    assert entry["used_by"] == ["topics.interest_rate.weilidai"]
    first, second = entry["claims"]
    assert (first["value"], first["low"], first["high"], first["unit"]) == (
        "0.0083%–0.066%",
        "0.0083",
        "0.066",
        "%",
    )
    assert second["status"] == "outdated"
    assert second["sources"] == [
        {
            "id": "old-article",
            "section": "表",
            "cite": "《一篇没有署名的旧文章》",
            "date": None,
            "checked": "2026-10-01",
            "confidence": "unverified",
        }
    ]


def test_money_is_in_yuan_without_exponent(knowledge: Knowledge) -> None:
    entry = next(one for one in facts_report(knowledge, TODAY) if one["id"] == "weilidai.credit_limit_max")
    assert (entry["claims"][0]["high"], entry["claims"][0]["unit"]) == ("200000", "元")


def test_what_is_unknown_has_no_claims(knowledge: Knowledge) -> None:
    entry = next(one for one in facts_report(knowledge, TODAY) if one["id"] == "weilidai.grace")
    assert entry["claims"] == []
    assert entry["unknown"].startswith("没有查到")
    assert entry["used_by"] == ["topics.overdue.weilidai", "topics.overdue.general"]


def test_a_rule_has_its_dates(knowledge: Knowledge) -> None:
    entry = next(one for one in facts_report(knowledge, TODAY) if one["id"] == "rules.lpr_1y")
    assert [(claim["value"], claim["from"], claim["until"]) for claim in entry["claims"]] == [
        ("3.1%", "2024-10-21", "2025-05-19"),
        ("3.0%", "2025-05-20", None),
    ]
    assert entry["product"] is None


def test_staleness_is_told(knowledge: Knowledge) -> None:
    later = {entry["id"] for entry in facts_report(knowledge, dt.date(2027, 5, 22)) if entry["stale"]}
    assert later == {
        "weilidai.daily_rate",
        "weilidai.annual_rate",
        "we2000.daily_rate",
        "we2000.annual_rate",
        "rules.lpr_1y",
        "rules.target_line",
        "rules.court_line",
    }


def test_the_table_is_for_people(folder: Folder) -> None:
    folder.edit("topics/contact_support.yaml", "facts: [market.students_allowed]", "facts: []")
    lines = facts_table(folder.knowledge(), TODAY).splitlines()
    start = lines.index("微粒贷（weilidai）")
    assert lines[start + 1].split() == ["daily_rate", "日利率", "0.0083%–0.066%", "说法不一", "1", "处用到"]
    assert any(line.split() == ["students_allowed", "在校学生使用", "否", "没有用到"] for line in lines)
    assert any(line.split()[:3] == ["fixed_limit", "固定额度", "2000元※"] for line in lines)
    assert lines[-1] == ("共 14 个事实（1 个说法不一，1 个没有查到，0 个该核对了），3 条规则；※ 是未经核实")


def test_columns_line_up(knowledge: Knowledge) -> None:
    from wcwidth import wcswidth

    lines = facts_table(knowledge, TODAY).split("\n\n")[1].splitlines()
    ends = {wcswidth(line[: line.index(" 处用到") - 1]) for line in lines if "处用到" in line}
    assert len(ends) == 1
