"""What is read equals what was written."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from videolecture.storage import records
from videolecture.types import Portrait, Value, VoiceProfile

names = st.text("abcdefghij_", min_size=1, max_size=8)
values = (
    st.text()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.booleans()
    | arrays.arrays(np.float32, arrays.array_shapes(max_side=3), elements=st.floats(0, 1, width=32))
)


def same(one: Value, other: Value) -> bool:
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and one.dtype == other.dtype and np.array_equal(one, other)
    return type(one) is type(other) and one == other


@given(st.dictionaries(names, values, max_size=4), st.floats(0, 10), st.lists(st.text(), max_size=2))
def test_a_profile_comes_back_equal(data: dict[str, Value], gain: float, warnings: list[str]) -> None:
    profile = VoiceProfile("silero", "d1", data, gain, tuple(warnings))
    with tempfile.TemporaryDirectory() as folder:
        records.save(Path(folder), profile)
        back = records.load_profile(Path(folder))
    assert (back.engine, back.digest, back.gain, back.warnings) == ("silero", "d1", gain, tuple(warnings))
    assert back.data.keys() == data.keys()
    assert all(same(back.data[name], data[name]) for name in data)


def test_a_portrait_comes_back_equal(tmp_path: Path) -> None:
    portrait = Portrait("puppet", "d2", {"mesh": np.eye(3), "size": 512}, ("turned",))
    records.save(tmp_path, portrait)
    back = records.load_portrait(tmp_path)
    assert (back.engine, back.digest, back.warnings, back.data["size"]) == ("puppet", "d2", ("turned",), 512)
    np.testing.assert_array_equal(back.data["mesh"], np.eye(3))


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, data in (("one", {"b": np.arange(4), "a": np.ones(2)}), ("two", {"a": np.ones(2), "b": np.arange(4)})):
        (tmp_path / name).mkdir()
        records.save(tmp_path / name, Portrait("puppet", "d", data))
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
