"""The search for a voice."""

from __future__ import annotations

import numpy as np
import pytest

from videolecture.speech import voice_search
from videolecture.speech.encoder import SpeakerEncoder
from videolecture.speech.silero_network import EMBEDDING, RATE, SileroNetwork
from videolecture.speech.voice_search import Effort, VoiceSearch


def test_a_lower_voice_is_found_and_the_search_is_deterministic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_search, "EFFORTS", {"ru": Effort(steps=8, stretches=2)})
    network, encoder = SileroNetwork("ru"), SpeakerEncoder()
    preset = network.presets["kseniya"]
    sought = preset.copy()
    sought[EMBEDDING : EMBEDDING + 3] = (-1.5, 0.0, 0.12)  # lower, from a longer vocal tract
    sample, _ = network.speak(network.spell("Вечером поезд прибыл на маленькую станцию у тихой реки."), sought)
    target = encoder.embed(sample, RATE)
    told: list[float] = []
    search = VoiceSearch(network, encoder, "ru")
    found = search.find(target, [preset], lambda done, _what: told.append(done))
    assert found.after > found.before + 0.02
    assert found.voice[EMBEDDING] < -0.2
    # Only the timbre moves.
    assert np.array_equal(found.voice[:EMBEDDING], preset[:EMBEDDING])
    assert told == sorted(told)
    assert told[-1] == 1.0
    again = search.find(target, [preset], lambda _done, _what: None)
    assert again.voice.tobytes() == found.voice.tobytes()


def test_no_voice_gets_worse_than_its_preset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_search, "EFFORTS", {"ru": Effort(steps=2, stretches=1)})
    network, encoder = SileroNetwork("ru"), SpeakerEncoder()
    preset = network.presets["aidar"]
    sample, _ = network.speak(network.spell(voice_search.EXAM["ru"][0]), preset)
    found = VoiceSearch(network, encoder, "ru").find(encoder.embed(sample, RATE), [preset], lambda _done, _what: None)
    assert found.after >= found.before
    assert found.voice.tobytes() == preset.tobytes()
