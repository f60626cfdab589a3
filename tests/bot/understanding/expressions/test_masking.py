import pytest

from bot.understanding.cleaning import clean
from bot.understanding.expressions import AMOUNT_MASK, RATE_MASK, TERM_MASK, mask_expressions
from tests.bot.understanding.expressions.notation import read


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("借6500分9期", "借￥分＃"),
        ("日息万四用25天多少", "日息％用＃多少"),
        ("一万五分12期", "￥分＃"),
        ("we2000怎么开", "we2000怎么开"),
        ("第3期还了", "第3期还了"),
        ("", ""),
    ],
)
def test_each_expression_becomes_one_sign(text: str, masked: str) -> None:
    assert mask_expressions(clean(text).text, read(text)) == masked


def test_no_cleaned_text_holds_a_mask_by_itself() -> None:
    assert not {AMOUNT_MASK, RATE_MASK, TERM_MASK} & set(clean("￥5 ％ ＃ ＃＃").text)
