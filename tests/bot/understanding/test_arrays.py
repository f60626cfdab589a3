"""Arrays come back from their file as they were, read-only; any other file is a clear error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from bot.understanding.arrays import lines_of, mapped_arrays, text_array, write_arrays


def test_written_and_mapped(tmp_path: Path) -> None:
    arrays: list[npt.NDArray[Any]] = [
        np.arange(7, dtype=np.uint32),
        np.array([], dtype=np.float32),
        np.arange(6, dtype=np.float32).reshape(2, 3),
        np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3)),
        text_array(["还款", ""]),
        text_array([]),
    ]
    file = tmp_path / "some.arrays"
    write_arrays(file, *arrays)
    found = mapped_arrays(file)
    assert [path.name for path in tmp_path.iterdir()] == ["some.arrays"]
    assert [array.dtype for array in found] == [array.dtype for array in arrays]
    assert all(np.array_equal(one, other) for one, other in zip(found, arrays, strict=True))
    assert all(array.flags.aligned and not array.flags.writeable for array in found)
    assert list(lines_of(found[4])) == ["还款", ""]
    assert list(lines_of(found[5])) == []


@pytest.mark.parametrize("cut", [0, 1, 40, 70, 200], ids=str)
def test_a_file_cut_short_is_a_value_error(cut: int, tmp_path: Path) -> None:
    file = tmp_path / "some.arrays"
    write_arrays(file, np.arange(100, dtype=np.float64))
    file.write_bytes(file.read_bytes()[:cut])
    with pytest.raises(ValueError, match=r"."):
        mapped_arrays(file)
