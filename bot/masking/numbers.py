"""Numbers that belong to a person: identity and bank cards, telephones, passports.

A run of digits is personal by its length and shape, whatever stands between the digits. What people ask about has
numbers too: amounts, instalments, terms and dates, often several in a row. They are told apart by their shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

# What may stand between two digits of one number
_LIGHT = r"[ \t\u3000_.·•・˙‧∙。\-－—–−‐‑~～*x×/\\|+()（）\[\]【】]"
_RUN = re.compile(rf"(?:\+ ?|00)?[0-9oil](?:{_LIGHT}{{0,3}}[0-9oil]){{6,}}(?:{_LIGHT}{{0,2}}x(?![a-z]))?")
_LETTER_DIGITS = str.maketrans("oil", "011")
_DATE = re.compile(r"(?:19|20)\d\d([-./年])(?:0?[1-9]|1[0-2])[-./月](?:0?[1-9]|[12]\d|3[01])(?!\d)")
_AMOUNT = re.compile(r"[1-9]\d{0,7}\.\d{1,2}|[1-9]\d{0,6}0|[1-9]\d?|\d{1,3}(?:,\d{3})+")
_HOTLINE = re.compile(r"(?:400|800)\d{7}|95\d{3}|9[56]\d{6}|1[0-2]\d{3}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}[2-8]\d{6,7}")
_CARD = re.compile(r"[34569]\d{12,18}")
_BIRTH = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_IDENTITY = re.compile(
    rf"[1-9]\d{{5}}{_BIRTH}\d{{3}}[\dx]|[1-9]\d{{7}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}"
)
_PASSPORT = re.compile(r"(?<![a-z0-9])(?!q|vx|wx|id|tg)[a-z]{1,2} ?\d{7,10}(?:\(?[\da]\)?)?(?![a-z0-9])")
_HONG_KONG = re.compile(r"(?<![a-z0-9])[a-z]{1,2}\d{6} ?\([\da]\)")
# Hidden by its owner, but not well
_HALF_HIDDEN = re.compile(r"(?<!\d)(?:1[3-9]\d|\d{4,6})[*×x#]{3,}\d{2,4}(?![\d.])")
# Nobody borrows an amount of nine digits
_LONG = 9
# Nineteen digits with something between any two
_WIDEST = 19 * 4


def number_spans(digits: str) -> Iterator[Span]:
    """The places of personal numbers in a folded text.

    >>> text = "借50000分12期，电话138-0013 8000"
    >>> [text[start:end] for start, end in number_spans(text)]
    ['138-0013 8000']
    """
    for pattern in (_PASSPORT, _HONG_KONG, _HALF_HIDDEN):
        for found in pattern.finditer(digits):
            yield found.span()
    # A date is no part of a number
    hidden = _DATE.sub(lambda found: "年" * len(found.group()), digits)
    for found in _RUN.finditer(hidden):
        yield from _within(found.group(), found.start())


def _within(run: str, start: int) -> Iterator[Span]:
    """The personal numbers within a run of digits and what stands between them."""
    if _is_personal(run):
        yield start, start + len(run.rstrip())
        return
    # Two numbers beside each other: a telephone after an amount, a card before one
    pieces = [piece.span() for piece in re.finditer(r"[^ ,]+", run)]
    first = 0
    while first < len(pieces):
        last = first
        while last + 1 < len(pieces) and pieces[last + 1][1] - pieces[first][0] <= _WIDEST:
            last += 1
        begin = pieces[first][0]
        ends = (pieces[end][1] for end in range(last, first - 1, -1) if (first, end) != (0, len(pieces) - 1))
        end = next((end for end in ends if _is_personal(run[begin:end])), None)
        if end is None:
            first += 1
            continue
        yield start + begin, start + end
        while first < len(pieces) and pieces[first][0] < end:
            first += 1


def _is_personal(run: str) -> bool:
    compact = "".join(one for one in run.translate(_LETTER_DIGITS) if one.isdecimal() or one == "x")
    bare = re.sub(r"(?<=\d)x(?=\d)", "", compact)
    plain = bare.rstrip("x")
    certain = sum(one.isdecimal() for one in run)
    if certain < 5 or (certain < len(plain) * 2 // 3 and not _MOBILE.fullmatch(plain)):
        return False
    if _HOTLINE.fullmatch(plain):
        return False
    if run.startswith("+"):
        return len(plain) >= 8
    local = re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$)", "", plain)
    groups = re.findall(r"\d+", run)
    if _MOBILE.fullmatch(local) and [len(group) for group in groups][-3:] in ([3, 4, 4], [3, 3, 5]):
        return True
    tokens = [token for token in re.split(r"[ \t/~～—–\-+]+", run.strip()) if token]
    if all(_AMOUNT.fullmatch(token) for token in tokens) and max(map(len, tokens)) > 1:
        return len(groups) == 1 and len(plain) >= _LONG
    if _IDENTITY.fullmatch(bare) or _MOBILE.fullmatch(local) or _LANDLINE.fullmatch(plain):
        return True
    if _CARD.fullmatch(plain):
        return True
    return len(groups) == 1 and len(plain) >= _LONG
