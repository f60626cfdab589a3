"""Versions of the knowledge that are kept beside it, so that any of them can be brought back without git."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

from knowledge.editing.splicing import Files
from knowledge.journal import HOME, KEEP, decoded, encoded, home, write_whole

KEPT = 50
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same files make the same archive


def keep(folder: Path, version: str, files: Files, most: int = KEPT) -> None:
    """Keep ``files`` as ``version``; of more than ``most``, those kept longest ago go. For whoever holds the lock for
    writing."""
    place = home(folder) / KEEP
    place.mkdir(exist_ok=True)
    target = place / f"{version}.zip"
    if target.exists():
        target.touch()
    else:
        write_whole(target, _packed(files))
    for old in sorted(place.glob("*.zip"), key=lambda path: path.stat().st_mtime_ns)[:-most]:
        old.unlink(missing_ok=True)


def kept_versions(folder: Path) -> dict[str, dt.datetime]:
    """The versions that are kept, the latest first, with the time at which each was kept."""
    found = {
        path.stem: dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        for path in (folder / HOME / KEEP).glob("*.zip")
    }
    return dict(sorted(found.items(), key=lambda item: item[1], reverse=True))


def kept_files(folder: Path, version: str) -> dict[str, str] | None:
    """The files of a version; ``None`` if it is not kept, or what is kept cannot be read."""
    try:
        with zipfile.ZipFile(folder / HOME / KEEP / f"{version}.zip") as archive:
            return {name: decoded(archive.read(name)) for name in archive.namelist()}
    except (OSError, ValueError, zipfile.BadZipFile):
        return None


def _packed(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), encoded(files[name]), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
