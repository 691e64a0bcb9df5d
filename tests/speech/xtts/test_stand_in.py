from __future__ import annotations

import importlib
import importlib.util
import sys

import numpy as np
import pytest

from videolecture.speech.xtts import stand_in
from videolecture.speech.xtts.stand_in import mel_filters, mel_spectrogram_class, resample, torchaudio_importable


@pytest.mark.parametrize(
    ("bins", "low", "high", "count", "rate", "norm"),
    [(1025, 0.0, 8000.0, 80, 22050, "slaney"), (257, 0.0, 8000.0, 64, 16000, None)],
    ids=["conditioning", "speaker"],
)
def test_filters_are_triangles_between_points_even_in_mel(
    bins: int, low: float, high: float, count: int, rate: int, norm: str | None
) -> None:
    def hertz(mel: float) -> float:
        return 700 * (10 ** (mel / 2595) - 1)

    top = 2595 * np.log10(1 + high / 700)
    points = [hertz(mel) for mel in np.linspace(2595 * np.log10(1 + low / 700), top, count + 2)]
    frequencies = np.linspace(0, rate / 2, bins)
    ours = mel_filters(bins, low, high, count, rate, norm).numpy()
    assert ours.shape == (bins, count)
    for place in range(count):
        left, peak, right = points[place : place + 3]
        expected = np.interp(frequencies, [left, peak, right], [0, 1, 0])
        if norm == "slaney":
            expected *= 2 / (right - left)
        np.testing.assert_allclose(ours[:, place], expected, atol=1e-3 * max(expected.max(), 1e-3))


def test_a_spectrogram_is_the_power_of_windowed_transforms_in_those_bands() -> None:
    import torch

    sound = np.random.default_rng(0).normal(0, 0.1, 4000)
    mel = mel_spectrogram_class()(
        sample_rate=16000, n_fft=512, win_length=400, hop_length=160, n_mels=64, window_fn=torch.hamming_window
    )
    ours = mel(torch.from_numpy(sound.astype(np.float32))[None])[0].numpy()
    padded = np.pad(sound, 256, mode="reflect")
    window = np.pad(0.54 - 0.46 * np.cos(2 * np.pi * np.arange(400) / 400), 56)
    power = np.array([np.abs(np.fft.rfft(padded[at : at + 512] * window)) ** 2 for at in range(0, 4001, 160)]).T
    expected = mel_filters(257, 0.0, 8000.0, 64, 16000, None).numpy().T @ power
    assert ours.shape == (64, 26)
    np.testing.assert_allclose(ours, expected[:, :26], rtol=1e-3, atol=1e-6)


def test_buffers_have_the_names_that_checkpoints_use() -> None:
    names = set(mel_spectrogram_class()(n_fft=512, win_length=400, hop_length=160, n_mels=64).state_dict())
    assert names == {"spectrogram.window", "mel_scale.fb"}


def can(name: str) -> bool:
    return True


def cannot(name: str) -> bool:
    return False


def test_nothing_of_the_stand_in_stays_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand_in, "_works", cannot)
    before = {name: sys.modules.get(name) for name in (*stand_in.NAMES, "torchcodec")}
    with torchaudio_importable():
        assert importlib.util.find_spec("torchaudio") is not None
        assert importlib.util.find_spec("torchcodec") is not None
    assert {name: sys.modules.get(name) for name in before} == before


def test_a_real_torchaudio_is_used_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    real = stand_in._module("torchaudio", here=True)
    monkeypatch.setitem(sys.modules, "torchaudio", real)
    monkeypatch.setattr(stand_in, "_works", can)
    with torchaudio_importable():
        assert importlib.import_module("torchaudio") is real


def test_resampling_is_refused_rather_than_guessed() -> None:
    assert resample("sound", 16000, 16000) == "sound"
    with pytest.raises(NotImplementedError):
        resample("sound", 22050, 16000)
