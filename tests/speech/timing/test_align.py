"""Alignment against an engine that knows its own times."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.speech import preset
from videolecture.speech.timing.align import align
from videolecture.types import Mark, Speech

TEXTS = {
    "ru": (
        "в каждом городе есть своя библиотека, и в ней тысячи книг.",
        "шумит дождь – а в комнате тепл+о и светл+о.",
        "спасибо за внимание, до новых встреч!",
    ),
    "en": (
        "every town has its own library with thousands of books.",
        "thank you for your attention, and see you next week!",
        "the speed of light is the same for every observer.",
    ),
}


@cache
def spoken(language: str) -> list[Speech]:
    return [preset.spoken(text, language) for text in TEXTS[language]]


def words(marks: tuple[Mark, ...]) -> list[Mark]:
    return [mark for mark in marks if mark.kind == "word"]


@pytest.mark.parametrize("language", TEXTS)
def test_words_are_found_where_the_engine_said_them(language: str) -> None:
    gaps = []
    for text, speech in zip(TEXTS[language], spoken(language), strict=True):
        own, found = words(speech.marks), words(align(speech.samples, speech.rate, text))
        assert [mark.text for mark in own] == [mark.text for mark in found]
        gaps += [abs(a.start - b.start) for a, b in zip(own, found, strict=True)]
        gaps += [abs(a.end - b.end) for a, b in zip(own, found, strict=True)]
    assert float(np.median(gaps)) < 0.04


@pytest.mark.parametrize("speed", [0.7, 1.4])
def test_a_fast_and_a_slow_speaker_are_followed(speed: float) -> None:
    text, speech = TEXTS["en"][0], spoken("en")[0]
    resampled = np.interp(np.arange(0, len(speech.samples), speed), np.arange(len(speech.samples)), speech.samples)
    found = words(align(resampled.astype(np.float32), speech.rate, text))
    gaps = [abs(a.start / speed - b.start) for a, b in zip(words(speech.marks), found, strict=True)]
    assert float(np.median(gaps)) < 0.05


@pytest.mark.parametrize("language", TEXTS)
def test_marks_are_in_order_and_inside_the_sound(language: str) -> None:
    for text, speech in zip(TEXTS[language], spoken(language), strict=True):
        found = words(align(speech.samples, speech.rate, text))
        times = [time for mark in found for time in (mark.start, mark.end)]
        assert times == sorted(times)
        assert min(times) >= 0
        assert max(times) <= speech.duration + 1e-6


def test_stress_stays_on_its_letter() -> None:
    speech = spoken("ru")[1]
    stressed = [mark.text for mark in align(speech.samples, speech.rate, TEXTS["ru"][1]) if "\u0301" in mark.text]
    assert stressed == ["о\u0301", "о\u0301"]


def test_the_same_sound_gives_the_same_times() -> None:
    speech = spoken("ru")[0]
    assert align(speech.samples, speech.rate, TEXTS["ru"][0]) == align(speech.samples, speech.rate, TEXTS["ru"][0])


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0, "слово"), (1.0, "слово"), (0.05, "длинное слово"), (1.0, "…")]
)  # fmt: skip
def test_what_cannot_be_aligned_gets_no_marks(seconds: float, text: str) -> None:
    assert align(np.zeros(int(seconds * 24_000), np.float32), 24_000, text) == ()
