"""The voices that a model has of its own, and which of them is nearest to a recording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.conversion.pitch import median_pitch
from videolecture.speech.conversion.speaker_encoder import Embedding, SpeakerEncoder
from videolecture.types import Samples

# Octaves that tuning bridges, and the cosine that a preset loses for each octave beyond: by listening to women whom the
# encoder takes for men, and to voices that had to be moved far.
FREE, PER_OCTAVE = 0.35, 0.15


@dataclass(frozen=True)
class Presets:
    """A model's own voices as the speaker encoder hears them."""

    names: tuple[str, ...]
    embeddings: NDArray[np.float32]  # (voices, 256)
    pitches: NDArray[np.float32]  # (voices,) medians in Hz

    def nearest(self, target: Embedding, pitch: float = 0.0) -> dict[str, float]:
        """The presets, the one most like an embedded voice first, and the cosine that each loses for its pitch.

        The encoder alone takes some women for men: a preset that is far from the `pitch` (Hz, 0: unknown) loses by
        that, and one that must be moved far is less clear.
        """
        far = np.maximum(0.0, self.octaves(pitch) - FREE) * PER_OCTAVE
        order = np.argsort(far - self.embeddings @ target, kind="stable")
        return {self.names[at]: float(far[at]) for at in order}

    def octaves(self, pitch: float) -> NDArray[np.float32]:
        """How far the presets are from a pitch in Hz; all 0 where it is unknown."""
        return np.abs(np.log2(self.pitches / pitch)) if pitch else np.zeros_like(self.pitches)


def measure(spoken: Mapping[str, Samples], rate: int) -> Presets:
    """The presets by what each of them has spoken."""
    encoder = SpeakerEncoder()
    embeddings = np.stack([encoder.embed(sound, rate) for sound in spoken.values()])
    pitches = np.array([median_pitch(sound, rate) for sound in spoken.values()], np.float32)
    return Presets(tuple(spoken), embeddings, pitches)


def read(file: Path, language: str) -> Presets:
    """The presets of a language out of a file that `write` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        return Presets(
            tuple(str(name) for name in stored[f"{language}_names"]),
            stored[f"{language}_embeddings"].astype(np.float32),
            np.asarray(stored[f"{language}_pitches"], np.float32),
        )


def write(file: Path, presets: Mapping[str, Presets]) -> None:
    """Keep the presets of some languages in a file, in half precision."""
    stored: dict[str, NDArray[np.generic]] = {}
    for language, own in presets.items():
        stored[f"{language}_names"] = np.array(own.names)
        stored[f"{language}_embeddings"] = own.embeddings.astype(np.float16)
        stored[f"{language}_pitches"] = own.pitches.astype(np.float16)
    with file.open("wb") as out:
        np.savez_compressed(out, allow_pickle=False, **stored)
