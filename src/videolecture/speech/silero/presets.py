"""What Silero's own voices sound like to the speaker encoder: computed once, kept beside this file.

`python -m videolecture.speech.silero.presets` computes it anew (a minute); a test checks some of it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from videolecture.speech.conversion import presets
from videolecture.speech.conversion.presets import Presets
from videolecture.speech.silero.network import RATE, WEIGHTS, SileroNetwork

FILE = Path(__file__).with_name("presets.npz")

SENTENCES = {
    "ru": "Сегодня мы поговорим о том, как устроены живые организмы, и почему это важно для каждого.",
    "en": "Today we will talk about how living things are built, and why it matters to each of us.",
}


@cache
def silero_presets(language: str) -> Presets:
    """The presets of a language."""
    return presets.read(FILE, language)


def compute(language: str, only: tuple[str, ...] = ()) -> Presets:
    """Speak the language's sentence in every preset, or in those of `only`, and measure what is heard."""
    network = SileroNetwork(language)
    spelling = network.spell(SENTENCES[language])
    names = only or tuple(network.presets)
    return presets.measure({name: network.speak(spelling, network.presets[name])[0] for name in names}, RATE)


def main() -> None:
    """Write the file."""
    import torch

    torch.set_num_threads(2)
    presets.write(FILE, {language: compute(language) for language in WEIGHTS})


if __name__ == "__main__":
    main()
