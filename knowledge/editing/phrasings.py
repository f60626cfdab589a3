"""Adding ways of asking to a topic, and the questions that test them."""

from __future__ import annotations

from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.document import read_text
from knowledge.editing.naming import NO_NAMES, Names
from knowledge.editing.splicing import EditError, Files, Splicer, one_line, scalar
from knowledge.likeness import simplified

MAX_LENGTH = 400  # of a phrasing or test question, in characters; the models say the same


class TestQuestion(BaseModel):
    """A question that has to land in the topic, and on the product where one is given."""

    __test__ = False  # no test of pytest's
    model_config = ConfigDict(frozen=True, extra="forbid")

    ask: str
    product: str | None = None

    @property
    def entry(self) -> str:
        """As it stands in the file."""
        product = f", product: {scalar(self.product)}" if self.product else ""
        return f"{{ask: {scalar(fitting(self.ask))}{product}}}"


class AddPhrasings(BaseModel):
    """New phrasings of a topic and new tests for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["add_phrasings"] = "add_phrasings"
    topic: str
    phrasings: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    tests: Annotated[tuple[TestQuestion, ...], Field(max_length=200)] = ()

    def apply(self, files: Files) -> dict[str, str | None]:
        """The two files of the topic; raises ``EditError`` if there is no such topic, or nothing new."""
        changed: dict[str, str | None] = {}
        new = self._new(files)
        if new:
            changed[f"phrasings/{self.topic}.yaml"] = _appended(
                files, f"phrasings/{self.topic}.yaml", "phrasings", [scalar(text) for text in new]
            )
        if self.tests:
            changed[f"tests/{self.topic}.yaml"] = _appended(
                files, f"tests/{self.topic}.yaml", "must", [test.entry for test in self.tests]
            )
        if not changed:
            raise EditError("这些说法这个主题里都已经有了")
        return changed

    def summary(self, names: Names = NO_NAMES) -> str:
        """What it does, in a few words."""
        topic = names.get(self.topic, f" {self.topic} ")
        return f"给{topic}加 {len(self.phrasings)} 条说法、{len(self.tests)} 个测试"

    def _new(self, files: Files) -> list[str]:
        """The phrasings that the topic does not have yet; a phrasing may be its own test nowhere."""
        name = f"phrasings/{self.topic}.yaml"
        data = read_text(files.get(name, ""), name).data
        held = data.get("phrasings", []) if isinstance(data, dict) else []
        seen = {simplified(text) for text in held if isinstance(text, str)}
        new = []
        for text in map(fitting, self.phrasings):
            if simplified(text) not in seen:
                seen.add(simplified(text))
                new.append(text)
        return new


def fitting(text: str) -> str:
    """``text`` as a phrasing or test; raises ``EditError`` if it is empty or too long to be one."""
    line = one_line(text)
    if not line:
        raise EditError("说法是空的")
    if len(line) > MAX_LENGTH:
        raise EditError(f"说法有 {len(line)} 个字，太长了；一条最多 {MAX_LENGTH} 个字")
    return line


def _appended(files: Files, name: str, key: str, entries: list[str]) -> str:
    splicer = Splicer(files, name)
    sequence = splicer.find(key)
    if not isinstance(sequence, yaml.SequenceNode):
        raise EditError(f"{name} 里没有列表“{key}”，请先改好这个文件")
    splicer.append(sequence, entries)
    return splicer.result()
