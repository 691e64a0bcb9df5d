"""What every face engine promises, run over all of them."""

from __future__ import annotations

import pickle
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from tests.face.drawn import drawn_photo
from videolecture import registry
from videolecture.errors import Cancelled, InputError, MissingError
from videolecture.types import FaceEngine, Image, Motion, Photo, Portrait, Speech, Viseme, VisemeName

RATE = 24_000
SAID: tuple[VisemeName, ...] = ("pp", "aa", "pp", "ou", "ss", "ih", "nn", "oh")


def quiet(done: float, what: str) -> None:
    assert 0.0 <= done <= 1.0
    assert what


@cache
def made(name: str) -> FaceEngine:
    try:
        return registry.face_engine(name)()
    except MissingError as missing:
        pytest.skip(str(missing))


@cache
def prepared(name: str) -> Portrait:
    return made(name).prepare(drawn_photo(), {}, quiet)


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


def speech(seconds: float = 1.2) -> Speech:
    visemes, at = [], 0.2
    for viseme in SAID:
        visemes.append(Viseme(viseme, at, at + 0.1, 1.0))
        at += 0.1
    samples = np.zeros(round(seconds * RATE), np.float32)
    samples[round(0.2 * RATE) : round(at * RATE)] = 0.2
    return Speech(samples, RATE, (), tuple(v for v in visemes if v.end < seconds))


MOTION = Motion(size=128, seed=7)


def test_an_engine_says_its_registered_name(name: str) -> None:
    info = registry.face_engine(name).info
    assert info.name == name
    assert info.kind == "face"
    assert info.behaviour >= 1


@pytest.mark.parametrize("seconds", [0.0, 0.04, 0.33, 1.0, 1.21])
def test_there_are_exactly_as_many_frames_as_the_sound_lasts(
    engine: FaceEngine, portrait: Portrait, seconds: float
) -> None:
    spoken = speech(seconds)
    assert len(list(engine.animate(portrait, spoken, MOTION))) == round(spoken.duration * MOTION.fps)


@pytest.mark.parametrize("size", [128, 130])
def test_frames_keep_the_photos_framing(engine: FaceEngine, portrait: Portrait, size: int) -> None:
    frame = next(iter(engine.animate(portrait, speech(), Motion(size=size))))
    assert frame.dtype == np.uint8
    assert frame.shape == (size, size, 3)


def test_clips_start_and_end_at_the_same_rest(engine: FaceEngine, portrait: Portrait) -> None:
    for seconds, seed in ((1.2, 1), (0.8, 2)):
        frames = list(engine.animate(portrait, speech(seconds), Motion(size=128, seed=seed)))
        silent = next(iter(engine.animate(portrait, Speech(np.zeros(RATE, np.float32), RATE), MOTION)))
        assert np.array_equal(frames[0], silent)
        assert np.array_equal(frames[-1], silent)


def test_the_same_arguments_give_the_same_frames(engine: FaceEngine, portrait: Portrait) -> None:
    first = list(engine.animate(portrait, speech(), MOTION))
    list(engine.animate(portrait, speech(0.5), Motion(size=128, seed=3)))  # nothing is carried from clip to clip
    for a, b in zip(first, engine.animate(portrait, speech(), MOTION), strict=True):
        assert np.array_equal(a, b)


def test_a_portrait_is_plain_data(engine: FaceEngine, portrait: Portrait) -> None:
    there = pickle.loads(pickle.dumps(portrait))  # noqa: S301 (our own)
    assert there.engine == engine.info.name
    for value in there.data.values():
        assert isinstance(value, str | int | float | bool | np.ndarray)
    frames = zip(engine.animate(there, speech(0.5), MOTION), engine.animate(portrait, speech(0.5), MOTION), strict=True)
    assert all(np.array_equal(a, b) for a, b in frames)


def test_frames_come_one_at_a_time_and_stay_the_callers(engine: FaceEngine, portrait: Portrait) -> None:
    frames = engine.animate(portrait, speech(), MOTION)
    kept: list[tuple[Image, Image]] = []
    for frame in frames:
        kept.append((frame, frame.copy()))
    assert all(np.array_equal(frame, copy) for frame, copy in kept)
    assert any(not np.array_equal(a[0], b[0]) for a, b in pairwise(kept))


def test_different_words_give_different_mouths(engine: FaceEngine, portrait: Portrait) -> None:
    spoken = speech()
    others = Speech(spoken.samples, RATE, (), tuple(Viseme("ih", v.start, v.end) for v in spoken.visemes))
    pairs = zip(engine.animate(portrait, spoken, MOTION), engine.animate(portrait, others, MOTION), strict=True)
    assert any(not np.array_equal(a, b) for a, b in pairs)


def test_a_photo_without_a_face_is_refused(engine: FaceEngine) -> None:
    with pytest.raises(InputError):
        engine.prepare(Photo("grey.png", "grey", np.full((256, 256, 3), 128, np.uint8)), {}, quiet)


def test_preparing_can_be_cancelled(engine: FaceEngine) -> None:
    def cancelled(done: float, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        engine.prepare(drawn_photo(), {}, cancelled)
