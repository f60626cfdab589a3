"""Writing long lists of words as regular expressions that people can read."""

DIGIT = "0-9一二两三四五六七八九十"
"""Characters of small numbers, for a character class."""


def any_of(*lines: str) -> str:
    """Alternatives separated by blanks, tried in the order in which they are written; each may be a pattern.

    >>> any_of("元 块钱?", "圆")
    '(?:元|块钱?|圆)'
    """
    return f"(?:{'|'.join(' '.join(lines).split())})"


def ends_with(head: str, *fill: str, most: int | None = None) -> str:
    """A pattern for the text before a number: ``head``, then any of the filler words up to the number."""
    count = "*" if most is None else f"{{0,{most}}}"
    return rf"{head}(?:{any_of(*fill)}| ){count}$"
