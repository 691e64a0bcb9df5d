"""The limiter: peaks below the ceiling, everything else untouched, however the sound is cut."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compose.clips import hum, impulse, voice
from videolecture.compose.limiter import limited
from videolecture.loudness import true_peak
from videolecture.types import SAMPLE_RATE, Samples


def limit(sound: Samples, gain: float, ceiling: float, cuts: list[int] | None = None) -> Samples:
    return np.concatenate(list(limited(np.split(sound, sorted(cuts or [])), gain, ceiling)))


def square(seconds: float = 1.0) -> Samples:
    return np.where(np.arange(round(seconds * SAMPLE_RATE)) // 40 % 2, 0.9, -0.9).astype(np.float32)


@pytest.mark.parametrize(
    "sound",
    [voice(50, level=0.3), square(), impulse(25, 20_000, 1.0), hum(25, 0.9), np.ones(48_000, np.float32)],
    ids=["voice", "square", "click", "hum", "constant"],
)
@pytest.mark.parametrize("gain", [1.0, 8.0])
def test_no_true_peak_stays_above_the_ceiling(sound: Samples, gain: float) -> None:
    assert true_peak(limit(sound, gain, -3.0)) <= -3.0 + 0.15


def test_a_sound_below_the_ceiling_is_only_multiplied() -> None:
    sound = voice(50, level=0.005)
    assert np.array_equal(limit(sound, 2.0, -3.0), sound * np.float32(2.0))


def test_far_from_a_peak_nothing_changes() -> None:
    sound = hum(50, 0.1) + impulse(50, 48_000, 0.9)
    changed = limit(sound, 1.0, -6.0)
    assert np.array_equal(changed[:46_000], sound[:46_000])
    assert np.array_equal(changed[50_000:], sound[50_000:])
    assert int(np.argmax(np.abs(changed))) == 48_000


def test_silence_stays_silence_and_nothing_stays_nothing() -> None:
    assert not limit(np.zeros(5000, np.float32), 100.0, -3.0).any()
    assert not list(limited([], 1.0, -3.0))
    assert len(limit(np.ones(1, np.float32), 1.0, -3.0)) == 1


@given(cuts=st.lists(st.integers(0, 60_000), max_size=8))
@settings(deadline=None, max_examples=20)
def test_the_result_does_not_depend_on_how_the_sound_is_cut(cuts: list[int]) -> None:
    sound = voice(50, level=0.2)[:60_000]
    whole = limit(sound, 3.0, -3.0)
    assert len(whole) == len(sound)
    assert np.allclose(limit(sound, 3.0, -3.0, cuts), whole, atol=2e-6)
