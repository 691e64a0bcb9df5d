"""Whose voice is it: the speaker encoder of Resemblyzer, which turns speech into a point that is near for like voices.

The network is GE2E (Wan et al. 2018, arXiv 1710.10467) as published in Resemblyzer (Apache-2.0): three LSTM layers over
40 mel channels, 256 numbers out, compared by cosine. Its mel spectrogram is computed here, in NumPy.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.activity import active_speech
from videolecture.speech.conversion.slaney import to_hertz, to_mel
from videolecture.types import Samples
from videolecture.weights import weight_path

if TYPE_CHECKING:
    import torch

RATE = 16_000  # Hz, what the published weights were trained on; so are all the constants below
WINDOW = 400  # samples, 25 ms
HOP = 160  # samples, 10 ms
MELS = 40
PARTIAL = 160  # mel steps of one partial utterance, 1.6 s
PARTIALS_APART = 77  # mel steps from one partial utterance to the next: 1.3 a second
COVERAGE = 0.75  # the last partial utterance must be filled at least this much
# dBFS. Resemblyzer only raises quieter speech to it; bringing louder speech down as well makes embeddings
# independent of the recording's level.
LOUDNESS = -30.0
SIZE = 256

Embedding = NDArray[np.float32]  # (256,), length 1


class SpeakerEncoder:
    """Embeds speech. Loads 17 MB of weights when constructed."""

    def __init__(self) -> None:
        import torch

        state = torch.load(weight_path("resemblyzer"), map_location="cpu", weights_only=True)["model_state"]
        self.lstm = torch.nn.LSTM(MELS, SIZE, num_layers=3, batch_first=True)
        self.linear = torch.nn.Linear(SIZE, SIZE)
        for name, module in (("lstm", self.lstm), ("linear", self.linear)):
            prefix = f"{name}."
            module.load_state_dict({k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)})
            module.requires_grad_(requires_grad=False).eval()

    def embed(self, samples: Samples, rate: int) -> Embedding:
        """The voice of a recording, by the parts in which somebody speaks; shape (256,), length 1."""
        mean = self.pieces(samples, rate).mean(axis=0)
        return cast(Embedding, mean / np.linalg.norm(mean))

    def pieces(self, samples: Samples, rate: int) -> NDArray[np.float32]:
        """The voice of every stretch of 1.6 s in which somebody speaks; shape (stretches, 256), each of length 1."""
        import torch

        spectrogram = mel(prepare(samples, rate))
        starts = partials(len(spectrogram))
        spectrogram = np.pad(spectrogram, ((0, max(0, starts[-1] + PARTIAL - len(spectrogram))), (0, 0)))
        with torch.no_grad():
            stretches = torch.from_numpy(np.stack([spectrogram[s : s + PARTIAL] for s in starts]))
            return cast("NDArray[np.float32]", self.forward(stretches).numpy())

    def forward(self, mels: torch.Tensor) -> torch.Tensor:
        """Embeddings (batch, 256) of length 1 for mel spectrograms (batch, steps, 40)."""
        import torch

        _, (hidden, _) = self.lstm(mels)
        raw = torch.relu(self.linear(hidden[-1]))
        return cast("torch.Tensor", raw / (raw.norm(dim=1, keepdim=True) + 1e-8))


def prepare(samples: Samples, rate: int) -> Samples:
    """At 16 kHz, without the parts where nobody speaks, at -30 dBFS: what the encoder was trained on."""
    import soxr

    speech = active_speech(samples, rate)
    speech = speech if len(speech) else samples
    resampled = speech if rate == RATE else np.asarray(soxr.resample(speech, rate, RATE), dtype=np.float32)
    power = float(np.mean(resampled.astype(np.float64) ** 2)) if len(resampled) else 0.0
    gain = 10 ** ((LOUDNESS - 10 * np.log10(max(power, 1e-12))) / 20)
    return np.asarray(resampled * gain, dtype=np.float32)


def partials(steps: int) -> list[int]:
    """Where the partial utterances of a spectrogram start, in mel steps."""
    starts = list(range(0, max(1, steps - PARTIAL + PARTIALS_APART + 1), PARTIALS_APART))
    if len(starts) > 1 and (steps - starts[-1]) < COVERAGE * PARTIAL:
        starts.pop()
    return starts


def mel(samples: Samples) -> NDArray[np.float32]:
    """The power mel spectrogram (no logarithm) of 16 kHz sound, shape (len // 160 + 1, 40)."""
    padded = np.pad(samples, WINDOW // 2)
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    # The periodic Hann window.
    hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)
    power = np.abs(np.fft.rfft(windows * hann, axis=1)) ** 2
    return np.asarray(power @ filterbank().T, dtype=np.float32)


@cache
def filterbank() -> NDArray[np.float64]:
    """Mel filters on Slaney's scale, each of area one, shape (40, 201)."""
    corners = to_hertz(np.linspace(0.0, float(to_mel(RATE / 2)), MELS + 2))
    frequencies = np.linspace(0.0, RATE / 2, WINDOW // 2 + 1)
    rising = (frequencies - corners[:-2, None]) / np.diff(corners)[:-1, None]
    falling = (corners[2:, None] - frequencies) / np.diff(corners)[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return np.asarray(triangles * (2.0 / (corners[2:] - corners[:-2]))[:, None])
