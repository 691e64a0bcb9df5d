"""A Kokoro voice at a recording's pitch, as far as a voice may be moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from videolecture.speech.conversion.envelope import Envelopes
from videolecture.speech.conversion.pitch import melody
from videolecture.speech.kokoro.network import PRESETS, RATE, KokoroNetwork, Voice
from videolecture.speech.kokoro.presets import kokoro_presets
from videolecture.speech.kokoro.spelling import spell
from videolecture.types import Samples

# The least and the greatest factor of the pitch: the network's sound follows its pitch exactly, but farther away the
# voice is strained.
LOWEST, HIGHEST = 0.7, 1.4


@dataclass(frozen=True)
class TunableKokoro:
    """A network as the voice search asks for it."""

    network: KokoroNetwork
    language: str
    rate: int = RATE

    @property
    def presets(self) -> Mapping[str, Voice]:
        """The model's own voices of the language."""
        return {name: Voice(name) for name in PRESETS[self.language]}

    def say(self, text: str, voice: Voice) -> Samples:
        """A sentence in a voice."""
        return self.network.speak(spell(text, self.language).ids, voice)[0]

    def tuned(self, preset: Voice, recorded: Envelopes, sentence: str) -> Voice:  # noqa: ARG002 (its pitch is known)
        """The preset with its pitch moved to the recording's median."""
        wanted = melody(recorded.pitches, recorded.active)
        if not len(wanted):
            return preset
        own = kokoro_presets(self.language)
        factor = 2.0 ** float(np.median(wanted)) / float(own.pitches[own.names.index(preset.preset)])
        return replace(preset, pitch=float(np.clip(factor, LOWEST, HIGHEST)))
