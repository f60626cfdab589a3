"""The known phrasings are kept beside the knowledge, whose strings they share."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.understanding.known import Known, KnownPhrasing
from bot.understanding.postings import Postings

PHRASINGS = ["能提前还吗", "能还吗？", "借1万", "？"]
KNOWN = Known.of(
    [
        KnownPhrasing("early", "能提前还吗", "能提前还吗"),
        KnownPhrasing("early", "能还吗", "能还吗"),
        KnownPhrasing("quote", "借1万", "借\ue002"),
        KnownPhrasing("out_of_scope", "", ""),
    ]
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "known.arrays"
    KNOWN.save(file, PHRASINGS, Postings.of(KNOWN.masked))
    return file


def test_kept_and_read_back(file: Path) -> None:
    known, postings = Known.read(file, KNOWN.topics, PHRASINGS)
    assert list(known) == list(KNOWN)
    assert len(known) == len(KNOWN)
    assert [found.tolist() for found in postings.rarest_first(["能还"])] == [[1]]


def test_what_is_matched_as_written_is_the_string_of_the_knowledge(file: Path) -> None:
    known, _ = Known.read(file, KNOWN.topics, PHRASINGS)
    assert known.masked[0] is known.bare[0] is PHRASINGS[0]
    assert known.masked[1] is known.bare[1]
