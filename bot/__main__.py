"""``python -m bot``: chat · ask · parse · explain · serve · database."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.settings import Settings, SettingsError, read_settings
from knowledge import KnowledgeError

HISTORY = Path("var/history")
FILES = Path("var/files")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A Chinese answer has to come out whole where the locale is C
            stream.reconfigure(encoding="utf-8", errors="replace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options, read_settings()))
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        print(f"知识文件有 {len(error.problems)} 处问题，没有启动。", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever was reading has gone; there is nobody left to tell
        sys.stderr.close()
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="借问：回答借款问题的聊天机器人")
    commands = parser.add_subparsers(required=True, metavar="命令")
    chat = commands.add_parser("chat", help="在终端里聊天")
    chat.set_defaults(run=_chat)
    ask = commands.add_parser("ask", help="问一个问题；--jsonl 时从标准输入逐行读")
    ask.add_argument("question", nargs="?", help="问题")
    ask.add_argument("--jsonl", action="store_true", help="逐行读 JSON、逐行写 JSON")
    ask.set_defaults(run=_ask)
    parse = commands.add_parser("parse", help="只读出文字里的金额、利率、期限、还款方式")
    parse.add_argument("question", nargs="?", help="文字")
    parse.add_argument("--jsonl", action="store_true", help="逐行读 JSON、逐行写 JSON")
    parse.set_defaults(run=_parse)
    explain = commands.add_parser("explain", help="为什么这样回答：列出每一步")
    explain.add_argument("question", help="问题")
    explain.set_defaults(run=_explain)
    evaluate = commands.add_parser("evaluate", help="用带标注的问题衡量：得分、混淆、把握准不准")
    evaluate.add_argument("folder", nargs="?", type=Path, help="评测数据文件夹，默认是 JIEWEN_EVAL_DIR")
    evaluate.add_argument("--save", type=Path, metavar="文件", help="保存这次的结果")
    evaluate.add_argument("--against", type=Path, metavar="文件", help="和保存过的一次比较")
    evaluate.add_argument("--wrong", type=int, default=0, metavar="N", help="列出 N 个答错的问题")
    evaluate.set_defaults(run=_evaluate)
    calibrate = commands.add_parser("calibrate", help="用带标注的问题重新拟合把握和门槛")
    calibrate.add_argument(
        "folder", nargs="?", type=Path, help="带标注的问题所在文件夹，默认是 JIEWEN_EVAL_DIR"
    )
    calibrate.add_argument("--write", action="store_true", help="写进 bot/understanding/calibration.json")
    calibrate.set_defaults(run=_calibrate)
    prepare = commands.add_parser("prepare", help="检查知识、训练模型，让下次启动更快")
    prepare.set_defaults(run=_prepare)
    review = commands.add_parser("review", help="处理没答好的问题，改数字，退回（给维护知识的人）")
    review.add_argument("words", nargs=argparse.REMAINDER, metavar="命令", help="不写就列出没答好的问题")
    review.set_defaults(run=_review)
    database = commands.add_parser("database", help="看数据库、升级结构、备份、重答放到一边的消息（给运维）")
    database.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="命令", help="不写就看情况；help 列出其它"
    )
    database.set_defaults(run=_database)
    serve = commands.add_parser("serve", help="运行 Telegram 机器人")
    serve.set_defaults(run=_serve)
    return parser


def _chat(options: argparse.Namespace, settings: Settings) -> int:
    from bot.channels.terminal import chat
    from bot.moderation.self_reloading import SelfReloading
    from bot.opening import open_live

    # The prompt is there while the knowledge is still being read; a broken file ends the chat at the first question
    with ThreadPoolExecutor(1) as pool:
        opening = pool.submit(lambda: SelfReloading(open_live(settings)))
        chat(lambda: opening.result().look(), sys.stdin, sys.stdout, HISTORY, FILES)
        opening.result()
    return 0


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from bot.opening import open_assistant

    if options.jsonl:
        from bot.channels.jsonl import answer_lines

        return _print_lines(answer_lines(sys.stdin.buffer, open_assistant(settings)))
    if options.question is None:
        return _missing("ask")
    from bot.assistant import Question
    from bot.channels.text import render_text
    from bot.conversation import Conversation

    reply, _ = open_assistant(settings).answer(Question(options.question), Conversation())
    return _print_lines(render_text(reply))


def _parse(options: argparse.Namespace, settings: Settings) -> int:
    from bot.channels.jsonl import dump, parse_lines
    from bot.understanding.cleaning import clean
    from bot.understanding.expressions import extract

    if options.jsonl:
        return _print_lines(parse_lines(sys.stdin.buffer))
    if options.question is None:
        return _missing("parse")
    return _print_lines([dump(dict(extract(clean(options.question).text).to_json()))])


def _explain(options: argparse.Namespace, settings: Settings) -> int:
    from bot.channels.explaining import explain
    from bot.opening import open_assistant

    return _print_lines(explain(options.question, open_assistant(settings)))


def _evaluate(options: argparse.Namespace, settings: Settings) -> int:
    from bot.evaluation import report
    from bot.evaluation.questions import EvaluationError, question_files, read_questions
    from bot.opening import open_assistant

    try:
        files = list(question_files(options.folder or settings.jiewen_eval_dir))
        assistant = open_assistant(settings)
        reports = [report.run(file.stem, read_questions(file), assistant) for file in files]
        _print_lines(report.text(reports, wrong=options.wrong))
        if options.against:
            _print_lines(["", *report.changes(reports, options.against)])
        if options.save:
            report.save(reports, options.save)
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _calibrate(options: argparse.Namespace, settings: Settings) -> int:
    from bot.evaluation.calibrating import fit, signals
    from bot.evaluation.questions import EvaluationError, question_files, read_questions
    from bot.opening import open_assistant
    from bot.understanding.calibration import Calibration

    try:
        files = question_files(options.folder or settings.jiewen_eval_dir)
        understander = open_assistant(settings).understander
        fitted = fit([signals(read_questions(file), understander) for file in files], Calibration.read())
    except EvaluationError as error:
        print(error, file=sys.stderr)
        return 2
    print(fitted.model_dump_json(indent=2))
    if options.write:
        fitted.write()
    return 0


def _prepare(options: argparse.Namespace, settings: Settings) -> int:
    from bot.opening import open_assistant

    assistant = open_assistant(settings)
    print(f"知识版本 {assistant.knowledge.version}，已就绪。")
    return 0


def _review(options: argparse.Namespace, settings: Settings) -> int:
    import asyncio

    from bot.moderation.commandline import review
    from bot.storage import StorageError

    try:
        return _print_lines(asyncio.run(review(settings, options.words)))
    except StorageError as error:
        print(error, file=sys.stderr)
        return error.exit_code


def _database(options: argparse.Namespace, settings: Settings) -> int:
    import asyncio

    from bot.delivery.commandline import UsageError, administer
    from bot.storage import StorageError

    try:
        return _print_lines(asyncio.run(administer(settings, options.words)))
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except StorageError as error:
        print(error, file=sys.stderr)
        return error.exit_code


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    from bot.channels.telegram import serve

    return serve(settings)


def _print_lines(lines: Iterable[str]) -> int:
    for line in lines:
        print(line, flush=True)
    return 0


def _missing(command: str) -> int:
    print(f'缺少问题：python -m bot {command} "微粒贷能提前还吗"，或用 --jsonl 从标准输入读', file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
