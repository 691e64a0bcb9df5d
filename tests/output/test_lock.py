"""Two that render into one place at once would mix their files."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from videolecture.errors import DiskFullError, OutputError
from videolecture.output.lock import TakenError, claimed

HOLD = """
import sys; from pathlib import Path; from videolecture.output.lock import claimed
with claimed(Path(sys.argv[1]), 1):
    print("held", flush=True); sys.stdin.read()
"""


def test_a_place_is_held_by_one_until_it_lets_go(tmp_path: Path) -> None:
    with (
        claimed(tmp_path / "out", 1),
        pytest.raises(TakenError, match="Lecture 1 is being rendered into"),
        claimed(tmp_path / "out", 1),
    ):
        pass
    with claimed(tmp_path / "out", 1):
        pass


def test_another_folder_or_number_is_another_place(tmp_path: Path) -> None:
    with (
        claimed(tmp_path / "out", 1),
        claimed(tmp_path / "out", 2),
        claimed(tmp_path / "other", 1),
    ):
        pass


def test_a_folder_by_another_name_is_the_same_place(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "out")
    with (
        claimed(tmp_path / "out", 1),
        pytest.raises(TakenError),
        claimed(tmp_path / "link", 1),
    ):
        pass


def test_another_process_with_another_home_holds_the_same_place(tmp_path: Path) -> None:
    out = tmp_path / "out"
    environment = os.environ | {"VIDEOLECTURE_HOME": str(tmp_path / "home of another")}
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(out)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as other:
        assert other.stdout and other.stdout.readline().strip() == b"held"
        with pytest.raises(TakenError), claimed(out, 1):
            pass
        other.kill()
    with claimed(out, 1):
        pass


def test_the_file_that_stays_is_hidden_and_in_nobodys_way(tmp_path: Path) -> None:
    with claimed(tmp_path, 1):
        pass
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(".lecture_1.lock", b"")]
    with claimed(tmp_path, 1):
        pass


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(OutputError, match="out» could not be written"), claimed(tmp_path / "out", 1):
        pass


@pytest.mark.parametrize(
    ("reason", "kind", "told"),
    [
        (errno.ENOLCK, OutputError, "keeps no locks"),
        (errno.ENOTSUP, OutputError, "keeps no locks"),
        (errno.EROFS, OutputError, "Read-only file system"),
        (errno.EACCES, OutputError, "Permission denied"),
        (errno.ENOSPC, DiskFullError, "disk is full"),
    ],
)
def test_a_folder_that_cannot_be_held_is_named_with_the_reason(
    reason: int, kind: type[OutputError], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(filelock.FileLock, "acquire", refused)
    with pytest.raises(kind, match=told) as raised, claimed(tmp_path / "out", 1):
        pass
    assert str(tmp_path / "out") in raised.value.what
