"""The seeded share of `make faults`: whatever is done to the service, nothing is lost, corrupt or made twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults import course, scenes
from tests.faults.cancels import cancels
from tests.faults.course import Contents
from tests.faults.kills import kills
from tests.web.conftest import Files, make_files

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX signals")


@pytest.fixture
def files(tmp_path: Path, recording: Path) -> Files:
    return make_files(tmp_path / "course", recording)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "service").mkdir()
    return tmp_path / "service" / "home"


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, recording: Path) -> Contents:
    """The lecture that nobody disturbed."""
    place = tmp_path_factory.mktemp("undisturbed")
    return course.undisturbed(place / "home", make_files(place / "course", recording))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    try:
        with scenes.small_disk(tmp_path / "disk") as place:
            yield place
    except PermissionError as error:
        pytest.skip(f"mounting a small disk is not allowed here: {error}")


def test_six_kills_lose_nothing_and_make_nothing_twice(home: Path, files: Files, expected: Contents) -> None:
    seen = kills(home, files, expected, count=6, seed=5)
    assert seen["made again"] == 0


def test_ten_cancels_stop_everything(home: Path, files: Files) -> None:
    cancels(home, files, count=10, seed=5)


def test_two_lectures_side_by_side_do_not_mix(home: Path, files: Files, expected: Contents) -> None:
    scenes.interleaved(home, files, expected)


def test_a_fragment_that_cannot_be_made_fails_alone(home: Path, files: Files) -> None:
    """Not the one that hangs: how long a healthy worker is silent depends on the machine."""
    (dies, starves) = scenes.poison(home, files, poisons=("Умри умри.", "Память.")).values()
    assert dies[0] == 3 and "exit code 9" in dies[1]
    assert starves[0] == 0 and "ran out of memory" in starves[1]


def test_sigterm_parks_and_the_next_start_goes_on(home: Path, files: Files, expected: Contents) -> None:
    scenes.parked(home, files, expected)


def test_a_full_disk_makes_the_job_wait(home: Path, files: Files, expected: Contents, disk: Path) -> None:
    scenes.full_disk(home, files, expected, disk)


def test_a_folder_that_becomes_read_only_is_said(home: Path, files: Files, expected: Contents, disk: Path) -> None:
    scenes.read_only(home, files, expected, disk)
