"""The moderators' handbook shows files that pass and names things that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from knowledge import DEFAULT_CONTENT, load
from knowledge.values import Kind, parse_value
from tests.knowledge.conftest import Folder

HANDBOOK = Path(__file__).parents[2] / "docs" / "知识维护.md"


@pytest.fixture(scope="module")
def handbook() -> str:
    return HANDBOOK.read_text(encoding="utf-8")


def blocks(handbook: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", handbook, re.MULTILINE | re.DOTALL)


def test_the_example_product_passes_but_for_what_the_handbook_says(handbook: str, folder: Folder) -> None:
    product = next(block for block in blocks(handbook, "yaml") if "id: shili_dai" in block)
    folder.write("products/shili_dai.yaml", product.replace("shili-2026-11", "agency-2025"))
    more = """
lender_name: {name: 放款方, kind: text, topic: overdue, compare: 是}
early_repayment: {name: 提前还款, kind: yes_no, topic: overdue}
credit_reporting: {name: 上征信, kind: yes_no, topic: overdue, compare: 是}
"""
    folder.write("attributes.yaml", folder.text("attributes.yaml") + more)
    assert [error.wrong for error in folder.errors()] == [
        "日利率 0.03%–0.06% × 365 是 10.95%–21.9%，× 360 是 10.8%–21.6%，不在年化利率 7.2%–18% 之内",
        "没有答案用到“示例贷”的“提前还款”",
    ]
    assert all(error.wrong in handbook for error in folder.errors())


def test_the_values_it_shows_can_be_read(handbook: str) -> None:
    rows = {
        "金额": [Kind.MONEY],
        "日利率、年利率、比例": [Kind.DAILY_RATE, Kind.ANNUAL_RATE, Kind.SHARE],
        "倍数、年龄、时长、个数": [Kind.MULTIPLE, Kind.AGE, Kind.DURATION, Kind.COUNT],
        "钟点、日期、电话": [Kind.CLOCK, Kind.DATE, Kind.PHONE],
    }
    for name, kinds in rows.items():
        row = next(line for line in handbook.splitlines() if line.startswith(f"| {name} |"))
        for text in re.findall("`(.*?)`", row):
            assert any(_reads(text, kind) for kind in kinds), text


def test_the_references_it_shows_are_there(handbook: str) -> None:
    knowledge = load(DEFAULT_CONTENT).knowledge
    known = {*knowledge.facts, *(f"rules.{key}" for key in knowledge.rules)}
    known |= {f"{product}.{word}" for product in knowledge.products for word in ("name", "channel")}
    shown = set(re.findall(r"\{([a-z0-9_]+\.[a-z0-9_]+)\}", handbook))
    assert {one for one in shown if not one.startswith("shili_dai.")} - known == {"weilidai.hotlin"}


def _reads(text: str, kind: Kind) -> bool:
    try:
        parse_value(text, kind)
    except ValueError:
        return False
    return True
