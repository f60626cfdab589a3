"""Changing what is known of a fact, and when somebody last looked."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from knowledge.editing.naming import NO_NAMES, Names
from knowledge.editing.splicing import EditError, Files, Splicer, child, one_line, scalar
from knowledge.models import Confidence

SOURCES = "sources.yaml"
RULES = "rules.yaml"
_SUBJECTS = ("products", "matters")


class NewSource(BaseModel):
    """A publication that is not in ``sources.yaml`` yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["new_source"] = "new_source"
    id: str
    title: str
    checked: dt.date
    publisher: str = ""
    date: str = ""
    confidence: Confidence = Confidence.UNVERIFIED
    url: str = ""

    def apply(self, files: Files) -> dict[str, str | None]:
        """``sources.yaml`` with the source at its end."""
        splicer = Splicer(files, SOURCES)
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", self.id):
            raise EditError(f"“{one_line(self.id)[:40]}”不能作来源编号：只用小写英文字母、数字和减号")
        if splicer.find(self.id) is not None:
            raise EditError(f"sources.yaml 里已经有来源 {self.id} 了")
        lines = [f"  title: {scalar(one_line(self.title))}"]
        for part in ("publisher", "date"):
            if text := one_line(getattr(self, part)):
                lines.append(f"  {part}: {scalar(text)}")
        lines += [f"  checked: {self.checked.isoformat()}", f"  confidence: {self.confidence.value}"]
        if url := one_line(self.url):
            lines.append(f"  url: {scalar(url)}")
        splicer.add_last(self.id, lines)
        return {SOURCES: splicer.result()}

    def summary(self, names: Names = NO_NAMES) -> str:
        """What it does, in a few words."""
        return f"新来源 {self.id}（{one_line(self.title)}）"


class SetFact(BaseModel):
    """A new value for a fact, with who says so.

    ``was`` is the value that was shown when the change was proposed: if it is another one by now, somebody else
    has changed it meanwhile, and the change is not made. ``None`` where there was no value.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["set_fact"] = "set_fact"
    id: str
    value: str
    sources: tuple[str, ...] = ()
    was: str | None = None
    day: dt.date

    def apply(self, files: Files) -> dict[str, str | None]:
        """The file of the subject; raises ``EditError`` where the change cannot be made."""
        subject, key = split(self.id)
        name = file_of(files, subject)
        splicer = Splicer(files, name)
        facts = splicer.find("facts")
        if not isinstance(facts, yaml.MappingNode):
            raise EditError(f"{name} 里没有 facts，请先改好这个文件")
        node = child(facts, key)
        if node is None:
            self._expect(None)
            splicer.add(facts, key, self._whole())
        elif not isinstance(node, yaml.MappingNode):
            raise EditError(f"{name} 里的 {key} 现在读不懂，请先改好")
        else:
            self._change(splicer, facts, node, key)
        return {name: splicer.result()}

    def summary(self, names: Names = NO_NAMES) -> str:
        """What it does, in a few words."""
        source = f"（来源 {'、'.join(self.sources)}）" if self.sources else ""
        return f"{names.get(self.id, self.id)} 改成 {one_line(self.value)}{source}"

    def _change(self, splicer: Splicer, facts: yaml.MappingNode, node: yaml.MappingNode, key: str) -> None:
        if child(node, "unknown") is not None:
            self._expect(None)
            note = child(node, "note")
            kept = f", note: {scalar(note.value)}" if isinstance(note, yaml.ScalarNode) else ""
            splicer.put(facts, key, self._whole(kept))
            return
        claim = self._claim(splicer, node, key)
        value = child(claim, "value")
        if not isinstance(value, yaml.ScalarNode):
            raise EditError(f"{splicer.name} 里的 {key} 没有 value，请先改好")
        self._expect(value.value)
        splicer.replace(value, scalar(one_line(self.value)))
        derived = child(claim, "derived")
        if not self.sources and derived is None:
            raise EditError("每个数字都要有出处：请写明来源")
        if self.sources:
            sources = child(claim, "sources")
            if sources is None:
                splicer.add(claim, "sources", self._sources())
            else:
                splicer.put(claim, "sources", self._sources())
            splicer.remove(claim, "derived")
        splicer.remove(claim, "status")
        if child(node, "checked") is not None:
            checked = child(node, "checked")
            assert checked is not None
            splicer.replace(checked, self.day.isoformat())

    def _claim(self, splicer: Splicer, node: yaml.MappingNode, key: str) -> yaml.MappingNode:
        """Where the value stands: of several claims the one that has the value that was shown."""
        claims = child(node, "claims")
        if not isinstance(claims, yaml.SequenceNode):
            return node
        for one in claims.value:
            value = child(one, "value")
            if isinstance(one, yaml.MappingNode) and value is not None and value.value == self.was:
                return one
        raise EditError(f"{self.id} 现在没有“{self.was}”这种说法了，请看过现在的值再改")

    def _expect(self, now: str | None) -> None:
        if now != self.was:
            before, after = self.was or "没有查到", now or "没有查到"
            raise EditError(f"{self.id} 刚才被别人改了：原来是“{before}”，现在是“{after}”，请看过再改")

    def _whole(self, more: str = "") -> str:
        if not self.sources:
            raise EditError("每个数字都要有出处：请写明来源")
        return f"{{value: {scalar(one_line(self.value))}, sources: {self._sources()}{more}}}"

    def _sources(self) -> str:
        return f"[{', '.join(scalar(one_line(source)) for source in self.sources)}]"


class MarkChecked(BaseModel):
    """Somebody looked, and what a source, a fact or a rule says still holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["mark_checked"] = "mark_checked"
    id: str
    day: dt.date

    def apply(self, files: Files) -> dict[str, str | None]:
        """The file in which the day stands."""
        path: tuple[str, ...]
        if "." not in self.id:
            name, path = SOURCES, (self.id,)
        elif self.id.startswith("rules."):
            name, path = RULES, (self.id.removeprefix("rules."),)
        else:
            subject, key = split(self.id)
            name, path = file_of(files, subject), ("facts", key)
        splicer = Splicer(files, name)
        node = splicer.find(*path)
        if not isinstance(node, yaml.MappingNode):
            raise EditError(
                f"没有“{self.id}”：写来源编号（seed-a）、事实（weilidai.daily_rate）或规则（rules.lpr_1y）"
            )
        checked = child(node, "checked")
        if checked is None:
            splicer.add(node, "checked", self.day.isoformat())
        else:
            splicer.replace(checked, self.day.isoformat())
        return {name: splicer.result()}

    def summary(self, names: Names = NO_NAMES) -> str:
        """What it does, in a few words."""
        return f"核对过 {names.get(self.id, self.id)}（{self.day.isoformat()}）"


def split(identity: str) -> tuple[str, str]:
    """Subject and key of a fact's id; raises ``EditError`` if it is none."""
    match = re.fullmatch(r"([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)", identity)
    if match is None:
        raise EditError(f"“{one_line(identity)[:40]}”不是事实的编号；例如 weilidai.daily_rate")
    return match[1], match[2]


def file_of(files: Files, subject: str) -> str:
    """The file of a product or matter; raises ``EditError`` if there is none."""
    for folder in _SUBJECTS:
        name = f"{folder}/{subject}.yaml"
        if name in files:
            return name
    raise EditError(f"没有产品或事项“{subject}”")
