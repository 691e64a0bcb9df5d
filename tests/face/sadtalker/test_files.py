from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from videolecture.errors import MissingError
from videolecture.face.sadtalker.files import ENHANCER, MAPPINGS, NETWORKS, find, weights_for


@pytest.fixture(autouse=True)
def nothing_pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))


def test_missing_weights_say_which_how_large_and_which_command() -> None:
    with pytest.raises(MissingError) as caught:
        find(NETWORKS[256], {})
    message = str(caught.value)
    assert "models pull sadtalker" in message
    assert "1761 MB" in message
    assert "Apache-2.0" in message


@pytest.mark.parametrize(("name", "folder"), [(NETWORKS[512], "checkpoints"), (ENHANCER, "gfpgan/weights")])
def test_a_checkouts_files_are_found_and_known_not_to_be_the_published_ones(
    name: str, folder: str, tmp_path: Path
) -> None:
    path = tmp_path / "checkout" / folder / name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"mine")
    found = find(name, {"SAD_TALKER_DIR_PATH": str(tmp_path / "checkout")})
    assert found.path == path
    assert not found.genuine


def test_a_file_in_the_wrong_folder_is_found_and_where_it_belongs_is_said(tmp_path: Path) -> None:
    misplaced = tmp_path / "checkout" / NETWORKS[256]
    misplaced.parent.mkdir()
    misplaced.write_bytes(b"mine")
    with pytest.raises(MissingError) as caught:
        find(NETWORKS[256], {"SAD_TALKER_DIR_PATH": str(misplaced.parent)})
    assert str(misplaced) in caught.value.what
    assert str(tmp_path / "checkout" / "checkpoints" / NETWORKS[256]) in caught.value.remedy


def test_a_file_in_the_wrong_folder_of_ours_belongs_to_the_others_of_ours(tmp_path: Path) -> None:
    misplaced, place = (tmp_path / "home" / "weights" / below / NETWORKS[256] for below in ("", "sadtalker"))
    misplaced.parent.mkdir(parents=True)
    misplaced.write_bytes(b"mine")
    with pytest.raises(MissingError) as caught:
        find(NETWORKS[256], {})
    assert str(place) in caught.value.remedy


def test_a_file_that_is_where_it_belongs_is_not_told_to_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing are the others that are pulled with it."""
    monkeypatch.setattr("videolecture.weights.place.is_genuine", lambda *_: True)
    place = tmp_path / "home" / "weights" / "sadtalker" / NETWORKS[256]
    place.parent.mkdir(parents=True)
    place.write_bytes(b"mine")
    with pytest.raises(MissingError) as caught:
        find(NETWORKS[256], {})
    assert "models pull sadtalker" in caught.value.remedy


def test_only_the_files_that_the_options_take_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAD_TALKER_DIR_PATH", str(tmp_path))
    monkeypatch.setattr("videolecture.face.sadtalker.files.FACE_WEIGHTS", ())
    (tmp_path / "checkpoints").mkdir()
    for name in (NETWORKS[256], MAPPINGS[False]):
        (tmp_path / "checkpoints" / name).write_bytes(name.encode())
    used = weights_for({})
    assert used[NETWORKS[256]] == hashlib.sha256(NETWORKS[256].encode()).hexdigest()
    assert list(used) == [NETWORKS[256], MAPPINGS[False]]
    for options, missing in (
        ({"size": 512}, NETWORKS[512]),
        ({"preprocess": "full"}, MAPPINGS[True]),
        ({"enhancer": "gfpgan"}, "gfpgan"),
    ):
        with pytest.raises(MissingError, match=missing):
            weights_for(options)


def test_a_checkout_without_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="of /no/where"):
        find(NETWORKS[256], {"SAD_TALKER_DIR_PATH": "/no/where"})
