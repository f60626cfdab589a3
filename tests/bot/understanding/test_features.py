"""What is seen of a question beside its words: products, numbers, what amounts are for."""

from __future__ import annotations

import pytest

from bot.understanding.cleaning import clean
from bot.understanding.index import Index


def _features(index: Index, text: str, kinds: str) -> set[str]:
    featurizer = index.featurizer
    found = featurizer.features(featurizer.prepare(clean(text).text))
    return {feature for feature in found if feature[0] in kinds}


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("哪天能到账", "c:0"),
        ("微粒贷哪天能到账", "c:1"),
        ("微粒贷哪天到账，微粒贷", "c:1"),
        ("借呗和金条谁快", "c:2"),
        ("借呗 金条 度小满 谁快", "c:2"),
        ("借呗和花呗谁快", "c:2"),
    ],
)
def test_how_many_products_are_named(index: Index, text: str, feature: str) -> None:
    assert _features(index, text, "c") == {feature}


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("打12378管用不", {"n:regulator"}),
        ("打12345管用不", {"n:authority"}),
        ("96110来的电话", {"n:police"}),
        ("95384来的电话", {"n:hotline"}),
        ("借110元一个月", set()),
        ("借了110块", set()),
    ],
)
def test_whose_number_it_is(index: Index, text: str, features: set[str]) -> None:
    assert _features(index, text, "n") == features


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("借五千到手四千二", "r:amount net_proceeds"),
        ("月薪四千能借不", "r:amount income"),
        ("逾期三天要紧不", "r:term overdue day"),
        ("年化18%算高不", "r:rate interest"),
    ],
)
def test_what_a_number_is_for(index: Index, text: str, feature: str) -> None:
    assert feature in _features(index, text, "r")
