"""Finding references in prose, and what they stand for."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge import Knowledge, KnownFact
from knowledge.references import KnownRule, exists, parse_id, parse_prose, references, resolve, stray_braces
from tests.knowledge.conftest import TODAY


def test_prose_is_taken_apart_in_order() -> None:
    text = "日利率{weilidai.daily_rate}，上限 {rules.court_line}。"
    parts = parse_prose(text)
    assert [part if isinstance(part, str) else (part.start, part.id) for part in parts] == [
        "日利率",
        (3, "weilidai.daily_rate"),
        "，上限 ",
        (28, "rules.court_line"),
        "。",
    ]
    assert "".join(part if isinstance(part, str) else part.raw for part in parts) == text


@pytest.mark.parametrize(
    "raw", ["{}", "{微粒贷.利率}", "{weilidai}", "{weilidai.}", "{a.b.c}", "{A.b}", "{a b.c}"]
)
def test_what_is_not_well_written_means_nothing(raw: str) -> None:
    (reference,) = references(raw)
    assert reference.subject == reference.key == ""


def test_spaces_within_braces_do_no_harm() -> None:
    assert references("{ weilidai.daily_rate }")[0].id == "weilidai.daily_rate"


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("{a.b}", ()),
        ("{a.b", (0,)),
        ("a.b}", (3,)),
        ("{a.{b.c}", (0,)),
        ("｛a.b｝", (0, 4)),
        ("没有", ()),
    ],
)
def test_stray_braces(text: str, positions: tuple[int, ...]) -> None:
    assert stray_braces(text) == positions


def test_what_a_reference_stands_for(knowledge: Knowledge) -> None:
    def found(name: str, day: dt.date = TODAY) -> object:
        return resolve(parse_id(name), knowledge, day)

    fact = found("weilidai.daily_rate")
    assert isinstance(fact, KnownFact)
    assert fact.id == "weilidai.daily_rate"
    assert found("weilidai.name") == "微粒贷"
    assert found("weilidai.channel") == "微众银行客服 {weilidai.hotline}"
    assert found("market.channel") is None
    assert found("weilidai.no") is None
    assert found("no.daily_rate") is None
    assert found("rules.no") is None


@pytest.mark.parametrize(
    ("day", "value", "holds"),
    [
        pytest.param(dt.date(2025, 5, 19), "3.1%", True, id="last-day-of-the-first"),
        pytest.param(dt.date(2025, 5, 20), "3.0%", True, id="first-day-of-the-second"),
        pytest.param(dt.date(2030, 1, 1), "3.0%", True, id="still-valid"),
        pytest.param(dt.date(2020, 1, 1), "3.1%", False, id="before-the-first"),
    ],
)
def test_a_rule_is_of_its_day(knowledge: Knowledge, day: dt.date, value: str, holds: bool) -> None:
    rule = resolve(parse_id("rules.lpr_1y"), knowledge, day)
    assert isinstance(rule, KnownRule)
    assert (rule.entry.value, rule.holds(day)) == (value, holds)


def test_existence_does_not_depend_on_the_day(knowledge: Knowledge) -> None:
    assert exists(parse_id("rules.lpr_1y"), knowledge)
    assert exists(parse_id("weilidai.channel"), knowledge)
    assert not exists(parse_id("market.channel"), knowledge)
    assert not exists(parse_id("rules.lpr_2y"), knowledge)
