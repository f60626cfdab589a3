"""Drawing messages as a phone shows them, to look at what tests cannot judge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path

import matplotlib
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from tests.botapi.state import Sent

# A common phone, in points, drawn at twice the size
WIDTH, SCALE = 390, 2
_SIZE, _LINE, _PAD, _MARGIN = 15, 21, 10, 8
_FOLDED_LINES = 3
_BACKGROUND, _MINE, _THEIRS, _KEY = "#d5e0ec", "#e2f8cb", "#ffffff", "#7a95ad"
# A line break; a word or a figure; any other character: each with the marks that may not begin a line
_ATOM = re.compile(r"\n|[!-~]+[，。？！、；：）》”’％…】]*|[^\n][，。？！、；：）》”’％…】]*")
_INK, _QUIET, _BAR = "#111111", "#5d6f80", "#3a8ed0"
# What neither font has
_PLAIN = {"🧮": "", "📋": "", "⚖": "", "❓": "", "\ufe0f": "", "😀": "☺"}
# A thumb that points up, in a square of side 1
_THUMBS = "👍👎"
_CUFF = ((0.05, 0.47), (0.24, 0.47), (0.24, 0.92), (0.05, 0.92))
_HAND = (
    (0.3, 0.5), (0.5, 0.1), (0.64, 0.12), (0.66, 0.24), (0.6, 0.42), (0.92, 0.44), (0.94, 0.56), (0.84, 0.88),
    (0.74, 0.92), (0.3, 0.92),
)  # fmt: skip


@dataclass(frozen=True)
class Bubble:
    """A message on the screen; ``sent`` is one of the bot, ``text`` one of its reader."""

    text: str = ""
    sent: Sent | None = None


@dataclass(frozen=True)
class _Run:
    text: str
    bold: bool = False
    mono: bool = False
    quote: int = 0  # 1 open, 2 folded


def draw(bubbles: Sequence[Bubble]) -> bytes:
    """A screen with these messages, as tall as they need; PNG bytes."""
    drawn = [_bubble(one) for one in bubbles]
    height = sum(one.height for one in drawn) + _MARGIN * SCALE * (len(drawn) + 1)
    screen = Image.new("RGB", (WIDTH * SCALE, height), _BACKGROUND)
    top = _MARGIN * SCALE
    for bubble, image in zip(bubbles, drawn, strict=True):
        left = _MARGIN * SCALE if bubble.sent else WIDTH * SCALE - image.width - _MARGIN * SCALE
        screen.paste(image, (left, top), image)
        top += image.height + _MARGIN * SCALE
    file = BytesIO()
    screen.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _bubble(bubble: Bubble) -> Image.Image:
    limit = (WIDTH - 5 * _MARGIN) * SCALE
    lines = _wrap(_runs(bubble), limit - 2 * _PAD * SCALE)
    rows = bubble.sent.rows if bubble.sent else []
    picture = _picture(bubble.sent, limit)
    natural = max((sum(_width(run) for run in line) for line in lines), default=0) + 3 * _PAD * SCALE
    width = limit if rows or picture else min(int(natural), limit)
    text_height = (len(lines) * _LINE + 2 * _PAD) * SCALE if lines else 0
    picture_height = picture.height if picture else 0
    key_height = 36 * SCALE
    image = Image.new(
        "RGBA", (width, text_height + picture_height + len(rows) * key_height + 4), (0, 0, 0, 0)
    )
    pen = ImageDraw.Draw(image)
    fill = _THEIRS if bubble.sent else _MINE
    pen.rounded_rectangle((0, 0, width - 1, text_height + picture_height - 1), 12 * SCALE, fill)
    if picture:
        image.paste(picture, (0, 0))
    y = picture_height + _PAD * SCALE
    for line in lines:
        x = float(_PAD * SCALE)
        if line and line[0].quote:
            pen.rectangle((x, y, x + 3 * SCALE, y + _LINE * SCALE), _BAR)
            x += 8 * SCALE
        for run in line:
            x = _write(pen, x, y, run)
        y += _LINE * SCALE
    y = text_height + picture_height + 4
    for row in rows:
        each = width / len(row)
        for at, button in enumerate(row):
            box = (at * each + SCALE, y, (at + 1) * each - SCALE, y + key_height - 3 * SCALE)
            pen.rounded_rectangle(box, 7 * SCALE, _KEY)
            label = _Run(_drawable(button["text"]).strip())
            x = (box[0] + box[2]) / 2 - _width(label) / 2
            _write(pen, max(x, box[0]), y + 7 * SCALE, label, "#ffffff")
        y += key_height
    return image


def _picture(sent: Sent | None, width: int) -> Image.Image | None:
    if sent is None or sent.kind != "photo" or sent.file is None:
        return None
    found = Image.open(BytesIO(sent.file.content)).convert("RGB")
    return found.resize((width, found.height * width // found.width))


def _runs(bubble: Bubble) -> list[_Run]:
    sent = bubble.sent
    if sent is None:
        return [_Run(_drawable(bubble.text))]
    text = f"📄 {sent.file.name}\n{sent.text}" if sent.kind == "document" and sent.file else sent.text
    wide = text.encode("utf-16-le")
    shift = len(text.encode("utf-16-le")) // 2 - len(sent.text.encode("utf-16-le")) // 2
    styles: list[set[str]] = [set() for _ in range(len(wide) // 2)]
    for entity in sent.entities:
        for at in range(entity["offset"] + shift, entity["offset"] + entity["length"] + shift):
            styles[at].add(entity["type"])
    runs: list[_Run] = []
    for at, kinds in enumerate(styles):
        character = wide[2 * at : 2 * at + 2].decode("utf-16-le", "surrogatepass")
        style = _Run("", "bold" in kinds, "pre" in kinds, _quotation(kinds))
        if runs and (runs[-1].bold, runs[-1].mono, runs[-1].quote) == (style.bold, style.mono, style.quote):
            runs[-1] = _Run(runs[-1].text + character, style.bold, style.mono, style.quote)
        else:
            runs.append(_Run(character, style.bold, style.mono, style.quote))
    return [
        _Run(
            _drawable(run.text.encode("utf-16", "surrogatepass").decode("utf-16")),
            run.bold,
            run.mono,
            run.quote,
        )
        for run in runs
    ]


def _quotation(kinds: set[str]) -> int:
    return 2 if "expandable_blockquote" in kinds else 1 if "blockquote" in kinds else 0


def _wrap(runs: Sequence[_Run], limit: float) -> list[list[_Run]]:
    """Lines that fit, broken between words; of a folded quotation, the first three."""
    lines: list[list[_Run]] = [[]]
    used, folded = 0.0, 0
    for run in runs:
        inner = limit - (12 * SCALE if run.quote else 0)
        if run.quote == 2:
            folded = len(lines)
        for atom in _atoms(run, inner):
            size = _width(replace(run, text=atom))
            if atom == "\n" or used + size > inner:
                lines.append([])
                used = 0.0
                if atom.isspace():
                    continue
            _append(lines[-1], replace(run, text=atom))
            used += size
        if run.quote == 2 and len(lines) - folded + 1 > _FOLDED_LINES:
            del lines[folded + _FOLDED_LINES - 1 :]
            lines[-1] = [*lines[-1][:-1], _Run(lines[-1][-1].text[:-2] + " ⌄", False, False, 2)]
    return lines


def _atoms(run: _Run, limit: float) -> Iterator[str]:
    """What a line is not broken within: a word or a figure, with the marks that close it."""
    for atom in _ATOM.findall(run.text):
        if _width(replace(run, text=atom)) <= limit:
            yield atom
        else:
            yield from atom


def _append(line: list[_Run], run: _Run) -> None:
    if line and replace(line[-1], text="") == replace(run, text=""):
        run = replace(run, text=line.pop().text + run.text)
    line.append(run)


def _write(pen: ImageDraw.ImageDraw, x: float, y: float, run: _Run, colour: str | None = None) -> float:
    ink = colour or (_QUIET if run.quote == 2 else _INK)
    baseline = y + _fonts()[0].getmetrics()[0]
    for character in run.text:
        if character in _THUMBS:
            _thumb(pen, x, y + 3 * SCALE, ink, is_up=character == _THUMBS[0])
            x += _length(character)
            continue
        font = _font(character, run.mono)
        bold = 0.6 if run.bold else 0
        pen.text((x, baseline), character, ink, font=font, anchor="ls", stroke_width=bold, stroke_fill=ink)
        x += _width(_Run(character, run.bold, run.mono))
    return x


def _thumb(pen: ImageDraw.ImageDraw, x: float, y: float, ink: str, *, is_up: bool) -> None:
    size = _SIZE * SCALE
    for shape in (_CUFF, _HAND):
        pen.polygon([(x + size * a, y + size * (b if is_up else 1 - b)) for a, b in shape], ink)


def _width(run: _Run) -> float:
    if run.mono:
        # On phones Chinese characters come from another font and are less than twice as wide
        return sum(_SIZE * SCALE * (1.0 if ord(one) > 0x2E80 else 0.6) for one in run.text)
    return sum(_length(one) for one in run.text)


@cache
def _length(character: str) -> float:
    if character in _THUMBS:
        return float(_SIZE * SCALE)
    return _font(character).getlength(character)


def _drawable(text: str) -> str:
    return "".join(_PLAIN.get(character, character) for character in text)


def _font(character: str, is_mono: bool = False) -> ImageFont.FreeTypeFont:
    chinese, other, mono = _fonts()
    if is_mono and ord(character) < 0x80:
        return mono
    return chinese if character in "\n " or _has(character) else other


def _has(character: str) -> bool:
    return ord(character) in _known()


@cache
def _known() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(sans_path())).get_charmap())


@cache
def _fonts() -> tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont, ImageFont.FreeTypeFont]:
    """For Chinese, for what that font does not have, and for fixed width."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    chinese, other, mono = (
        ImageFont.truetype(str(path), _SIZE * SCALE, layout_engine=ImageFont.Layout.BASIC)
        for path in (sans_path(), folder / "DejaVuSans.ttf", folder / "DejaVuSansMono.ttf")
    )
    return chinese, other, mono
