"""What Telegram shows of the bot: its menu and how it describes itself, in Chinese and English."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeDefault, MenuButtonCommands
from telegram.error import TelegramError

from bot.channels.telegram.transport import Client

_log = logging.getLogger(__name__)

# Only what is of use in front of others
_IN_GROUPS = ("help", "quote", "compare", "products", "sources", "cancel")


@dataclass(frozen=True, slots=True)
class Profile:
    """The texts of one language."""

    language: str  # empty for everyone who has none of the others
    short: str
    description: str
    commands: dict[str, str]


CHINESE = Profile(
    "",
    "微信借款答疑和算账：微粒贷、WE2000、分付、借呗、京东金条、度小满。非官方，站在借款人这边。",
    "直接打字问借钱、还钱的事，或算一笔借款到底花多少钱。\n\n"
    "能答：微粒贷、WE2000、分付、第三方网贷、借呗、京东金条、度小满。\n"
    "会算：每期还多少、总利息、含全部费用的年化，超没超过法律的线。\n\n"
    "每个数字都有来源；几种说法不一样的都列出来；不知道就说不知道。\n"
    "非官方，不属于任何放款机构；不劝人借钱，不会要你的密码、验证码和钱。",
    {
        "start": "开始",
        "help": "怎么用",
        "quote": "算一笔账",
        "compare": "几家比一比",
        "products": "能问哪些产品",
        "sources": "上一条答案的来源",
        "why": "上一条为什么这样答",
        "feedback": "提意见：/feedback 加一句话",
        "privacy": "记住什么、不记什么",
        "forget": "忘掉我",
        "cancel": "不算了",
        "version": "版本",
    },
)
ENGLISH = Profile(
    "en",
    "Answers about borrowing inside WeChat and what a loan really costs, in Chinese. Unofficial, on the borrower's side.",
    "Ask in Chinese about Weilidai, WE2000, Fenfu, Jiebei, JD Jintiao and Du Xiaoman, or have a loan worked out: "
    "payments, total interest, the yearly cost with all fees, and whether it is above a legal line.\n\n"
    "Every figure has its source. Unofficial: it belongs to no lender, urges nobody to borrow and never asks for "
    "passwords, codes or money.",
    {
        "start": "Begin",
        "help": "How to use it",
        "quote": "Work out a loan",
        "compare": "Compare lenders",
        "products": "What it knows",
        "sources": "Sources of the last answer",
        "why": "Why the last answer",
        "feedback": "Feedback: /feedback and a sentence",
        "privacy": "What is remembered",
        "forget": "Forget me",
        "cancel": "Drop the open calculation",
        "version": "Version",
    },
)


async def introduce(bot: Client, profiles: tuple[Profile, ...] = (CHINESE, ENGLISH)) -> None:
    """Set menu and descriptions where they differ; a failure is logged and changes nothing else."""
    try:
        for profile in profiles:
            await _introduce(bot, profile)
        if not isinstance(await bot.get_chat_menu_button(), MenuButtonCommands):
            await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramError as error:
        _log.warning("菜单和介绍没有设好，下次启动再设：%s", type(error).__name__)


async def _introduce(bot: Client, profile: Profile) -> None:
    language = profile.language or None
    everywhere = tuple(BotCommand(name, text) for name, text in profile.commands.items())
    in_groups = tuple(one for one in everywhere if one.command in _IN_GROUPS)
    for scope, commands in (
        (BotCommandScopeDefault(), everywhere),
        (BotCommandScopeAllGroupChats(), in_groups),
    ):
        # Setting what is set already counts against a small daily limit
        if await bot.get_my_commands(scope, language) != commands:
            await bot.set_my_commands(commands, scope, language)
    if (await bot.get_my_description(language)).description != profile.description:
        await bot.set_my_description(profile.description, language)
    if (await bot.get_my_short_description(language)).short_description != profile.short:
        await bot.set_my_short_description(profile.short, language)
