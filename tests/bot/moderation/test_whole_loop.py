"""From sixty questions that nobody answered to an answer, and back, with the real knowledge and in chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.moderation.commands import Moderation, Person
from bot.moderation.live import LiveKnowledge
from bot.replies.model import Reply, ReplyKind
from bot.storage import QuestionForReview, Reason, Storage
from knowledge import DEFAULT_CONTENT, check, load
from knowledge.publishing import read_files, write_files
from tests.bot.moderation.conftest import NOW, ask, desk_of, make
from tests.knowledge.conftest import TODAY

MODERATOR = Person(7)

# Slang that no phrasing holds: the gurgling is the collector who calls, the other five are anybody's guess
GURGLE = """叽里咕噜啥时候停
叽里咕噜没完没了
又叽里咕噜了
叽里咕噜个不停
老叽里咕噜烦死
叽里咕噜得很
叽里咕噜吵死人了
别叽里咕噜了行吗
叽里咕噜太大声
怎么老是叽里咕噜
能不能让叽里咕噜闭嘴
我号码13800138000 叽里咕噜别再来了""".splitlines()
OTHERS = """钱罐罐啥时候能松绑
我的钱罐罐被捆住了
钱罐罐捆起来了咋整
啥时候给钱罐罐松绑呀
钱罐罐一直捆着
捆住的钱罐罐能解不
钱罐罐为啥要捆
钱罐罐松绑要多久
钱罐罐捆了半个月了
绿苗苗是啥意思
绿苗苗怎么长大
我的绿苗苗枯了
绿苗苗有什么用
绿苗苗在哪看
绿苗苗为什么不长
绿苗苗几天长一次
绿苗苗死了咋办
猫猫头像能换吗
猫猫头像怎么换
我想换个猫猫头像
猫猫头像在哪里改
猫猫头像不好看想换
猫猫头像换不了
怎么弄猫猫头像
猫猫头像可以自己画不
跑马灯里那个人是谁
跑马灯滚的是真的吗
跑马灯上的名字哪来的
跑马灯滚来滚去是托吧
跑马灯那些人存在吗
跑马灯怎么上去
跑马灯看着眼晕
跑马灯里滚的都是谁
转盘抽到的券不见了
转盘抽的券去哪了
转盘券找不到
大转盘抽到东西没给
转盘抽到券怎么看
转盘的奖品没到
转盘抽奖骗人
转盘抽到的哪里领
转盘抽的东西在哪
老鹰抓小鸡怎么玩
老鹰抓小鸡几点开
老鹰抓小鸡输了咋办
老鹰抓小鸡有啥奖
老鹰抓小鸡进不去
老鹰抓小鸡卡住了""".splitlines()

REASONS = {ReplyKind.FALLBACK: Reason.UNANSWERED, ReplyKind.CLARIFY: Reason.UNCLEAR}


PLACES = ("collection", "privacy", "complaint", "phone_number", "regulation")

# So many phrasings and tests of each topic, that learning them takes no minute
PHRASINGS, TESTS = 60, 4


@pytest.fixture
def live(tmp_path: Path) -> LiveKnowledge:
    """The real knowledge but for most of its phrasings, served from a copy."""
    files = {}
    for name, text in read_files(DEFAULT_CONTENT).items():
        most = {"phrasings": PHRASINGS, "tests": TESTS}.get(name.partition("/")[0])
        files[name] = shortened(text, most) if most else text
    folder = write_files(tmp_path / "content", files)
    return LiveKnowledge(folder, make, tmp_path / "models", lambda: NOW, lambda: TODAY)


def shortened(text: str, most: int) -> str:
    """A file with so many entries in each of its lists."""
    lines, entries = [], 0
    for line in text.splitlines(keepends=True):
        entries = entries + 1 if line.startswith("  - ") else (entries if line.startswith(" ") else 0)
        if not line.startswith("  - ") or entries <= most:
            lines.append(line)
    return "".join(lines)


def press(reply: Reply, label: str) -> str:
    return next(button.action for button in reply.buttons if button.label == label)


async def topic_button(moderation: Moderation, group: Reply, live: LiveKnowledge, topic: str) -> str:
    """The button that assigns a group to a topic, on whichever page of topics it stands."""
    name = live.current.knowledge.topics[topic].name
    topics = await moderation.press(press(group, "其他主题…"), MODERATOR)
    while name not in [button.label for button in topics.buttons]:
        topics = await moderation.press(press(topics, "再看一些"), MODERATOR)
    return press(topics, name)


async def test_the_whole_loop(live: LiveKnowledge, storage: Storage) -> None:
    moderation = Moderation(desk_of(live, storage), {MODERATOR.id}, now=lambda: NOW)
    files, version = read_files(live.folder), live.current.version
    before = {text: ask(live, text).lines() for text in GURGLE}

    # Sixty people ask in vain: declined, asked back, or told something that they did not want to know
    assert len(GURGLE) + len(OTHERS) == 60
    for text in [line for pair in zip(OTHERS, GURGLE * 4, strict=True) for line in pair][
        : 2 * len(GURGLE)
    ] + OTHERS[12:]:
        reply = ask(live, text)
        reason = REASONS.get(reply.kind, Reason.DISLIKED)
        await storage.review.add(QuestionForReview(text, reason, version, reply.topic))
    assert len(await storage.review.list()) == 60
    assert not any("138" in question.text for question in await storage.review.list())

    # They are a handful of groups, of which a moderator takes one
    groups = await moderation.reviewing.groups()
    assert len(groups) <= 15
    gurgle = next(group for group in groups if "叽里咕噜" in group.text)
    assert sum("叽里咕噜" in question.text for question in gurgle.questions) >= 11
    assert sum("叽里咕噜" not in question.text for question in gurgle.questions) <= 1
    group = await moderation.run("review", str(gurgle.id), MODERATOR)
    asked_before = {ask(live, text).topic for text in GURGLE}
    for topic in (one for one in PLACES if one not in asked_before):
        # What it will do is known before it does it
        proposed = await moderation.press(await topic_button(moderation, group, live, topic), MODERATOR)
        if "发布" in [button.label for button in proposed.buttons]:
            break
        assert "测试问题不过，所以还不能发布" in "\n".join(proposed.lines())
        await moderation.press(press(proposed, "作废"), MODERATOR)
    assert "→ 答" in "\n".join(proposed.lines())
    assert live.current.version == version
    assert read_files(live.folder) == files

    # The files gain phrasings and a test, nothing else in them changes, and they are served without a restart
    await moderation.press(press(proposed, "发布"), MODERATOR)
    after = read_files(live.folder)
    changed = {name for name in after if after[name] != files.get(name)}
    assert changed == {f"phrasings/{topic}.yaml", f"tests/{topic}.yaml"}
    for one in changed:
        kept = set(files[one].splitlines())
        assert [line for line in after[one].splitlines() if line in kept] == files[one].splitlines()
    assert live.current.version == load(live.folder).knowledge.version != version
    assert not live.current.is_provisional
    assert [problem for problem in check(live.folder, today=TODAY) if problem.is_error] == []

    # The same questions are answered
    for text in GURGLE:
        assert ask(live, text).topic == topic, text
    assert not any("叽里咕噜" in group.text for group in await moderation.reviewing.groups())

    # One command takes it back
    await moderation.run("rollback", "", MODERATOR)
    assert read_files(live.folder) == files
    assert live.current.version == version
    assert {text: ask(live, text).lines() for text in GURGLE} == before

    # And all of it is in the audit
    audit = [(entry.action, entry.actor, entry.before, entry.after) for entry in await storage.audit.latest()]
    assert audit[0] == ("rollback", 7, load_version(after), version)
    assert audit[1] == ("publish", 7, version, load_version(after))
    assert audit[2][:2] == ("propose", 7)


def load_version(files: dict[str, str]) -> str:
    from knowledge.loader import version_of

    return version_of(files)
