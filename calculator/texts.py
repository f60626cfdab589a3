"""How figures are written for people: thousands, two decimals, percentages, columns of wide characters."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from wcwidth import wcswidth

from .decimals import FEN, exact, to_fen

_TOO_LARGE = Decimal(1_000_000)


@exact
def money(value: Decimal) -> str:
    """Yuan to the fen with thousands, without needless zeros.

    >>> money(Decimal("10662.049")), money(Decimal(10000)), money(Decimal("0.5"))
    ('10,662.05', '10,000', '0.50')
    """
    rounded = to_fen(value)
    return f"{rounded:,.0f}" if rounded == rounded.to_integral_value() else f"{rounded:,.2f}"


@exact
def amount(value: Decimal) -> str:
    """Yuan always with two decimals, for columns.

    >>> amount(Decimal(1000))
    '1,000.00'
    """
    return f"{to_fen(value):,.2f}"


@exact
def percent(value: Decimal, places: int = 2) -> str:
    """A percentage, rounded half up to ``places``; beyond a million only that it is.

    >>> percent(Decimal("18.255")), percent(Decimal(18), 4), percent(Decimal("1e9"))
    ('18.26%', '18%', '超过 1,000,000%')
    """
    if value > _TOO_LARGE:
        return f"超过 {_TOO_LARGE:,}%"
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if places > FEN.adjusted() * -1 or rounded == rounded.to_integral_value():
        text = f"{rounded:,f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"
    return f"{rounded:,.{places}f}%"


@exact
def percent_cell(value: Decimal) -> str:
    """A percentage always with two decimals, for columns.

    >>> percent_cell(Decimal(18))
    '18.00%'
    """
    text = percent(value)
    return text if "." in text or text.startswith("超") else f"{text[:-1]}.00%"


def width(text: str) -> int:
    """Columns the text takes in a terminal: a Chinese character takes two.

    >>> width("借a")
    3
    """
    return max(0, wcswidth(text))


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill with spaces to ``columns``, aligned right where asked.

    >>> pad("期数", 6), pad("1.00", 6, right=True)
    ('期数  ', '  1.00')
    """
    gap = " " * max(0, columns - width(text))
    return gap + text if right else text + gap
