"""What the outline foretells is what the limiter does, near enough to need no second try."""

from __future__ import annotations

import numpy as np
import pytest

from tests.compose.clips import hum, voice
from videolecture.compose.limiter import limited
from videolecture.compose.outline import Outline
from videolecture.loudness import SILENCE, integrated, ratio
from videolecture.types import SAMPLE_RATE, Samples

SOUNDS = [voice(150), voice(150, 3, 0.3), hum(100, 0.3)]


@pytest.mark.parametrize("sound", SOUNDS, ids=["voice", "loud-voice", "hum"])
@pytest.mark.parametrize("gain", [0.0, 6.0, 14.0])
def test_it_foretells_the_loudness_of_the_limited_sound(sound: Samples, gain: float) -> None:
    heard = integrated(np.concatenate(list(limited([sound], ratio(gain), -2.5))), SAMPLE_RATE)
    assert Outline([sound]).loudness(gain, -2.5) == pytest.approx(heard, abs=0.4)


@pytest.mark.parametrize("sound", SOUNDS, ids=["voice", "loud-voice", "hum"])
def test_without_a_limiter_it_measures(sound: Samples) -> None:
    assert Outline(np.split(sound, [7, 50_000])).loudness() == pytest.approx(integrated(sound, SAMPLE_RATE), abs=0.02)


def test_the_gain_reaches_the_aim_or_stops_where_it_would_only_crush() -> None:
    outline = Outline([voice(150)])
    assert outline.loudness(outline.gain_for(-18.0, -2.5), -2.5) == pytest.approx(-18.0, abs=0.01)
    assert outline.gain_for(-3.0, -2.5) <= -3.0 - outline.loudness() + 12.0


@pytest.mark.parametrize("length", [0, 100, 20_000])
def test_short_and_silent_sounds_have_an_outline(length: int) -> None:
    assert Outline([np.zeros(length, np.float32)]).loudness() == SILENCE
    assert np.isfinite(Outline([hum(11, 0.1)[: length + 2000]]).loudness())
