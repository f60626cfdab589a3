"""The few things that are asked of git, where there is one. It is never needed: without it, ``None``."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_TIMEOUT = 60  # seconds for one command
_ATTEMPTS, _PAUSE = 20, 0.1  # while somebody else's git holds the index
_FORMAT = "%H%x1f%aI%x1f%an%x1f%s"

# A hook that calls git hands these on, and they would lead to another repository
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that changed the folder."""

    id: str
    at: dt.datetime
    author: str
    subject: str


def is_tracked(folder: Path) -> bool:
    """Whether git keeps files of ``folder``."""
    return bool(_run(folder, "ls-files", "-z", "--", "."))


def log(folder: Path, most: int, revision: str = "HEAD") -> list[Commit]:
    """The latest commits that changed ``folder``, newest first; none where there is no git."""
    output = _run(folder, "log", f"-{most}", f"--format={_FORMAT}", "--end-of-options", revision, "--", ".")
    commits = []
    for line in (output or b"").decode("utf-8", "replace").splitlines():
        identity, at, author, subject = line.split("\x1f", 3)
        commits.append(Commit(identity, dt.datetime.fromisoformat(at), author, subject))
    return commits


def is_modified(folder: Path) -> bool:
    """Whether ``folder`` holds anything that is not in the last commit."""
    return bool(_run(folder, "status", "--porcelain", "--", "."))


def commit(folder: Path, names: Sequence[str], message: str, mark: str, author: str) -> str | None:
    """Commit these files of ``folder`` and nothing else; the id of the commit, or ``None`` if there is none.

    ``mark`` is put under the message. It tells the commit from others where a killed process has made it before, and
    there is none where nothing differed from the last commit.

    Hooks are not run: what they would look at has been checked, and a hook that fails must not undo a publication.
    """
    paths = ["--", *names]
    who = ["-c", "user.name=jiewen", "-c", "user.email=jiewen@localhost"]
    if _run(folder, "config", "user.email"):
        who = []
    for _ in range(_ATTEMPTS):
        added = _run(folder, "add", "--all", *paths)
        done = added is not None and _run(
            folder,
            *who,
            "commit",
            "--quiet",
            "--no-verify",
            "--no-gpg-sign",
            f"--author={_mailbox(author)}",
            f"--message={message}",
            f"--message={mark}",
            "--only",
            *paths,
        )
        if done is not None and done is not False:
            break
        if not _run(folder, "status", "--porcelain", *paths) and added is not None:
            break  # it is committed already
        time.sleep(_PAUSE)
    else:
        return None
    found = _run(folder, "log", "-1", "--format=%H", "--fixed-strings", f"--grep={mark}", "--", ".")
    return (found or b"").decode().strip() or None


def _mailbox(author: str) -> str:
    name = "".join(char for char in author if char not in "<>\n\r") or "?"
    return f"{name} <moderator@localhost>"


def _run(folder: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            env={key: value for key, value in os.environ.items() if key not in _ELSEWHERE},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
