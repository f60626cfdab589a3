"""The picture of a digest: questions a day, answered, asked back and declined. PNG, to be read on a phone.

The colours are those of the other pictures (Okabe–Ito), and each part is named.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Sequence

from bot.moderation.tally import DayCounts
from bot.replies.model import ReplyKind

_PARTS = (
    ("答了", "#0072B2", (ReplyKind.ANSWER, ReplyKind.QUOTE)),
    ("反问", "#E69F00", (ReplyKind.CLARIFY,)),
    ("没答", "#D55E00", (ReplyKind.FALLBACK,)),
)
_INCHES = (6.0, 3.6)
_DPI = 160
_MOST_LABELS = 7


def draw_digest(days: Sequence[dt.date], counts: DayCounts) -> bytes:
    """The bars of ``days``; PNG bytes.

    >>> day = dt.date(2026, 11, 22)
    >>> draw_digest([day], {day: {ReplyKind.ANSWER: 3}})[1:4]
    b'PNG'
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.ticker import MaxNLocator
    from pylopdf_fonts_zh_cn import sans_path

    def font(size: float) -> FontProperties:
        return FontProperties(fname=str(sans_path()), size=size)

    figure = Figure(figsize=_INCHES, dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.11, 0.15, 0.85, 0.66))
    bottoms = [0] * len(days)
    for name, colour, kinds in _PARTS:
        heights = [sum(counts.get(day, {}).get(kind, 0) for kind in kinds) for day in days]
        axes.bar(range(len(days)), heights, bottom=bottoms, color=colour, label=f"{name} {sum(heights)}")
        bottoms = [below + height for below, height in zip(bottoms, heights, strict=True)]
    # The last day is named in any case
    places = range(len(days) - 1, -1, -math.ceil(len(days) / _MOST_LABELS))
    axes.set_xticks(list(places), [f"{days[n].month}/{days[n].day}" for n in places], fontproperties=font(10))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)
    figure.text(0.05, 0.93, "每天的问题", fontproperties=font(15), va="center")
    axes.legend(prop=font(10.5), ncols=3, frameon=False, loc="lower right", bbox_to_anchor=(1.0, 1.0))
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()
