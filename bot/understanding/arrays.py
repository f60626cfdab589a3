"""Arrays kept in one file and used where they lie in it.

The file is mapped, not read: a page of it takes memory when something on it is first used, and processes that use the
same file share it. So a file is replaced as a whole and never written to again. It holds one array after another in
numpy's ``npy`` format, each at a multiple of 64 bytes.
"""

from __future__ import annotations

import io
import math
import mmap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_ALIGNMENT = 64


def write_arrays(path: Path, *arrays: npt.NDArray[Any]) -> None:
    """Write ``arrays`` to ``path``, all at once or not at all; raises ``OSError``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        for array in arrays:
            np.lib.format.write_array(file, array, allow_pickle=False)
            file.write(bytes(-file.tell() % _ALIGNMENT))
    temporary.replace(path)


def mapped_arrays(path: Path) -> list[npt.NDArray[Any]]:
    """The arrays that ``write_arrays`` wrote, read-only; raises ``OSError`` or ``ValueError`` for any other file."""
    arrays = []
    with path.open("rb") as file:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        while file.tell() < len(memory):
            np.lib.format.read_magic(file)
            shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(file)
            start, count = file.tell(), math.prod(shape)
            array = np.frombuffer(memory, dtype, count, start)
            arrays.append(array.reshape(shape, order="F" if is_fortran else "C"))
            end = start + array.nbytes
            file.seek(end + -end % _ALIGNMENT)
    return arrays


def text_array(lines: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Lines of text as an array of their UTF-8."""
    return np.frombuffer("".join(f"{line}\n" for line in lines).encode(), dtype=np.uint8)


def lines_of(array: npt.NDArray[np.uint8]) -> Iterator[str]:
    """The lines in an array that ``text_array`` made, one after another.

    >>> list(lines_of(text_array(["还款", ""]))), list(lines_of(text_array([])))
    (['还款', ''], [])
    """
    return (line[:-1] for line in io.StringIO(array.tobytes().decode()))
