"""Reading one YAML file into plain data with the line of every part, and naming each YAML trap.

All scalars stay text: ``0.05%``, ``2026-01-20`` and ``95384`` mean what the model that reads them says, and
never what YAML guesses. Anchors, tags and several documents in one file are refused: nobody needs them to
write down what a loan costs, and they hide things (an alias can stand for a billion nodes).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import yaml

from knowledge.problems import Problem
from knowledge.traps import is_mark, syntax_problem, traps

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
Place: TypeAlias = "tuple[str | int, ...]"

MAX_FILE_BYTES = 2_000_000
MAX_DEPTH = 12
MAX_NODES = 100_000
MAX_PROBLEMS = 200  # per file: whoever sees these knows that something is wrong with the file as a whole

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Words that other YAML readers turn into true, false or nothing
_GUESSED = {"yes", "no", "on", "off", "true", "false", "y", "n", "null", "~"}


class Lines:
    """The 1-based line of each place in a file.

    Entries of lists are most of the places by far; their lines stand side by side in one array for each list.
    """

    def __init__(self) -> None:
        self._named: dict[Place, int] = {}
        self._listed: dict[Place, array[int]] = {}

    def add(self, place: Place, line: int) -> None:
        """Note where ``place`` begins; of a place that is written twice the first line counts."""
        last = place[-1] if place else ""
        if isinstance(last, str):
            self._named.setdefault(place, line)
            return
        entries = self._listed.setdefault(place[:-1], array("I"))
        if last == len(entries):
            entries.append(line)

    def at(self, place: Place) -> int | None:
        """The line of ``place`` itself, if it has one."""
        last = place[-1] if place else ""
        if isinstance(last, str):
            return self._named.get(place)
        entries = self._listed.get(place[:-1], ())
        return entries[last] if last < len(entries) else None


@dataclass(frozen=True)
class Document:
    """One file as plain data, with the line of every place in it."""

    file: str
    data: Data
    lines: Lines = field(default_factory=Lines, repr=False)
    problems: tuple[Problem, ...] = ()
    is_whole: bool = True  # whether the file was read to its end, problems or not
    text: str = field(default="", repr=False)

    def line(self, place: Place) -> int:
        """The line of ``place``, or of the nearest part around it that has one.

        >>> read_text("a: {b: [x, y]}", "f.yaml").line(("a", "b", 1))
        1
        """
        while (line := self.lines.at(place)) is None and place:
            place = place[:-1]
        return line or 1

    def line_of(self, place: Place, snippet: str, occurrence: int = 0) -> int:
        """The line on which ``snippet`` stands within the text at ``place``, which may go over several lines.

        ``occurrence`` counts from 0 where the text holds the same snippet more than once.

        >>> read_text("why: >-\\n  one\\n  two\\n", "f.yaml").line_of(("why",), "two")
        3
        """
        first = self.line(place)
        seen = 0
        for number, raw in enumerate(self._rows[first - 1 :], first):
            seen += raw.count(snippet)
            if seen > occurrence:
                return number
        return first

    @cached_property
    def _rows(self) -> list[str]:
        return self.text.splitlines()


Read: TypeAlias = Callable[[bytes, str], Document]


def read_file(path: Path, name: str, read: Read | None = None) -> Document:
    """Read the file at ``path``; whatever is wrong with it is in ``problems``, nothing is raised.

    ``read`` makes a document of what the file holds, ``read_bytes`` unless given.
    """
    try:
        if not path.is_file():
            return _refused(name, Problem(name, 1, "这不是一个普通文件", "请放一个 .yaml 文本文件"))
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            return _refused(
                name,
                Problem(
                    name, 1, f"文件有 {size:,} 字节，太大了", f"一个文件最多 {MAX_FILE_BYTES:,} 字节，请拆开"
                ),
            )
        content = path.read_bytes()
    except OSError as error:
        return _refused(name, Problem(name, 1, f"读不了这个文件（{error.strerror}）", "请检查文件权限"))
    return (read or read_bytes)(content, name)


def read_bytes(content: bytes, name: str) -> Document:
    """Decode ``content`` as UTF-8 and read it.

    A byte order mark or another encoding is named, and the rest is read all the same: so a moderator hears at
    once of everything that is wrong with the file.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refused(name, Problem(name, 1, "文件是 UTF-16 编码", "请另存为“UTF-8”"))
    if content.startswith(b"\xef\xbb\xbf"):
        problem = Problem(
            name, 1, "文件开头有 BOM（看不见的三个字节）", "请另存为“UTF-8”，不要选“UTF-8 带 BOM”"
        )
        return _with_problem(read_bytes(content[3:], name), problem)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        encoding, label = _guess_encoding(content)
        problem = Problem(name, line, f"文件不是 UTF-8 编码{label}", "请另存为“UTF-8”")
        if encoding is None:
            return _refused(name, problem)
        return _with_problem(read_text(content.decode(encoding), name), problem)
    return read_text(text, name)


def read_text(text: str, name: str) -> Document:
    """Read YAML ``text``.

    >>> document = read_text("id: a\\nid: b\\n", "demo.yaml")
    >>> print(document.problems[0])
    demo.yaml:2: “id”写了两次（第 1 行已经有了）；同一层里每个名字只能写一次，请合并或删掉一个
    """
    problems = list(islice(traps(text, name), MAX_PROBLEMS))
    reader = _Reader(name)
    data: Data = ""
    is_whole = True
    try:
        data = reader.read(text)
    except yaml.MarkedYAMLError as error:
        is_whole = False
        # An unclosed bracket or quote, or a name without colon, is noticed later than where it has to be mended
        opened = re.search("flow|quoted|simple key", error.context or "")
        mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
        line = min(mark.line + 1 if mark else 1, text.rstrip().count("\n") + 1)
        if not any(problem.line in (line, line - 1) for problem in problems):
            problems.append(syntax_problem(name, line, error, text))
    except yaml.YAMLError:  # characters that YAML does not allow carry no line of their own
        is_whole = False
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)
        position = found.start() if found else 0
        problems.append(
            Problem(name, text.count("\n", 0, position) + 1, "有看不见的控制字符", "请删掉这一行重新输入")
        )
    except _TooMuchError as error:
        is_whole = False
        problems.append(error.problem)
    else:
        # Within prose that goes over several lines, 注意： and —— at the start of a line are just prose
        problems = [one for one in problems if not (one.line in reader.prose_lines and is_mark(one))]
    problems.extend(reader.problems)
    return Document(name, data, reader.lines, tuple(sorted(set(problems))), is_whole, text)


def _refused(name: str, problem: Problem) -> Document:
    return Document(name, "", problems=(problem,), is_whole=False)


def _with_problem(document: Document, problem: Problem) -> Document:
    return replace(document, problems=tuple(sorted({problem, *document.problems})))


def _guess_encoding(content: bytes) -> tuple[str | None, str]:
    for encoding, label in (("gb18030", "GBK"), ("big5", "Big5")):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding, f"，像是 {label}"
    return None, ""


class _TooMuchError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Reader:
    """Builds data from parser events: iterative and bounded, so that no file can exhaust stack or memory."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines = Lines()
        self.problems: list[Problem] = []
        self.prose_lines: set[int] = set()  # lines on which a text from a line above goes on

    def read(self, text: str) -> Data:
        root: list[Data] = []
        stack: list[tuple[Data, Place]] = [(root, ())]
        keys: list[str | None] = [None]
        nodes = documents = 0
        for event in yaml.parse(text, Loader=_Loader):
            assert event.start_mark is not None  # the parser marks every event
            line = event.start_mark.line + 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _TooMuchError(
                        Problem(self.name, line, "一个文件里有几份文档（---）", "请拆成几个文件")
                    )
            elif isinstance(event, yaml.AliasEvent):
                raise _TooMuchError(
                    Problem(self.name, line, f"用了 YAML 的引用“*{event.anchor}”", "请把内容直接写出来")
                )
            elif isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
                nodes += 1
                if nodes > MAX_NODES:
                    raise _TooMuchError(
                        Problem(self.name, line, f"内容超过 {MAX_NODES:,} 项", "请拆成几个文件")
                    )
                if len(self.problems) > MAX_PROBLEMS:
                    raise _TooMuchError(
                        Problem(self.name, line, "问题太多，后面的没有再看", "请先改好前面的")
                    )
                if len(stack) > MAX_DEPTH:
                    raise _TooMuchError(Problem(self.name, line, f"套了超过 {MAX_DEPTH} 层", "请减少层数"))
                if event.anchor:
                    self.problems.append(
                        Problem(self.name, line, f"用了 YAML 的锚点“&{event.anchor}”", "请把内容直接写出来")
                    )
                self._node(event, line, stack, keys)
            elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                stack.pop()
                keys.pop()
        return root[0] if root else ""

    def _node(
        self,
        event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent,
        line: int,
        stack: list[tuple[Data, Place]],
        keys: list[str | None],
    ) -> None:
        parent, place = stack[-1]
        if isinstance(parent, dict) and keys[-1] is None:
            keys[-1] = self._key(event, line, parent, place)
            if not isinstance(event, yaml.ScalarEvent):  # a list or mapping as a key: read it, drop it
                stack.append(([] if isinstance(event, yaml.SequenceStartEvent) else {}, (*place, "?")))
                keys.append(None)
            return
        value: Data
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event, line)
            if (end := event.end_mark) is not None:
                self.prose_lines.update(range(line + 1, end.line + 1 + bool(end.column)))
        else:
            value = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        here = self._attach(parent, keys, place, value)
        self.lines.add(here, line)
        if not isinstance(event, yaml.ScalarEvent):
            stack.append((value, here))
            keys.append(None)

    def _attach(self, parent: Data, keys: list[str | None], place: Place, value: Data) -> Place:
        if isinstance(parent, dict):
            key = keys[-1] or ""
            keys[-1] = None
            here: Place = (*place, key)
            parent.setdefault(key, value)
            return here
        assert isinstance(parent, list)
        parent.append(value)
        # The root is kept in a list of its own, whose index is no part of any place
        return (*place, len(parent) - 1) if place or self.lines.at(()) else ()

    def _key(self, event: yaml.Event, line: int, parent: dict[str, Data], place: Place) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self.problems.append(
                Problem(self.name, line, "名字的位置上是一个列表", "名字只能是一个词", "名字: 内容")
            )
            return "?"
        key = event.value
        if key in parent:
            first = self.lines.at((*place, key)) or line
            self.problems.append(
                Problem(
                    self.name,
                    line,
                    f"“{key}”写了两次（第 {first} 行已经有了）",
                    "同一层里每个名字只能写一次，请合并或删掉一个",
                )
            )
        else:
            self.lines.add((*place, key), line)
        return key

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> str:
        value: str = event.value
        if event.tag is not None and event.tag != "!":
            self.problems.append(Problem(self.name, line, f"用了 YAML 的标签“{event.tag}”", "请删掉标签"))
        if not event.style and value.lower() in _GUESSED:
            self.problems.append(
                Problem(
                    self.name,
                    line,
                    f"“{value}”会被当成开关或空值",
                    "是非请写 是 或 否；若就是这个词，请加引号",
                    f"'{value}'",
                )
            )
        return value
