"""What Silero's own voices sound like to the speaker encoder: computed once, kept beside this file.

`python -m videolecture.speech.silero.presets` computes it anew (a minute); a test checks some of it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.conversion.pitch import median_pitch
from videolecture.speech.conversion.speaker_encoder import SpeakerEncoder
from videolecture.speech.silero.network import RATE, WEIGHTS, SileroNetwork

FILE = Path(__file__).with_name("presets.npz")

SENTENCES = {
    "ru": "Сегодня мы поговорим о том, как устроены живые организмы, и почему это важно для каждого.",
    "en": "Today we will talk about how living things are built, and why it matters to each of us.",
}


@cache
def preset_embeddings(language: str) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    """The presets' names and their embeddings, shape (voices, 256)."""
    with np.load(FILE, allow_pickle=False) as stored:
        names = tuple(str(name) for name in stored[f"{language}_names"])
        return names, stored[f"{language}_embeddings"].astype(np.float32)


@cache
def preset_pitches(language: str) -> NDArray[np.float32]:
    """The presets' median pitches in Hz, in the order of their names."""
    with np.load(FILE, allow_pickle=False) as stored:
        return np.asarray(stored[f"{language}_pitches"], np.float32)


def compute(
    language: str, only: tuple[str, ...] = ()
) -> tuple[tuple[str, ...], NDArray[np.float32], NDArray[np.float32]]:
    """Speak the language's sentence in every preset (or in those of `only`): names, embeddings, median pitches."""
    network, encoder = SileroNetwork(language), SpeakerEncoder()
    spelling = network.spell(SENTENCES[language])
    names = only or tuple(network.presets)
    spoken = [network.speak(spelling, network.presets[name])[0] for name in names]
    embeddings = np.stack([encoder.embed(sound, RATE) for sound in spoken])
    return names, embeddings, np.array([median_pitch(sound, RATE) for sound in spoken], np.float32)


def main() -> None:
    """Write the file."""
    import torch

    torch.set_num_threads(2)
    stored: dict[str, NDArray[np.generic]] = {}
    for language in WEIGHTS:
        names, embeddings, pitches = compute(language)
        stored[f"{language}_names"] = np.array(names)
        stored[f"{language}_embeddings"] = embeddings.astype(np.float16)
        stored[f"{language}_pitches"] = pitches.astype(np.float16)
    with FILE.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **stored)


if __name__ == "__main__":
    main()
