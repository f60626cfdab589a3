"""A command line in Chinese: help, usage and complaints are read by people who do not program."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable
from typing import NoReturn, TextIO

_COMPLAINTS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.*)", r"少写了：\1"),
    (r"unrecognized arguments: (.*)", r"多写了：\1"),
    (r"argument .*?: invalid choice: '?(.*?)'? \(choose from (.*)\)", r"不认识“\1”，可以写：\2"),
    (r"argument (.*?): expected one argument", r"\1 后面要写一个值"),
    (r"argument (.*?): invalid .* value: '?(.*?)'?", r"\1 不能是“\2”"),
    (r"ambiguous option: (.*?) could match (.*)", r"“\1”可以是 \2，请写全"),
)


class Parser(argparse.ArgumentParser):
    """An ``ArgumentParser`` that speaks Chinese."""

    def __init__(self, *arguments: object, **options: object) -> None:
        options.setdefault("add_help", False)
        options.setdefault("formatter_class", _Formatter)
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Complain in Chinese and exit with 2."""
        for pattern, said in _COMPLAINTS:
            message = re.sub(f"^{pattern}$", said, message)
        self.exit(2, f"写法不对：{message}\n看用法：{self.prog} --help\n")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def speak_utf8(*streams: TextIO) -> None:
    """Make the output UTF-8 whatever the locale says: Chinese to a ``C`` locale would raise."""
    for stream in streams or (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
