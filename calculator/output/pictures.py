"""Pictures of a quote and of a comparison: PNG, portrait, to be read on a phone.

Each picture is a ``Figure`` of its own, drawn without pyplot and without any global setting, so that threads
do not disturb each other. Colours are from the Okabe–Ito set, which colour-blind people can tell apart, and
never the only sign: every part is named and has its figure. The font is Noto Sans SC from a package (SIL Open
Font License).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from ..comparison import Comparison
from ..offers import METHOD_NAMES
from ..quotes import Quote
from ..texts import money, percent, width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, VERMILION, GREY, BLACK = "#0072B2", "#E69F00", "#D55E00", "#8C8C8C", "#222222"
_INCHES = (6.0, 9.0)
_DPI = 160
_MAX_BARS = 60
_LONGEST_BAR = 12
_TEN_THOUSAND = Decimal(10_000)


def draw_quote(quote: Quote) -> bytes:
    """Each payment's principal, interest and fee; the remaining balance; the whole cost. PNG bytes.

    >>> from calculator import Method, Offer, Rate, RatePeriod, quote
    >>> loan = quote(Offer(principal=Decimal(1000), method=Method.EQUAL_PRINCIPAL, months=3,
    ...                    rate=Rate(Decimal(12), RatePeriod.YEAR)))
    >>> draw_quote(loan)[1:4]
    b'PNG'
    """
    single = len(quote.schedule.rows) == 1
    figure, axes = _figure((1,) if single else (0.55, 3, 2.4), (6.0, 3.4) if single else _INCHES)
    offer, cost = quote.offer, quote.cost
    title = f"借 {short(offer.principal)}元 · {METHOD_NAMES[offer.method]}"
    _write(figure, 0.06, 0.965 if not single else 0.93, title, size=17)
    term = f"{offer.days} 天" if offer.days else f"{offer.term} 期"
    rates = (
        f"{term}，年化 {percent(cost.simple_annual_percent)}（单利）"
        f"／{percent(cost.effective_annual_percent)}（复利）"
    )
    _write(figure, 0.06, 0.93 if not single else 0.82, rates, size=12.5)
    _draw_total(axes[0], quote)
    if not single:
        _draw_payments(axes[1], quote)
        _draw_balance(axes[2], quote)
    return _png(figure)


def draw_comparison(comparison: Comparison) -> bytes:
    """Annual cost, total cost and highest payment of each offer, as bars. PNG bytes.

    >>> from calculator import Method, Offer, Rate, RatePeriod, compare
    >>> offers = [Offer(principal=Decimal(1000), method=Method.EQUAL_PRINCIPAL, months=months,
    ...                 rate=Rate(Decimal(12), RatePeriod.YEAR)) for months in (3, 6)]
    >>> draw_comparison(compare(offers))[1:4]
    b'PNG'
    """
    count = len(comparison.names)
    figure, axes = _figure((1, 1, 1), (6.0, max(6.5, 2.4 + 1.35 * count)))
    _write(figure, 0.06, 0.955, "方案比较", size=17)
    panels: tuple[tuple[str, list[Decimal], Callable[[Decimal], str]], ...] = (
        (
            "年化成本（复利，含全部费用）",
            [q.cost.effective_annual_percent for q in comparison.quotes],
            percent,
        ),
        ("总共多付（元）", [q.schedule.total_cost for q in comparison.quotes], money),
        ("最高一期要还（元）", [q.schedule.highest_payment for q in comparison.quotes], money),
    )
    for axis, (heading, values, shown) in zip(axes, panels, strict=True):
        best = min(values)
        # an enormous rate must not squeeze all the others to nothing: its bar is cut, its figure is not
        longest = max(best, Decimal(1)) * _LONGEST_BAR
        lengths = [float(min(value, longest)) for value in values]
        colours = [BLUE if value == best else GREY for value in values]
        axis.barh(range(count), lengths, color=colours, height=0.62)
        axis.set_xlim(0, max(lengths) * 1.42 or 1)
        for position, (value, length) in enumerate(zip(values, lengths, strict=True)):
            mark = "（最低）" if value == best else ""
            _label(axis, length, position, f" {shown(value)}{mark}", size=11, va="center")
        axis.set_yticks(range(count), [_cut(name) for name in comparison.names])
        axis.invert_yaxis()
        _heading(axis, heading)
        axis.set_xticks([])
        _style(axis, keep=("left",))
    return _png(figure)


def short(value: Decimal) -> str:
    """An amount for an axis or a title: 万 where it is round enough.

    >>> short(Decimal(10000)), short(Decimal(125500)), short(Decimal(800)), short(Decimal("12345.67"))
    ('1 万', '12.55 万', '800 ', '12,345.67 ')
    """
    if value >= _TEN_THOUSAND and value % 100 == 0:
        return f"{(value / _TEN_THOUSAND).normalize():f} 万"
    return f"{money(value)} "


def _draw_total(axis: Axes, quote: Quote) -> None:
    """What was received, and what it costs on top: together what is paid back."""
    schedule = quote.schedule
    parts = [
        ("到手" if schedule.upfront else "本金", schedule.net_proceeds, BLUE),
        ("利息", schedule.total_interest, ORANGE),
        ("费用", schedule.total_fees, VERMILION),
    ]
    left, column = 0.0, 0.0
    for name, value, colour in parts:
        if not value:
            continue
        axis.barh(0, float(value), left=left, color=colour, height=0.7, edgecolor="white", linewidth=1)
        left += float(value)
        note = f"{name} {money(value)}"
        where = {"transform": axis.transAxes, "fontproperties": _properties(11)}
        axis.text(column, -0.5, "■", color=colour, **where)
        axis.text(column + 0.035, -0.5, note, color=BLACK, **where)
        column += 0.08 + 0.0205 * width(note)
    axis.set_xlim(0, left)
    axis.set_ylim(-0.4, 0.4)
    _heading(axis, f"一共还 {money(schedule.total_paid)} 元")
    axis.set_axis_off()


def _draw_payments(axis: Axes, quote: Quote) -> None:
    rows = quote.schedule.rows
    groups = _grouped([(float(r.principal), float(r.interest), float(r.fee)) for r in rows])
    positions = range(1, len(groups) + 1)
    bottom = [0.0] * len(groups)
    for index, (name, colour) in enumerate((("本金", BLUE), ("利息", ORANGE), ("费用", VERMILION))):
        heights = [group[index] for group in groups]
        if any(heights):
            axis.bar(positions, heights, bottom=bottom, color=colour, width=0.82, label=name, linewidth=0)
            bottom = [a + b for a, b in zip(bottom, heights, strict=True)]
    yearly = len(groups) != len(rows)
    _heading(axis, "每年还的钱（元）" if yearly else "每期还的钱（元）")
    axis.set_xlabel("第几年" if yearly else "第几期", color=BLACK, fontproperties=_properties(11))
    axis.set_xlim(0.3, len(groups) + 0.7)
    axis.set_ylim(0, max(bottom) * 1.18)
    legend = axis.legend(loc="upper right", ncols=3, frameon=False, prop=_properties(11), borderaxespad=0.0)
    legend.set_in_layout(False)
    _numbers(axis)


def _draw_balance(axis: Axes, quote: Quote) -> None:
    schedule = quote.schedule
    rows = schedule.rows
    numbers = [0, *(row.number for row in rows)]
    balances = [float(schedule.principal), *(float(row.balance) for row in rows)]
    axis.step(numbers, balances, where="post", color=BLUE, linewidth=2.2)
    axis.fill_between(numbers, balances, step="post", color=BLUE, alpha=0.14, linewidth=0)
    axis.set_xlim(0, numbers[-1])
    axis.set_ylim(0, balances[0] * 1.08)
    half = next((row for row in rows if row.balance * 2 <= schedule.principal), None)
    if half is not None and half.number < rows[-1].number:
        note = f"第 {half.number} 期后还剩 {money(half.balance)} 元"
        axis.plot([half.number], [float(half.balance)], "o", color=VERMILION, markersize=6)
        where = {"transform": axis.transAxes, "fontproperties": _properties(11)}
        box = {"facecolor": "white", "edgecolor": "none", "pad": 2}
        axis.text(0.99, 0.83, f"● {note}", color=VERMILION, ha="right", bbox=box, **where)
    _heading(axis, "还欠多少本金（元）")
    axis.set_xlabel("第几期", color=BLACK, fontproperties=_properties(11))
    _numbers(axis)


def _grouped(parts: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """One bar a period, or one a year where they would be too thin to see."""
    if len(parts) <= _MAX_BARS:
        return list(parts)
    years = [parts[k : k + 12] for k in range(0, len(parts), 12)]
    return [(sum(p[0] for p in y), sum(p[1] for p in y), sum(p[2] for p in y)) for y in years]


def _figure(heights: Sequence[float], inches: tuple[float, float]) -> tuple[Figure, list[Any]]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=inches, dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    few = len(heights) == 1
    grid = figure.add_gridspec(
        len(heights),
        1,
        height_ratios=heights,
        left=0.06 if few else 0.17,
        right=0.95,
        top=0.6 if few else 0.865,
        bottom=0.3 if few else 0.075,
        hspace=0.5,
    )
    return figure, [figure.add_subplot(grid[k, 0]) for k in range(len(heights))]


def _png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    # no Software entry: the same quote gives the same bytes
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _style(axis: Axes, keep: Sequence[str]) -> None:
    for name, spine in axis.spines.items():
        spine.set_visible(name in keep)
        spine.set_color(GREY)
    axis.tick_params(colors=BLACK, labelsize=11, length=0)
    for label in (*axis.get_xticklabels(), *axis.get_yticklabels()):
        label.set_fontproperties(_properties(11))


def _numbers(axis: Axes) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axis.yaxis.set_major_locator(MaxNLocator(5))
    axis.yaxis.set_major_formatter(FuncFormatter(lambda value, _: _tick(value)))
    axis.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    axis.grid(axis="y", color="#DDDDDD", linewidth=0.8)
    axis.set_axisbelow(True)
    _style(axis, keep=("bottom",))


def _tick(value: float) -> str:
    return f"{value / 10_000:g} 万" if value >= 10_000 else f"{value:g}"


def _heading(axis: Axes, text: str) -> None:
    axis.set_title(text, loc="left", color=BLACK, pad=9, fontproperties=_properties(13))


def _write(figure: Figure, x: float, y: float, text: str, *, size: float) -> None:
    figure.text(x, y, text, color=BLACK, va="center", parse_math=False, fontproperties=_properties(size))


def _label(axis: Axes, x: float, y: float, text: str, *, size: float, va: str) -> None:
    axis.text(x, y, text, color=BLACK, va=va, parse_math=False, fontproperties=_properties(size))


def _cut(name: str) -> str:
    """A name short enough for the margin, without characters that the font does not have."""
    known = "".join(c if ord(c) in _characters() and c != "$" else "□" for c in name)
    return known if len(known) <= 6 else known[:5] + "…"


def _properties(size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=_font_path(), size=size)


@cache
def _font_path() -> str:
    from pylopdf_fonts_zh_cn import sans_path

    return str(sans_path())


@cache
def _characters() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(_font_path()).get_charmap())
