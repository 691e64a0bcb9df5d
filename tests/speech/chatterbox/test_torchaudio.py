"""The stand-in for torchaudio: its filter bank against another computation of Kaldi's, its spectra and back."""

from __future__ import annotations

import numpy as np

from quality.campplus import filterbank
from videolecture.speech.chatterbox.torchaudio import filter_bank, modules


def test_the_filter_bank_is_kaldis() -> None:
    import torch

    sound = np.random.default_rng(0).standard_normal(8_000).astype(np.float32) / 10
    ours = filter_bank(torch.from_numpy(sound)[None], 80).numpy()
    other = filterbank(sound.astype(np.float64))
    assert ours.shape == other.shape
    assert np.abs(ours - other).max() < 1e-2


def test_a_spectrum_and_back_is_the_sound() -> None:
    import torch

    kinds = modules()["torchaudio.transforms"]
    settings = {"n_fft": 2048, "win_length": 2048, "hop_length": 320}
    sound = torch.randn(16_000, generator=torch.Generator().manual_seed(0))
    back = kinds["InverseSpectrogram"](**settings)(kinds["Spectrogram"](**settings, power=None)(sound))  # type: ignore[operator]
    assert float((back[: len(sound) - 400] - sound[: len(back)][: len(sound) - 400]).abs().max()) < 1e-3
