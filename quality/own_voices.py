"""What a recogniser understands of Kokoro's own voices, language by language: is its spelling of them right?

    python -m quality.own_voices [--language es]

Ten sentences each, without conversion; whisper-base. `videolecture models pull whisper-base campplus` first.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

import numpy as np
import soxr

from quality.speech import Judges, errors
from videolecture.speech.kokoro.network import PRESETS, RATE, KokoroNetwork, Voice
from videolecture.speech.kokoro.spelling import spell
from videolecture.types import SAMPLE_RATE

SENTENCES = Path(__file__).with_name("own_voices.toml")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", choices=tuple(PRESETS), help="this one only")
    only = parser.parse_args().language
    texts = tomllib.loads(SENTENCES.read_text("utf-8"))
    network, judges = KokoroNetwork(), Judges.load()
    print("| language | voice | character errors |\n|---|---|---|")
    for language in [only] if only else PRESETS:
        for name in PRESETS[language]:
            wrong = size = 0
            for text in texts[language]:
                samples, _ = network.speak(spell(text, language).ids, Voice(name))
                sound = np.asarray(soxr.resample(samples, RATE, SAMPLE_RATE), np.float32)
                counted = errors(judges.heard(sound, language)[0], text, language)
                wrong, size = wrong + counted[0], size + counted[1]
            print(f"| {language} | {name} | {wrong / size:.3f} |", flush=True)


if __name__ == "__main__":
    main()
