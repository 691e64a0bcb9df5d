"""What every face engine promises, run over all of them."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from tests.face import random_weights
from tests.face.checkout import write_checkout
from tests.face.drawn import drawn_photo
from videolecture import registry
from videolecture.engines import FaceEngine
from videolecture.errors import Cancelled, InputError, MissingError
from videolecture.face.sadtalker import files, options
from videolecture.types import Image, Motion, Photo, Portrait, Speech, Viseme, VisemeName

RATE = 24_000
SAID: tuple[VisemeName, ...] = ("pp", "aa", "pp", "ou", "ss", "ih", "nn", "oh")


@dataclass(frozen=True)
class Effort:
    """How long the clips are that an engine makes here: some take seconds for a frame."""

    durations: tuple[float, ...] = (0.0, 0.04, 0.33, 1.0, 1.21)
    clip: float = 1.2
    other: float = 0.8
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)


SHORT = Effort(durations=(0.0, 0.01, 0.04), clip=0.12, other=0.08)
EFFORTS = {
    # Its networks are convolutional: at 128 pixels they are the same, with a quarter of the work.
    "sadtalker": replace(SHORT, options={"size": 128, "preprocess": "resize"}),
    "sadtalker-cli": SHORT,
}


def quiet(done: float, what: str) -> None:
    assert 0.0 <= done <= 1.0
    assert what


@pytest.fixture(scope="module", autouse=True)
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A SadTalker checkout with random weights of the published shapes, where the parity data are at hand."""
    with pytest.MonkeyPatch.context() as patch:
        folder = write_checkout(tmp_path_factory.mktemp("conformance") / "checkout", patch)
        data = random_weights.data_folder("sadtalker", "VIDEOLECTURE_PARITY_DATA")
        if (data / "shapes.json").is_file():
            (folder / "checkpoints").symlink_to(random_weights.sadtalker(data), target_is_directory=True)
        patch.setattr(options, "SIZES", (128, *options.SIZES))
        patch.setitem(files.NETWORKS, 128, files.NETWORKS[256])
        yield


@cache
def made(name: str) -> FaceEngine:
    if name == "sadtalker":
        random_weights.require(random_weights.data_folder("sadtalker", "VIDEOLECTURE_PARITY_DATA"))
    try:
        return registry.face_engine(name)()
    except MissingError as missing:
        pytest.skip(str(missing))


@cache
def prepared(name: str) -> Portrait:
    return made(name).prepare(drawn_photo(), effort(name).options, quiet)


def effort(name: str) -> Effort:
    return EFFORTS.get(name, Effort())


def motion(name: str, size: int = 128, seed: int = 7) -> Motion:
    return Motion(size=size, seed=seed, options=effort(name).options)


@cache
def clip(name: str) -> list[tuple[Image, Image]]:
    """One clip's frames, each with a copy that was taken when it came."""
    frames = made(name).animate(prepared(name), speech(effort(name).clip), motion(name))
    return [(frame, frame.copy()) for frame in frames]


@pytest.fixture(params=registry.names("face"))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def engine(name: str) -> FaceEngine:
    return made(name)


@pytest.fixture
def portrait(name: str) -> Portrait:
    made(name)
    return prepared(name)


def speech(seconds: float, pitch: float = 200.0) -> Speech:
    """A tone, and mouth shapes where there is time for them."""
    visemes, at = [], 0.2
    for viseme in SAID:
        visemes.append(Viseme(viseme, at, at + 0.1, 1.0))
        at += 0.1
    samples = (0.2 * np.sin(np.arange(round(seconds * RATE)) * (2 * np.pi * pitch / RATE))).astype(np.float32)
    if seconds >= effort("").other:
        samples[: round(0.2 * RATE)], samples[round(at * RATE) :] = 0, 0
    return Speech(samples, RATE, (), tuple(v for v in visemes if v.end < seconds))


def test_an_engine_says_its_registered_name(name: str) -> None:
    info = registry.face_engine(name).info
    assert info.name == name
    assert info.kind == "face"
    assert info.behaviour >= 1


def test_there_are_exactly_as_many_frames_as_the_sound_lasts(name: str, engine: FaceEngine, portrait: Portrait) -> None:
    for seconds in effort(name).durations:
        spoken = speech(seconds)
        frames = engine.animate(portrait, spoken, motion(name))
        assert sum(1 for _ in frames) == round(spoken.duration * motion(name).fps)
    assert len(clip(name)) == round(effort(name).clip * motion(name).fps)


@pytest.mark.parametrize("size", [128, 130])
def test_frames_keep_the_photos_framing(name: str, engine: FaceEngine, portrait: Portrait, size: int) -> None:
    frame = next(iter(engine.animate(portrait, speech(0.04), motion(name, size))))
    assert frame.dtype == np.uint8
    assert frame.shape == (size, size, 3)


def test_clips_start_and_end_at_the_same_rest(name: str, engine: FaceEngine, portrait: Portrait) -> None:
    if not engine.info.rests:
        assert "rest" in engine.info.limits  # and says so
        return
    silent = next(iter(engine.animate(portrait, Speech(np.zeros(RATE, np.float32), RATE), motion(name))))
    for frames in (
        [frame for frame, _ in clip(name)],
        list(engine.animate(portrait, speech(effort(name).other), motion(name, seed=2))),
    ):
        assert np.array_equal(frames[0], silent)
        assert np.array_equal(frames[-1], silent)


def test_the_same_arguments_give_the_same_frames(name: str, engine: FaceEngine, portrait: Portrait) -> None:
    clip(name)
    list(engine.animate(portrait, speech(effort(name).other), motion(name, seed=3)))  # nothing is carried over
    again = engine.animate(portrait, speech(effort(name).clip), motion(name))
    for (first, _), second in zip(clip(name), again, strict=True):
        assert np.array_equal(first, second)


def test_a_portrait_is_plain_data(name: str, engine: FaceEngine, portrait: Portrait) -> None:
    there = pickle.loads(pickle.dumps(portrait))  # noqa: S301 (our own)
    assert there.engine == engine.info.name
    for value in there.data.values():
        assert isinstance(value, str | int | float | bool | np.ndarray)
    frames = engine.animate(there, speech(effort(name).clip), motion(name))
    assert all(np.array_equal(a, b) for a, (b, _) in zip(frames, clip(name), strict=True))


def test_frames_come_one_at_a_time_and_stay_the_callers(name: str) -> None:
    assert all(np.array_equal(frame, copy) for frame, copy in clip(name))
    assert any(not np.array_equal(a[0], b[0]) for a, b in pairwise(clip(name)))


def test_different_words_give_different_mouths(name: str, engine: FaceEngine, portrait: Portrait) -> None:
    spoken = speech(effort(name).clip, pitch=333.0)
    others = Speech(spoken.samples, RATE, (), tuple(Viseme("ih", v.start, v.end) for v in spoken.visemes))
    frames = engine.animate(portrait, others, motion(name))
    assert any(not np.array_equal(a, b) for a, (b, _) in zip(frames, clip(name), strict=True))


def test_an_option_that_does_not_exist_and_a_wrong_value_are_refused_by_name(name: str) -> None:
    with pytest.raises(InputError, match="colour"):
        registry.check_options(name, {"colour": "red"}, "face")


def test_a_photo_without_a_face_is_refused(engine: FaceEngine) -> None:
    with pytest.raises(InputError):
        engine.prepare(Photo("grey.png", "grey", np.full((256, 256, 3), 128, np.uint8)), {}, quiet)


def test_preparing_can_be_cancelled(engine: FaceEngine) -> None:
    def cancelled(done: float, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        engine.prepare(drawn_photo(), {}, cancelled)
