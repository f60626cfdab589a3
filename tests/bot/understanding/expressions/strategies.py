"""Random numbers and the many ways to write them."""

from hypothesis import strategies as st

_PLAIN = ("零一二三四五六七八九", ("", "十", "百", "千"), "万", "亿")
_FINANCIAL = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), "万", "亿")
Style = tuple[str, tuple[str, ...], str, str]


def _section(number: int, style: Style) -> str:
    digits, units, _, _ = style
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(written)
            continue
        written += (digits[0] if gap else "") + digits[digit] + units[place]
        gap = False
    return written


def spell(number: int, style: Style = _PLAIN) -> str:
    """The full Chinese numeral of a positive number below 10^12."""
    digits, _, wan, yi = style
    written = ""
    for unit, size in ((yi, 10**8), (wan, 10**4), ("", 1)):
        part = number // size % 10**4
        if part:
            written += (digits[0] if written and part < 1000 else "") + _section(part, style) + unit
    return written


def spell_financially(number: int) -> str:
    return spell(number, _FINANCIAL)


numbers = st.one_of(st.integers(1, 9999), st.integers(1, 10**8), st.integers(1, 10**12 - 1))
"""Whole numbers as people and contracts write them."""

sums = st.one_of(
    st.integers(1, 99).map(lambda n: n * 100),
    st.integers(1, 99).map(lambda n: n * 1000),
    st.integers(1, 200).map(lambda n: n * 10**4),
)
"""Sums that people borrow."""
