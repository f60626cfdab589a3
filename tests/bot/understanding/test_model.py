"""The topic model: deterministic, explainable, kept and read back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.understanding.model import TopicModel, train

SAMPLES = [
    (["w:提前", "w:还"], "early"),
    (["w:提前", "w:结清"], "early"),
    (["w:提前", "w:还款"], "early"),
    (["w:逾期", "w:罚息"], "overdue"),
    (["w:逾期", "w:还"], "overdue"),
    (["w:逾期", "w:还款"], "overdue"),
    (["w:额度", "w:多少"], "limit"),
    (["w:额度", "w:最高"], "limit"),
]


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return train(SAMPLES)


@pytest.mark.parametrize(
    ("features", "topic"),
    [(["w:提前"], "early"), (["w:逾期", "w:还款"], "overdue"), (["w:额度"], "limit")],
)
def test_best_topic(model: TopicModel, features: list[str], topic: str) -> None:
    assert model.ranked(features)[0][0] == topic


def test_same_samples_same_margins(model: TopicModel) -> None:
    assert train(SAMPLES).ranked(["w:提前", "w:还"]) == model.ranked(["w:提前", "w:还"])


def test_known_share(model: TopicModel) -> None:
    assert model.known_share(["w:提前"]) == 1.0
    assert 0.0 < model.known_share(["w:提前", "w:火星"]) < 1.0
    assert model.known_share(["w:火星"]) == 0.0
    assert model.known_share([]) == 0.0


def test_contributions_add_up_to_the_margin(model: TopicModel) -> None:
    features = ["w:提前", "w:还"]
    margin = dict(model.ranked(features))["early"]
    bias = dict(model.ranked([]))["early"]
    assert sum(value for _, value in model.contributions(features, "early")) + bias == pytest.approx(
        margin, abs=1e-5
    )


def test_kept_and_read_back(model: TopicModel, tmp_path: Path) -> None:
    file = tmp_path / "model.arrays"
    model.save(file)
    assert TopicModel.read(file).ranked(["w:提前", "w:还"]) == model.ranked(["w:提前", "w:还"])
    assert [path.name for path in tmp_path.iterdir()] == ["model.arrays"]


@pytest.mark.parametrize(
    "content", [b"", b"not a model", b"\x93NUMPY\x01\x00v\x00broken"], ids=["empty", "text", "cut short"]
)
def test_a_broken_file_is_a_value_error(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "model.arrays"
    file.write_bytes(content)
    with pytest.raises((ValueError, OSError)):
        TopicModel.read(file)


def test_one_topic_is_too_few() -> None:
    with pytest.raises(ValueError, match="at least two"):
        train([(["w:a"], "only")])


def test_an_unknown_feature_is_as_rare_as_the_rarest(model: TopicModel) -> None:
    assert model.rarity("w:火星") == max(model.rarity(f"w:{word}") for word in ("提前", "逾期", "额度", "还"))
    assert model.rarity("w:火星") > model.rarity("w:提前")


def test_topics_that_a_model_has_not_learnt_come_last(model: TopicModel) -> None:
    more = model.for_topics([*model.topics, "new"])
    assert model.for_topics(model.topics) is model
    assert more.ranked(["w:提前"])[0] == model.ranked(["w:提前"])[0]
    assert dict(more.ranked(["w:提前"]))["new"] == -1.0
