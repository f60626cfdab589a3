"""Reading what a moderator writes behind ``/fact``.

::

    weilidai.daily_rate                                  show it
    微粒贷 日利率                                         the same, by name
    weilidai.daily_rate = 0.02%–0.06% @ release-2026-11 §二
    we2000.daily_rate = 0.05% @ notice-1｜费率公告｜微众银行｜2026-11-20｜官方｜https://…
    理由：官网改了

Several changes go on lines of their own and are published together.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass

from bot.moderation.desk import DeskError
from knowledge import Knowledge, KnownFact, Rule
from knowledge.editing import Edit, NewSource, SetFact, Several, one_line
from knowledge.models import Citation, Confidence

_CHANGE = re.compile(r"(?P<fact>[^=＝]+)[=＝](?P<value>[^@＠]*)(?:[@＠](?P<sources>.*))?")
_WHY = re.compile(r"理由\s*[:：]\s*(?P<why>.*)", re.DOTALL)
_NEAR = 3
_MASKED = "***"
MAX_CHANGES = 20

_CONFIDENCES = {
    "官方": Confidence.OFFICIAL,
    "媒体": Confidence.PRESS,
    "推算": Confidence.DERIVED,
    "未核实": Confidence.UNVERIFIED,
    **{one.value: one for one in Confidence},
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be changed, and why."""

    edit: Edit
    why: str


def is_change(text: str) -> bool:
    """Whether ``text`` wants anything changed."""
    return any(sign in text for sign in "=＝")


def read_changes(text: str, knowledge: Knowledge, today: dt.date) -> Wanted:
    """The changes that ``text`` wants; raises ``DeskError`` with what cannot be read."""
    edits: list[NewSource | SetFact] = []
    why: list[str] = []
    new: set[str] = set()
    if _MASKED in text:
        raise DeskError(
            "里面有一串号码被遮成了 ***（私聊以外的长号码一律遮掉），请在和我的私聊里重发，或直接改文件。"
        )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MAX_CHANGES:
        raise DeskError(f"一次最多改 {MAX_CHANGES} 处。")
    for line in lines:
        if found := _WHY.fullmatch(line):
            why.append(found["why"])
            continue
        change = _CHANGE.fullmatch(line)
        if change is None:
            raise DeskError(f"这一行读不懂：“{one_line(line)[:60]}”。写成：事实 = 新的值 @ 来源")
        subject, key = find_place(change["fact"], knowledge)
        value = one_line(change["value"])
        if not value:
            raise DeskError(f"“{subject}.{key} =”后面没有写新的值。")
        sources = []
        for part in re.split(r"[;；]", change["sources"] or ""):
            if part.strip():
                source = _source(part, knowledge, today, new)
                if isinstance(source, NewSource):
                    edits.append(source)
                    new.add(source.id)
                    source = source.id
                sources.append(source)
        fact = knowledge.fact(subject, key)
        was = fact.best.value if fact is not None and fact.best is not None else None
        edits.append(SetFact(id=f"{subject}.{key}", value=value, sources=tuple(sources), was=was, day=today))
    if not edits:
        raise DeskError("没有写要改什么。写成：事实 = 新的值 @ 来源")
    edit: Edit = edits[0] if len(edits) == 1 else Several(edits=tuple(edits))
    return Wanted(edit, one_line(" ".join(why)))


def find_fact(text: str, knowledge: Knowledge) -> KnownFact:
    """The fact that ``text`` names; raises ``DeskError`` with those it may mean."""
    subject, key = find_place(text, knowledge)
    fact = knowledge.fact(subject, key)
    if fact is None:
        raise DeskError(f"{subject} 还没有写“{key}”这一项。要加就写：{subject}.{key} = 值 @ 来源")
    return fact


def find_rule(text: str, knowledge: Knowledge) -> tuple[str, Rule] | None:
    """The dated rule that ``text`` names, if it names one."""
    key = text.strip().removeprefix("rules.")
    rule = knowledge.rules.get(key)
    return (key, rule) if rule is not None else None


def find_place(text: str, knowledge: Knowledge) -> tuple[str, str]:
    """Subject and attribute, by their ids or by their names; raises ``DeskError`` with those it may mean."""
    asked = one_line(text)
    parts = [part for part in re.split(r"[.．·\s]+", asked, maxsplit=1) if part]
    if len(parts) != 2:
        raise DeskError(f"“{asked[:40]}”不是事实的编号；写成 weilidai.daily_rate，或“微粒贷 日利率”。")
    subjects = {one.id: one.id for one in knowledge.subjects.values()}
    subjects |= {one.name: one.id for one in knowledge.subjects.values()}
    subjects |= dict(knowledge.product_names())
    attributes = {key: key for key in knowledge.attributes}
    attributes |= {one.name: key for key, one in knowledge.attributes.items()}
    subject, key = subjects.get(parts[0]), attributes.get(parts[1].strip())
    if subject is None:
        raise DeskError(f"没有产品或事项“{parts[0][:40]}”。{_perhaps(parts[0], subjects)}")
    if key is None:
        raise DeskError(f"没有“{parts[1][:40]}”这一项。{_perhaps(parts[1], attributes)}")
    return subject, key


def _source(text: str, knowledge: Knowledge, today: dt.date, new: set[str]) -> str | NewSource:
    fields = [one_line(part) for part in re.split(r"[|｜]", text)]
    if len(fields) == 1:
        identity = Citation.parse(fields[0]).source
        if identity not in knowledge.sources and identity not in new:
            raise DeskError(
                f"没有来源“{identity[:40]}”。{_perhaps(identity, dict.fromkeys(knowledge.sources, ''))}"
                "新的来源写成：编号｜标题｜发布者｜日期｜官方（或 媒体、未核实）｜网址"
            )
        return fields[0]
    identity, title, publisher, date, confidence, url = (fields + [""] * 6)[:6]
    if not title:
        raise DeskError(f"新来源“{identity[:40]}”没有写标题。")
    if confidence and confidence not in _CONFIDENCES:
        raise DeskError(f"“{confidence[:20]}”不是可信程度，写 官方、媒体、推算 或 未核实。")
    return NewSource(
        id=identity,
        title=title,
        publisher=publisher,
        date=date,
        checked=today,
        confidence=_CONFIDENCES.get(confidence, Confidence.UNVERIFIED),
        url=url,
    )


def _perhaps(text: str, known: dict[str, str]) -> str:
    near = difflib.get_close_matches(text, known, _NEAR, 0.5)
    return f"是不是：{'、'.join(near)}？" if near else ""
