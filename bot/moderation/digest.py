"""The message that moderators get each day or week: how many questions, what was missed, what is due."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.moderation.digest_picture import draw_digest
from bot.moderation.grouping import Group
from bot.moderation.staleness import Task
from bot.moderation.tally import DayCounts
from bot.replies.model import Attachment, Button, Reply, ReplyKind
from bot.storage import Opinion
from knowledge import Knowledge
from knowledge.wording import short

_ANSWERED = (ReplyKind.ANSWER, ReplyKind.QUOTE)
MOST_MISSES = 5
MOST_TASKS = 5
MOST_RATED = 5
DRAWN = 14  # days at least


@dataclass(frozen=True)
class Digest:
    """Everything that a digest tells of the days from ``first`` to ``last``; ``counts`` may begin earlier."""

    first: dt.date
    last: dt.date
    counts: DayCounts
    misses: Sequence[Group]
    tasks: Sequence[Task]
    opinions: Sequence[Opinion]
    version: str

    @property
    def days(self) -> list[dt.date]:
        """The days of the picture, also those on which nobody asked: one day says little beside none."""
        first = drawn_from(self.first, self.last)
        return [first + dt.timedelta(n) for n in range((self.last - first).days + 1)]

    @property
    def asked(self) -> int:
        """How many questions there were."""
        return sum(sum(kinds.values()) for kinds in self._counted)

    @property
    def answered(self) -> int:
        """How many of them were answered."""
        return sum(kinds.get(kind, 0) for kinds in self._counted for kind in _ANSWERED)

    @property
    def _counted(self) -> list[Mapping[ReplyKind, int]]:
        return [kinds for day, kinds in self.counts.items() if self.first <= day <= self.last]

    @property
    def worst(self) -> list[tuple[str | None, int, int]]:
        """Topics with more 👎 than 👍: topic, 👎, 👍; the most disliked first."""
        up = Counter(one.topic for one in self.opinions if one.verdict == "up")
        down = Counter(one.topic for one in self.opinions if one.verdict == "down")
        found = [(topic, count, up[topic]) for topic, count in down.items() if count > up[topic]]
        return sorted(found, key=lambda one: (one[2] - one[1], str(one[0])))


def drawn_from(first: dt.date, last: dt.date) -> dt.date:
    """The first day of the picture of a digest."""
    return min(first, last - dt.timedelta(days=DRAWN - 1))


def digest_reply(digest: Digest, knowledge: Knowledge) -> Reply:
    """The digest as a message, with its picture."""
    title = f"{_span(digest)}：{digest.asked} 个问题"
    if digest.asked:
        title += f"，答了 {digest.answered / digest.asked:.0%}"
    paragraphs = [part for part in (_misses(digest), _rated(digest, knowledge), _due(digest)) if part]
    picture = Attachment(
        "picture", "每天的问题", "借问小结.png", partial(draw_digest, digest.days, digest.counts)
    )
    return Reply(
        ReplyKind.ANSWER,
        f"{title}。",
        tuple(paragraphs) or ("没有漏答的，也没有该核对的。",),
        remarks=(f"知识版本 {digest.version}",),
        buttons=(Button("看没答好的", "mod review"), Button("看该核对的", "mod stale")),
        sends=(picture,) if digest.asked else (),
    )


def _span(digest: Digest) -> str:
    if digest.first == digest.last:
        return f"{digest.first:%m}月{digest.first:%d}日"
    return f"{digest.first:%m}月{digest.first:%d}日到{digest.last:%m}月{digest.last:%d}日"


def _misses(digest: Digest) -> str:
    if not digest.misses:
        return ""
    total = sum(group.count for group in digest.misses)
    lines = [f"没答好的 {total} 个问题，分成 {len(digest.misses)} 组，问得最多的："]
    lines += [f"{group.count} 次　{short(group.text)}" for group in digest.misses[:MOST_MISSES]]
    return "\n".join(lines)


def _rated(digest: Digest, knowledge: Knowledge) -> str:
    if not digest.worst:
        return ""
    lines = ["评价差的答案："]
    for topic, down, up in digest.worst[:MOST_RATED]:
        known = knowledge.topics.get(topic or "")
        lines.append(f"{known.name if known else '没有认出主题的'}　👎 {down}　👍 {up}")
    return "\n".join(lines)


def _due(digest: Digest) -> str:
    if not digest.tasks:
        return ""
    lines = [f"该核对的 {len(digest.tasks)} 处，用得最多的："]
    lines += [f"{task.name}（{task.days} 天没核对）" for task in digest.tasks[:MOST_TASKS]]
    return "\n".join(lines)
