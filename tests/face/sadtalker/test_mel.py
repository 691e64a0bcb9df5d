from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.face.sadtalker import mel


def test_a_long_sound_is_heard_in_pieces_without_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)
    whole = mel.mel_spectrogram(sound)
    monkeypatch.setattr(mel, "BLOCK", 7)
    assert np.array_equal(mel.mel_spectrogram(sound), whole)


@given(samples=st.integers(1, 3000))
def test_a_sound_of_any_length_gives_its_steps(samples: int) -> None:
    steps = mel.mel_spectrogram(np.zeros(samples, dtype=np.float32))
    assert steps.shape == (1 + samples // mel.HOP, mel.N_MELS)
    assert (steps == -mel.CLIP).all()


def test_windows_repeat_the_sounds_ends() -> None:
    steps = np.arange(40, dtype=np.float32)[:, None].repeat(80, axis=1)
    heard = mel.mel_windows(steps, 0, 12)
    assert heard.shape == (12, 1, 80, 16)
    # 3.2 steps a frame, truncated toward zero: -6.4 is -6, and beyond the beginning the first step repeats.
    assert heard[0, 0, 0].tolist() == [0.0] * 7 + [float(n) for n in range(1, 10)]
    assert heard[2, 0, 0, 0] == 0
    assert heard[5, 0, 0, 0] == 9
    assert heard[11, 0, 0, -1] == 39
