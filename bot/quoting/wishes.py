"""What a message wants of a loan: its cost, its early end, how much or how long, the whole schedule, a file."""

from __future__ import annotations

import re
from enum import StrEnum


class Wish(StrEnum):
    """The kinds of figures that can be asked for."""

    COST = "cost"
    EARLY = "early"  # what paying early saves or still costs
    BORROWABLE = "borrowable"  # how much for that much a month
    DURATION = "duration"  # how long for that much a month
    SCHEDULE = "schedule"  # every instalment
    FILE = "file"  # a table, a picture


_COMPUTE = re.compile(
    r"多少|几多|几个钱|几块|几毛|几钱|几[十百千]|好多钱|多小钱|月供|算(?:一?下|算|笔|账|来|出|利息|得出)|怎么算|咋算|试算|[帮给]我?算"
    r"|总利息|总共利息|年化|利率是|几个点|几分利?|万几|irr|怎么个?还法"
    r"|贵不贵|贵吗|划算|便宜|高不高|高吗|差几"
)
_ORDER = re.compile(
    r"(?<!怎么)(?<!如何)(?<!咋)(?:试算|(?:我要|我想|想要?|要)算|[帮给替][我忙]?.{0,3}算"
    # 按万五算, but not 按哪个算 nor 按天算还是按月算
    r"|(?<![还都直])[按照](?!.{0,8}还是|.{0,5}(?:哪|什么|多少|几)|[^，。！？ ]{0,2}[天日月年季]算).{1,8}算"
    r"(?!法|.{0,2}(?:还是|[吗么嘛]))"
    r"|算(?:一下|一算|算|下|个|笔))"
)
_EITHER = re.compile(r"算[息的]?还是|还是.{0,4}按.{1,8}算")
"""How something is reckoned is asked: 按剩的算还是按最早的算."""
_EARLY = re.compile(
    r"提前|提早|早(?:点|些|几天|几个?月)?还|(?:一次(?:性)?|全部?|都|一起|提前)(?:还|结|付)[清完掉了]|结清|全还|剩下的.{0,6}(?:还|结)"
    r"|天就还|个月就还|期就还|中途还|先还(?:个|掉|上)?(?:一部分|[0-9一二两三四五六七八九十半])"
)
_EARLY_SAVING = re.compile(r"省|少(?:还|付|给|花|多少)|能减|退多少")
_BORROWABLE = re.compile(
    r"(?:能|可以?|最多|够|该|可)?(?:借|贷)(?:得|到|出来?|来)?(?:多少|几多|几万|几千|多大)|借多少|贷多少"
)
_DURATION = re.compile(
    r"(?:要|得|需要?|能)?(?:还|用|花)?(?:多久|多长时间|几年|几个月|多少个?月|多少期|几期)(?:能|才|可以)?(?:才能)?(?:还[清完掉]|结清)?"
)
_PENALTY = re.compile(
    r"罚|滞纳金|违约金|多(?:还|付|交|出|给)|利息|(?:是|要|得|该|扣|收)(?:还|付|交)?多少|多少钱|几块|几毛"
)
_SCHEDULE = re.compile(
    r"(?:完整|全部|所有|详细|每一?期|每个月|逐期|后面|剩下|整个)的?(?:还款)?(?:的)?(?:计划|明细|安排|清单|金额都)|还款计划|还款明细|每期都?列"
)
_FILE = re.compile(
    r"表格|excel|xlsx?|csv|(?:发|要|画|做|出|来|给|看)(?:个|张|我|一张|成)*图|图表|(?:导出|下载|发(?:给)?我|存)(?:一份|一下|个|张)?.{0,4}(?:表|图|文档|明细|计划)"
)
_PICTURE = re.compile(r"图")
_CSV = re.compile(r"csv", re.IGNORECASE)


def wants_figure(text: str) -> bool:
    """Whether ``text`` asks for something that can be computed.

    >>> wants_figure("借1万分12期每月还多少"), wants_figure("借的4万什么时候还")
    (True, False)
    """
    return _COMPUTE.search(text) is not None


def asks_for_penalty(text: str) -> bool:
    """Whether ``text``, which says that something is overdue, asks what that costs.

    >>> asks_for_penalty("欠2千逾期5天要交多少罚息"), asks_for_penalty("欠2千逾期5天会被起诉吗")
    (True, False)
    """
    return _PENALTY.search(text) is not None


def orders_calculation(text: str) -> bool:
    """Whether ``text`` tells the assistant to compute, rather than asking how that is done.

    >>> orders_calculation("帮我算下利息"), orders_calculation("利息怎么算的")
    (True, False)
    """
    return _ORDER.search(text) is not None and _EITHER.search(text) is None


def wish_of(text: str, *, has_payment: bool) -> Wish:
    """What ``text`` wants; ``has_payment`` if it names how much can be paid each month.

    >>> wish_of("每月最多还800能借多少", has_payment=True)
    <Wish.BORROWABLE: 'borrowable'>
    >>> wish_of("提前3个月还省多少", has_payment=False)
    <Wish.EARLY: 'early'>
    """
    if _FILE.search(text):
        return Wish.FILE
    if _SCHEDULE.search(text):
        return Wish.SCHEDULE
    if _EARLY.search(text):
        return Wish.EARLY
    if has_payment and _BORROWABLE.search(text):
        return Wish.BORROWABLE
    if has_payment and _DURATION.search(text):
        return Wish.DURATION
    return Wish.COST


def is_about_saving(text: str) -> bool:
    """Whether what paying early saves is asked, rather than whether one may."""
    return _EARLY_SAVING.search(text) is not None


def file_kind(text: str) -> str:
    """Which attachment is wanted: ``picture``, ``csv`` or ``xlsx``."""
    if _CSV.search(text):
        return "csv"
    return "picture" if _PICTURE.search(text) else "xlsx"
