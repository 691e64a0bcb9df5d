"""The search for a sample's voice: looked up on the map of voices, then judged by what it says.

The map (voice_map.py) promises a mixture of presets and a timbre; nothing is believed until that voice has spoken
sentences that the map was not drawn with, and was more like the sample there than the preset it would replace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from videolecture.speech.encoder import Embedding, SpeakerEncoder
from videolecture.speech.presets import preset_embeddings
from videolecture.speech.silero_network import EMBEDDING, RATE, SileroNetwork, Voice
from videolecture.speech.voice_map import VoiceMap
from videolecture.types import Progress

# Sentences that no map was drawn with.
EXAM = {
    "ru": (
        "Первая железная дорога соединила две столицы в середине девятнадцатого века.",
        "Если малому изменению величины отвечает малое изменение функции, она непрерывна.",
    ),
    "en": (
        "The first railway connected the two capitals in the middle of the nineteenth century.",
        "If a small change of the argument leads to a small change of the value, it is continuous.",
    ),
}
# How far to go from the nearest preset to the place on the map. All the way closes half of the gap by the encoder that
# the map was drawn with, but an independent one (CAM++) then finds most voices less like the sample than the preset.
STEP = 0.5
BETTER = 0.02  # cosine that a voice must gain over the preset: less is within the noise of two sentences


@dataclass(frozen=True)
class Found:
    """The result of a search."""

    voice: Voice
    before: float  # cosine of the nearest preset and the sample, on the exam's sentences
    after: float  # of the voice found; never lower


class VoiceSearch:
    """Searches one language's voices."""

    def __init__(self, network: SileroNetwork, encoder: SpeakerEncoder, voices: VoiceMap, language: str) -> None:
        self._network, self._encoder, self._map, self._language = network, encoder, voices, language
        self._exam = [network.spell(text) for text in EXAM[language]]

    def find(self, target: Embedding, preset: Voice, near: Sequence[str], progress: Progress) -> Found:
        """The voice most like the target's, between the presets that are `near`, the nearest first."""
        names, _ = preset_embeddings(self._language)
        place = self._map.find(target, [names.index(name) for name in near])
        parts = np.stack([self._network.presets[name][:EMBEDDING] for name in names])
        goal = np.concatenate([place.mixture @ parts, place.timbre])
        progress(0.2, "judging the nearest voice")
        before = self._likeness(preset, target)
        progress(0.6, "judging the voice on the map")
        voice = (preset + STEP * (goal - preset)).astype(np.float32)
        after = self._likeness(voice, target)
        if after <= before + BETTER:
            progress(1.0, "no voice is nearer than the preset")
            return Found(preset, before, before)
        progress(1.0, "voice found")
        return Found(voice, before, after)

    def _likeness(self, voice: Voice, target: Embedding) -> float:
        spoken = np.concatenate([self._network.speak(spelling, voice)[0] for spelling in self._exam])
        return float(self._encoder.embed(spoken, RATE) @ target)
