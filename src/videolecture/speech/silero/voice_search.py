"""The search for a sample's voice: a preset at the sample's pitch, and a conversion of its envelopes to the sample's.

Several presets try. Each is tuned to the sample's pitch, speaks practice sentences that the conversion is learned
from, and then those of an exam; the likest learns from more of them. Nothing is believed until it was heard: a voice
that is not more like the sample than the plain preset loses to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.conversion.envelope import Envelopes, envelopes, filtered
from videolecture.speech.conversion.mapping import Conversion, fit
from videolecture.speech.conversion.speaker_encoder import Embedding, SpeakerEncoder
from videolecture.speech.silero.network import EMBEDDING, RATE, SileroNetwork, Spelling, Voice
from videolecture.types import Progress, Sample, Samples

CONTENDERS = 4  # presets that try
HEAT = 3  # practice sentences that they try with
# What the conversion is learned from: all the sounds of the language.
PRACTICE = {
    "ru": (
        "Жили-были дед да баба, ели кашу с молоком.",
        "Широкая электрификация южных губерний даст мощный толчок хозяйству.",
        "Почему же вы считаете, что этот ответ неверен?",
        "Шесть мышат в камышах тихо шуршат у пруда.",
        "Эй, юный цыган, подъём, в объезд не поедем!",
        "Мой брат купил новую книгу о путешествиях.",
    ),
    "en": (
        "The quick brown fox jumps over the lazy dog.",
        "Why do you think that this answer is wrong?",
        "Please choose three large boxes by the garden wall.",
        "She sells sea shells on the shore, and they are cheap.",
        "My brother bought a new book about journeys.",
        "Good evening, we hope you enjoyed your voyage.",
    ),
}
# Sentences that nothing was learned from.
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
BETTER = 0.02  # cosine that a voice must gain over the preset: less is within the noise of two sentences

# Tuning: the network's pitch is in its own units, and what one of them does differs from preset to preset.
TUNING, ROUNDS = 1, 2  # the practice sentence that is listened to, and how often
UNIT, UNITS = 0.27, (0.15, 0.7)  # octaves of one unit, at first and at least and most
# How far a preset's pitch may be moved, in units, and stretched, natural logarithm: half as much again is less clear.
SHIFT, SPREAD = 1.0, 0.25
NARROW = 0.05  # octaves; a narrower pitch is a drone


@dataclass(frozen=True)
class Found:
    """The result of a search."""

    preset: str
    voice: Voice
    conversion: Conversion | None  # none: the plain preset is as near as it gets
    before: float  # cosine of the nearest preset and the sample, on the exam's sentences
    after: float  # of the voice found; never lower


class VoiceSearch:
    """Searches one language's voices."""

    def __init__(self, network: SileroNetwork, encoder: SpeakerEncoder, language: str) -> None:
        self._network, self._encoder = network, encoder
        self._practice = [network.spell(text) for text in PRACTICE[language]]
        self._exam = [network.spell(text) for text in EXAM[language]]

    def find(self, sample: Sample, target: Embedding, presets: Mapping[str, float], progress: Progress) -> Found:
        """The voice most like the sample's, whose embedding is `target`, of the first of the presets.

        Each pays a cosine of its own for being far from the sample.
        """
        recorded = envelopes(sample.samples, sample.rate)
        tried = list(presets)[:CONTENDERS]
        plain = self._network.presets[tried[0]]
        heats: dict[str, tuple[float, Voice, list[Envelopes]]] = {}
        for number, name in enumerate(tried):
            progress(0.8 * number / len(tried), f"trying the voice {name}")
            voice = self._tuned(self._network.presets[name], recorded)
            practised = self._practised(voice, self._practice[:HEAT])
            likeness = self._likeness(voice, fit(practised, recorded), target)
            heats[name] = likeness - presets[name], voice, practised
        name = max(heats, key=lambda name: heats[name][0])
        progress(0.8, f"learning the voice from {name}")
        _, voice, practised = heats[name]
        conversion = fit([*practised, *self._practised(voice, self._practice[HEAT:])], recorded)
        before = self._likeness(plain, None, target)
        after = self._likeness(voice, conversion, target)
        if after <= before + BETTER:
            progress(1.0, "no voice is nearer than the preset")
            return Found(tried[0], plain, None, before, before)
        progress(1.0, "voice found")
        return Found(name, voice, conversion, before, after)

    def _practised(self, voice: Voice, spellings: Sequence[Spelling]) -> list[Envelopes]:
        return [envelopes(self._network.speak(spelling, voice)[0], RATE) for spelling in spellings]

    def _tuned(self, preset: Voice, recorded: Envelopes) -> Voice:
        """The preset at the recording's pitch and with its liveliness, as far as they may be moved."""
        sought = _melody(recorded)
        voice = preset.copy()
        if not len(sought):
            return voice
        unit, heard = UNIT, (0.0, 0.0)
        for number in range(ROUNDS):
            melody = _melody(envelopes(self._network.speak(self._practice[TUNING], voice)[0], RATE))
            if not len(melody):
                return voice
            shift, middle = float(voice[EMBEDDING]), float(np.median(melody))
            if number and abs(shift - heard[0]) > NARROW:
                unit = float(np.clip((middle - heard[1]) / (shift - heard[0]), *UNITS))
            heard = shift, middle
            voice[EMBEDDING] = np.clip(shift + (np.median(sought) - middle) / unit, -SHIFT, SHIFT)
            stretch = np.log(max(_breadth(sought), NARROW) / max(_breadth(melody), NARROW))
            voice[EMBEDDING + 1] = np.clip(voice[EMBEDDING + 1] + stretch, -SPREAD, SPREAD)
        return voice

    def _likeness(self, voice: Voice, conversion: Conversion | None, target: Embedding) -> float:
        spoken = [self._network.speak(spelling, voice)[0] for spelling in self._exam]
        if conversion:
            spoken = [converted(sound, conversion) for sound in spoken]
        return float(self._encoder.embed(np.concatenate(spoken), RATE) @ target)


def converted(samples: Samples, conversion: Conversion) -> Samples:
    """A network's sound in the voice that it was fitted to."""
    return filtered(samples, RATE, conversion.change(envelopes(samples, RATE)))


def _melody(speech: Envelopes) -> NDArray[np.float64]:
    """Pitches in octaves, where somebody speaks and the folds swing."""
    return np.log2(speech.pitches[speech.voiced & speech.active])


def _breadth(melody: NDArray[np.float64]) -> float:
    low, high = np.percentile(melody, [20, 80])
    return float(high - low)
