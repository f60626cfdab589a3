"""What each single character becomes: the step of cleaning that looks at no neighbours."""

import functools
import unicodedata

from knowledge.likeness import simple_forms

# Chinese punctuation keeps its form: it separates clauses where ASCII "," and "." also stand inside numbers.
KEPT_PUNCTUATION = frozenset("，。、！？：；（）【】《》「」『』“”‘’…—·")

_VARIANTS = {
    "﹣": "-", "－": "-", "−": "-", "–": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "─": "-", "━": "-",
    "～": "~", "〜": "~", "∼": "~", "˜": "~", "〰": "~",
    "×": "*", "✕": "*", "✖": "*", "╳": "*", "∗": "*", "＊": "*", "﹡": "*",
    "￥": "¥", "﹩": "$",
    "⋯": "…", "︰": "：", "︓": "：", "﹕": "：", "︐": "，", "﹐": "，", "︒": "。", "｡": "。", "､": "、", "﹑": "、",
    "﹖": "？", "︖": "？", "﹗": "！", "︕": "！", "﹔": "；", "︔": "；", "﹙": "（", "﹚": "）",
    "○": "〇", "◯": "〇",
    "﹪": "%", "٪": "%", "⁄": "/", "∕": "/", "÷": "/",
    "〸": "十", "〹": "卄", "〺": "卅",
}  # fmt: skip

_DIGIT_STYLES = ("<circle>", "<compat>")


def _enclosed_number(ch: str) -> str | None:
    """``①``, ``⑴``, ``⒈`` → ``1.``: what they are for in a chat is to number a list."""
    number = unicodedata.numeric(ch, None)
    if number is None or number != int(number) or not 0 <= number <= 50:
        return None
    kind = unicodedata.name(ch, "")
    return f"{int(number)}." if "CIRCLED" in kind or "PARENTHESIZED" in kind or "FULL STOP" in kind else None


@functools.lru_cache(maxsize=8192)
def fold(ch: str) -> str:
    """The plain form of one character: a character, a few, or nothing.

    >>> [fold(c) for c in "５萬％，😀"]
    ['5', '万', '%', '，', ' ']
    """
    if ch.isascii():
        return ch if ch.isprintable() else " " if ch.isspace() else ""
    if ch in KEPT_PUNCTUATION:
        return ch
    if ch in _VARIANTS:
        return _VARIANTS[ch]
    if (width := _fold_width(ch)) != ch:
        return width
    return _fold_by_category(simple_forms().get(ord(ch), ch))


def _fold_width(ch: str) -> str:
    """Undo compatibility forms where exactly one character (or a list number) results."""
    if (number := _enclosed_number(ch)) is not None:
        return number
    if unicodedata.decomposition(ch).startswith(("<super>", "<sub>")):
        return " "
    plain = unicodedata.normalize("NFKC", ch)
    if len(plain) != 1 or plain == ch:
        return ch
    if plain.isascii() and unicodedata.east_asian_width(ch) == "F" and plain in ",.!?:;()":
        # the full-width signs that are not kept above: "．" and the like
        return plain
    return fold(plain)


def _fold_by_category(ch: str) -> str:
    category = unicodedata.category(ch)
    if category == "Nd":
        return str(unicodedata.digit(ch))
    if category in ("Mn", "Me", "Mc", "Cc", "Cf"):
        return " " if ch.isspace() else ""
    if category[0] == "C" or category in ("So", "Zs", "Zl", "Zp", "Sk"):
        return " "
    if category in ("Ll", "Lu"):
        # pinyin with tone marks, umlauts
        base = unicodedata.normalize("NFKD", ch)[0]
        return base if base.isascii() else ch
    return ch
