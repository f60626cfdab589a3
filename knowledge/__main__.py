"""The moderators' command line: ``python -m knowledge check · test · facts · diff · preview · history · schema``.

A composition root: the one place where the knowledge asks the bot, to put test questions to it.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from knowledge import diff, report, schema
from knowledge.base import Knowledge
from knowledge.checks import check
from knowledge.commands import Parser, speak_utf8
from knowledge.history import files_at, history
from knowledge.loader import DEFAULT_CONTENT, Loaded, load
from knowledge.opening import BEIJING, beijing_today
from knowledge.problems import Problem
from knowledge.publishing import write_files
from knowledge.revisions import RevisionError, load_revision
from knowledge.trial import Understand, try_questions

OK, WRONG, MISUSED = 0, 1, 2
_UNDERSTANDING = "bot.testing"
_PREVIEW = "bot.moderation.previewing"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 fine, 1 something is wrong, 2 used the wrong way."""
    speak_utf8()
    options = _parser().parse_args(arguments)
    status: int = options.run(options)
    return status


def _parser() -> Parser:
    parser = Parser(
        prog="python -m knowledge",
        description="检查和查看知识文件。",
        epilog="改完知识文件，先 check，再 test；说明见 docs/知识维护.md",
    )
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=Parser)

    def add(name: str, run: object, said: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=said, description=said)
        command.set_defaults(run=run)
        return command

    for command in (
        add("check", _check, "检查知识文件，一次列出所有问题；有错误时退出码是 1"),
        _with_topics(add("test", _test, "用 tests 里的问题检查机器人认不认得；有不对的退出码是 1")),
        _with_json(add("facts", _facts, "列出所有事实：值、出处、有没有矛盾、谁用到")),
        _with_revisions(add("diff", _diff, "两个版本之间改了什么：事实、答案、说法、提醒、规则")),
        _with_questions(
            _with_revision(add("preview", _preview, "同样的问题，旧版本和新版本各答一遍，列出不一样的"))
        ),
        _with_most(add("history", _history, "最近的版本：什么时候、谁、改了什么")),
        _with_write(add("schema", _schema, "生成编辑器用的 JSON Schema，边写边提示、边检查")),
    ):
        _with_folder(command, is_option=command.prog.endswith(("diff", "test", "preview")))
    return parser


def _with_folder(command: argparse.ArgumentParser, *, is_option: bool) -> None:
    default = Path(os.environ.get("JIEWEN_KNOWLEDGE_DIR") or DEFAULT_CONTENT)
    said = "知识文件夹；不写就是 knowledge/content，或设置 JIEWEN_KNOWLEDGE_DIR"
    if is_option:
        command.add_argument("--folder", type=Path, default=default, metavar="文件夹", help=said)
    else:
        command.add_argument("folder", type=Path, nargs="?", default=default, metavar="文件夹", help=said)


def _with_topics(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("topics", nargs="*", metavar="主题", help="只测这些主题，如 overdue；不写就全测")
    return command


def _with_json(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--json", action="store_true", help="输出 JSON，给程序读")
    return command


def _with_revisions(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("old", metavar="旧版本", help="git 的提交号、标签或分支，如 HEAD、HEAD~1")
    command.add_argument("new", nargs="?", metavar="新版本", help="不写就是文件夹里现在的样子")
    return command


def _with_revision(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    said = "和哪个版本比：history 列出的版本，或 git 的提交号、标签；不写就是上次提交的（HEAD）"
    command.add_argument("old", nargs="?", default="HEAD", metavar="旧版本", help=said)
    return command


def _with_questions(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    said = "再加上这个文件里的问题，一行一个；可以写几次"
    command.add_argument("--questions", type=Path, action="append", default=[], metavar="文件", help=said)
    command.add_argument("--all", action="store_true", help="全部列出来；不写就每种列几个")
    return command


def _with_most(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--most", type=int, default=20, metavar="个数", help="最多列几个；不写就是 20")
    return command


def _with_write(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--write", type=Path, metavar="目录", help="写进这个目录；不写就打印出来")
    return command


def _check(options: argparse.Namespace) -> int:
    loaded = load(options.folder)
    problems = check(loaded, today=beijing_today())
    for problem in problems:
        print(_located(problem, options.folder))
    errors = sum(problem.is_error for problem in problems)
    notes = len(problems) - errors
    files = len(loaded.knowledge.documents)
    if errors:
        print(
            f"共 {errors} 处错误、{notes} 处提醒（{files} 个文件）。"
            "改好之前，新内容不会启用，旧内容照常使用。"
        )
        return WRONG
    print(f"没有错误，{notes} 处提醒（{files} 个文件，{_size(loaded.knowledge)}）。")
    return OK


def _test(options: argparse.Namespace) -> int:
    loaded = load(options.folder)
    if not _is_readable(loaded, options.folder):
        return WRONG
    knowledge = loaded.knowledge
    unknown = [topic for topic in options.topics if topic not in knowledge.tests]
    if unknown:
        print(f"没有这些主题的测试：{'、'.join(unknown)}；有：{'、'.join(knowledge.tests)}", file=sys.stderr)
        return MISUSED
    try:
        understand = _understanding(options.folder)
    except ModuleNotFoundError as error:
        print(f"没有装机器人，测不了（缺少 {error.name}）", file=sys.stderr)
        return MISUSED
    trial = try_questions(knowledge, understand, options.topics)
    for failure in trial.failures:
        print(_located(failure, options.folder))
    if trial.failures:
        print(f"问了 {trial.asked} 个问题，{len(trial.failures)} 个不对。")
        return WRONG
    print(f"问了 {trial.asked} 个问题，全部正确。")
    return OK


def _facts(options: argparse.Namespace) -> int:
    loaded = load(options.folder)
    if not _is_readable(loaded, options.folder):
        return WRONG
    if options.json:
        print(schema.as_json(report.facts_report(loaded.knowledge, beijing_today())), end="")
    else:
        print(report.facts_table(loaded.knowledge, beijing_today()))
    return OK


def _diff(options: argparse.Namespace) -> int:
    try:
        old = load_revision(options.folder, options.old)
        new = load_revision(options.folder, options.new) if options.new else load(options.folder)
    except RevisionError as error:
        print(error, file=sys.stderr)
        return MISUSED
    for name, loaded in ((options.old, old), (options.new or "现在的文件夹", new)):
        count = len(loaded.broken)
        if count:
            print(f"注意：{name}里有 {count} 个文件读不完整，只比较了读得懂的部分。", file=sys.stderr)
    print(diff.as_text(diff.changes(old.knowledge, new.knowledge)))
    return OK


def _preview(options: argparse.Namespace) -> int:
    new = load(options.folder)
    if not _is_readable(new, options.folder):
        return WRONG
    problems = [one for one in check(new, today=beijing_today()) if one.is_error]
    for problem in problems:
        print(_located(problem, options.folder), file=sys.stderr)
    if problems:
        print("检查没有通过，这个版本不会启用；请先改好。", file=sys.stderr)
        return WRONG
    try:
        with tempfile.TemporaryDirectory(prefix="jiewen-") as place:
            old = load(write_files(Path(place), files_at(options.folder, options.old)))
        preview = importlib.import_module(_PREVIEW).preview
        shown = {"shown": sys.maxsize} if options.all else {}
        for line in preview(old.knowledge, new.knowledge, options.questions, **shown):
            print(line, flush=True)
    except ModuleNotFoundError as error:
        print(f"没有装机器人，看不了（缺少 {error.name}）", file=sys.stderr)
        return MISUSED
    except (RevisionError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return MISUSED
    return OK


def _history(options: argparse.Namespace) -> int:
    versions = history(options.folder, options.most)
    for one in versions:
        who = f"{one.by}：" if one.by else ""
        why = f"（{one.why}）" if one.why else ""
        print(f"{one.revision}  {one.at.astimezone(BEIJING):%Y-%m-%d %H:%M}  {who}{one.what}{why}")
    if not versions:
        print("还没有留下旧版本。")
    return OK


def _schema(options: argparse.Namespace) -> int:
    attributes = load(options.folder).knowledge.attributes
    if options.write is None:
        print(schema.as_json(schema.schemas(attributes)), end="")
        return OK
    try:
        written = schema.write_schemas(options.write, attributes)
    except OSError as error:
        print(f"写不了 {options.write}（{error.strerror}）", file=sys.stderr)
        return WRONG
    print(f"写好了 {len(written)} 个文件。把下面这段放进 .vscode/settings.json（要装 YAML 扩展）：")
    print(schema.as_json(schema.editor_settings(_shown(options.write), _shown(options.folder))), end="")
    return OK


def _understanding(folder: Path) -> Understand:
    """What understands questions: looked up when it is needed, because only this command needs the bot."""
    answers = importlib.import_module(_UNDERSTANDING).answers
    where = () if folder.resolve() == DEFAULT_CONTENT.resolve() else (folder,)

    def understand(questions: list[str]) -> list[tuple[str | None, str | None]]:
        return [(topic, product) for topic, product in answers(questions, *where)]

    return understand


def _is_readable(loaded: Loaded, folder: Path) -> bool:
    errors = [problem for problem in loaded.problems if problem.is_error]
    for problem in errors:
        print(_located(problem, folder), file=sys.stderr)
    if errors:
        print("文件读不完整，请先改好上面的错误。", file=sys.stderr)
    return not errors


def _located(problem: Problem, folder: Path) -> Problem:
    """``problem`` with its file as seen from here, so that an editor can jump to it."""
    if problem.file == str(folder):
        return problem
    return dataclasses.replace(problem, file=_shown(folder / problem.file))


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _size(knowledge: Knowledge) -> str:
    phrasings = sum(len(one.phrasings) for one in knowledge.phrasings.values())
    return (
        f"{len(knowledge.products)} 个产品，{len(knowledge.facts)} 个事实，{len(knowledge.topics)} 个主题，"
        f"{phrasings} 条说法"
    )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader, such as head, has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - closed at exit
        sys.exit(OK)
