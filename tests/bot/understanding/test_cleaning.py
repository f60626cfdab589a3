import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.cleaning import MAX_CHARACTERS, clean
from bot.understanding.cleaning.characters import fold
from knowledge.likeness import simple_forms

TEXTS = [
    # width and variants
    ("５０００元", "5000元"),
    ("ＷＥ２０００", "WE2000"),
    ("日息０．０５％", "日息0.05%"),
    ("￥800", "¥800"),
    ("12×860", "12*860"),
    ("2－5万", "2-5万"),
    ("3～6期", "3~6期"),
    ("⼀万", "一万"),
    ("𝟓𝟎𝟎", "500"),
    ("٥٠٠", "500"),
    # Chinese punctuation keeps its meaning
    ("借5000，12期", "借5000，12期"),
    ("能借吗？", "能借吗？"),
    ("（单利）", "（单利）"),
    # numbers from the wrong keys
    ("５，０００", "5,000"),
    ("6，500元", "6,500元"),
    ("2。5万", "2.5万"),
    ("0·05%", "0.05%"),
    ("3OOO元", "3000元"),
    ("二○二二", "二〇二二"),
    # traditional characters
    ("還款失敗怎麼辦", "还款失败怎么办"),
    ("兩萬圓", "两万圆"),
    ("八釐，餘額，週末", "八厘，余额，周末"),
    # emoji, codes and invisible characters
    ("借5000😭12期", "借5000 12期"),
    ("1️⃣ 申请", "申请"),
    ("还不上了/流泪/流泪", "还不上了"),
    ("/撇嘴怎么提额", "怎么提额"),
    ("[捂脸]又被拒", "又被拒"),
    ("利率元/月", "利率元/月"),
    ("借/还", "借/还"),
    ("强/弱", "强/弱"),
    ("借\u202e5000\u200b元\x00", "借5000元"),
    ("a\tb\r\nc", "a b c"),
    ("Ҙ̴̢̛͠还款", "Ҙ还款"),
    ("jièbèi", "jiebei"),
    ("扣了*****多", "扣了***多"),
    # a word with something between its characters
    ("怎么 借 呗 没了", "怎么 借呗没了"),
    ("白 条", "白条"),
    ("提 前 还 款 收费吗", "提前还款收费吗"),
    ("征-信-记录", "征信记录"),
    ("有·钱·花在哪", "有钱花在哪"),
    ("借/还/提额", "借/还/提额"),
    ("利率 - 期数", "利率 - 期数"),
    ("逾期 了 怎么办", "逾期 了 怎么办"),
    ("借 三 千", "借 三千"),
    # repetitions
    ("急急急急急", "急急"),
    ("谢谢", "谢谢"),
    ("天天逾期", "天天逾期"),
    ("为什么？？？！！！", "为什么？"),
    ("。。。。", "。"),
    ("啊……", "啊…"),
    ("哈哈哈哈哈哈", "哈哈"),
    ("100000", "100000"),
    ("一一一", "一一一"),
    ("hhhhhhhh", "hhh"),
    # menu prefixes
    ("2：怎么提额", "怎么提额"),
    ("3、利息多少", "利息多少"),
    ("1# 还款日", "还款日"),
    ("4.审核多久", "审核多久"),
    ("5 提前还款", "提前还款"),
    ("12没有入口", "没有入口"),
    ("①怎么开通", "怎么开通"),
    ("2万怎么借", "2万怎么借"),
    ("6个月利息", "6个月利息"),
    ("12期还完", "12期还完"),
    ("3天后", "3天后"),
    ("7折券", "7折券"),
    ("5号扣款", "5号扣款"),
    ("1.5万", "1.5万"),
    ("25没有", "25没有"),
    ("3和6期", "3和6期"),
    ("2", "2"),
    ("1、", "1、"),
    ("", ""),
    ("   ", ""),
]


@pytest.mark.parametrize(("raw", "text"), TEXTS)
def test_what_a_message_becomes(raw: str, text: str) -> None:
    assert clean(raw).text == text


@pytest.mark.parametrize("text", sorted({text for _, text in TEXTS} - {"", "1、", "借5000，12期"}))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(text).text == text


@pytest.mark.parametrize(("raw", "_text"), TEXTS)
def test_each_character_knows_where_it_came_from(raw: str, _text: str) -> None:
    cleaned = clean(raw)
    assert cleaned.raw == raw
    assert len(cleaned.origin) == len(cleaned.text)
    assert list(cleaned.origin) == sorted(cleaned.origin)
    for ch, index in zip(cleaned.text, cleaned.origin, strict=True):
        # a character of the message, a space for one, or one of several that were shortened
        assert ch in fold(raw[index]) or ch in " .,*0？" or fold(raw[index]) in ch * 3


def test_a_span_points_into_the_message() -> None:
    cleaned = clean("1：😀借了 ３萬 塊")
    start = cleaned.text.index("3万")
    left, right = cleaned.raw_span(start, start + 2)
    assert cleaned.raw[left:right] == "３萬"
    assert cleaned.raw_span(len(cleaned.text), len(cleaned.text)) == (len(cleaned.raw), len(cleaned.raw))
    with pytest.raises(ValueError, match="outside"):
        cleaned.raw_span(0, len(cleaned.text) + 1)


def test_a_long_message_is_cut_and_says_so() -> None:
    assert not clean("借" + "款" * (MAX_CHARACTERS - 1)).cut
    cleaned = clean("怎么还款 " * 100_000)
    assert cleaned.cut
    assert len(cleaned.text) <= MAX_CHARACTERS


@settings(max_examples=300)
@given(st.text(alphabet=st.characters(), max_size=400))
def test_any_text_is_cleaned(raw: str) -> None:
    cleaned = clean(raw)
    assert len(cleaned.origin) == len(cleaned.text)
    assert all(0 <= index < len(raw) for index in cleaned.origin)
    assert not any(unicodedata.category(ch) in ("Cc", "Cf", "Cs", "Co", "Mn") for ch in cleaned.text)
    assert cleaned.text == cleaned.text.strip()
    assert "  " not in cleaned.text


def test_every_character_of_every_plane_is_folded() -> None:
    for code in range(sys.maxunicode + 1):
        plain = fold(chr(code))
        assert len(plain) <= 3
        assert plain.isprintable()


def test_the_table_of_traditional_characters_keeps_lengths() -> None:
    table = simple_forms()
    assert len(table) > 8000
    assert all(len(new) == 1 for new in table.values())


@given(st.text("还款一万吗啊啊啊？?", max_size=12))
def test_a_plain_message_is_read_as_it_is_beside_anything_else(text: str) -> None:
    # With a space before it, which is dropped again, every step looks at it
    assert clean(text).text == clean(" " + text).text
