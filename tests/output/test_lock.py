"""Two that render into one place at once would mix their files."""

from __future__ import annotations

from pathlib import Path

import pytest

from videolecture.output.lock import TakenError, claimed


def test_a_place_is_held_by_one_until_it_lets_go(tmp_path: Path) -> None:
    with (
        claimed(tmp_path, tmp_path / "out", 1),
        pytest.raises(TakenError, match="Lecture 1 is being rendered into"),
        claimed(tmp_path, tmp_path / "out", 1),
    ):
        pass
    with claimed(tmp_path, tmp_path / "out", 1):
        pass


def test_another_folder_or_number_is_another_place(tmp_path: Path) -> None:
    with (
        claimed(tmp_path, tmp_path / "out", 1),
        claimed(tmp_path, tmp_path / "out", 2),
        claimed(tmp_path, tmp_path / "other", 1),
    ):
        pass


def test_a_folder_by_another_name_is_the_same_place(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "out")
    with (
        claimed(tmp_path, tmp_path / "out", 1),
        pytest.raises(TakenError),
        claimed(tmp_path, tmp_path / "link", 1),
    ):
        pass
