"""The speaker encoder."""

from __future__ import annotations

import numpy as np
import pytest

from videolecture.speech.conversion.speaker_encoder import PARTIAL, SpeakerEncoder, filterbank, mel, partials


def test_mel_filters_have_the_area_of_slaney() -> None:
    # Each filter's area over frequency is one: 201 bins of 40 Hz.
    assert filterbank().shape == (40, 201)
    assert filterbank()[10:].sum(axis=1) * 40 == pytest.approx(np.ones(30), rel=0.1)


def test_a_tone_lights_the_filter_of_its_frequency() -> None:
    time = np.arange(16_000) / 16_000
    for hertz in (300, 1000, 4000):
        spectrogram = mel(np.sin(2 * np.pi * hertz * time).astype(np.float32))
        assert spectrogram.shape == (101, 40)
        loudest = int(spectrogram[50].argmax())
        assert abs(filterbank()[loudest].argmax() * 40 - hertz) < 150


@pytest.mark.parametrize("steps", [1, 100, 160, 161, 300, 1000])
def test_partials_cover_the_spectrogram(steps: int) -> None:
    starts = partials(steps)
    assert starts[0] == 0
    assert starts[-1] + PARTIAL >= steps - 0.75 * PARTIAL


def test_an_embedding_has_length_one_and_ignores_rate_and_level() -> None:
    encoder = SpeakerEncoder()
    rng = np.random.default_rng(0)
    time = np.arange(3 * 48_000) / 48_000
    sound = (np.sin(2 * np.pi * 130 * time) * (np.sin(2 * np.pi * 2 * time) > 0) * 0.2).astype(np.float32)
    sound += 1e-4 * rng.standard_normal(len(sound)).astype(np.float32)
    one, quiet = encoder.embed(sound, 48_000), encoder.embed(0.01 * sound, 48_000)
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert float(one @ quiet) > 0.99
