"""Trimming, fading, bending."""

from __future__ import annotations

import numpy as np
import pytest

from videolecture.speech.edges import PEAK, audible_span, soft_clipped, with_fades

RATE = 48_000


def test_silence_around_a_sound_is_found() -> None:
    sound = np.zeros(3 * RATE, np.float32)
    sound[RATE : 2 * RATE] = 0.3 * np.sin(np.arange(RATE) / 30)
    first, last = audible_span(sound, RATE)
    assert first / RATE == pytest.approx(0.96, abs=0.03)
    assert last / RATE == pytest.approx(2.07, abs=0.03)


def test_pure_silence_has_no_sound() -> None:
    assert audible_span(np.zeros(RATE, np.float32), RATE) == (0, 0)
    assert audible_span(np.zeros(0, np.float32), RATE) == (0, 0)


def test_faded_edges_begin_and_end_at_zero() -> None:
    result = with_fades(np.ones(RATE, np.float32), RATE)
    assert result[0] == 0
    assert result[-1] == 0
    assert (result[RATE // 10 : -RATE // 10] == 1).all()
    assert len(with_fades(np.ones(10, np.float32), RATE)) == 10


def test_bending_keeps_peaks_below_one_and_the_rest_untouched() -> None:
    sound = np.linspace(-2, 2, 1001, dtype=np.float32)
    result = soft_clipped(sound)
    assert np.abs(result).max() <= PEAK
    assert (np.diff(result) >= 0).all()
    quiet = np.abs(sound) <= 0.9
    assert (result[quiet] == sound[quiet]).all()
