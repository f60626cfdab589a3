"""The options of the command line, in Chinese, and the offer that they describe."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from ..dates import read_date
from ..decimals import HUNDRED, exact, read_count, read_number
from ..errors import InputError
from ..legal import LegalLine
from ..offers import FEE_COLLECTION_NAMES, METHOD_NAMES, Accrual, DatedFlow, FeeCollection, Method, Offer
from ..rates import Rate, RatePeriod
from ..texts import pad
from ..wording import parse_amount, parse_rate

_METHOD_WORDS = {
    **{method.value: method for method in Method},
    **{name: method for method, name in METHOD_NAMES.items()},
    "等本等息": Method.FLAT_FEE,
    "等本等费": Method.FLAT_FEE,
    "手续费": Method.FLAT_FEE,
    "每期手续费": Method.FLAT_FEE,
    "按日计息": Method.DAILY_SIMPLE,
    "随借随还": Method.DAILY_SIMPLE,
    "到期还本付息": Method.BULLET,
    "一次还本付息": Method.BULLET,
    "利随本清": Method.BULLET,
    "固定还款": Method.FIXED_PAYMENT,
}
_COLLECTION_WORDS = {
    **{collection.value: collection for collection in FeeCollection},
    **{name: collection for collection, name in FEE_COLLECTION_NAMES.items()},
    "每期": FeeCollection.PER_PERIOD,
    "首期": FeeCollection.FIRST_PERIOD,
    "放款扣": FeeCollection.DEDUCTED,
}
_HELP_COLUMN = 30
_MESSAGES = (
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument (\S+): expected one argument", r"参数 \1 后面要有一个值"),
    (r"argument (\S+): expected at least one argument", r"参数 \1 后面要有值"),
    (r"argument (.+): invalid choice: '?(.*?)'? \(choose from (.+)\)", r"\1 不能是 \2，应是以下之一：\3"),
    (r"ambiguous option: (\S+) could match (.+)", r"参数 \1 不完整，可能是 \2"),
    (r"argument (\S+): ignored explicit argument (.+)", r"参数 \1 后面不要写值 \2"),
    (r"the following arguments are required: (.+)", r"还缺少：\1"),
)


class ChineseParser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese and exits 2 on a mistake."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("formatter_class", _ChineseHelp)
        super().__init__(add_help=False, **kwargs)
        self._positionals.title = "命令"
        self._optionals.title = "参数"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Say in Chinese what is wrong, and where to read on."""
        for pattern, chinese in _MESSAGES:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, chinese, message)
                break
        self.exit(2, f"错误：{message}\n查看用法：{self.prog} --help\n")


class _ChineseHelp(argparse.RawDescriptionHelpFormatter):
    """Help in Chinese, its columns counted as a terminal shows them."""

    def _format_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any) -> str:
        # argparse asks with an empty prefix for the name of a command
        return super()._format_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def _format_action(self, action: argparse.Action) -> str:
        indent = " " * self._current_indent
        header = indent + self._format_action_invocation(action)
        text = self._expand_help(action) if action.help else ""
        lines = [f"{pad(header, _HELP_COLUMN)}{text}".rstrip() + "\n"]
        lines.extend(self._format_action(inner) for inner in self._iter_indented_subactions(action))
        return "".join(lines)


def add_offer_options(parser: argparse.ArgumentParser) -> None:
    """The options that describe an offer."""
    loan = parser.add_argument_group("借款")
    loan.add_argument("--name", metavar="名称", help="方案的名称，例如 某银行")
    loan.add_argument("--principal", metavar="金额", help="借款本金，例如 10000 或 1万")
    loan.add_argument("--months", metavar="期数", help="期数，每期一个月，1 到 600")
    loan.add_argument("--days", metavar="天数", help="按日计息时的天数")
    loan.add_argument(
        "--rate", metavar="利率", help="例如 0.05%%/日、日息万五、月息一分、18%%/年、0.6%%/期、7.2%%/总"
    )
    loan.add_argument("--year-days", metavar="天数", default="365", help="一年按 365（默认）还是 360 天")
    loan.add_argument(
        "--method",
        metavar="方式",
        help="等额本息（默认）、等额本金、先息后本、到期一次还本付息、每期手续费、按日计息",
    )
    loan.add_argument("--payment", metavar="金额", help="只知道每期还多少时用，代替利率")
    loan.add_argument("--balloon", metavar="金额", help="末期另还的尾款")
    loan.add_argument(
        "--flow", metavar="日期:金额", action="append", help="实际收付，收到为正、还款为负，可重复"
    )
    fees = parser.add_argument_group("费用和优惠")
    fees.add_argument(
        "--upfront-fee", metavar="金额", help="放款时另付的费用，金额或本金的百分之几，例如 2%%"
    )
    fees.add_argument("--deduction", metavar="金额", help="放款时先扣掉的钱（砍头息），金额或百分之几")
    fees.add_argument("--service-fee", metavar="金额", help="每月另付的服务费、担保费、保险费")
    fees.add_argument("--fee-collection", metavar="方式", help="手续费：每期（默认）、首期、放款扣")
    fees.add_argument("--discount", metavar="折", help="息费折扣，七折写 7折 或 70")
    fees.add_argument("--free-periods", metavar="期数", help="前几期免息")
    fees.add_argument("--free-days", metavar="天数", help="按日计息时前几天免息")
    time = parser.add_argument_group("日期")
    time.add_argument("--start", metavar="日期", help="放款日，例如 2026-03-15，给出后还款计划带日期")
    time.add_argument("--first-due", metavar="日期", help="第一个还款日，要先给放款日")
    time.add_argument("--first-days", metavar="天数", help="首期天数（没有日期时用）")
    time.add_argument("--daily", action="store_true", help="分期也按实际天数计息")
    time.add_argument("--days-per-month", metavar="天数", help="按日计息又没有日期时，每月算几天，例如 30")


def add_line_option(parser: argparse.ArgumentParser) -> None:
    """The lines of law to compare with."""
    parser.add_argument(
        "--line", metavar="名称=百分数", action="append", default=[], help="参照线，例如 上限=24，可重复"
    )


@exact
def read_offer(args: argparse.Namespace, principal: Decimal | None = None) -> Offer:
    """The offer that the options describe.

    Raises:
        InputError: naming the option's input and what is allowed.
    """
    if args.flow:
        return Offer.from_flows([_flow(text) for text in args.flow], name=args.name or "")
    if principal is None:
        principal = money_option(args, "principal", "借款本金")
    method = _word(args.method, _METHOD_WORDS, "method", "还款方式")
    rate = rate_option(args)
    if method is None:
        method = _guess_method(args, rate)
    start = None if args.start is None else read_date("start_date", "放款日", args.start)
    collection = _word(args.fee_collection, _COLLECTION_WORDS, "fee_collection", "手续费收取方式")
    return Offer(
        name=args.name or "",
        principal=principal,
        method=method,
        months=args.months,
        days=args.days,
        rate=rate,
        payment=_money(args.payment, "payment", "每期还款额"),
        balloon=_money(args.balloon, "balloon", "尾款"),
        fee_collection=collection or FeeCollection.PER_PERIOD,
        upfront_fee=fee_option(args.upfront_fee, "upfront_fee", "前期费用", principal),
        prepaid_deduction=fee_option(args.deduction, "prepaid_deduction", "砍头息", principal),
        monthly_service_fee=fee_option(args.service_fee, "monthly_service_fee", "每月服务费", principal),
        discount_percent=_discount(args.discount),
        interest_free_periods=args.free_periods or 0,
        interest_free_days=args.free_days or 0,
        start_date=start,
        first_period_days=_first_days(args, start),
        accrual=Accrual.DAILY if args.daily else Accrual.MONTHLY,
        days_per_month=args.days_per_month,
    )


def _guess_method(args: argparse.Namespace, rate: Rate | None) -> Method:
    """The method that the other options leave no doubt about."""
    if args.payment is not None:
        return Method.FIXED_PAYMENT
    if args.days is not None and args.months is None:
        return Method.DAILY_SIMPLE
    if rate is not None and rate.period in (RatePeriod.PERIOD, RatePeriod.ONCE):
        return Method.FLAT_FEE
    return Method.BALLOON if args.balloon is not None else Method.EQUAL_INSTALLMENT


def rate_option(args: argparse.Namespace) -> Rate | None:
    """The rate, if there is one."""
    days = read_count("days_in_year", "一年的天数", args.year_days, low=360, high=366, unit="天")
    return None if args.rate is None else parse_rate(args.rate, days)


def money_option(args: argparse.Namespace, field: str, label: str) -> Decimal:
    """A required amount."""
    value = _money(getattr(args, field), field, label)
    if value is None:
        raise InputError(field, label, f"要给出，例如 --{field} 10000", None)
    return value


def fee_option(text: str | None, field: str, label: str, base: Decimal) -> Decimal:
    """An amount, or a percentage of ``base``; 0 where there is none.

    >>> fee_option("2%", "upfront_fee", "前期费用", Decimal(10000))
    Decimal('200')
    """
    if text is None:
        return Decimal(0)
    if text.strip().endswith(("%", "％")):
        return (
            base * read_number(field, label, text.strip()[:-1], "应是金额或百分数，例如 200 或 2%") / HUNDRED
        )
    return parse_amount(field, label, text)


def read_lines(texts: Sequence[str]) -> list[LegalLine]:
    """Lines of law from ``名称=24``.

    >>> [line.annual_percent for line in read_lines(["上限=24%"])]
    [Decimal('24')]
    """
    lines = []
    for text in texts:
        name, equals, figure = text.partition("=")
        allowed = "应写成 名称=百分数，例如 上限=24"
        if not equals or not name.strip():
            raise InputError("line", "参照线", allowed, text)
        percent = read_number("line", "参照线", figure.strip().rstrip("%％"), allowed)
        lines.append(LegalLine(name=name.strip(), annual_percent=percent))
    return lines


def _flow(text: str) -> DatedFlow:
    day, colon, figure = text.replace("：", ":").partition(":")
    if not colon:
        raise InputError("flows", "现金流", "应写成 日期:金额，例如 2026-03-15:-1000", text)
    return DatedFlow(read_date("flows", "收付日期", day), parse_amount("flows", "收付金额", figure))


def _first_days(args: argparse.Namespace, start: date | None) -> Any:
    if args.first_due is None:
        return args.first_days
    due = read_date("first_due", "第一个还款日", args.first_due)
    if start is None:
        raise InputError("start_date", "放款日", "给了第一个还款日，就要给放款日（--start）", None)
    if due <= start:
        raise InputError("first_due", "第一个还款日", f"应在放款日 {start} 之后", args.first_due)
    return (due - start).days


def _discount(text: str | None) -> Decimal:
    if text is None:
        return HUNDRED
    allowed = "应是大于 0、不超过 100 的数字，七折写 7折 或 70"
    cleaned = text.strip()
    if cleaned.endswith("折"):
        return read_number("discount_percent", "折扣", cleaned[:-1], allowed) * 10
    return read_number("discount_percent", "折扣", cleaned.rstrip("%％"), allowed)


def _word(text: str | None, words: dict[str, Any], field: str, label: str) -> Any:
    if text is None:
        return None
    if text.strip() not in words:
        names = "、".join(dict.fromkeys(word for word in words if not word.isascii() and "、" not in word))
        raise InputError(field, label, f"应是以下之一：{names}", text)
    return words[text.strip()]


def _money(text: str | None, field: str, label: str) -> Decimal | None:
    return None if text is None else parse_amount(field, label, text)
