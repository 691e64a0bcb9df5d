"""A Silero voice at a recording's pitch and with its liveliness, as far as a voice may be moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from videolecture.speech.conversion.envelope import Envelopes, envelopes
from videolecture.speech.conversion.pitch import breadth, melody
from videolecture.speech.silero.network import EMBEDDING, RATE, SileroNetwork, Voice
from videolecture.types import Samples

ROUNDS = 2  # how often the sentence is spoken and measured
# The network's pitch is in its own units, and what one of them does differs from preset to preset.
UNIT, UNITS = 0.27, (0.15, 0.7)  # octaves of one unit, at first and at least and most
# How far a preset's pitch may be moved, in units, and stretched, natural logarithm: half as much again is less clear.
SHIFT, SPREAD = 1.0, 0.25
NARROW = 0.05  # octaves; a narrower pitch is monotonous


@dataclass(frozen=True)
class TunableSilero:
    """A network as the voice search asks for it."""

    network: SileroNetwork
    rate: int = RATE

    @property
    def presets(self) -> Mapping[str, Voice]:
        """The model's own voices."""
        return self.network.presets

    def say(self, text: str, voice: Voice) -> Samples:
        """A sentence in a voice."""
        return self.network.speak(self.network.spell(text), voice)[0]

    def tuned(self, preset: Voice, recorded: Envelopes, sentence: str) -> Voice:
        """The preset with its pitch moved and stretched towards the recording's, measured on a spoken sentence."""
        wanted = melody(recorded.pitches, recorded.active)
        voice = preset.copy()
        if not len(wanted):
            return voice
        unit, before = UNIT, (0.0, 0.0)
        for number in range(ROUNDS):
            speech = envelopes(self.say(sentence, voice), RATE)
            spoken = melody(speech.pitches, speech.active)
            if not len(spoken):
                return voice
            shift, middle = float(voice[EMBEDDING]), float(np.median(spoken))
            if number and abs(shift - before[0]) > NARROW:
                unit = float(np.clip((middle - before[1]) / (shift - before[0]), *UNITS))
            before = shift, middle
            voice[EMBEDDING] = np.clip(shift + (np.median(wanted) - middle) / unit, -SHIFT, SHIFT)
            stretch = np.log(max(breadth(wanted), NARROW) / max(breadth(spoken), NARROW))
            voice[EMBEDDING + 1] = np.clip(voice[EMBEDDING + 1] + stretch, -SPREAD, SPREAD)
        return voice
