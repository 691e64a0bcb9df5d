from __future__ import annotations

from pathlib import Path

import numpy as np

from videolecture.compose.wavs import length, stretches, write_silence
from videolecture.types import SAMPLES_PER_FRAME


def test_silence_is_an_audio_fragment_of_whole_frames(tmp_path: Path) -> None:
    write_silence(tmp_path / "silence.wav", 75)
    assert length(tmp_path / "silence.wav") == 75 * SAMPLES_PER_FRAME
    assert not np.concatenate(list(stretches([tmp_path / "silence.wav"]))).any()
