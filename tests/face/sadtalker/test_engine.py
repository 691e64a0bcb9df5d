"""The whole engine, on full-size random weights that a checkout holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.face.sadtalker.conftest import Oracle, oracle_files
from videolecture.errors import InputError, MissingError
from videolecture.face.sadtalker.engine import SadTalker
from videolecture.types import Motion, Photo, Portrait, Speech

WHOLE = {"preprocess": "full"}


def quiet(done: float, what: str) -> None:
    assert 0 <= done <= 1
    assert what


@pytest.fixture(scope="module")
def engine(checkpoints: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SadTalker]:
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "checkpoints").symlink_to(checkpoints, target_is_directory=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAD_TALKER_DIR_PATH", str(folder))
        yield SadTalker()


@pytest.fixture(scope="module")
def photo(data: Path) -> Photo:
    return Photo("portrait.png", "digest", Oracle(oracle_files()[0]).image("photo_rgb"))


@pytest.fixture(scope="module")
def portrait(engine: SadTalker, photo: Photo) -> Portrait:
    try:
        return engine.prepare(photo, WHOLE, quiet)
    except MissingError as missing:
        pytest.skip(str(missing))


def test_a_clip_of_one_frame_is_the_whole_photo_with_the_face_at_rest(
    engine: SadTalker, portrait: Portrait, photo: Photo
) -> None:
    frames = list(engine.animate(portrait, Speech(np.zeros(640, dtype=np.float32), 16_000), Motion(size=256)))
    assert len(frames) == 1
    assert frames[0].shape == (256, 256, 3)
    shrunk = photo.pixels.reshape(256, 2, 256, 2, 3).mean(axis=(1, 3))
    assert np.abs(frames[0][130:].astype(float) - shrunk[130:]).max() <= 1  # below the face nothing changes


def test_a_sound_shorter_than_half_a_frame_gives_no_frames(engine: SadTalker, portrait: Portrait) -> None:
    assert list(engine.animate(portrait, Speech(np.zeros(100, dtype=np.float32), 16_000), Motion())) == []


def test_weights_that_are_not_the_published_ones_are_said_to_be_the_owners(portrait: Portrait) -> None:
    assert any("not the published file" in warning for warning in portrait.warnings)


def test_the_portrait_depends_on_the_photo_and_the_mode(engine: SadTalker, portrait: Portrait, photo: Photo) -> None:
    again = engine.prepare(photo, WHOLE, quiet)
    other = engine.prepare(photo, {"preprocess": "extfull"}, quiet)
    assert again.digest == portrait.digest != other.digest


def test_a_wrong_mode_is_refused_before_anything_is_loaded(engine: SadTalker, photo: Photo) -> None:
    with pytest.raises(InputError, match="preprocess"):
        engine.prepare(photo, {"preprocess": "zoom"}, quiet)


def test_without_any_weights_there_is_no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path))
    monkeypatch.delenv("SAD_TALKER_DIR_PATH", raising=False)
    with pytest.raises(MissingError, match="models pull sadtalker"):
        SadTalker()
