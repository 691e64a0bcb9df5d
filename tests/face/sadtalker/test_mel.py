from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from videolecture.face.sadtalker import mel

SOUND = np.random.default_rng(0).normal(0, 0.1, 16_000).astype(np.float32)


@given(first=st.integers(0, 79), count=st.integers(1, 40))
def test_a_part_of_the_steps_is_a_part_of_all(first: int, count: int) -> None:
    last = min(81, first + count)
    whole = mel.mel_steps(SOUND, 0, mel.steps_of(SOUND))
    assert np.allclose(mel.mel_steps(SOUND, first, last), whole[first:last], atol=1e-6)


@given(samples=st.integers(1, 3000))
def test_a_sound_of_any_length_gives_its_steps(samples: int) -> None:
    sound = np.zeros(samples, dtype=np.float32)
    steps = mel.mel_steps(sound, 0, mel.steps_of(sound))
    assert steps.shape == (1 + samples // mel.HOP, mel.N_MELS)
    assert (steps == -mel.CLIP).all()


def test_windows_repeat_the_sounds_ends() -> None:
    steps = mel.mel_steps(SOUND[:7900], 0, 40)
    heard = mel.mel_windows(SOUND[:7900], 0, 12)
    assert heard.shape == (12, 1, 80, 16)
    # 3.2 steps a frame, truncated toward zero: -6.4 is -6, and beyond the beginning the first step repeats.
    for frame, at in ((0, [0] * 7 + list(range(1, 10))), (2, list(range(16))), (5, list(range(9, 25)))):
        assert np.allclose(heard[frame, 0].T, steps[at], atol=1e-6)
    assert np.allclose(heard[11, 0, :, -1], steps[39], atol=1e-6)
