"""What the knowledge was before: from git where git keeps the folder, and from the versions kept beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from knowledge import git
from knowledge.journal import HOME
from knowledge.keeping import kept_files, kept_versions
from knowledge.publishing import Publication, Publisher
from knowledge.revisions import RevisionError, load_revision

_SHORT = 10


@dataclass(frozen=True, slots=True)
class Version:
    """A version that can be brought back; ``revision`` is what to ask for."""

    revision: str
    at: dt.datetime
    by: str
    what: str
    why: str = ""


def history(folder: Path, most: int = 10) -> list[Version]:
    """The latest versions, the newest first; the first is the one that was published or committed last."""
    publications = Publisher(folder).publications(200)
    by_commit = {one.commit: one for one in publications if one.commit}
    commits = git.log(folder, most)
    if commits:
        now = [_of_folder(version, at) for version, at in _uncommitted(folder)]
        return [*now, *(_of_commit(commit, by_commit.get(commit.id)) for commit in commits)][:most]
    by_version = {one.version: one for one in reversed(publications)}
    return [
        _of_kept(version, at, by_version.get(version))
        for version, at in list(kept_versions(folder).items())[:most]
    ]


def files_at(folder: Path, revision: str) -> dict[str, str]:
    """The knowledge files as they were: a version of ``history``, or any commit, tag or branch of git.

    Raises:
        RevisionError: if there is no such version.
    """
    if revision.isalnum() and (folder / HOME).is_dir():
        matching = [one for one in kept_versions(folder) if one.startswith(revision)]
        if len(matching) == 1 and (files := kept_files(folder, matching[0])) is not None:
            return files
    if not git.is_tracked(folder):
        raise RevisionError(f"没有版本“{revision[:40]}”；用 history 看有哪些版本")
    documents = load_revision(folder, revision).knowledge.documents
    return {name: document.text for name, document in documents.items()}


def full_name(folder: Path, revision: str) -> str:
    """What a version that ``files_at`` finds is called whatever comes after it: no HEAD, no branch, no beginning of one."""
    matching = [one for one in kept_versions(folder) if one.startswith(revision)]
    if len(matching) == 1:
        return matching[0]
    commits = git.log(folder, 1, revision)
    return commits[0].id[:_SHORT] if commits else revision


def _uncommitted(folder: Path) -> Iterator[tuple[str, dt.datetime]]:
    """What was served last, if it is in no commit yet."""
    if git.is_modified(folder):
        yield from islice(kept_versions(folder).items(), 1)


def _of_folder(version: str, at: dt.datetime) -> Version:
    return Version(version, at, "", "直接改的文件，还没有提交到 git")


def _of_commit(commit: git.Commit, publication: Publication | None) -> Version:
    if publication is None:
        return Version(commit.id[:_SHORT], commit.at, commit.author, commit.subject)
    return Version(commit.id[:_SHORT], publication.at, publication.by, publication.summary, publication.why)


def _of_kept(version: str, at: dt.datetime, publication: Publication | None) -> Version:
    if publication is None:
        return Version(version, at, "", "文件夹里的内容（不是从聊天里发布的）")
    return Version(version, publication.at, publication.by, publication.summary, publication.why)
