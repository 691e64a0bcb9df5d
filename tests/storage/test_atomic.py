"""A file that exists is whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from videolecture.errors import OutputError
from videolecture.storage.atomic import scratch, write_text, written_aside


def test_the_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    with written_aside(tmp_path / "new" / "file.txt") as aside:
        aside.write_text("whole")
        assert not (tmp_path / "new" / "file.txt").exists()
        assert aside.parent == tmp_path / "new"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["file.txt"]


def test_a_failure_keeps_what_was_there(tmp_path: Path) -> None:
    write_text(tmp_path / "file.txt", "earlier")
    with pytest.raises(KeyError), written_aside(tmp_path / "file.txt") as aside:
        aside.write_text("half")
        raise KeyError
    assert [path.read_text() for path in tmp_path.iterdir()] == ["earlier"]


def test_what_a_killed_process_left_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / ".file.txt.partial").write_text("left over")
    write_text(tmp_path / "file.txt", "мир\n")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ["мир\n".encode()]


def test_scratch_files_do_not_outlive_their_purpose(tmp_path: Path) -> None:
    with scratch(tmp_path / "film.mp4", "sound") as name:
        name.write_text("x")
    with scratch(tmp_path / "film.mp4", "sound"):
        pass
    assert not list(tmp_path.iterdir())


def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    if os.name != "posix" or not os.geteuid():
        pytest.skip("root may write anywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match=r"file\.txt.*could not be written"):
        write_text(tmp_path / "file.txt", "")
