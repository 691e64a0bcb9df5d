"""Stands for the front in the published package: the same names, buzzing instead of speech.

`v5_cis_base` is known from its publisher's examples: `speakers`, and `apply_tts(text, speaker, sample_rate)`.
"""

from __future__ import annotations

import torch

PITCHES = {"kaz_zhazira": 210.0, "ru_zhazira": 210.0, "ru_igor": 115.0}


class Front:
    """What is pickled as tts_models/model."""

    speakers = tuple(PITCHES)
    symbols = "!'+,-.:;?абвгдежзийклмнопрстуфхцчшщъыьэюяё—… "

    def apply_tts(self, text: str, speaker: str, sample_rate: int) -> torch.Tensor:
        """Harmonics under two formants that wander with the letters, a tenth of a second each."""
        if set(text) - set(self.symbols):
            raise ValueError(f"unknown symbols: {text}")
        torch.set_grad_enabled(False)  # as loading v4 does
        letters = torch.tensor([self.symbols.index(letter) for letter in text if letter.isalpha()])
        size = sample_rate // 12
        time = torch.arange(len(letters) * size) / sample_rate
        formant = (400 + 25 * letters).repeat_interleave(size)
        pitch = PITCHES[speaker]
        sound = torch.zeros(len(time))
        for k in range(1, 25):
            level = torch.exp(-(((pitch * k - formant) / 300) ** 2)) + 0.2 / k
            sound += level * torch.sin(2 * torch.pi * pitch * k * time)
        beat = (torch.sin(2 * torch.pi * 3.1 * time) > -0.3).float()
        noise = torch.randn(len(time), generator=torch.Generator().manual_seed(len(time)))
        return 0.25 * sound * beat / sound.abs().max() + 1e-3 * noise
