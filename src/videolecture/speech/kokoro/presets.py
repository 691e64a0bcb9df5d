"""What Kokoro's own voices sound like to the speaker encoder: computed once, kept beside this file.

`python -m videolecture.speech.kokoro.presets` computes it anew (two minutes).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from videolecture.speech.conversion import presets
from videolecture.speech.conversion.presets import Presets
from videolecture.speech.kokoro.network import PRESETS, RATE, KokoroNetwork, Voice
from videolecture.speech.kokoro.spelling import spell

FILE = Path(__file__).with_name("presets.npz")
SENTENCE = "Today we will talk about how living things are built, and why it matters to each of us."


@cache
def kokoro_presets(language: str) -> Presets:
    """The presets of a language."""
    return presets.read(FILE, language)


def compute(only: tuple[str, ...] = PRESETS) -> Presets:
    """Speak the sentence in every preset, or in those of `only`, and measure what is heard."""
    network, ids = KokoroNetwork(), spell(SENTENCE).ids
    return presets.measure({name: network.speak(ids, Voice(name))[0] for name in only}, RATE)


def main() -> None:
    """Write the file."""
    presets.write(FILE, {"en": compute()})


if __name__ == "__main__":
    main()
