from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.expressions.numerals import MAX_ATOMS, longest, number, readings, scaled
from tests.bot.understanding.expressions.strategies import numbers, spell, spell_financially


@given(numbers)
def test_a_spelled_number_is_read_back(value: int) -> None:
    assert number(spell(value)) == value


@given(numbers)
def test_a_financial_numeral_is_read_back(value: int) -> None:
    assert number(spell_financially(value)) == value


@given(numbers)
def test_liang_is_two_as_er_is(value: int) -> None:
    spoken = spell(value).replace("二千", "两千").replace("二万", "两万")
    assert number(spoken) == value


@given(st.integers(1, 10**14))
def test_arabic_digits_with_and_without_groups(value: int) -> None:
    assert number(str(value)) == number(f"{value:,}") == value


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from(["万", "千", "百", "w", "k"]))
def test_the_last_digit_takes_the_next_lower_unit(head: int, tail: int, unit: str) -> None:
    size = {"万": 10000, "w": 10000, "千": 1000, "k": 1000, "百": 100}[unit]
    assert number(f"{head}{unit}{tail}") == head * size + tail * size // 10
    if unit in "万千百":
        assert number(f"{spell(head)}{unit}零{spell(tail)}") == head * size + tail


@given(st.integers(0, 99), st.integers(0, 999))
def test_a_decimal_point_in_words(whole: int, fraction: int) -> None:
    digits = "".join("零一二三四五六七八九"[int(ch)] for ch in str(fraction))
    assert number(f"{spell(whole) or '零'}点{digits}") == Decimal(f"{whole}.{fraction}")


@given(
    st.text(alphabet="0123456789零一二三四五六七八九十百千万亿两半几多来点个wk,. ", min_size=1, max_size=60)
)
def test_readings_are_ordered_and_stay_inside(text: str) -> None:
    found = readings(text, 0)
    ends = [numeral.end for numeral in found]
    assert ends == sorted(set(ends))
    assert all(0 < end <= len(text) for end in ends)
    assert all(numeral.low <= numeral.high for numeral in found)


def test_the_longest_numeral_of_a_contract_has_few_enough_characters() -> None:
    written = spell_financially(123_456_789_012)
    assert len(written) <= MAX_ATOMS
    assert number(written) == 123_456_789_012


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("三四千", 3000, 4000), ("十五六", 15, 16), ("一万二三", 12000, 13000), ("三五百", 300, 500)],
)
def test_two_neighbouring_digits_are_a_range(text: str, low: int, high: int) -> None:
    numeral = longest(text, 0)
    assert numeral is not None
    assert [numeral.low, numeral.high, numeral.value] == [low, high, None]


@pytest.mark.parametrize("text", ["万五", "百", "元", "", "点五", "12345678901234567890"])
def test_no_numeral(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize("text", ["两千一共", "三万一次", "五千两", "一万二手"])
def test_a_word_that_begins_with_a_digit_is_not_part_of_the_numeral(text: str) -> None:
    numeral = longest(text, 0)
    assert numeral is not None
    assert numeral.end == 2


def test_the_left_end_of_a_range_takes_the_unit_of_the_right_end() -> None:
    left, right = longest("2", 0), longest("5万", 0)
    assert left is not None
    assert right is not None
    assert scaled(left, right).low == 20000
    plain, same = longest("500", 0), longest("1万", 0)
    assert plain is not None
    assert same is not None
    assert scaled(plain, same).low == 500
