"""A new topic is three files that pass the checks."""

from __future__ import annotations

import pytest

from knowledge import check, load
from knowledge.editing import EditError, NewTopic, TestQuestion
from knowledge.publishing import read_files, write_files
from tests.knowledge.conftest import TODAY, Folder

TOPIC = NewTopic(
    id="face_check",
    name="刷脸: 认不出",
    ask="刷脸过不去怎么办",
    lead="光线亮一点，摘掉眼镜再试。",
    next="还不行就打{weilidai.hotline}。",
    phrasings=("刷脸老是失败", "人脸识别不过\n怎么办"),
    tests=(TestQuestion(ask="脸一直认不出来"),),
)


def test_the_new_topic_passes_the_checks(folder: Folder) -> None:
    texts = TOPIC.apply(read_files(folder.path))
    write_files(folder.path, {name: text for name, text in texts.items() if text is not None})
    assert [problem for problem in check(folder.path, today=TODAY) if problem.is_error] == []
    knowledge = load(folder.path).knowledge
    assert knowledge.topics["face_check"].name == "刷脸: 认不出"
    assert knowledge.phrasings["face_check"].phrasings == ["刷脸老是失败", "人脸识别不过 怎么办"]
    assert [case.ask for case in knowledge.tests["face_check"].must] == ["脸一直认不出来"]


@pytest.mark.parametrize("identity", ["overdue", "Face", "a/b", "..", "", "刷脸", "x" * 61])
def test_what_can_be_no_new_topic(folder: Folder, identity: str) -> None:
    with pytest.raises(EditError):
        TOPIC.model_copy(update={"id": identity}).apply(read_files(folder.path))


def test_figures_in_the_answer_are_found_by_the_checks(folder: Folder) -> None:
    texts = TOPIC.model_copy(update={"lead": "最多试3次"}).apply(read_files(folder.path))
    write_files(folder.path, {name: text for name, text in texts.items() if text is not None})
    assert any("3次" in problem.wrong for problem in check(folder.path, today=TODAY))
