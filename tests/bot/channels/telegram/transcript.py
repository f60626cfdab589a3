"""Plays a day of messages and presses against the server and writes down what a phone would show.

``python -m tests.bot.channels.telegram.transcript docs`` writes ``docs/telegram-transcript.md`` and its pictures.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.assistant import Assistant
from bot.settings import read_settings
from knowledge import load
from tests.bot.channels.telegram.running import serving, settings_for
from tests.botapi import BotApiServer, Group, Person, Sent
from tests.botapi.screen import Bubble, draw

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
VOICE = {"file_id": "f", "file_unique_id": "u", "duration": 3}


class Play:
    """Writes to the bot and notes what comes back."""

    def __init__(self, server: BotApiServer) -> None:
        self.server = server
        self.lines: list[str] = []
        self.bubbles: list[Bubble] = []
        self.pictures: dict[str, bytes] = {}
        self.number = 0
        self.lin = Person(server, 4200000042, "小林")
        self.zhou = Person(server, 4300000043, "小周")
        self.group = Group()

    def part(self, title: str) -> None:
        """Begin a new part of the transcript."""
        self.lines += [f"## {title}", ""]
        self.bubbles = []

    async def says(
        self, text: str, answers: int = 1, person: Person | None = None, group: bool = False
    ) -> Sent | None:
        """Type something."""
        who = person or self.lin
        self._said(f"{who.first_name}{'（在群里）' if group else ''}：{text}", text)
        await who.says(text, self.group if group else None)
        return await self._heard(answers)

    async def presses(
        self, sent: Sent, label: str, answers: int = 1, person: Person | None = None
    ) -> Sent | None:
        """Press a button."""
        who = person or self.lin
        self._said(f"{who.first_name}按下【{label}】", f"〔按下：{label}〕")
        query = await who.presses(sent, label)
        answer = await self.server.until_answered(query)
        found = await self._heard(answers)
        if answer.get("text"):
            self.lines += [f"> （屏幕上方闪过：{answer['text']}）", ""]
        return found

    async def sends(self, described: str, answers: int = 1, **content: Any) -> Sent | None:
        """Send something that is no text."""
        self._said(f"小林{described}", f"〔{described}〕")
        await self.lin.sends(**content)
        return await self._heard(answers)

    async def queries(self, text: str) -> None:
        """Type the bot's name and a question in some other chat."""
        self._said(f"小林在别的聊天里打：@{self.server.username} {text}", text)
        answer = await self.server.until_answered(await self.lin.queries(text))
        for number, result in enumerate(answer["results"], 1):
            self.lines += [f"> 可选 {number}：**{result['title']}** {result['description']}", ""]

    def picture(self, name: str, described: str) -> None:
        """Draw what was said since the part began."""
        self.pictures[name] = draw(self.bubbles)
        self.lines += [f"![{described}](pictures/{name}.png)", ""]
        self.bubbles = []

    def _said(self, line: str, text: str) -> None:
        self.number += 1
        self.lines += [f"**{self.number}. {_escaped(line)}**", ""]
        self.bubbles.append(Bubble(text))

    async def _heard(self, answers: int) -> Sent | None:
        await self.server.until_confirmed()
        found = None
        for _ in range(answers):
            found = await self.server.sent()
            self.lines += [*_written(found), ""]
            self.bubbles.append(Bubble(sent=found.copy()))
        if not answers:
            self.lines += ["> （没有出声）", ""]
        return found


def _written(sent: Sent) -> list[str]:
    """A message as text: what is folded behind ▸, buttons in brackets."""
    text = sent.text
    head = {"photo": "〔图片〕", "document": f"〔文件 {sent.file.name if sent.file else ''}〕"}.get(
        sent.kind, ""
    )
    if sent.edits:
        head += "〔原来的消息改成〕"
    for folded in sent.part("expandable_blockquote"):
        first, _, rest = folded.partition("\n")
        short = f"▸ {first[:40]}……（点开共 {len(folded)} 字）" if rest or len(first) > 40 else f"▸ {first}"
        text = text.replace(folded, short)
    for quoted in sent.part("blockquote"):
        text = text.replace(quoted, "\n".join(f"▎{line}" for line in quoted.splitlines()))
    lines = [*([head] if head else []), *text.splitlines()]
    lines += ["　".join(f"[{button['text']}]" for button in row) for row in sent.rows]
    return ["```text", *lines, "```"]


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*")


async def play(play: Play) -> None:
    """Forty and more messages and presses."""
    play.part("第一次打开")
    start = await play.says("/start")
    await play.says("微粒贷能提前还吗")
    play.picture("telegram-start", "第一次打开")
    await play.says("那分付呢")
    await play.says("/sources")
    await play.says("/why")
    assert start is not None
    await play.presses(start, "能问哪些产品")
    await play.says("/start du_xiaoman_interest_rate")

    play.part("不打字，按按钮算账")
    asked = await play.says("/quote", person=play.zhou)
    assert asked is not None
    for label in ("20,000", "12期", "万四"):
        await play.presses(asked, label, person=play.zhou)
    play.picture("telegram-quote", "按按钮算出来的一笔账")
    await play.presses(asked, "改期限", person=play.zhou)
    await play.presses(asked, "24期", person=play.zhou)
    play.bubbles.clear()
    await play.presses(asked, "完整还款计划", person=play.zhou)
    play.picture("telegram-schedule", "还款计划，一页一页看")
    await play.presses(asked, "第 2/2 页", person=play.zhou)
    await play.presses(asked, "回到测算", person=play.zhou)
    play.bubbles.clear()
    await play.presses(asked, "图", person=play.zhou)
    play.picture("telegram-picture", "要一张图")
    await play.presses(asked, "Excel", person=play.zhou)
    await play.presses(asked, "CSV", person=play.zhou)

    play.part("打字算账，接着改")
    first = await play.says("微粒贷 3万 分12期")
    play.picture("telegram-range", "只知道利率的范围")
    await play.says("那24期呢")
    await play.says("换成日息万三")
    await play.says("砍头息是什么")
    play.bubbles.clear()
    compared = await play.says("/compare")
    play.picture("telegram-compare", "几家放在一起比")
    assert first is not None
    await play.presses(first, "完整还款计划")
    await play.says("分付欠了3000，每月只还最低要还多久")
    await play.says("算了")

    play.part("问得含糊、问没有的、急的")
    unclear = await play.says("怎么办啊")
    if unclear is not None and unclear.rows:
        await play.presses(unclear, unclear.labels[0])
    await play.says("花呗逾期了会上征信吗")
    await play.says("还不上了，不想活了")
    await play.says("<b>借呗</b> & 微粒贷 哪个划算")
    await play.says("😀😀😀")
    await play.says("/balance")

    play.part("不是字的")
    await play.sends("发来语音", voice=VOICE)
    await play.sends("发来照片", photo=PHOTO)
    await play.sends("发来带字的照片（借呗逾期一天要紧吗）", photo=PHOTO, caption="借呗逾期一天要紧吗")
    message = await play.lin.says("分付怎么还")
    play._said("小林：分付怎么还", "分付怎么还")
    await play._heard(1)
    play._said("小林把上一条改成：借呗怎么还", "借呗怎么还")
    await play.lin.edits(message, "借呗怎么还")
    await play._heard(1)

    play.part("群里")
    await play.says("今晚吃什么", answers=0, group=True)
    reply = await play.says(f"@{play.server.username} 借1万分6期日息万五", group=True)
    assert reply is not None
    await play.presses(reply, "完整还款计划", answers=0, person=play.zhou)
    await play.presses(reply, "完整还款计划")
    await play.says(f"@{play.server.username} 换成12期", person=play.zhou, group=True)

    play.part("在别的聊天里")
    for text in ("微粒贷 2万 12期", "分付上征信吗"):
        await play.queries(text)

    play.part("意见和隐私")
    answer = await play.says("we2000上征信吗")
    assert answer is not None
    await play.presses(answer, "👍")
    await play.says("/feedback WE2000 的额度写得太旧")
    await play.says("/privacy")
    await play.says("/forget")
    await play.says("/version")
    await play.says("/help")
    play.picture("telegram-help", "怎么用")
    assert compared is not None


@asynccontextmanager
async def _playing() -> AsyncIterator[Play]:
    settings = read_settings()
    knowledge = load(settings.jiewen_knowledge_dir).knowledge
    assistant = Assistant.build(knowledge, settings.jiewen_cache_dir, lambda: NOW)
    async with BotApiServer() as server, serving(settings_for(server), assistant):
        yield Play(server)


async def write(folder: Path) -> None:
    """Play, and write the transcript with its pictures."""
    async with _playing() as found:
        await play(found)
    head = [
        "# Telegram：一天的对话",
        "",
        f"下面 {found.number} 条消息和按键由程序打给真正运行的机器人（本机上的 Bot API 服务器，走 HTTP），"
        "回答照原样记下，没有改过。",
        "▸ 是折起来的引用，▎是单独放的提醒，方括号是按钮；图是按手机的样子画的，表情画成记号。",
        "日期定在 2026-11-22；知识改了，重跑就会变：",
        "`.venv/bin/python -m tests.bot.channels.telegram.transcript docs`。",
        "",
    ]
    folder.joinpath("telegram-transcript.md").write_text("\n".join([*head, *found.lines]), encoding="utf-8")
    pictures = folder / "pictures"
    pictures.mkdir(exist_ok=True)
    for name, content in found.pictures.items():
        pictures.joinpath(f"{name}.png").write_bytes(content)


if __name__ == "__main__":
    asyncio.run(write(Path(sys.argv[1])))
