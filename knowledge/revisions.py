"""The knowledge folder as it was at a git revision."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from knowledge.loader import Loaded, load

_TIMEOUT = 60  # seconds for one git command


class RevisionError(Exception):
    """A revision that cannot be read; the message says why, in Chinese."""


def load_revision(folder: Path, revision: str) -> Loaded:
    """What ``folder`` held at ``revision``: a commit, tag or branch; ``HEAD~1`` is the one before the last.

    Raises ``RevisionError`` where there is no git, no repository, no such revision, or no such folder in it.
    """
    if not folder.is_dir():
        raise RevisionError(f"没有这个知识文件夹：{folder}")
    if revision.startswith("-") or not revision.strip():
        raise RevisionError(f"“{revision}”不是版本；请写提交号、标签或 HEAD~1")
    prefix = _git(
        folder, "rev-parse", "--show-prefix", wrong=f"{folder} 不在 git 仓库里，没有旧版本可比"
    ).strip()
    commit = _git(
        folder,
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        f"{revision}^{{commit}}",
        wrong=f"没有版本“{revision}”；用 git log --oneline 看有哪些版本",
    ).strip()
    top = Path(_git(folder, "rev-parse", "--show-toplevel", wrong=f"找不到 {folder} 所在的仓库").strip())
    tree = f"{commit}:{prefix.rstrip('/')}" if prefix else commit
    archive = _run(top, "archive", "--format=tar", tree)
    if archive is None:
        raise RevisionError(f"版本“{revision}”里还没有 {prefix or folder}")
    with tempfile.TemporaryDirectory(prefix="jiewen-") as temporary:
        root = Path(temporary)
        _unpack(archive, root)
        return load(root)


def _unpack(archive: bytes, root: Path) -> None:
    """Write the plain files of ``archive`` below ``root``; links and names leading elsewhere are left out."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            content = tar.extractfile(member) if member.isfile() else None
            if content is None or name.is_absolute() or ".." in name.parts:
                continue
            target = root.joinpath(*name.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.read())


def _git(folder: Path, *arguments: str, wrong: str) -> str:
    output = _run(folder, *arguments)
    if output is None:
        raise RevisionError(wrong)
    return output.decode("utf-8", "surrogateescape")


def _run(folder: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=_TIMEOUT,
        )
    except FileNotFoundError:
        raise RevisionError("这台机器上没有 git，看不了旧版本") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise RevisionError(f"git 没有回应：{error}") from None
    return done.stdout if done.returncode == 0 else None
