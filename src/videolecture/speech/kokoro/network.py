"""The published network: phonetic symbols to sound at 24 kHz, with the duration of every symbol.

Kokoro-82M (hexgrad 2025) is StyleTTS 2 (Li et al. 2023) with an ISTFT vocoder. Its ONNX export gives nothing but the
waveform; here the durations become an output and a factor of the pitch an input (see graph.py), so that a voice can be
made higher or lower. The export draws no random numbers: the same symbols give the same sound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from videolecture.types import Samples
from videolecture.weights import weight_path

RATE = 24_000  # Hz
STEP = 0.025  # seconds of one step of a duration: 600 samples
WEIGHTS = "kokoro"
MODEL = "model_fp16.onnx"
THREADS = 2  # fixed: the bytes of the sound depend on it
STYLE = 256  # numbers of a voice for one length of text
LENGTHS = 510  # symbols of a text that a voice has numbers for, and the longest text

# The publisher's voices of women (f) and men (m): American English but for af_nicole, who whispers; Spanish; Italian.
PRESETS = {
    "en": (
        "af_alloy", "af_aoede", "af_bella", "af_heart", "af_jessica", "af_kore", "af_nova", "af_river", "af_sarah",
        "af_sky", "am_adam", "am_echo", "am_eric", "am_fenrir", "am_liam", "am_michael", "am_onyx", "am_puck",
        "am_santa",
    ),
    "es": ("ef_dora", "em_alex", "em_santa"),
    "it": ("if_sara", "im_nicola"),
}  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """A preset, higher or lower."""

    preset: str
    pitch: float = 1.0  # factor of its fundamental frequency


class KokoroNetwork:
    """Loads 163 MB when constructed, after the file's digest was checked."""

    def __init__(self) -> None:
        from videolecture.speech.kokoro.vocoder import Parts

        self._folder = weight_path(WEIGHTS)
        self._parts = Parts((self._folder / MODEL).read_bytes(), THREADS)

    @cached_property
    def styles(self) -> Mapping[str, NDArray[np.float32]]:
        """The voices, each (510, 1, 256): the numbers for a text by how many symbols it has."""
        names = chain.from_iterable(PRESETS.values())
        return {name: np.fromfile(self._folder / f"{name}.bin", "<f4").reshape(LENGTHS, 1, STYLE) for name in names}

    def speak(self, ids: tuple[int, ...], voice: Voice, tempo: float = 1.0) -> tuple[Samples, list[float]]:
        """Samples at 24 kHz and the seconds of every symbol, for symbols with the padding at both ends."""
        style = self.styles[voice.preset][min(len(ids) - 2, LENGTHS) - 1]
        waveform, steps = self._parts.run(ids, style, tempo, voice.pitch)
        return waveform.reshape(-1), [float(step) * STEP for step in steps.reshape(-1)]
