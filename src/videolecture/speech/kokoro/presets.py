"""What Kokoro's own voices sound like to the speaker encoder: computed once, kept beside this file.

`python -m videolecture.speech.kokoro.presets` computes it anew (two minutes).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from videolecture.speech.conversion import presets
from videolecture.speech.conversion.presets import Presets
from videolecture.speech.kokoro.network import PRESETS, RATE, KokoroNetwork, Voice
from videolecture.speech.kokoro.spelling import spell

FILE = Path(__file__).with_name("presets.npz")
SENTENCES = {
    "en": "Today we will talk about how living things are built, and why it matters to each of us.",
    "es": "Hoy vamos a hablar de cómo están hechos los seres vivos, y de por qué nos importa a todos.",
    "it": "Oggi parleremo di come sono fatti gli esseri viventi, e del perché questo riguarda tutti noi.",
}


@cache
def kokoro_presets(language: str) -> Presets:
    """The presets of a language."""
    return presets.read(FILE, language)


def compute(network: KokoroNetwork, language: str, names: Sequence[str]) -> Presets:
    """Speak the language's sentence in these presets, and measure what is heard."""
    ids = spell(SENTENCES[language], language).ids
    return presets.measure({name: network.speak(ids, Voice(name))[0] for name in names}, RATE)


def main() -> None:
    """Write the file."""
    network = KokoroNetwork()
    presets.write(FILE, {language: compute(network, language, names) for language, names in PRESETS.items()})


if __name__ == "__main__":
    main()
