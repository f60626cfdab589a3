"""One mistake hides no other: what is wrong is left out, and the rest is checked all the same."""
# ruff: noqa: E501 - one edit a line reads as a table

from __future__ import annotations

import pytest

from knowledge import load
from tests.knowledge.conftest import SAMPLE, Folder

WEILIDAI = "products/weilidai.yaml"
OVERDUE = "topics/overdue.yaml"


def found(folder: Folder) -> list[tuple[str, int, str]]:
    return [(error.file, error.line, error.wrong) for error in folder.errors()]


def test_all_mistakes_of_a_topic_at_once(folder: Folder) -> None:
    folder.edit(OVERDUE, "    next: 尽快还上", "    nxt: 尽快还上")
    folder.edit(OVERDUE, "lead: 逾期要付罚息", "lead: 逾期要付 24% 罚息")
    folder.edit(OVERDUE, "why: 宽限：{weilidai.grace}。", "why: 宽限：{weilidai.graze}，三天。")
    folder.edit(OVERDUE, "related: [interest_rate]", "related: [interest]\nlevel: danger")
    assert found(folder) == [
        (OVERDUE, 7, "文字里直接写了数字“24%”"),
        (OVERDUE, 11, "“{weilidai.graze}”：products/weilidai.yaml 里没有事实“graze”"),
        (OVERDUE, 11, "文字里直接写了数字“三天”"),
        (OVERDUE, 12, "不认识“nxt”"),
        (OVERDUE, 13, "没有主题“interest”"),
        (OVERDUE, 14, "不认识“level”"),
    ]


def test_all_mistakes_of_a_product_at_once(folder: Folder) -> None:
    folder.edit(WEILIDAI, "aliases: [微粒代, 微粒货]", "aliases: [微粒代, 贷]\nalias: 微粒货")
    folder.edit(WEILIDAI, "value: 3%–23.76%", "value: 3–23.76")
    folder.edit(WEILIDAI, "penalty_multiple: {value: 1.5倍", "penalty_multiple: {valeu: 1.5倍")
    folder.edit(
        WEILIDAI, "value: 95384\n    sources: [release-2026-01]", "value: 95384\n    sources: [release]"
    )
    assert found(folder) == [
        (WEILIDAI, 4, "“贷”太短"),
        (WEILIDAI, 5, "不认识“alias”"),
        (WEILIDAI, 15, "“3–23.76”缺少单位"),
        (WEILIDAI, 19, "不认识“valeu”"),
        (WEILIDAI, 28, "sources.yaml 里没有来源“release”"),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "wrong"),
    [
        pytest.param(WEILIDAI, "aliases: [微粒代, 微粒货]", "aliases: [微粒代]\nlookalikes: [小额贷款]", "“小额贷款”里没有“微粒贷”的名字", id="lookalike-without-the-name"),
        pytest.param(WEILIDAI, "aliases: [微粒代, 微粒货]", "aliases: [微粒代]\nlookalikes: [微粒代]", "“微粒代”就是“微粒贷”的名字", id="lookalike-that-is-a-name"),
        pytest.param("words.yaml", "fillers:", "spoken: [花呗呗]\nsounds: [花化, 呗贝]\nfillers:", "“花呗呗”不是哪个产品的名字", id="spoken-of-no-product"),
        pytest.param("words.yaml", "fillers:", "spoken: [微粒贷]\nsounds: [微威, 粒力]\nfillers:", "“微粒贷”里的“贷”没有同音字", id="spoken-without-a-sound"),
        pytest.param("words.yaml", "fillers:", "sounds: [微威, 粒微]\nfillers:", "“微”在两组同音字里", id="sound-in-two-groups"),
        pytest.param("words.yaml", "aliases: [360数科]", "makers: [工行]", "“360借条”只写了 makers", id="makers-without-kinds"),
    ],
)  # fmt: skip
def test_what_would_silently_do_nothing(folder: Folder, file: str, old: str, new: str, wrong: str) -> None:
    folder.edit(file, old, new)
    assert [one.wrong for one in folder.errors()] == [wrong]


@pytest.mark.parametrize(
    ("file", "old", "new", "hint"),
    [
        pytest.param(OVERDUE, "    next: 尽快", "    nxt: 尽快", "是不是想写“next”？", id="answer"),
        pytest.param(WEILIDAI, "  hotline:\n    value:", "  hotline:\n    valeu:", "是不是想写“value”？", id="fact"),
        pytest.param(WEILIDAI, "status: outdated", "statu: outdated", "是不是想写“status”？", id="claim"),
        pytest.param("tests/overdue.yaml", "instead:", "insted:", "是不是想写“instead”？", id="test"),
        pytest.param("warnings/high_cost.yaml", "products: [we2000]", "product: [we2000]", "是不是想写“products”？", id="occasion"),
        pytest.param("rules.yaml", "derived:", "derive:", "是不是想写“derived”？", id="entry"),
        pytest.param("words.yaml", "aliases: [蚂蚁花呗]", "alias: [蚂蚁花呗]", "是不是想写“aliases”？", id="other-product"),
        pytest.param("sources.yaml", "promotional:", "xyz:", "这里可以写：title、publisher、date、", id="far-off"),
    ],
)  # fmt: skip
def test_an_unknown_key_comes_with_a_guess(folder: Folder, file: str, old: str, new: str, hint: str) -> None:
    line = folder.edit(file, old, new) + new.count("\n")
    (unknown,) = [error for error in folder.errors() if error.wrong.startswith("不认识")]
    assert (unknown.file, unknown.line) == (file, line)
    assert unknown.expected.startswith(hint)


def test_what_is_wrong_is_left_out_of_what_is_read(folder: Folder) -> None:
    folder.edit(WEILIDAI, "penalty_multiple: {value: 1.5倍", "penalty_multiple: {valeu: 1.5倍")
    loaded = load(folder.path)
    facts = loaded.knowledge.products["weilidai"].facts
    assert set(load(SAMPLE).knowledge.products["weilidai"].facts) - set(facts) == {"penalty_multiple"}
    assert loaded.broken == {WEILIDAI}


def test_a_fact_that_is_left_out_is_not_missed_elsewhere(folder: Folder) -> None:
    folder.edit(
        WEILIDAI,
        "      - {value: 0.0083%–0.066%, sources: [release-2026-01]}",
        "      - {value: 0.0083%–0.066%}",
    )
    assert found(folder) == [(WEILIDAI, 10, "缺少“sources”")]
