"""A text under repair in which every character remembers its place in the original."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Replacement = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and, for each of its characters, the index in the original that it stands for.

    >>> draft = Draft.of([("a", 0), ("b", 1), ("b", 2)])
    >>> draft.replace(re.compile("bb"), "c")
    Draft(text='ac', origin=(0, 1))
    """

    text: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, characters: Iterable[tuple[str, int]]) -> "Draft":
        """Build a draft from pairs of (character or short string, index in the original)."""
        pieces: list[str] = []
        origin: list[int] = []
        for piece, index in characters:
            pieces.append(piece)
            origin.extend([index] * len(piece))
        return cls("".join(pieces), tuple(origin))

    def folded(self, fold: Callable[[str], str]) -> "Draft":
        """Replace every character by what ``fold`` makes of it.

        >>> Draft("ab", (0, 1)).folded(lambda character: character * 2 if character == "b" else character)
        Draft(text='abb', origin=(0, 1, 1))
        """
        pieces = [fold(character) for character in self.text]
        text = "".join(pieces)
        if len(text) == len(pieces) and all(pieces):
            # one for one, as nearly always
            return Draft(text, self.origin)
        return Draft.of(zip(pieces, self.origin, strict=True))

    def replace(self, pattern: re.Pattern[str], replacement: Replacement) -> "Draft":
        """Replace every match.

        A replacement as long as the match keeps the origins one by one; any other keeps those of the first
        characters and lets the surplus point at the last of them.
        """
        pieces: list[str] = []
        origin: list[int] = []
        end = 0
        for match in pattern.finditer(self.text):
            start, stop = match.span()
            new = replacement if isinstance(replacement, str) else replacement(match)
            pieces += (self.text[end:start], new)
            origin.extend(self.origin[end:start])
            old = self.origin[start:stop]
            origin.extend(old[min(i, len(old) - 1)] for i in range(len(new)))
            end = stop
        if not pieces:
            return self
        return Draft("".join([*pieces, self.text[end:]]), tuple(origin) + self.origin[end:])

    def strip(self) -> "Draft":
        """Drop white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        end = max(start, len(self.text.rstrip()))
        return Draft(self.text[start:end], self.origin[start:end])
