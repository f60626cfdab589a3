"""Which answer of a topic is given."""

import shutil
from pathlib import Path

import pytest

from bot.replies.composer import Composer
from tests.knowledge.conftest import SAMPLE, TODAY, Folder

VARIANTS = """variants:
  - {words: [还上了, 补上了], lead: 还上就不再加收。}
  - {words: [还上, OK了], lead: 准备还就先看金额。, why: 按当天显示的还。}
answers:"""


@pytest.fixture
def composer(tmp_path: Path) -> Composer:
    path = tmp_path / "content"
    shutil.copytree(SAMPLE, path)
    folder = Folder(path)
    folder.edit("topics/overdue.yaml", "answers:", VARIANTS)
    assert not folder.errors()
    return Composer(folder.knowledge())


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("昨天已经补上了 还有事吗", "还上就不再加收。"),
        ("今天能还上", "准备还就先看金额。"),
        ("我这边ok了", "准备还就先看金额。"),
    ],
)
@pytest.mark.parametrize("product", [None, "weilidai"])
def test_words_of_the_question_choose_the_answer(
    composer: Composer, text: str, lead: str, product: str | None
) -> None:
    reply = composer.answer("overdue", product, TODAY, text=text)
    assert reply.title == lead
    assert (reply.topic, reply.product) == ("overdue", product)


def test_without_such_words_the_product_has_its_own_answer(composer: Composer) -> None:
    plain = composer.answer("overdue", "weilidai", TODAY, text="逾期会怎样")
    assert plain.title != composer.answer("overdue", None, TODAY, text="逾期会怎样").title
    assert plain.title == composer.answer("overdue", "weilidai", TODAY).title
