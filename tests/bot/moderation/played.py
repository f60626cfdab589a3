"""Plays the moderators' loop with the real knowledge and writes down what they see, for their handbook.

``python -m tests.bot.moderation.played docs/知识维护.md`` runs ``python -m bot serve`` on a copy of the knowledge in a git
repository of its own, writes to it as two moderators and a user would, edits files, uses the command line, and puts the
transcript between the marks in the handbook. The picture of a digest goes beside it.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from bot.settings import read_settings
from knowledge.publishing import read_files, write_files
from tests.botapi import BotApiServer, Person, Sent

REPOSITORY = Path(__file__).parents[3]
ANNA, BEN, LIN = 7001, 7002, 42
QUESTIONS = (
    "红戳戳在哪盖",
    "红戳怎么弄",
    "红戳在哪里盖",
    "能盖个红戳吗",
    "哪里能盖红戳",
    "给我盖红戳",
    "单位要红戳",
    "那个红戳咋盖啊",
    "红戳给盖吗",
    "要带红戳的",
    "怎么拿红戳",
    "红戳怎么弄",
)
OTHERS = (
    "微粒贷能提前还吗",
    "借1万分12期日息万五每月还多少",
    "分付上征信吗",
    "逾期三天会怎样",
    "微粒货年化多少",
)
TOPICS_FILE = "topics/settlement_certificate.yaml"


class Play:
    """A running bot, its folder, and what was seen of it."""

    def __init__(self, server: BotApiServer, place: Path) -> None:
        self.server = server
        self.place = place
        self.content = place / "content"
        self.parts: dict[str, list[str]] = {}
        self.pictures: dict[str, bytes] = {}
        self.lines: list[str] = []
        self.anna, self.ben = Person(server, ANNA, "安娜"), Person(server, BEN, "小本")
        self.lin = Person(server, LIN, "小林")
        self.environment = {
            **{
                key: value
                for key, value in os.environ.items()
                if not key.startswith(("TELEGRAM_", "JIEWEN_"))
            },
            "PYTHONPATH": str(REPOSITORY),
            "JIEWEN_KNOWLEDGE_DIR": "content",
            "JIEWEN_CACHE_DIR": str(read_settings().jiewen_cache_dir.resolve()),
            "JIEWEN_EVAL_DIR": "none",
            "JIEWEN_DATABASE_URL": "sqlite:///jiewen.db",
            "JIEWEN_MODERATORS": f"{ANNA},{BEN}",
            "JIEWEN_DIGEST": "off",
            "TELEGRAM_BOT_TOKEN": server.token,
            "TELEGRAM_API_BASE_URL": server.base_url,
        }

    def part(self, name: str) -> None:
        """Begin a part of the transcript."""
        self.lines = self.parts.setdefault(name, [])

    async def says(self, person: Person, text: str, answers: int = 1) -> Sent:
        """Say something, and hear what comes of it."""
        self.lines += [f"{person.first_name}：{line}" for line in text.split("\n")[:1]] + text.split("\n")[1:]
        await person.says(text)
        return await self.hears(person, answers)

    async def presses(self, person: Person, sent: Sent, label: str) -> Sent:
        """Press a button, and hear what comes of it."""
        self.lines.append(f"{person.first_name}按下 [{label}]")
        await person.presses(sent, label)
        return await self.hears(person)

    async def hears(self, person: Person, answers: int = 1) -> Sent:
        """Write down the next messages to somebody; what others are told is left out."""
        while True:
            sent = await asyncio.wait_for(self.server.state.outbox.get(), 120)
            if sent.chat != person.id:
                continue
            head = "〔图片〕" if sent.kind == "photo" else ""
            if sent.file is not None:
                self.pictures["moderation-digest"] = sent.file.content
            self.lines += ["", *([head] if head else []), *_short(sent.text).splitlines()]
            self.lines += ["　".join(f"[{button['text']}]" for button in row) for row in sent.rows]
            self.lines.append("")
            answers -= 1
            if not answers:
                return sent

    def runs(self, command: str, most: int = 40) -> None:
        """Run a command as an operator would; shows what it printed."""
        self.lines.append(f"$ {command}")
        words = [sys.executable if word == "python" else word for word in command.split()]
        done = subprocess.run(
            words, cwd=self.place, env=self.environment, capture_output=True, text=True, check=False
        )
        printed = (done.stdout + done.stderr).rstrip().splitlines()
        self.lines += (
            printed[:most] + ([f"……（还有 {len(printed) - most} 行）"] if len(printed) > most else []) + [""]
        )

    def saves(self, name: str, old: str, new: str) -> None:
        """Save a file in an editor."""
        file = self.content / name
        text = file.read_text(encoding="utf-8")
        assert text.count(old) >= 1, (name, old)
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _short(text: str) -> str:
    """A message without what goes on for long."""
    lines = text.splitlines()
    return "\n".join(lines if len(lines) <= 40 else [*lines[:40], "……"])


async def play(server: BotApiServer, place: Path) -> Play:
    """All of it."""
    one = Play(server, place)
    _prepare(one)
    log = (place / "log").open("wb")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"), cwd=place, env=one.environment, stdout=log, stderr=log
    )
    try:
        await _ask(one)
        await _digest(one)
        await _review(one)
        await _facts(one)
        await _files(one)
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()
        log.close()
    _command_line(one)
    return one


def _prepare(one: Play) -> None:
    write_files(one.content, read_files(REPOSITORY / "knowledge" / "content"))
    for words in (
        "git init -q",
        "git add content",
        "git -c user.name=小本 -c user.email=ben@example.com commit -qm 最初的内容",
    ):
        subprocess.run(words.split(), cwd=one.place, check=True)


async def _ask(one: Play) -> None:
    one.part("ask")
    for number, text in enumerate((*QUESTIONS, *OTHERS)):
        # Everybody asks once: what was said before would answer for some of it
        person = Person(one.server, LIN + number, "小林")
        await person.says(text)
        while (await asyncio.wait_for(one.server.state.outbox.get(), 120)).chat != person.id:
            pass


async def _review(one: Play) -> None:
    one.part("review")
    group = await one.says(one.anna, "/review")
    topics = await one.presses(one.anna, group, "其他主题…")
    while not any("结清证明" in label for label in topics.labels):
        topics = await one.presses(one.anna, topics, "再看一些")
    proposed = await one.presses(one.anna, topics, "结清证明")
    published = await one.presses(one.anna, proposed, "发布")
    one.part("answered")
    await one.says(one.lin, QUESTIONS[0])
    one.part("git")
    one.runs("git log --stat -1 --format=%an%n%n%B")
    one.part("version")
    await one.says(one.anna, "/version")
    await one.says(one.anna, "/history")
    await one.presses(one.anna, published, "退回")
    await one.says(one.anna, "/history")


async def _facts(one: Play) -> None:
    one.part("fact")
    await one.says(one.anna, "/fact 微粒贷 最高额度")
    change = (
        "/fact weilidai.credit_limit_max = 25万元 @ notice-2026-11｜额度调整公告｜微众银行｜2026-11-20｜官方｜https://www.webank.com/notice\n"
        "理由：公告调高了"
    )
    proposed = await one.says(one.anna, change)
    await one.presses(one.anna, proposed, proposed.labels[-1])


async def _files(one: Play) -> None:
    one.part("files")
    one.lines.append(
        "（小本在编辑器里改 topics/settlement_certificate.yaml，第 3 行写成了 name：结清证明，保存）"
    )
    one.saves(TOPICS_FILE, "name: ", "name：")
    await one.hears(one.ben)
    one.lines.append("（改回半角冒号，再把第一句话改得更明白，保存）")
    one.saves(TOPICS_FILE, "name：", "name: ")
    await one.hears(one.ben)
    one.saves(TOPICS_FILE, "    lead: 能开", "    lead: 能开，盖章的也有")
    await one.hears(one.ben)
    await one.says(one.lin, "结清证明怎么开")
    await one.says(one.ben, "/rollback")


async def _digest(one: Play) -> None:
    one.part("digest")
    await one.says(one.anna, "/digest", answers=2)
    one.part("stale")
    await one.says(one.anna, "/stale")


def _command_line(one: Play) -> None:
    one.part("preview")
    one.saves("topics/settlement_certificate.yaml", "    lead: 能开", "    lead: 能开，盖章的也有")
    one.runs("python -m knowledge preview")
    one.part("commands")
    one.runs("python -m bot review")
    one.runs("python -m knowledge history --most 4")
    one.runs("python -m bot review rollback HEAD 先不改")


def written(handbook: str, parts: dict[str, list[str]]) -> str:
    """The handbook with each part between its marks."""
    for name, lines in parts.items():
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines).strip("\n"))
        begin = f"<!-- played:{name} -->\n\n```text\n"
        before, found, rest = handbook.partition(begin)
        if found:
            after = rest[re.search(r"^```$", rest, re.MULTILINE).start() :]  # type: ignore[union-attr]
            handbook = f"{before}{begin}{text}\n{after}"
    return handbook


def main(handbook: Path) -> None:
    """Play, and write it down."""
    one = asyncio.run(_played())
    handbook.write_text(written(handbook.read_text(encoding="utf-8"), one.parts), encoding="utf-8")
    for name, content in one.pictures.items():
        (handbook.parent / "pictures" / f"{name}.png").write_bytes(content)
    for name, lines in one.parts.items():
        print(f"== {name}", *lines, sep="\n")  # noqa: T201 -- to be read through


async def _played() -> Play:
    with tempfile.TemporaryDirectory(prefix="jiewen-") as place:
        async with BotApiServer() as server:
            return await play(server, Path(place))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
