"""What holds for any text whatever."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.expressions import Expressions, extract, mask_expressions
from bot.understanding.expressions.parser import MAX_CHARACTERS, MAX_NUMBERS
from tests.bot.understanding.expressions.strategies import spell, sums

_PIECES = [
    *("0", "1", "2", "3", "5", "12", "24", "36", "0.05", "1.5", "3,500", "10000", "138", "1:30", "we2000"),
    *"一二两三五十百千万亿半几多来零点元块钱毛分厘角%‰折成天日月年期周个每第号借还到至-~、，。?! *wk¥$",
    *("个月", "利息", "日息", "月息", "年化", "到手", "万分之", "百分之", "等鄂本息", "先息后本", "随借随还"),
    *("免息", "逾期", "手续费", "美元", "左右", "不到", "一共", "一块", "万一", "***", "LPR"),
]
texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(_PIECES), max_size=60).map("".join))


def spans_of(found: Expressions) -> list[tuple[int, int]]:
    return [
        *((amount.start, amount.end) for amount in found.amounts),
        *((rate.start, rate.end) for rate in found.rates),
        *((term.start, term.end) for term in found.terms),
    ]


@settings(max_examples=400)
@given(texts)
def test_reading_never_raises_and_spans_lie_inside_and_apart(text: str) -> None:
    found = extract(text)
    spans = sorted(
        (item.start, item.end) for items in (found.amounts, found.rates, found.terms) for item in items
    )
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(0 <= start < end <= len(text) for start, end in ((m.start, m.end) for m in found.methods))
    assert all(0 <= r.start < r.end <= len(text) for r in found.references)


@settings(max_examples=300)
@given(texts)
def test_values_are_finite_and_in_order(text: str) -> None:
    found = extract(text)
    pairs = [
        *((a.low, a.high) for a in found.amounts),
        *((r.low_percent, r.high_percent) for r in found.rates),
        *((t.low, t.high) for t in found.terms),
    ]
    assert all(isinstance(low, Decimal) and low.is_finite() and high.is_finite() for low, high in pairs)
    assert all(0 <= low <= high for low, high in pairs)


@settings(max_examples=200)
@given(texts)
def test_a_mask_takes_exactly_the_spans_away(text: str) -> None:
    found = extract(text)
    spans = spans_of(found)
    masked = mask_expressions(text, found)
    assert len(masked) == len(text) - sum(end - start - 1 for start, end in spans)


@given(sums, st.sampled_from([3, 6, 9, 12, 24, 36]))
def test_however_a_sum_is_written_a_quote_reads_the_same(value: int, instalments: int) -> None:
    written = [
        f"{value}元",
        f"{value:,}元",
        f"¥{value}",
        f"{value}块钱",
        f"{spell(value)}元",
        spell(value) + "块",
    ]
    if value % 1000 == 0:
        written.append(f"{value // 1000}k")
    if value % 10000 == 0:
        written += [f"{value // 10000}万", f"{value // 10000}w"]
    for form in written:
        for sentence in (
            f"借{form}分{instalments}期",
            f"{form}，{instalments}期，日息万四",
            f"我想借{form} 用{instalments}个月",
        ):
            found = extract(sentence)
            assert [amount.value for amount in found.amounts] == [value], sentence
            assert [term.months for term in found.terms] == [instalments], sentence


def test_a_text_of_numbers_is_read_up_to_a_limit() -> None:
    assert len(extract("5期 " * 2000).terms) == MAX_NUMBERS


def test_a_long_text_is_read_up_to_a_limit() -> None:
    assert not extract(" " * MAX_CHARACTERS + "借5000元")


def test_nothing_in_nothing() -> None:
    assert not extract("")
    assert not extract("你好")
    assert extract("借5000")
