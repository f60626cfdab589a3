"""The commands: read the options, call the calculator, return text."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from ..afford import affordability
from ..comparison import compare
from ..decimals import read_count, read_number
from ..early import Keep, prepay, settle_early
from ..errors import CalculatorError, InputError
from ..offers import Method
from ..output import (
    draw_comparison,
    draw_quote,
    render_affordability,
    render_borrowable,
    render_comparison,
    render_overdue,
    render_prepayment,
    render_quote,
    render_repayment,
    render_schedule,
    render_settlement,
    to_csv,
    to_xlsx,
)
from ..overdue import overdue
from ..quotes import Quote, quote
from ..records import answer_lines
from ..reverse import borrowable, months_needed
from ..wording import parse_amount, parse_rate
from .options import (
    ChineseParser,
    add_line_option,
    add_offer_options,
    fee_option,
    money_option,
    rate_option,
    read_lines,
    read_offer,
)

_DESCRIPTION = """借款到底要花多少钱：每期还多少、一年的成本是多少（含全部费用）。
所有结果是估算，以借款合同和放款方页面为准。"""
_EPILOG = """例子：
  %(prog)s quote --principal 1万 --months 12 --rate 0.05%%/日
  %(prog)s quote --principal 10000 --months 12 --payment 950
  %(prog)s schedule --principal 20000 --months 24 --rate 14.4%%/年 --method 等额本金 --xlsx 计划.xlsx
  %(prog)s compare "--name 甲 --rate 18%%/年" "--name 乙 --rate 0.6%%/期" --principal 2万 --months 12
  %(prog)s early --principal 2万 --months 12 --rate 18%%/年 --after 6
  %(prog)s solve --payment 800 --months 12 --rate 18%%/年
"""
Command = Callable[[argparse.Namespace], str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 where it answered, 2 where the input was wrong."""
    parser = _parser()
    args = parser.parse_args(arguments)
    if args.jsonl:
        for line in answer_lines(sys.stdin):
            _say(line)
        return 0
    if args.run is None:
        _say(parser.format_help())
        return 2
    try:
        run: Command = args.run
        _say(run(args))
    except CalculatorError as error:
        sys.stderr.write(f"错误：{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"错误：写不了文件 {error.filename}，请检查文件夹在不在、能不能写。\n")
        return 2
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text.rstrip("\n") + "\n")
    sys.stdout.flush()


def _parser() -> ChineseParser:
    parser = ChineseParser(prog="python -m calculator", description=_DESCRIPTION, epilog=_EPILOG)
    parser.set_defaults(run=None)
    parser.add_argument("--jsonl", action="store_true", help="从标准输入逐行读 JSON，逐行回答")
    commands = parser.add_subparsers(title="命令", metavar="命令")

    def command(name: str, run: Command, summary: str, *, offer: bool = True) -> ChineseParser:
        sub: ChineseParser = commands.add_parser(name, help=summary, description=summary)
        sub.set_defaults(run=run)
        if offer:
            add_offer_options(sub)
            add_line_option(sub)
        return sub

    one = command("quote", _quote, "算一笔借款：每期还多少、总共多少、年化多少")
    one.add_argument("--rows", metavar="行数", default="6", help="还款计划显示前几期，默认 6")
    plan = command("schedule", _schedule, "列出完整的还款计划")
    for sub in (one, plan):
        _add_files(sub, ("csv", "xlsx", "png"))
    several = command("compare", _compare, "比较几个方案；引号里写各自的参数，引号外写共同的参数")
    several.add_argument("offers", nargs="+", metavar="方案", help='例如 "--name 甲 --rate 18%%/年"')
    _add_files(several, ("png",))
    early = command("early", _early, "提前还款：全部结清，或先还一部分")
    early.add_argument("--after", metavar="期数", default="0", help="已经还了几期")
    early.add_argument("--after-days", metavar="天数", default="0", help="上个还款日（或放款）后第几天")
    early.add_argument("--pay", metavar="金额", help="只提前还一部分本金时，还多少")
    early.add_argument(
        "--keep", metavar="不变的", default="还款额", help="还一部分后：还款额（期限变短，默认）或期限"
    )
    early.add_argument("--fee", metavar="金额", default="0", help="违约金，金额或百分之几，例如 1%%")
    early.add_argument("--fees-due", action="store_true", help="剩余各期手续费照收")
    command("solve", _solve, "反过来算：缺利率算利率，缺本金算能借多少，缺期数算还多久")
    late = command("overdue", _overdue, "逾期要多花多少", offer=False)
    late.add_argument("--principal", metavar="金额", help="逾期的本金")
    late.add_argument("--interest", metavar="金额", default="0", help="逾期的利息")
    late.add_argument("--days", metavar="天数", help="逾期几天")
    late.add_argument("--rate", metavar="利率", help="合同利率，例如 0.05%%/日")
    late.add_argument("--multiple", metavar="倍", default="1.5", help="罚息是合同利率的几倍，默认 1.5")
    late.add_argument("--penalty-rate", metavar="利率", help="合同另写的罚息利率，例如 0.1%%/日")
    late.add_argument("--grace", metavar="天数", default="0", help="宽限天数")
    late.add_argument("--late-fee", metavar="金额", default="0", help="滞纳金")
    late.add_argument("--compound", action="store_true", help="逾期利息也计罚息（复利）")
    late.add_argument("--year-days", metavar="天数", default="365", help="一年按 365（默认）还是 360 天")
    afford = command("afford", _afford, "还款额占收入多少", offer=False)
    afford.add_argument("--payment", metavar="金额", help="这笔借款每月还多少")
    afford.add_argument("--income", metavar="金额", help="每月收入")
    afford.add_argument("--other", metavar="金额", default="0", help="每月其他还款")
    return parser


def _add_files(parser: argparse.ArgumentParser, kinds: Sequence[str]) -> None:
    names = {"csv": "表格（CSV）", "xlsx": "Excel 表格", "png": "图片"}
    for kind in kinds:
        parser.add_argument(f"--{kind}", metavar="文件", help=f"把结果存成{names[kind]}")


def _quote(args: argparse.Namespace) -> str:
    rows = read_count("rows", "行数", args.rows, low=0, high=600, unit="行")
    found = quote(read_offer(args), read_lines(args.line))
    return "\n".join([render_quote(found, rows=rows), *_save(args, found)])


def _schedule(args: argparse.Namespace) -> str:
    found = quote(read_offer(args), read_lines(args.line))
    return "\n".join([render_schedule(found.schedule.rows), *_save(args, found)])


def _save(args: argparse.Namespace, found: Quote) -> list[str]:
    saved = []
    for kind, render in (("csv", to_csv), ("xlsx", to_xlsx), ("png", draw_quote)):
        name = getattr(args, kind)
        if name:
            Path(name).write_bytes(render(found))
            saved.append(f"已存：{name}")
    return saved


def _compare(args: argparse.Namespace) -> str:
    parser = ChineseParser(prog="python -m calculator compare")
    add_offer_options(parser)
    offers = []
    for text in args.offers:
        try:
            words = shlex.split(text)
        except ValueError:
            raise InputError("offers", "方案", "引号要成对", text) from None
        own = parser.parse_args(words)
        shared = {
            key: value
            for key, value in vars(args).items()
            if value not in (None, False) and hasattr(own, key)
        }
        offers.append(read_offer(argparse.Namespace(**{**vars(own), **shared, **_given(own, parser)})))
    found = compare(offers, read_lines(args.line))
    lines = [render_comparison(found)]
    if args.png:
        Path(args.png).write_bytes(draw_comparison(found))
        lines.append(f"已存：{args.png}")
    return "\n".join(lines)


def _given(own: argparse.Namespace, parser: argparse.ArgumentParser) -> dict[str, object]:
    """What a plan's own words set, which goes before what all plans share."""
    return {key: value for key, value in vars(own).items() if value != parser.get_default(key)}


def _early(args: argparse.Namespace) -> str:
    loan = quote(read_offer(args))
    after = read_count("after", "已还期数", args.after, low=0, high=600, unit="期")
    days = read_count("days", "天数", args.after_days, low=0, high=18300, unit="天")
    percent, fixed = Decimal(0), Decimal(0)
    if args.fee.strip().endswith(("%", "％")):
        percent = read_number("fee_percent", "违约金比例", args.fee.strip()[:-1], "应是百分数，例如 1%")
    else:
        fixed = parse_amount("fee", "违约金", args.fee)
    if args.pay is None:
        settled = settle_early(
            loan, after=after, days=days, fee=fixed, fee_percent=percent, remaining_fees_due=args.fees_due
        )
        return render_settlement(settled, loan)
    keeps = {"还款额": Keep.PAYMENT, "payment": Keep.PAYMENT, "期限": Keep.TERM, "term": Keep.TERM}
    if args.keep not in keeps:
        raise InputError("keep", "不变的", "应是 还款额 或 期限", args.keep)
    amount = parse_amount("amount", "提前还款金额", args.pay)
    part = prepay(loan, amount, after=after, keep=keeps[args.keep], fee=fixed, fee_percent=percent)
    return render_prepayment(part)


def _solve(args: argparse.Namespace) -> str:
    payment = money_option(args, "payment", "每期还款额")
    if args.principal is None:
        args.payment = None
        return render_borrowable(borrowable(payment, read_offer(args, Decimal(1))))
    if args.rate is None:
        return render_quote(quote(read_offer(args), read_lines(args.line)), rows=0)
    rate = rate_option(args)
    if args.months is not None or rate is None:
        allowed = "本金、利率、期数要空出一个，空出的就是要算的"
        raise InputError("months", "期数", allowed, args.months)
    if args.method not in (None, "等额本息", Method.EQUAL_INSTALLMENT.value):
        raise InputError("method", "还款方式", "算还多久只用于每月还固定金额（等额本息）", args.method)
    return render_repayment(months_needed(money_option(args, "principal", "借款本金"), payment, rate))


def _overdue(args: argparse.Namespace) -> str:
    rate = rate_option(args)
    if rate is None:
        raise InputError("rate", "合同利率", "要给出，例如 --rate 0.05%/日", None)
    principal = money_option(args, "principal", "逾期本金")
    found = overdue(
        principal,
        read_count("days", "逾期天数", args.days, low=1, high=3660, unit="天"),
        rate=rate,
        interest=parse_amount("interest", "逾期利息", args.interest),
        multiple=read_number("multiple", "罚息倍数", args.multiple, "应是 1 到 10 的数字"),
        penalty_rate=None if args.penalty_rate is None else parse_rate(args.penalty_rate, rate.days_in_year),
        grace_days=read_count("grace_days", "宽限天数", args.grace, low=0, high=90, unit="天"),
        late_fee=fee_option(args.late_fee, "late_fee", "滞纳金", principal),
        on_interest=args.compound,
    )
    return render_overdue(found)


def _afford(args: argparse.Namespace) -> str:
    payment = money_option(args, "payment", "每月还款额")
    income = money_option(args, "income", "每月收入")
    other = parse_amount("other_payments", "每月其他还款", args.other)
    return render_affordability(affordability(payment, income, other_payments=other))
