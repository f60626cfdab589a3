"""Every kind of edit, and reading them back from where they were kept."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from knowledge.editing.facts import MarkChecked, NewSource, SetFact
from knowledge.editing.naming import NO_NAMES, Names
from knowledge.editing.phrasings import AddPhrasings
from knowledge.editing.restoring import Restore
from knowledge.editing.splicing import EditError, Files
from knowledge.editing.topics import NewTopic

_One: TypeAlias = AddPhrasings | SetFact | MarkChecked | NewSource | NewTopic


class Several(BaseModel):
    """Edits that belong together: none of them is made unless all are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["several"] = "several"
    edits: Annotated[tuple[_One, ...], Field(min_length=1)]

    def apply(self, files: Files) -> dict[str, str | None]:
        """The files that change; raises ``EditError`` with what stands in the way of any of them."""
        changed: dict[str, str | None] = {}
        current = dict(files)
        for edit in self.edits:
            for name, text in edit.apply(current).items():
                changed[name] = text
                if text is None:
                    current.pop(name, None)
                else:
                    current[name] = text
        return changed

    def summary(self, names: Names = NO_NAMES) -> str:
        """What it does, in a few words."""
        return "；".join(edit.summary(names) for edit in self.edits)


Edit: TypeAlias = AddPhrasings | SetFact | MarkChecked | NewSource | NewTopic | Several | Restore

_ADAPTER: TypeAdapter[Edit] = TypeAdapter(Annotated[Edit, Field(discriminator="kind")])


def read_edit(text: str) -> Edit:
    """Read an edit from JSON; raises ``EditError`` if it is none.

    >>> read_edit('{"kind": "mark_checked", "id": "seed-a", "day": "2026-11-22"}').summary()
    '核对过 seed-a（2026-11-22）'
    """
    try:
        return _ADAPTER.validate_json(text)
    except ValidationError:
        raise EditError("这个改动是别的版本记下的，读不懂，请重新提") from None
