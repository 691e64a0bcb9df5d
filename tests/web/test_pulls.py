"""Weights that are fetched in the background: how far they are, and why a try failed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from videolecture import weights
from videolecture.errors import WeightsError
from videolecture.web.pulls import Pulls
from videolecture.weights.place import file_path

NAME = "htmx"


@pytest.fixture(autouse=True)
def empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path))


def ended() -> None:
    for thread in threading.enumerate():
        if thread.name == f"pull-{NAME}":
            thread.join()


def test_a_download_tells_how_far_it_is_and_begins_once() -> None:
    half, go_on = threading.Event(), threading.Event()
    begun = []

    def pull(names: list[str], progress: Callable[[float, str], None]) -> None:
        begun.append(names)
        progress(0.5, "")
        half.set()
        go_on.wait()
        (file,) = weights.find(NAME).files
        path = file_path(weights.find(NAME), file)
        path.parent.mkdir(parents=True)
        path.write_bytes(bytes(file.size))

    pulls = Pulls(pull)
    assert pulls.state(NAME).state == "missing"
    pulls.begin(NAME)
    pulls.begin(NAME)
    half.wait()
    assert (pulls.state(NAME).state, pulls.state(NAME).done) == ("fetching", 0.5)
    go_on.set()
    ended()
    assert pulls.state(NAME).state == "installed"
    assert begun == [[NAME]]


def test_a_failed_download_says_why_and_may_be_tried_again() -> None:
    def pull(_names: list[str], _progress: Callable[[float, str], None]) -> None:
        raise WeightsError("Nothing answers.", "Look at the network.")

    pulls = Pulls(pull)
    pulls.begin(NAME)
    ended()
    failed = pulls.state(NAME)
    assert failed.state == "failed"
    assert failed.error is not None and failed.error.what == "Nothing answers."
    pulls.begin(NAME)
    ended()
    assert pulls.state(NAME).state == "failed"
