"""The spectral envelope."""

from __future__ import annotations

import numpy as np
import pytest

from videolecture.speech.conversion.envelope import BANDS, SIZE, STEP, centres, cosines, envelopes, filtered
from videolecture.types import Samples

RATE = 48_000


def vowel(pitch: float, formants: tuple[float, ...], seconds: float = 1.0) -> Samples:
    """Pulses through resonances 100 Hz wide."""
    time = np.arange(round(RATE * seconds)) / RATE
    sound = np.zeros(len(time))
    for number in range(1, int(12_000 / pitch)):
        frequency = pitch * number
        loudness = sum(1 / (1 + ((frequency - formant) / 100) ** 2) for formant in formants) / number
        sound += loudness * np.cos(2 * np.pi * frequency * time)
    return np.asarray(0.1 * sound / np.abs(sound).max(), np.float32)


@pytest.mark.parametrize("pitch", [90.0, 150.0, 240.0])
def test_a_formant_is_found_at_any_pitch_and_harmonics_are_not(pitch: float) -> None:
    found = envelopes(vowel(pitch, (600.0, 1700.0)), RATE)
    middle = found.bands[len(found.bands) // 2]
    tops = [at for at in range(1, BANDS - 1) if middle[at] > max(middle[at - 1], middle[at + 1])]
    near = [float(centres()[at]) for at in tops if middle[at] > middle.max() - 6]
    assert any(abs(hertz - 600) < 0.6 * pitch for hertz in near)
    assert len(near) <= 3
    assert found.voiced[20:-20].all()
    assert np.median(found.pitches[found.voiced]) == pytest.approx(pitch, rel=0.03)


def test_cepstra_are_orthonormal_and_one_comes_every_5_ms() -> None:
    assert np.allclose(cosines() @ cosines().T, np.eye(SIZE))
    found = envelopes(vowel(120.0, (500.0,), 0.333), RATE)
    assert found.cepstra.shape == (-(-round(0.333 * RATE) // round(RATE * STEP)), SIZE)


def test_no_change_leaves_the_sound_and_a_change_moves_the_envelope_by_itself() -> None:
    sound = vowel(120.0, (500.0, 1500.0))
    before = envelopes(sound, RATE)
    assert np.abs(filtered(sound, RATE, np.zeros_like(before.cepstra)) - sound).max() < 2e-4
    tilt = np.zeros_like(before.cepstra)
    tilt[:, 1], tilt[:, 0] = 4.0, 3.0
    after = envelopes(filtered(sound, RATE, tilt), RATE)
    inner = slice(20, -20)
    moved = (after.bands - before.bands)[inner, :40].mean(axis=0)  # where the harmonics are loud
    assert np.allclose(moved, (tilt[0] @ cosines())[:40], atol=0.1)


def test_silence_has_envelopes_but_nobody_speaks_in_it() -> None:
    found = envelopes(np.zeros(4800, np.float32), RATE)
    assert np.isfinite(found.bands).all()
    assert not found.voiced.any()
