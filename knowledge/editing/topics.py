"""Writing the three files of a new topic."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.editing.naming import NO_NAMES, Names
from knowledge.editing.phrasings import TestQuestion, fitting
from knowledge.editing.splicing import EditError, Files, one_line, scalar


class NewTopic(BaseModel):
    """A topic with its general answer, its phrasings and its tests."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["new_topic"] = "new_topic"
    id: str
    name: str
    ask: str
    lead: str
    why: str = ""
    next: str = ""
    phrasings: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    tests: Annotated[tuple[TestQuestion, ...], Field(max_length=200)] = ()

    def apply(self, files: Files) -> dict[str, str | None]:
        """Its three files; raises ``EditError`` if there is such a topic, or this can be none."""
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", self.id):
            raise EditError(f"“{one_line(self.id)[:40]}”不能作主题编号：只用小写英文字母、数字和下划线")
        if f"topics/{self.id}.yaml" in files:
            raise EditError(f"已经有主题 {self.id} 了")
        name = one_line(self.name)
        return {
            f"topics/{self.id}.yaml": "\n".join(self._topic()) + "\n",
            f"phrasings/{self.id}.yaml": "\n".join(
                [
                    f"# {name}：大家怎么问。一行一种说法，照人真正打字的样子写；别的主题的说法不要写进来。",
                    f"topic: {self.id}",
                    *_listed("phrasings", [scalar(fitting(text)) for text in self.phrasings]),
                ]
            )
            + "\n",
            f"tests/{self.id}.yaml": "\n".join(
                [
                    f"# {name}：检查用的问题。must 必须落在本主题，must_not 必须不落在本主题（instead 写应去的主题）。",
                    f"topic: {self.id}",
                    *_listed("must", [test.entry for test in self.tests]),
                ]
            )
            + "\n",
        }

    def summary(self, names: Names = NO_NAMES) -> str:
        """What it does, in a few words."""
        return f"新主题“{one_line(self.name)}”（{self.id}）"

    def _topic(self) -> list[str]:
        lines = [
            f"id: {self.id}",
            f"name: {scalar(one_line(self.name))}",
            f"ask: {scalar(one_line(self.ask))}",
            "answers:",
            "  general:",
            f"    lead: {scalar(one_line(self.lead))}",
        ]
        for part in ("why", "next"):
            if text := one_line(getattr(self, part)):
                lines.append(f"    {part}: {scalar(text)}")
        return lines


def _listed(key: str, entries: list[str]) -> list[str]:
    return [f"{key}:", *(f"  - {entry}" for entry in entries)] if entries else [f"{key}: []"]
