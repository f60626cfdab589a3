"""Text in one spelling, each character of which remembers where it came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Written for digits, in words or on the telephone
_NUMERALS = {
    **dict(zip("零一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", "0123456789", strict=True)),
    **dict(zip("○貳參陸幺洞拐勾", "02361079", strict=True)),
}
# Between the digits of what was typed to look like something else
_INVISIBLE_CATEGORIES = {"Cf", "Mn", "Me", "Cc"}


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is searched.

    Attributes:
        text: full width narrowed, small letters, digits of all scripts as ASCII, invisible characters left out.
        digits: the same with Chinese numerals as digits too; as long as ``text``.
        origins: for each character of ``text`` its place in the original.
    """

    text: str
    digits: str
    origins: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in ``text``, invisible characters within it included."""
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """Bring a text into one spelling.

    >>> fold("ＡＢ１③\u200b八").digits
    'ab138'
    """
    characters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        folded = _fold(character)
        if folded is not None:
            characters.append(folded)
            origins.append(place)
    digits = "".join(_NUMERALS.get(one, one) for one in characters)
    return Folded("".join(characters), digits, tuple(origins))


def _fold(character: str) -> str | None:
    """A character in its usual spelling; ``None`` for one that does not show."""
    if character.isascii():
        return character.lower() if character.isprintable() or character.isspace() else None
    if unicodedata.category(character) in _INVISIBLE_CATEGORIES:
        return None
    digit = unicodedata.digit(character, -1)
    if digit >= 0:
        return str(digit)
    if character.isspace():
        return " "
    narrow = unicodedata.normalize("NFKC", character).lower()
    return narrow if len(narrow) == 1 else character
