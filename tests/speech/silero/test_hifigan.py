"""The vocoder says what the published one says."""

from __future__ import annotations

import pytest
import torch
from torch.jit._fuser import optimized_execution

from videolecture.speech.silero import hifigan
from videolecture.speech.silero.hifigan import RATES
from videolecture.speech.silero.network import SileroNetwork


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_sound_is_the_published_networks(language: str) -> None:
    network = SileroNetwork(language)
    spelling = network.spell({"ru": "мама мыла раму", "en": "the quick brown fox"}[language])
    voice = next(iter(network.presets.values()))
    with torch.no_grad(), optimized_execution(False):
        network._use(voice)
        durations = torch.round(network._durations(spelling))
        mel = network.mel(spelling, durations, voice)
        for rate in RATES:
            published = network.scripts.tts_model.vocoder(mel, rate)
            assert float(published.abs().max()) > 0.1
            assert torch.allclose(network.vocoder(mel, rate), published, atol=1e-4)


@pytest.mark.parametrize("language", ["ru", "en"])
def test_windows_leave_no_trace(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    vocoder = SileroNetwork(language).vocoder
    mel = torch.randn(1, 128, 100, generator=torch.Generator().manual_seed(1)) - 5
    with torch.no_grad():
        for rate in RATES:
            whole = vocoder(mel, rate)
            monkeypatch.setattr(hifigan, "WINDOW", 30)
            assert torch.allclose(vocoder(mel, rate), whole, atol=1e-5 * float(whole.abs().max()))
            monkeypatch.undo()
