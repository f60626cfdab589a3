"""Changing knowledge files on somebody's behalf: what they wrote by hand stays as it was, to the last space.

An edit is a small value that says what is to be done (``AddPhrasings``, ``SetFact`` …). ``apply`` works on the texts of
all files and gives those that change; whether the result may be served is for the checks to say. Edits can be kept as
JSON, so that a proposal outlives a restart.
"""

from knowledge.editing.edits import Edit, Several, read_edit
from knowledge.editing.facts import MarkChecked, NewSource, SetFact
from knowledge.editing.naming import names_of
from knowledge.editing.phrasings import AddPhrasings, TestQuestion
from knowledge.editing.restoring import Restore
from knowledge.editing.splicing import EditError, Files, one_line
from knowledge.editing.topics import NewTopic

__all__ = [
    "AddPhrasings",
    "Edit",
    "EditError",
    "Files",
    "MarkChecked",
    "NewSource",
    "NewTopic",
    "Restore",
    "SetFact",
    "Several",
    "TestQuestion",
    "names_of",
    "one_line",
    "read_edit",
]
