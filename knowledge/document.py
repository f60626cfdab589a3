"""Reading one YAML file into plain data with the line of every part, and naming each YAML trap.

All scalars stay text: ``0.05%``, ``2026-01-20`` and ``95384`` mean what the model that reads them says, and
never what YAML guesses. Anchors, tags and several documents in one file are refused: nobody needs them to
write down what a loan costs, and they hide things (an alias can stand for a billion nodes).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml

from knowledge.problems import Problem

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
Place: TypeAlias = "tuple[str | int, ...]"

MAX_FILE_BYTES = 2_000_000
MAX_DEPTH = 12
MAX_NODES = 100_000

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Words that other YAML readers turn into true, false or nothing
_GUESSED = {"yes", "no", "on", "off", "true", "false", "y", "n", "null", "~"}
_FULL_WIDTH_COLON = re.compile(r"^\s*(?:-\s+)?([A-Za-z_][\w-]*|[^\s#\"'：:,，。]{1,8})：")
_FULL_WIDTH_DASH = re.compile(r"^\s*[－—–﹣]\s*\S")  # noqa: RUF001
_FULL_WIDTH_HASH = re.compile(r"^\s*＃")


@dataclass(frozen=True, slots=True)
class Document:
    """One file as plain data; ``lines`` gives the 1-based line of every place in it."""

    file: str
    data: Data
    lines: dict[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, place: Place) -> int:
        """The line of ``place``, or of the nearest part around it that has one.

        >>> read_text("a: {b: [x, y]}", "f.yaml").line(("a", "b", 1))
        1
        """
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_file(path: Path, name: str) -> Document:
    """Read the file at ``path``; whatever is wrong with it is in ``problems``, nothing is raised."""
    try:
        if not path.is_file():
            return _refused(name, Problem(name, 1, "这不是一个普通文件", "请放一个 .yaml 文本文件"))
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            return _refused(
                name,
                Problem(name, 1, f"文件有 {size:,} 字节，太大了", f"一个文件最多 {MAX_FILE_BYTES:,} 字节，请拆开"),
            )
        content = path.read_bytes()
    except OSError as error:
        return _refused(name, Problem(name, 1, f"读不了这个文件（{error.strerror}）", "请检查文件权限"))
    return read_bytes(content, name)


def read_bytes(content: bytes, name: str) -> Document:
    """Decode ``content`` as UTF-8 and read it; another encoding or a byte order mark is named."""
    if content.startswith(b"\xef\xbb\xbf"):
        return _refused(
            name,
            Problem(name, 1, "文件开头有 BOM（看不见的三个字节）", "请另存为“UTF-8”，不要选“UTF-8 带 BOM”"),
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refused(name, Problem(name, 1, "文件是 UTF-16 编码", "请另存为“UTF-8”"))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _refused(name, Problem(name, line, f"文件不是 UTF-8 编码{_guess_encoding(content)}", "请另存为“UTF-8”"))
    return read_text(text, name)


def read_text(text: str, name: str) -> Document:
    """Read YAML ``text``.

    >>> document = read_text("id: a\\nid: b\\n", "demo.yaml")
    >>> print(document.problems[0])
    demo.yaml:2: “id”写了两次（第 1 行已经有了）；同一层里每个名字只能写一次，请合并或删掉一个
    """
    problems = list(_traps(text, name))
    reader = _Reader(name)
    data: Data = ""
    try:
        data = reader.read(text)
    except yaml.MarkedYAMLError as error:
        # An unclosed bracket or quote is noticed at the end, but has to be mended where it opened
        opened = error.context and ("flow" in error.context or "quoted" in error.context)
        mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        if not any(problem.line in (line, line - 1) for problem in problems):
            problems.append(_syntax_problem(name, line, error))
    except yaml.YAMLError as error:  # characters that YAML does not allow carry no line of their own
        position = getattr(error, "position", 0)
        problems.append(
            Problem(name, text.count("\n", 0, position) + 1, "有看不见的控制字符", "请删掉这一行重新输入")
        )
    except _TooMuchError as error:
        problems.append(error.problem)
    problems.extend(reader.problems)
    return Document(name, data, reader.lines, tuple(sorted(set(problems))))


def _refused(name: str, problem: Problem) -> Document:
    return Document(name, "", {}, (problem,))


def _guess_encoding(content: bytes) -> str:
    for encoding, label in (("gb18030", "GBK"), ("big5", "Big5")):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return f"，像是 {label}"
    return ""


def _traps(text: str, name: str) -> Iterator[Problem]:
    """Traps that are seen line by line, so that all of them are found at once."""
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        yield Problem(name, line, "换行是 Windows 的 CRLF", "请在编辑器右下角把换行改成 LF 再保存")
    block_indent: int | None = None  # inside a block scalar (| or >) everything is prose
    for number, raw in enumerate(text.splitlines(), 1):
        stripped = raw.strip()
        indent = len(raw) - len(raw.lstrip(" \t　"))
        if block_indent is not None:
            if not stripped or indent > block_indent:
                continue
            block_indent = None
        if re.search(r"(?:^|[:\-]\s)\s*[|>][+-]?\d?\s*(?:#.*)?$", raw) and not stripped.startswith("#"):
            block_indent = indent
        lead = raw[:indent]
        if "\t" in lead:
            yield Problem(name, number, "行首用了 Tab 键", "缩进只能用空格，每层两个空格")
        if "　" in lead:
            yield Problem(name, number, "行首用了全角空格", "缩进只能用半角空格，每层两个空格")
        if stripped.startswith("#"):
            continue
        if _FULL_WIDTH_HASH.match(raw):
            yield Problem(name, number, "注释用了全角的“＃”", "请改成半角的 #")
        elif _FULL_WIDTH_DASH.match(raw):
            yield Problem(name, number, "列表的横线是全角的", "请改成半角的减号加空格", "- 能提前还吗")
        elif (match := _FULL_WIDTH_COLON.match(raw)) and not re.match(r"^\s*-\s+", raw):
            yield Problem(
                name, number, f"“{match[1]}”后面是全角冒号“：”", "请改成半角冒号加一个空格", f"{match[1]}: …"
            )


def _syntax_problem(name: str, line: int, error: yaml.MarkedYAMLError) -> Problem:
    said = f"{error.context or ''} {error.problem or ''}"
    known = [
        ("could not find expected ':'", "少了冒号，或冒号后面没有空格", "名字: 内容"),
        ("mapping values are not allowed", "一行里有两个冒号，或上一行没有写完", "把内容放进引号：名字: '内容: 还有内容'"),
        ("found character that cannot start", "有不能放在开头的字符（@、`、% 或 Tab）", "把整段放进单引号"),
        ("found undefined", "用了 YAML 的标签（!）", "把整段放进单引号"),
        ("unexpected end of stream", "引号没有配对", "检查最近一个引号"),
        ("while scanning a quoted scalar", "引号没有配对", "检查最近一个引号"),
        ("expected ',' or ']'", "方括号没有配对，或列表里少了逗号", "[甲, 乙]"),
        ("expected ',' or '}'", "花括号没有配对，或里面少了逗号", "{value: 是, sources: [a]}"),
        ("did not find expected '-' indicator", "缩进没有对齐：列表的横线要在同一列", "每一项的“- ”上下对齐"),
        ("did not find expected key", "缩进没有对齐，或引号、括号没有配对", "同一层的名字上下对齐"),
        ("expected <block end>", "缩进没有对齐", "同一层的名字上下对齐"),
        ("found unknown escape", "双引号里有反斜杠", "改用单引号"),
    ]
    for needle, wrong, hint in known:
        if needle in said:
            return Problem(name, line, wrong, f"可以这样改：{hint}")
    return Problem(name, line, "这里的写法 YAML 读不懂", "请看这一行和上一行的缩进、冒号、引号和括号")


class _TooMuchError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class _Reader:
    """Builds data from parser events: iterative and bounded, so that no file can exhaust stack or memory."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []

    def read(self, text: str) -> Data:
        root: list[Data] = []
        stack: list[tuple[Data, Place]] = [(root, ())]
        keys: list[str | None] = [None]
        nodes = documents = 0
        for event in yaml.parse(text, Loader=_Loader):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _TooMuchError(Problem(self.name, line, "一个文件里有几份文档（---）", "请拆成几个文件"))
            elif isinstance(event, yaml.AliasEvent):
                raise _TooMuchError(Problem(self.name, line, f"用了 YAML 的引用“*{event.anchor}”", "请把内容直接写出来"))
            elif isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
                nodes += 1
                if nodes > MAX_NODES:
                    raise _TooMuchError(Problem(self.name, line, f"内容超过 {MAX_NODES:,} 项", "请拆成几个文件"))
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
        else:
            value = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        here = self._attach(parent, keys, place, value)
        self.lines.setdefault(here, line)
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
        return (*place, len(parent) - 1) if place or len(self.lines) else ()

    def _key(self, event: yaml.Event, line: int, parent: dict[str, Data], place: Place) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self.problems.append(Problem(self.name, line, "名字的位置上是一个列表", "名字只能是一个词", "名字: 内容"))
            return "?"
        key = event.value
        if key in parent:
            first = self.lines.get((*place, key), line)
            self.problems.append(
                Problem(
                    self.name,
                    line,
                    f"“{key}”写了两次（第 {first} 行已经有了）",
                    "同一层里每个名字只能写一次，请合并或删掉一个",
                )
            )
        else:
            self.lines[(*place, key)] = line
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
