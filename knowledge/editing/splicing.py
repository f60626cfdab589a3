"""Putting new text into a YAML file and leaving all else as it stands: comments, order, spaces, quotes.

The places come from the parser's marks, and only what lies between two marks is replaced. What comes out is read again:
unless it says exactly what the file said before with the change in it, and every comment is still there, the edit is
refused and somebody has to make it by hand.

Why no library: a round trip writes the whole file anew. See docs/dependencies.md for what that did to files.
"""

from __future__ import annotations

import copy
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import yaml

from knowledge.document import Data, Place, read_text
from knowledge.editing.comments import comments_of

# The name of each file below the folder, and what it holds
Files: TypeAlias = Mapping[str, str]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class EditError(Exception):
    """An edit that cannot be made; the message says why, in Chinese."""


def one_line(text: str) -> str:
    """``text`` as it may stand in a file: on one line, without characters that cannot be seen.

    >>> one_line("  能不能\\n早点还\\u200b\\x00 ")
    '能不能 早点还'
    """
    kept = (" " if char.isspace() else char for char in text if char.isspace() or _is_seen(char))
    return " ".join("".join(kept).split())


def _is_seen(char: str) -> bool:
    # Cc control, Cf direction and joining marks, Co private use, Cs half a character, Cn nothing at all
    return unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs", "Cn")


def scalar(text: str) -> str:
    """``text`` as YAML, in quotes where it needs them: whatever it looks like, it is read back as this text.

    >>> scalar("能提前还吗"), scalar("no"), scalar("- {a: b} # 'c'")
    ('能提前还吗', "'no'", "'- {a: b} # ''c'''")
    """
    for form in (text, "'" + text.replace("'", "''") + "'"):
        if _is_read_back(form, text):
            return form
    raise EditError("里面有不能写进文件的字符，请换一种写法")


def _is_read_back(form: str, text: str) -> bool:
    """Whether ``form`` means ``text`` as an entry of a list, as a value, and within braces and brackets."""
    probe = f"entries:\n  - {form}\n  - {{of: {form}}}\n  - [{form}]\nvalue: {form}\n"
    document = read_text(probe, "probe.yaml")
    expected: Data = {"entries": [text, {"of": text}, [text]], "value": text}
    return document.is_whole and not document.problems and document.data == expected


class Splicer:
    """The text of one file with the places of its nodes, and the changes that were asked for."""

    def __init__(self, files: Files, name: str) -> None:
        """Open ``name``; raises ``EditError`` if there is no such file, or it cannot be read."""
        if name not in files:
            raise EditError(f"没有文件 {name}")
        self.name = name
        self.text = files[name]
        self._changes: list[tuple[int, int, str]] = []
        document = read_text(self.text, name)
        if document.problems or not document.is_whole:
            raise EditError(f"{name} 现在读不懂，请先改好（python -m knowledge check）")
        self.root = yaml.compose(self.text, Loader=_Loader)
        self._expected: Any = copy.deepcopy(document.data)
        self._places = dict(_places(self.root, ()))

    def find(self, *path: str | int) -> yaml.Node | None:
        """The node at ``path``, if there is one."""
        node = self.root
        for part in path:
            node = child(node, part)
        return node

    def replace(self, node: yaml.Node, text: str) -> None:
        """Put ``text`` in place of ``node``."""
        self._changes.append((node.start_mark.index, self._end(node), text))
        *place, last = self._places[id(node)]
        self._at(place)[last] = _meaning(text)

    def put(self, mapping: yaml.MappingNode, key: str, text: str) -> None:
        """Put ``text`` in place of what stands at ``key``, on the line of the key; comments within go above it."""
        for name, value in mapping.value:
            if name.value != key:
                continue
            start, end = name.start_mark.index, self._end(value)
            indent = " " * name.start_mark.column
            above = "".join(f"{comment}\n{indent}" for comment in self._comments(start, end))
            self._changes.append((start, end, f"{above}{key}: {text}"))
            self._of(mapping)[key] = _meaning(text)

    def append(self, sequence: yaml.SequenceNode, entries: Sequence[str]) -> None:
        """Put ``entries`` behind the last of a list, as the last one is put."""
        self._of(sequence).extend(map(_meaning, entries))
        if sequence.flow_style:
            at = self._before_bracket(sequence)
            text = ", ".join(entries)
            self._changes.append((at, at, f", {text}" if sequence.value else text))
            return
        last = sequence.value[-1]  # a list that is not in brackets has an entry
        indent = " " * sequence.start_mark.column
        self._insert_after(last, *(f"{indent}- {entry}" for entry in entries))

    def add(self, mapping: yaml.MappingNode, key: str, value: str) -> None:
        """Put a new pair behind the last of a mapping."""
        self._of(mapping)[key] = _meaning(value)
        if mapping.flow_style:
            at = self._before_bracket(mapping)
            separator = ", " if mapping.value else ""
            self._changes.append((at, at, f"{separator}{key}: {value}"))
            return
        first_key, _ = mapping.value[0]
        self._insert_after(mapping.value[-1][1], f"{' ' * first_key.start_mark.column}{key}: {value}")

    def add_last(self, key: str, lines: Sequence[str]) -> None:
        """Put a new block at the end of a file that is one mapping, with an empty line before it."""
        end = len(self.text.rstrip("\n"))
        self._changes.append((end, len(self.text), "\n\n" + "\n".join([f"{key}:", *lines]) + "\n"))
        self._at(())[key] = _meaning("\n" + "\n".join(lines))

    def remove(self, mapping: yaml.MappingNode, key: str) -> None:
        """Take a pair out of a mapping that has others, with what is said of it on its line."""
        for number, (name, value) in enumerate(mapping.value):
            if name.value != key:
                continue
            start, end = name.start_mark.index, self._end(value)
            if not mapping.flow_style:
                start = self.text.rfind("\n", 0, start) + 1
                end = self._line_end(end) + 1
            elif number + 1 < len(mapping.value):
                end = mapping.value[number + 1][0].start_mark.index
            elif number:
                start = self._end(mapping.value[number - 1][1])
            self._changes.append((start, end, ""))
            del self._of(mapping)[key]

    def result(self) -> str:
        """The text with all changes; raises ``EditError`` if it says anything else than was asked for."""
        parts = []
        last = 0
        for start, end, new in sorted(self._changes, key=lambda change: change[:2]):
            parts += [self.text[last:start], new]
            last = end
        text = "".join([*parts, self.text[last:]])
        after = read_text(text, self.name)
        is_right = after.is_whole and not after.problems and after.data == self._expected
        if not is_right or not self._keeps_comments(text):
            raise EditError(f"{self.name} 的写法比较特别，自动改会动到别的地方，没有改；请直接改这个文件")
        return text

    def _keeps_comments(self, text: str) -> bool:
        """Whether every comment is still there, but for what was said of something that was taken out."""
        before, after = (Counter(one.text for one in comments_of(whole)) for whole in (self.text, text))
        removed = [one for start, end, new in self._changes if not new for one in self._comments(start, end)]
        return not before - after - Counter(removed)

    def _comments(self, start: int, end: int) -> list[str]:
        return [one.text for one in comments_of(self.text) if start <= one.at < end]

    def _at(self, place: Sequence[str | int]) -> Any:
        """What the result has to say at ``place``."""
        found = self._expected
        for part in place:
            found = found[part]
        return found

    def _of(self, node: yaml.Node) -> Any:
        return self._at(self._places[id(node)])

    def _insert_after(self, node: yaml.Node, *lines: str) -> None:
        at = self._line_end(self._end(node))
        self._changes.append((at, at, "".join(f"\n{line}" for line in lines)))

    def _before_bracket(self, node: yaml.CollectionNode) -> int:
        """Where the content of what stands in brackets or braces ends."""
        at = node.end_mark.index - 1
        return len(self.text[:at].rstrip(" \n"))

    def _line_end(self, index: int) -> int:
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found

    def _end(self, node: yaml.Node) -> int:
        """Where ``node`` ends: the parser counts what follows a block until the next thing begins as part of it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        return node.start_mark.index + len(self.text[node.start_mark.index : node.end_mark.index].rstrip())


def child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    """What stands at ``part`` directly below ``node``."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and 0 <= part < len(node.value):
        entry: yaml.Node = node.value[part]
        return entry
    return None


def _places(node: yaml.Node | None, place: Place) -> Iterator[tuple[int, Place]]:
    """Where each node stands."""
    if node is None:
        return
    yield id(node), place
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _places(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, entry in enumerate(node.value):
            yield from _places(entry, (*place, number))


def _meaning(text: str) -> Data:
    """What ``text`` says as the value of something."""
    data = read_text(f"value: {text}\n", "value.yaml").data
    assert isinstance(data, dict)
    return data["value"]
