"""The pitch of a voice."""

from __future__ import annotations

import numpy as np
import pytest

from videolecture.speech.conversion.pitch import median_pitch

RATE = 48_000


@pytest.mark.parametrize("pitch", [75.0, 110.0, 220.0, 400.0])
def test_the_pitch_of_a_buzz_is_found_in_its_own_octave(pitch: float) -> None:
    time = np.arange(2 * RATE) / RATE
    harmonics = [np.sin(2 * np.pi * pitch * n * time) / n for n in range(1, 12)]
    buzz = 0.1 * np.sum(harmonics, axis=0) + 0.005 * np.random.default_rng(1).standard_normal(len(time))
    assert median_pitch(buzz.astype(np.float32), RATE) == pytest.approx(pitch, rel=0.03)


def test_noise_silence_and_a_moment_have_no_pitch() -> None:
    noise = np.random.default_rng(1).standard_normal(RATE).astype(np.float32)
    assert median_pitch(noise, RATE) == 0.0
    assert median_pitch(np.zeros(RATE, np.float32), RATE) == 0.0
    assert median_pitch(noise[:100], RATE) == 0.0
