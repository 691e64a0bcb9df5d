"""What every face engine promises."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import ClassVar

import numpy as np
import pytest

from videolecture import registry
from videolecture.conformance.drawn import drawn_photo
from videolecture.engines import FaceEngine
from videolecture.errors import Cancelled, InputError
from videolecture.types import Image, Motion, Photo, Portrait, Speech, Viseme, VisemeName

RATE = 24_000  # Hz
SAID: tuple[VisemeName, ...] = ("pp", "aa", "pp", "ou", "ss", "ih", "nn", "oh")
LEAST = 0.8  # seconds of a speech that has its mouth shapes between silences


def quiet(done: float, what: str) -> None:
    """A progress that holds whoever reports to what it may say."""
    assert 0.0 <= done <= 1.0
    assert what


def speech(seconds: float, pitch: float = 200.0) -> Speech:
    """A tone, and mouth shapes where there is time for them."""
    visemes, at = [], 0.2
    for viseme in SAID:
        visemes.append(Viseme(viseme, at, at + 0.1, 1.0))
        at += 0.1
    samples = (0.2 * np.sin(np.arange(round(seconds * RATE)) * (2 * np.pi * pitch / RATE))).astype(np.float32)
    if seconds >= LEAST:
        samples[: round(0.2 * RATE)], samples[round(at * RATE) :] = 0, 0
    return Speech(samples, RATE, (), tuple(v for v in visemes if v.end < seconds))


class FaceEngineSuite:
    """Subclass it as `Test...` with the engine's registered name; shorter clips where a frame takes seconds."""

    name: ClassVar[str]
    durations: ClassVar[tuple[float, ...]] = (0.0, 0.04, 0.33, 1.0, 1.21)  # seconds of clips whose frames are counted
    clip: ClassVar[float] = 1.2  # seconds of the clip that is compared
    other: ClassVar[float] = 0.8  # seconds of another one between
    options: ClassVar[Mapping[str, str | int | float | bool]] = {}

    @classmethod
    def make(cls) -> FaceEngine:
        """The engine with its models."""
        return registry.face_engine(cls.name)()

    def motion(self, size: int = 128, seed: int = 7) -> Motion:
        """How its clips are animated here."""
        return Motion(size=size, seed=seed, options=self.options)

    @classmethod
    @cache
    def _prepared(cls) -> tuple[FaceEngine, Portrait]:
        engine = cls.make()
        return engine, engine.prepare(drawn_photo(), cls.options, quiet)

    @classmethod
    @cache
    def _clip(cls) -> list[tuple[Image, Image]]:
        """One clip's frames, each with a copy that was taken when it came."""
        engine, portrait = cls._prepared()
        frames = engine.animate(portrait, speech(cls.clip), Motion(size=128, seed=7, options=cls.options))
        return [(frame, frame.copy()) for frame in frames]

    def test_it_says_what_it_is(self) -> None:
        info = registry.face_engine(self.name).info
        assert info.name == self.name
        assert info.kind == "face"
        assert info.title
        assert info.behaviour >= 1
        assert info.licence_code
        assert info.licence_weights

    def test_there_are_exactly_as_many_frames_as_the_sound_lasts(self) -> None:
        engine, portrait = self._prepared()
        for seconds in self.durations:
            spoken = speech(seconds)
            frames = engine.animate(portrait, spoken, self.motion())
            assert sum(1 for _ in frames) == round(spoken.duration * self.motion().fps)
        assert len(self._clip()) == round(self.clip * self.motion().fps)

    @pytest.mark.parametrize("size", [128, 130])
    def test_frames_keep_the_photos_framing(self, size: int) -> None:
        engine, portrait = self._prepared()
        frame = next(iter(engine.animate(portrait, speech(0.04), self.motion(size))))
        assert frame.dtype == np.uint8
        assert frame.shape == (size, size, 3)

    def test_clips_start_and_end_at_the_same_rest(self) -> None:
        engine, portrait = self._prepared()
        if not engine.info.rests:
            assert "rest" in engine.info.limits  # and says so
            return
        silence = Speech(np.zeros(RATE, np.float32), RATE)
        silent = next(iter(engine.animate(portrait, silence, self.motion())))
        for frames in (
            [frame for frame, _ in self._clip()],
            list(engine.animate(portrait, speech(self.other), self.motion(seed=2))),
        ):
            assert np.array_equal(frames[0], silent)
            assert np.array_equal(frames[-1], silent)

    def test_the_same_arguments_give_the_same_frames(self) -> None:
        engine, portrait = self._prepared()
        frames = self._clip()
        list(engine.animate(portrait, speech(self.other), self.motion(seed=3)))  # nothing is carried over
        again = engine.animate(portrait, speech(self.clip), self.motion())
        assert all(np.array_equal(first, second) for (first, _), second in zip(frames, again, strict=True))

    def test_a_portrait_is_plain_data(self) -> None:
        engine, portrait = self._prepared()
        there = pickle.loads(pickle.dumps(portrait))  # noqa: S301 (our own)
        assert there.engine == engine.info.name
        for value in there.data.values():
            assert isinstance(value, str | int | float | bool | np.ndarray)
        frames = engine.animate(there, speech(self.clip), self.motion())
        assert all(np.array_equal(a, b) for a, (b, _) in zip(frames, self._clip(), strict=True))

    def test_frames_come_one_at_a_time_and_stay_the_callers(self) -> None:
        frames = self._clip()
        assert all(np.array_equal(frame, copy) for frame, copy in frames)
        assert any(not np.array_equal(a[0], b[0]) for a, b in pairwise(frames))

    def test_different_words_give_different_mouths(self) -> None:
        engine, portrait = self._prepared()
        spoken = speech(self.clip, pitch=333.0)
        others = Speech(spoken.samples, RATE, (), tuple(Viseme("ih", v.start, v.end) for v in spoken.visemes))
        frames = engine.animate(portrait, others, self.motion())
        assert any(not np.array_equal(a, b) for a, (b, _) in zip(frames, self._clip(), strict=True))

    def test_an_option_that_does_not_exist_is_refused_by_name(self) -> None:
        with pytest.raises(InputError, match="colour"):
            registry.check_options(self.name, {"colour": "red"}, "face")

    def test_a_photo_without_a_face_is_refused(self) -> None:
        engine, _ = self._prepared()
        with pytest.raises(InputError):
            engine.prepare(Photo("grey.png", "grey", np.full((256, 256, 3), 128, np.uint8)), {}, quiet)

    def test_preparing_can_be_cancelled(self) -> None:
        def cancelled(done: float, what: str) -> None:  # noqa: ARG001 (a Progress)
            raise Cancelled

        engine, _ = self._prepared()
        with pytest.raises(Cancelled):
            engine.prepare(drawn_photo(), {}, cancelled)
