"""When two ways of writing are the same: but for width, case, spaces, punctuation, traditional characters."""

from __future__ import annotations

import functools
import json
import unicodedata
from importlib.util import find_spec
from pathlib import Path

# A folder that is read again holds nearly the same texts as before. Phrasings are remembered file by file, elsewhere;
# these are the questions of the tests and whatever was edited.
_REMEMBERED = 4_000


@functools.lru_cache(maxsize=_REMEMBERED)
def normalised(text: str) -> str:
    """``text`` without what makes no difference: width, case, spaces and punctuation.

    >>> normalised("提前还款，可以吗？") == normalised(" 提前还款可以吗")
    True
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    if not plain.isalnum():
        plain = "".join(char for char in plain if char.isalnum()) or plain
    return _same(text, plain)


def simplified(text: str) -> str:
    """``text`` normalised and in simplified characters.

    >>> simplified("提前還款可以嗎？")
    '提前还款可以吗'
    """
    return in_simple_forms(normalised(text))


@functools.lru_cache(maxsize=_REMEMBERED)
def in_simple_forms(plain: str) -> str:
    """``plain`` in simplified characters, one for one.

    >>> in_simple_forms("還款")
    '还款'
    """
    return _same(plain, plain.translate(simple_forms()))


def _same(before: str, after: str) -> str:
    """One string where two are equal: tens of thousands are remembered, and most are as they were."""
    return before if before == after else after


@functools.cache
def simple_forms() -> dict[int, str]:
    """Traditional → simplified, character by character (so that lengths hold), as ``str.translate`` takes it.

    Source: the MediaWiki conversion tables that the package zhconv carries. Only its data file is read: importing the
    package takes ten times as long (it pulls in pkg_resources) and its loader leaves the file open.
    """
    package = find_spec("zhconv")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("zhconv is needed for its table of traditional characters")
    content = Path(package.origin).with_name("zhcdict.json").read_text(encoding="utf-8")
    table: dict[str, str] = json.loads(content)["zh2Hans"]
    return {ord(old): new for old, new in table.items() if len(old) == len(new) == 1}
