"""The seeded share of `make faults`: whatever is killed or cancelled, nothing is lost, corrupt or made twice."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.faults.scenes")

from tests.faults import scenes  # noqa: E402
from tests.web.conftest import Files, make_files  # noqa: E402

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


# The scenes that start services again and again need a quiet machine: make faults runs them at full length.
again_and_again = pytest.mark.skipif(not os.environ.get("VIDEOLECTURE_FAULTS"), reason="set VIDEOLECTURE_FAULTS=1")


@pytest.fixture
def files(tmp_path: Path, recording: Path) -> Files:
    return make_files(tmp_path / "course", recording)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "service" / "home"


@pytest.fixture(autouse=True)
def folders(tmp_path: Path) -> None:
    (tmp_path / "service").mkdir()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)  # noqa: S607


@again_and_again
def test_ten_kills_lose_nothing_and_make_nothing_twice(home: Path, files: Files) -> None:
    seen = scenes.kills(home, files, count=10, seed=5)
    assert seen["twice"] == 0


def test_twenty_cancels_stop_everything(home: Path, files: Files) -> None:
    seen = scenes.cancels(home, files, count=20, seed=5)
    assert int(str(seen["cancels"])) >= 15


@again_and_again
def test_two_lectures_side_by_side_do_not_mix(home: Path, files: Files) -> None:
    scenes.interleaved(home, files)


@pytest.mark.parametrize(
    ("text", "reason", "attempts"),
    [("умри", "exit code 9", 3), ("виси", "made no progress", 3), ("память", "MemoryError", 0)],
)
def test_a_fragment_that_cannot_be_made_fails_alone(
    home: Path, files: Files, text: str, reason: str, attempts: int
) -> None:
    seen = scenes.poison(home, files, text)
    assert reason in str(seen["reason"])
    assert seen["attempts"] == attempts


@again_and_again
def test_sigterm_parks_and_the_next_start_goes_on(home: Path, files: Files) -> None:
    scenes.parked(home, files)


@again_and_again
def test_a_full_disk_makes_the_job_wait(home: Path, files: Files, disk: Path) -> None:
    scenes.full_disk(home, files, disk)
