"""Taking everything back to what it was."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge.editing.naming import NO_NAMES, Names
from knowledge.editing.splicing import EditError, Files


class Restore(BaseModel):
    """All files as they were in another version."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["restore"] = "restore"
    revision: str
    files: dict[str, str]

    def apply(self, files: Files) -> dict[str, str | None]:
        """The files that differ; those that the other version has not are deleted."""
        changed: dict[str, str | None] = {
            name: text for name, text in self.files.items() if files.get(name) != text
        }
        changed.update((name, None) for name in files if name not in self.files)
        if not changed:
            raise EditError(f"现在的内容和版本 {self.revision} 一样，不用退")
        return changed

    def summary(self, names: Names = NO_NAMES) -> str:
        """What it does, in a few words."""
        return f"退回到版本 {self.revision}"
