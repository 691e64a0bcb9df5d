"""A preset at a recording's pitch."""

from __future__ import annotations

import numpy as np
import pytest

from tests.speech.kokoro.one import network
from videolecture.speech.conversion.envelope import BANDS, Envelopes
from videolecture.speech.kokoro.network import Voice
from videolecture.speech.kokoro.presets import kokoro_presets
from videolecture.speech.kokoro.tuning import HIGHEST, LOWEST, TunableKokoro


def recording(pitch: float) -> Envelopes:
    """A second of somebody at one pitch."""
    return Envelopes(np.zeros((200, BANDS)), np.full(200, pitch))


@pytest.mark.parametrize("octaves", [-0.3, 0.0, 0.2])
def test_the_pitch_becomes_the_recordings(octaves: float) -> None:
    presets = kokoro_presets("en")
    own = float(presets.pitches[presets.names.index("am_adam")])
    voice = TunableKokoro(network(), "en").tuned(Voice("am_adam"), recording(own * 2**octaves), "Good morning.")
    assert voice.pitch == pytest.approx(2**octaves, rel=1e-3)


def test_a_voice_is_not_moved_too_far() -> None:
    speaker = TunableKokoro(network(), "en")
    assert speaker.tuned(Voice("am_adam"), recording(400.0), "Good morning.").pitch == HIGHEST
    assert speaker.tuned(Voice("af_heart"), recording(65.0), "Good morning.").pitch == LOWEST


def test_a_recording_without_a_pitch_changes_nothing() -> None:
    assert TunableKokoro(network(), "en").tuned(Voice("am_adam"), recording(0.0), "Good morning.") == Voice("am_adam")
