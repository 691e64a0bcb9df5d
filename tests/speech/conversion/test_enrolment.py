"""A sample's level."""

from __future__ import annotations

import numpy as np
import pytest

from videolecture.loudness import integrated
from videolecture.speech.conversion.enrolment import LEVEL, levelled
from videolecture.types import Sample

RATE = 24_000


def sample(amplitude: float) -> Sample:
    """Two seconds of a tone, cut where it is larger than a recording can be."""
    tone = amplitude * np.sin(2 * np.pi * 200 * np.arange(2 * RATE) / RATE)
    return Sample(samples=np.clip(tone, -1, 1).astype(np.float32), rate=RATE, digest="", name="voice.wav")


def test_a_sample_of_usual_loudness_is_learned_from_as_it_is() -> None:
    usual = sample(0.1)
    assert levelled(usual) is usual


def test_a_clipped_sample_is_learned_from_at_the_level_of_voices() -> None:
    clipped = sample(8.0)
    assert integrated(levelled(clipped).samples, RATE) == pytest.approx(LEVEL, abs=0.1)
    assert float(np.abs(clipped.samples).max()) == 1.0  # the sample itself stays
