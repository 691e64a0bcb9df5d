"""The whole engine, on full-size random weights that a checkout holds."""

from __future__ import annotations

import tracemalloc
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import torch

from videolecture.errors import EngineError, InputError, MissingError
from videolecture.face.photo import load
from videolecture.face.sadtalker import files, options
from videolecture.face.sadtalker.engine import SadTalker
from videolecture.face.sadtalker.photo_frame import fitted
from videolecture.types import Image, Motion, Photo, Portrait, Speech

WHOLE: dict[str, str | int | float | bool] = {"size": 128, "preprocess": "full"}


def quiet(done: float, what: str) -> None:
    assert 0 <= done <= 1
    assert what


@pytest.fixture(scope="module")
def engine(checkpoints: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SadTalker]:
    """At 128 pixels the networks are the same, with a quarter of the work."""
    folder = tmp_path_factory.mktemp("checkout")
    (folder / "checkpoints").symlink_to(checkpoints, target_is_directory=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAD_TALKER_DIR_PATH", str(folder))
        patch.setattr(options, "SIZES", (128, *options.SIZES))
        patch.setitem(files.NETWORKS, 128, files.NETWORKS[256])
        yield SadTalker()


@pytest.fixture(scope="module")
def photo() -> Photo:
    """Higher than wide."""
    return load(Path(__file__).parents[3] / "quality" / "portraits" / "hopper.jpg")[0]


@pytest.fixture(scope="module")
def portrait(engine: SadTalker, photo: Photo) -> Portrait:
    try:
        return engine.prepare(photo, WHOLE, quiet)
    except MissingError as missing:
        pytest.skip(str(missing))


def one_frame(engine: SadTalker, portrait: Portrait, size: int = 256) -> Image:
    (frame,) = engine.animate(portrait, Speech(np.zeros(640, dtype=np.float32), 16_000), Motion(size=size))
    return frame


def test_a_clip_of_one_frame_is_the_whole_photo_with_the_face_at_rest(
    engine: SadTalker, portrait: Portrait, photo: Photo
) -> None:
    frame = one_frame(engine, portrait)
    assert frame.shape == (256, 218, 3)
    left, top, right, bottom = (int(edge * 256 / 600) for edge in np.asarray(portrait.data["box"]))
    outside = np.ones(frame.shape[:2], dtype=bool)
    outside[max(0, top - 1) : bottom + 2, max(0, left - 1) : right + 2] = False
    shrunk = fitted(photo.pixels, 218, 256).astype(float)
    assert np.abs(frame.astype(float) - shrunk)[outside].max() <= 1
    assert np.abs(frame.astype(float) - shrunk)[~outside].max() > 10  # and inside something was rendered


@pytest.mark.parametrize("preprocess", ["resize", "crop", "extcrop", "extfull"])
def test_the_frame_has_the_shape_of_what_moves(
    engine: SadTalker, portrait: Portrait, photo: Photo, preprocess: str
) -> None:
    other = engine.prepare(photo, {**WHOLE, "preprocess": preprocess}, quiet)
    assert other.digest != portrait.digest
    left, top, right, bottom = (int(edge) for edge in np.asarray(other.data["box"]))
    if preprocess in ("resize", "extfull"):
        left, top, right, bottom = 0, 0, photo.pixels.shape[1], photo.pixels.shape[0]
    frame = one_frame(engine, other, size=192)
    assert max(frame.shape) == 192
    assert frame.shape[1] / frame.shape[0] == pytest.approx((right - left) / (bottom - top), abs=0.02)


def test_a_sound_shorter_than_half_a_frame_gives_no_frames(engine: SadTalker, portrait: Portrait) -> None:
    assert list(engine.animate(portrait, Speech(np.zeros(100, dtype=np.float32), 16_000), Motion())) == []


def test_the_first_frame_of_a_further_clip_waits_for_no_network(
    engine: SadTalker, portrait: Portrait, monkeypatch: pytest.MonkeyPatch
) -> None:
    rest = one_frame(engine, portrait)

    def unexpected(*_: object) -> object:
        raise AssertionError

    for name in (
        "videolecture.face.sadtalker.motion.mel_windows",
        "videolecture.face.sadtalker.renderer.Renderer.warp",
    ):
        monkeypatch.setattr(name, unexpected)
    minutes = Speech(np.zeros(16_000 * 120, dtype=np.float32), 16_000)
    assert np.array_equal(next(iter(engine.animate(portrait, minutes, Motion(size=256)))), rest)


def spoken(seconds: float) -> Speech:
    """Something like syllables, the same on every machine."""
    time = np.arange(round(seconds * 16_000)) / 16_000
    sound = 0.3 * np.sin(2 * np.pi * 130 * time) * np.sin(2 * np.pi * 3 * time) ** 2
    return Speech(sound.astype(np.float32), 16_000)


def test_memory_does_not_grow_with_the_clip(
    engine: SadTalker, portrait: Portrait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything but the renderer runs as ever; its pictures are empty, and it is never far ahead of what is taken."""
    one_frame(engine, portrait)  # what the first clip loads, and the picture at rest
    ahead: list[int] = []

    def empty(_: object, source: object, driving: torch.Tensor) -> torch.Tensor:
        ahead.append(len(driving))
        return torch.zeros(len(driving), 3, 128, 128)

    monkeypatch.setattr("videolecture.face.sadtalker.renderer.Renderer.render", empty)

    def most(frames: int) -> int:
        speech = spoken(frames / 25)
        ahead.clear()
        tracemalloc.start()
        try:
            taken = 0
            for taken, _ in enumerate(engine.animate(portrait, speech, Motion(size=256)), start=1):
                assert sum(ahead) <= taken + 1
            assert taken == frames
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    short, long = most(50), most(150)
    frame = 218 * 256 * 3  # bytes
    assert long - short < 5 * frame


# Mean brightness of three bands of the face in one frame, as the engine of this behaviour renders it, and where two of
# the moving keypoints are in another.
GOLDEN_BEHAVIOUR = 4
GOLDEN_BANDS = (107.7, 120.3, 109.2)
GOLDEN_KEYPOINTS = (0.6316, -0.1502, -0.5535, 0.3374)


def test_the_same_behaviour_number_means_the_same_pictures(
    engine: SadTalker, portrait: Portrait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this fails on purpose: raise BEHAVIOUR of the engine, or cached clips of the old kind join with the new."""
    assert SadTalker.info.behaviour == GOLDEN_BEHAVIOUR
    _, second, *_ = engine.animate(portrait, spoken(0.12), Motion(size=256, seed=5))
    left, top, right, bottom = (int(edge * 256 / 600) for edge in np.asarray(portrait.data["box"]))
    bands = [float(band.mean()) for band in np.array_split(second[top:bottom, left:right], 3)]
    assert bands == pytest.approx(GOLDEN_BANDS, abs=0.4)
    moved: list[torch.Tensor] = []

    def noted(_: object, source: object, driving: torch.Tensor) -> torch.Tensor:
        moved.extend(driving)
        return torch.zeros(len(driving), 3, 128, 128)

    monkeypatch.setattr("videolecture.face.sadtalker.renderer.Renderer.render", noted)
    list(engine.animate(portrait, spoken(2.0), Motion(size=256, seed=5)))
    assert moved[30][[3, 8], :2].flatten().tolist() == pytest.approx(GOLDEN_KEYPOINTS, abs=1e-3)


def enhanced(engine: SadTalker, portrait: Portrait, monkeypatch: pytest.MonkeyPatch, enhancer: type) -> list[Image]:
    monkeypatch.setattr("videolecture.face.gfpgan.enhancer.Enhancer", enhancer)
    motion = Motion(size=256, options={"enhancer": "gfpgan"})
    return list(engine.animate(portrait, Speech(np.zeros(640, dtype=np.float32), 16_000), motion))


@pytest.fixture
def with_enhancer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Its file of weights."""
    path = tmp_path / files.ENHANCER
    path.write_bytes(b"one")
    find, place = files.find, files.Place((files.FoundFiles(path, True),), ())
    monkeypatch.setattr(files, "find", lambda *names: place if names == (files.ENHANCER,) else find(*names))
    return path


def test_the_enhancer_stays_while_its_file_and_the_choice_of_it_stay(
    engine: SadTalker, portrait: Portrait, monkeypatch: pytest.MonkeyPatch, with_enhancer: Path
) -> None:
    class Counted:
        loaded: ClassVar[list[weakref.ref[Counted]]] = []

        def __init__(self, path: Path, device: torch.device) -> None:
            self.loaded.append(weakref.ref(self))

        def enhance(self, frames: Iterator[Image], mesh: np.ndarray) -> Iterator[Image]:
            return frames

    for content, count in ((b"one", 1), (b"one", 1), (b"another", 2)):
        with_enhancer.write_bytes(content)
        enhanced(engine, portrait, monkeypatch, Counted)
        assert len(Counted.loaded) == count
    assert [one() is None for one in Counted.loaded] == [True, False]
    one_frame(engine, portrait)
    assert Counted.loaded[1]() is None


def test_memory_that_the_enhancer_takes_is_a_reason_to_switch_it_off(
    engine: SadTalker, portrait: Portrait, monkeypatch: pytest.MonkeyPatch, with_enhancer: Path
) -> None:
    class Large:
        def __init__(self, path: Path, device: torch.device) -> None:
            raise torch.OutOfMemoryError("CUDA out of memory.")

    with pytest.raises(EngineError, match="switch the enhancer gfpgan off"):
        enhanced(engine, portrait, monkeypatch, Large)


def test_weights_that_are_not_the_published_ones_are_said_to_be_the_owners(portrait: Portrait) -> None:
    assert any("not the published file" in warning for warning in portrait.warnings)


def test_the_portrait_depends_on_the_photo(engine: SadTalker, portrait: Portrait, photo: Photo) -> None:
    again = engine.prepare(photo, WHOLE, quiet)
    turned = Photo("turned.png", "other digest", np.ascontiguousarray(photo.pixels[:, ::-1]))
    assert again.digest == portrait.digest != engine.prepare(turned, WHOLE, quiet).digest


def test_a_wrong_mode_is_refused_before_anything_is_loaded(engine: SadTalker, photo: Photo) -> None:
    with pytest.raises(InputError, match="preprocess"):
        engine.prepare(photo, {"preprocess": "zoom"}, quiet)


def test_without_any_weights_there_is_no_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path))
    monkeypatch.delenv("SAD_TALKER_DIR_PATH", raising=False)
    with pytest.raises(MissingError, match="models pull sadtalker"):
        SadTalker()
