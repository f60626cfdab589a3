"""The traps of YAML that a moderator falls into, named in Chinese with the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from knowledge.problems import Problem

# Tens of thousands of lines are an item and nothing else: no trap can be in them
_PLAIN_ITEM = re.compile(r" *- [^\t:：#|>{]*")
_BLOCK = re.compile(r"(?:^|[:\-]\s)\s*[|>][+-]?\d?\s*(?:#.*)?$")
_FULL_WIDTH_COLON = re.compile(r"^\s*(?:-\s+)?([A-Za-z_][\w-]*|[^\s#\"'：:,，。]{1,8})：")
_FULL_WIDTH_DASH = re.compile(r"^\s*[－—–﹣]\s*\S")
_FULL_WIDTH_COMMA = re.compile(r"\{\s*[a-z_]+:[^{}\"']*，\s*[a-z_]+:")
_NO_SPACE_AFTER_COLON = re.compile(r"^\s*(?:-\s+)?([a-z_]\w*):[^\s/:]")
_NO_SPACE_AFTER_DASH = re.compile(r"^\s*-[^\s\-\d]")
_FULL_WIDTH_HASH = re.compile(r"^\s*＃")


def traps(text: str, name: str) -> Iterator[Problem]:
    """Traps that are seen line by line, so that all of them are found at once."""
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        yield Problem(name, line, "换行是 Windows 的 CRLF", "请在编辑器右下角把换行改成 LF 再保存")
    block_indent: int | None = None  # inside a block scalar (| or >) everything is prose
    for number, raw in enumerate(text.splitlines(), 1):
        if block_indent is None and _PLAIN_ITEM.fullmatch(raw):
            continue
        stripped = raw.strip()
        indent = len(raw) - len(raw.lstrip(" \t　"))
        if block_indent is not None:
            if not stripped or indent > block_indent:
                continue
            block_indent = None
        if _BLOCK.search(raw) and not stripped.startswith("#"):
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
        elif match := _NO_SPACE_AFTER_COLON.match(raw):
            yield Problem(
                name, number, f"“{match[1]}:”后面少了空格", "冒号后面要有一个空格", f"{match[1]}: …"
            )
        elif _NO_SPACE_AFTER_DASH.match(raw):
            yield Problem(name, number, "横线后面少了空格", "横线后面要有一个空格", "- 能提前还吗")
        elif _FULL_WIDTH_COMMA.search(raw):
            yield Problem(
                name,
                number,
                "花括号里用了全角逗号“，”",
                "请改成半角逗号加一个空格",
                "{value: 是, sources: [a]}",
            )


def is_mark(problem: Problem) -> bool:
    """Whether this is about full-width punctuation, which within prose is no mistake at all."""
    is_key = re.match(r"“[A-Za-z_]", problem.wrong)
    return "全角" in problem.wrong and "空格" not in problem.wrong and not is_key


def syntax_problem(name: str, line: int, error: yaml.MarkedYAMLError, text: str) -> Problem:
    """What a parser's error at ``line`` of ``text`` means to somebody who does not know YAML."""
    said = f"{error.context or ''} {error.problem or ''}"
    raw = text.split("\n", line)[line - 1] if line <= text.count("\n") + 1 else ""
    if "mapping values are not allowed" in said and raw.count(": ") + raw.endswith(":") < 2:
        return Problem(name, line, "缩进没有对齐，或上一行没有写完", "可以这样改：同一层的名字上下对齐")
    known = [
        ("could not find expected ':'", "少了冒号，或冒号后面没有空格", "名字: 内容"),
        (
            "mapping values are not allowed",
            "一行里有两个冒号，或上一行没有写完",
            "把内容放进引号：名字: '内容: 还有内容'",
        ),
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
