"""A service of this version goes on where one of an earlier version was killed: `upgrade/make.py` says how."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.faults import course
from tests.jobs.upgrade import make
from tests.web.conftest import Files
from tests.web.server import Server
from videolecture.storage.cache import CONTENTS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the ledger names folders of POSIX")

KINDS = ("voice", "portrait", "speech", "clip")
MADE = ("enrolled", "prepared", "spoken", "rendered")  # events, in the same order
Entries = Mapping[str, int]
"""Folders of the cache -> inode of their list of contents: an entry that is made again gets another."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    place = tmp_path_factory.mktemp("upgrade").resolve()
    with tarfile.open(make.ARCHIVE) as archive:
        archive.extractall(place, filter="data")
    make.move(place / "service" / "home" / "ledger.sqlite", make.PLACE, str(place))
    folder = place / "course"
    return Files(folder, folder / "lecture.txt", folder / "me.png", folder / "me.wav")


@pytest.fixture(scope="module")
def home(files: Files) -> Path:
    return files.folder.parent / "service" / "home"


FRAGMENTS = make.HALF.count("_;") + 1  # of lecture 2, one in each slide


def entries(home: Path) -> Entries:
    lists = [path for kind in KINDS for path in (home / "cache" / kind).glob(f"*/*/{CONTENTS}")]
    return {str(path.parent.relative_to(home / "cache")): path.stat().st_ino for path in lists}


@pytest.fixture(scope="module")
def before(home: Path) -> Entries:
    return entries(home)


@pytest.fixture(scope="module")
def server(home: Path, files: Files, before: Entries) -> Iterator[Server]:
    with course.service(home, files) as started:
        for number in (2, 3):
            course.ended(started, number)
        yield started


def test_the_fixture_is_what_the_tests_need(before: Entries) -> None:
    kinds = [name.split("/")[0] for name in before]
    assert kinds.count("voice") == kinds.count("portrait") == 1
    # Lecture 1 has one fragment of its own and shares one with lecture 2.
    assert make.BEFORE_THE_KILL < kinds.count("clip") < 1 + FRAGMENTS


def test_jobs_are_listed_and_all_of_them_succeed(server: Server) -> None:
    listed = {view["id"]: view["state"] for view in server.get("/api/v1/lectures").json["items"]}
    assert listed == {"1": "succeeded", "2": "succeeded", "3": "succeeded"}


def test_the_finished_lecture_is_still_there(server: Server) -> None:
    assert server.get("/api/v1/lectures/1/files/lecture.mp4").body[4:8] == b"ftyp"


def test_nothing_that_was_in_the_cache_is_rendered_again(server: Server, home: Path, before: Entries) -> None:
    after = entries(home)
    assert {name: after.get(name) for name in before} == before
    new = [name.split("/")[0] for name in after if name not in before]
    happened = [event for number in (2, 3) for event in _since_the_restart(server, number)]
    made = [event["name"] for event in happened if event["name"] in MADE and not event["data"]["cached"]]
    assert [made.count(event) for event in MADE] == [new.count(kind) for kind in KINDS]
    assert new.count("clip") == FRAGMENTS + 2 - sum(name.startswith("clip/") for name in before)


def test_the_half_rendered_lecture_is_whole(server: Server, files: Files) -> None:
    out = files.folder / "out_2"
    assert len(list((out / "audio_fragments").iterdir())) == len(list((out / "combined").iterdir())) == FRAGMENTS
    assert (out / "final" / "lecture_2.mp4").stat().st_size > 0


def test_a_lecture_that_was_finished_before_costs_nothing_when_it_is_asked_for_again(
    server: Server, files: Files
) -> None:
    course.ask(server, files, 4, make.FINISHED)
    course.succeeded(server, 4)
    happened = [event for event in course.events(server, 4) if event["name"] in MADE]
    assert happened and all(event["data"]["cached"] for event in happened)


def _since_the_restart(server: Server, number: int) -> list[dict[str, Any]]:
    happened = course.events(server, number)
    resumed = [place for place, event in enumerate(happened) if event["name"] == "resumed"]
    return happened[resumed[-1] if resumed else 0 :]
