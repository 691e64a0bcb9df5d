from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

from tests.weights.conftest import CONTENT, manifest_of, tiny_file
from videolecture.errors import MissingError, WeightsError
from videolecture.home import home as home_folder
from videolecture.weights import weight_path


def test_home_is_what_the_variable_says(home: Path) -> None:
    assert home_folder() == home


def test_home_is_the_platforms_data_folder_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIDEOLECTURE_HOME", raising=False)
    assert home_folder() == Path(platformdirs.user_data_dir("videolecture", False))


def test_missing_weights_say_the_command_the_size_and_the_licence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT))
    with pytest.raises(MissingError) as caught:
        weight_path("tiny")
    assert "videolecture models pull tiny" in caught.value.remedy
    assert "1.0 MB" in caught.value.remedy
    assert "CC0-1.0" in caught.value.remedy
    assert str(home / "weights" / "tiny.pt") in caught.value.what


def test_genuine_weights_are_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT))
    place = home / "weights" / "tiny.pt"
    place.parent.mkdir(parents=True)
    place.write_bytes(CONTENT)
    assert weight_path("tiny") == place


def test_several_files_make_a_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest_of(monkeypatch, tiny_file("a.bin", b"a"), tiny_file("b.json", b"b"))
    folder = home / "weights" / "tiny"
    folder.mkdir(parents=True)
    (folder / "a.bin").write_bytes(b"a")
    with pytest.raises(MissingError, match=r"b\.json"):
        weight_path("tiny")
    (folder / "b.json").write_bytes(b"b")
    assert weight_path("tiny") == folder


@pytest.mark.parametrize("wrong", [CONTENT[:-1], CONTENT[:-1] + b"!", b""], ids=["truncated", "altered", "empty"])
def test_weights_that_are_not_genuine_are_refused(home: Path, monkeypatch: pytest.MonkeyPatch, wrong: bytes) -> None:
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT))
    place = home / "weights" / "tiny.pt"
    place.parent.mkdir(parents=True)
    place.write_bytes(wrong)
    with pytest.raises(WeightsError, match="videolecture models pull tiny"):
        weight_path("tiny")


def test_weights_altered_after_they_were_found_genuine_are_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest_of(monkeypatch, tiny_file("tiny.pt", CONTENT))
    place = home / "weights" / "tiny.pt"
    place.parent.mkdir(parents=True)
    place.write_bytes(CONTENT)
    weight_path("tiny")
    place.write_bytes(CONTENT[:-1] + b"!")
    os.utime(place, (1, 1))
    with pytest.raises(WeightsError):
        weight_path("tiny")
