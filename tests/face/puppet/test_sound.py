from __future__ import annotations

import numpy as np
import pytest

from videolecture.face.puppet.sound import loudness_curve, with_heard_closures
from videolecture.types import Samples, Viseme

RATE = 24_000


def voice(seconds: float, *murmurs: tuple[float, float]) -> Samples:
    """A buzz with energy at all frequencies, of which only the lowest come through while the lips are shut."""
    times = np.arange(round(seconds * RATE)) / RATE
    buzz = sum(np.sin(2 * np.pi * 150 * k * times) for k in range(1, 25)) / 12
    shut = np.zeros(len(times), dtype=bool)
    for start, end in murmurs:
        shut |= (times >= start) & (times < end)
    return np.where(shut, 0.3 * np.sin(2 * np.pi * 150 * times), buzz).astype(np.float32)


def spoken(start: float, end: float) -> list[Viseme]:
    return [Viseme("aa", 0.2, start, 1.0), Viseme("pp", start, end, 1.0), Viseme("aa", end, 1.0, 1.0)]


@pytest.mark.parametrize("late", [-0.02, 0.0, 0.03, 0.05])
def test_lips_are_shut_where_the_sound_is_muffled_though_the_mark_is_a_little_off(late: float) -> None:
    found = with_heard_closures(spoken(0.5 + late, 0.58 + late), voice(1.2, (0.5, 0.58)), RATE)
    assert found[1].name == "pp"
    assert abs(found[1].start - 0.5) < 0.02
    assert abs(found[1].end - 0.58) < 0.02


def test_neighbours_keep_their_order_and_leave_no_overlap() -> None:
    found = with_heard_closures(spoken(0.55, 0.61), voice(1.2, (0.5, 0.58)), RATE)
    assert [viseme.name for viseme in found] == ["aa", "pp", "aa"]
    assert found[0].end <= found[1].start <= found[1].end <= found[2].start
    assert (found[0].start, found[2].end) == (0.2, 1.0)


def test_a_closure_that_is_not_heard_stays_by_its_mark() -> None:
    found = with_heard_closures(spoken(0.5, 0.58), voice(1.2), RATE)
    assert abs(found[1].start - 0.5) < 0.03
    assert np.isclose(found[1].end - found[1].start, 0.08)


def test_after_a_pause_only_the_last_moment_before_the_burst_is_a_closure() -> None:
    sound = voice(1.2)
    sound[: round(0.5 * RATE)] = 0.0
    found = with_heard_closures([Viseme("pp", 0.46, 0.5), Viseme("aa", 0.5, 1.0)], sound, RATE)
    assert abs(found[0].end - 0.5) < 0.02
    assert found[0].end - found[0].start <= 0.121


def test_silence_and_no_sound_at_all_are_taken_as_they_are() -> None:
    visemes = spoken(0.5, 0.58)
    for sound in (np.zeros(RATE, np.float32), np.zeros(0, np.float32)):
        assert [viseme.name for viseme in with_heard_closures(visemes, sound, RATE)] == ["aa", "pp", "aa"]
    assert with_heard_closures([], np.zeros(RATE, np.float32), RATE) == ()


def test_loudness_follows_the_sound_frame_by_frame() -> None:
    samples = np.zeros(48_000, np.float32)
    samples[24_000:] = 0.5
    shown = loudness_curve(samples, 48_000, 25, 25)
    assert shown[:12].max() == 0.0
    assert shown[13:].min() > 0.9
    assert loudness_curve(np.zeros(0, np.float32), 48_000, 0, 25).shape == (0,)
