from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from videolecture.errors import MissingError, WeightsError
from videolecture.face.sadtalker.files import ENHANCER, MAPPINGS, NETWORKS, any_networks, find, networks, weights_for


@pytest.fixture(autouse=True)
def nothing_pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))


def test_missing_weights_say_which_how_large_and_which_command() -> None:
    with pytest.raises(MissingError) as caught:
        find(NETWORKS[256], environment={})
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
    (found,) = find(name, environment={"SAD_TALKER_DIR_PATH": str(tmp_path / "checkout")}).files
    assert found.path == path
    assert not found.genuine


def test_a_file_in_the_wrong_folder_is_found_and_where_it_belongs_is_said(tmp_path: Path) -> None:
    misplaced = tmp_path / "checkout" / NETWORKS[256]
    misplaced.parent.mkdir()
    misplaced.write_bytes(b"mine")
    with pytest.raises(MissingError) as caught:
        find(NETWORKS[256], environment={"SAD_TALKER_DIR_PATH": str(misplaced.parent)})
    assert str(misplaced) in caught.value.what
    assert str(tmp_path / "checkout" / "checkpoints" / NETWORKS[256]) in caught.value.remedy


def test_a_file_in_the_wrong_folder_of_ours_belongs_to_the_others_of_ours(tmp_path: Path) -> None:
    misplaced, place = (tmp_path / "home" / "weights" / below / NETWORKS[256] for below in ("", "sadtalker"))
    misplaced.parent.mkdir(parents=True)
    misplaced.write_bytes(b"mine")
    with pytest.raises(MissingError) as caught:
        find(NETWORKS[256], environment={})
    assert str(place) in caught.value.remedy


@pytest.fixture
def pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Our own folder of weights; files that say so are the published ones."""
    monkeypatch.setattr("videolecture.weights.place.is_genuine", lambda path, _: path.read_bytes() == b"published")
    folder = tmp_path / "home" / "weights" / "sadtalker"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout's folder of weights, complete for 256 pixels."""
    monkeypatch.setenv("SAD_TALKER_DIR_PATH", str(tmp_path / "checkout"))
    folder = tmp_path / "checkout" / "checkpoints"
    folder.mkdir(parents=True)
    for name in (NETWORKS[256], MAPPINGS[False]):
        (folder / name).write_bytes(b"published")
    return folder


def test_what_one_size_takes_is_enough_for_that_size(pulled: Path) -> None:
    for name in (NETWORKS[512], MAPPINGS[False]):
        (pulled / name).write_bytes(b"published")
    assert [file.path for file in networks(512, False).files] == [pulled / NETWORKS[512], pulled / MAPPINGS[False]]
    any_networks()
    with pytest.raises(MissingError, match=NETWORKS[256]):
        networks(256, False)
    with pytest.raises(MissingError, match=MAPPINGS[True]):
        networks(512, True)


@pytest.mark.parametrize("content", [b"damaged", None])
def test_a_complete_checkout_is_used_where_ours_is_not_whole(
    content: bytes | None, pulled: Path, checkout: Path
) -> None:
    """All files of one place: those of two may not belong together."""
    (pulled / MAPPINGS[False]).write_bytes(b"published")
    if content:
        (pulled / NETWORKS[256]).write_bytes(content)
    place = networks(256, False)
    assert [file.path.parent for file in place.files] == [checkout, checkout]
    assert place.genuine
    assert [str(pulled / NETWORKS[256]) in note for note in place.notes] == [True] * bool(content)
    any_networks()


def test_ours_comes_first_where_it_is_whole(pulled: Path, checkout: Path) -> None:
    for name in (NETWORKS[256], MAPPINGS[False]):
        (pulled / name).write_bytes(b"published")
    assert {file.path.parent for file in networks(256, False).files} == {pulled}


def test_every_place_that_was_looked_at_is_named(pulled: Path, checkout: Path) -> None:
    (pulled / NETWORKS[256]).write_bytes(b"damaged")
    (checkout / MAPPINGS[False]).unlink()
    with pytest.raises(WeightsError) as caught:
        networks(256, False)
    assert str(pulled / NETWORKS[256]) in caught.value.what
    assert f"{MAPPINGS[False]} in checkpoints, gfpgan/weights of {checkout.parent}" in caught.value.what
    (checkout / NETWORKS[256]).unlink()
    with pytest.raises(WeightsError, match="damaged"):
        any_networks()


def test_a_file_that_is_where_it_belongs_is_not_told_to_move(pulled: Path, tmp_path: Path) -> None:
    """What is missing is the other that is asked for with it."""
    (pulled / NETWORKS[256]).write_bytes(b"published")
    (tmp_path / "home" / NETWORKS[256]).write_bytes(b"published")
    with pytest.raises(MissingError, match=MAPPINGS[False]) as caught:
        networks(256, False)
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
        find(NETWORKS[256], environment={"SAD_TALKER_DIR_PATH": "/no/where"})
