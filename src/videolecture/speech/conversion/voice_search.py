"""The search for a sample's voice: a preset at the sample's pitch, and a conversion of its envelopes to the sample's.

Several presets compete. Each is tuned to the sample's pitch, speaks practice sentences that the conversion is learned
from, and then test sentences; the one most like the sample learns from the rest of the practice sentences. A voice
that is not measurably more like the sample than the plain preset is rejected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np

from videolecture.speech.conversion.envelope import Envelopes, envelopes, filtered
from videolecture.speech.conversion.mapping import Conversion, fit
from videolecture.speech.conversion.speaker_encoder import Embedding, SpeakerEncoder
from videolecture.types import Progress, Sample, Samples

FIRST = 3  # practice sentences that each of them is tried with
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
    "es": (
        "El veloz murciélago hindú comía feliz cardillo y kiwi.",
        "¿Por qué crees que esta respuesta no es correcta?",
        "La cigüeña tocaba el saxofón detrás del palenque de paja.",
        "Mi hermano compró ayer un libro nuevo sobre viajes.",
        "Llegaron muchos niños con sus zapatos llenos de lluvia.",
        "Buenas noches, esperamos que disfruten del jamón y del queso.",
    ),
    "it": (
        "Ma la volpe, col suo balzo, ha raggiunto il quieto cane.",
        "Perché pensate che questa risposta sia sbagliata?",
        "Gli gnomi cercano conchiglie azzurre sulla spiaggia.",
        "Mio fratello ha comprato un libro nuovo sui viaggi.",
        "Scegliete tre scatole grandi vicino al muro del giardino.",
        "Buonasera, speriamo che vi piaccia la zuppa di fagioli.",
    ),
}
# Sentences that nothing is learned from.
TEST = {
    "ru": (
        "Первая железная дорога соединила две столицы в середине девятнадцатого века.",
        "Если малому изменению величины отвечает малое изменение функции, она непрерывна.",
    ),
    "en": (
        "The first railway connected the two capitals in the middle of the nineteenth century.",
        "If a small change of the argument leads to a small change of the value, it is continuous.",
    ),
    "es": (
        "El primer ferrocarril unió las dos capitales a mediados del siglo diecinueve.",
        "Si un cambio pequeño del argumento produce un cambio pequeño del valor, la función es continua.",
    ),
    "it": (
        "La prima ferrovia collegò le due capitali alla metà del diciannovesimo secolo.",
        "Se a una piccola variazione corrisponde una piccola variazione del valore, la funzione è continua.",
    ),
}
BETTER = 0.02  # cosine that a voice must gain over the preset: less is within the noise of two sentences
TUNING = 1  # the practice sentence that a preset is tuned by

V = TypeVar("V")  # a voice as a model takes it


class Speaker(Protocol[V]):
    """A model with voices of its own that can be tuned."""

    @property
    def rate(self) -> int:
        """Hz of its sound."""
        ...

    @property
    def presets(self) -> Mapping[str, V]:
        """Its own voices."""
        ...

    def say(self, text: str, voice: V) -> Samples:
        """A sentence in a voice."""
        ...

    def tuned(self, preset: V, recorded: Envelopes, sentence: str) -> V:
        """The preset at a recording's pitch, as far as it may be moved, measured by speaking the sentence."""
        ...


@dataclass(frozen=True)
class FoundVoice(Generic[V]):
    """The result of a search."""

    preset: str
    voice: V
    conversion: Conversion | None  # none: nothing is nearer than the plain preset
    before: float  # cosine of the nearest preset and the sample, on the test sentences
    after: float  # of the voice found; never lower


class VoiceSearch(Generic[V]):
    """Searches the voices of one model in one language."""

    def __init__(self, speaker: Speaker[V], encoder: SpeakerEncoder, language: str, contenders: int = 4) -> None:
        """`contenders`: how many presets are tried."""
        self._speaker, self._encoder, self._contenders = speaker, encoder, contenders
        self._practice, self._test = PRACTICE[language], TEST[language]

    def find(
        self, sample: Sample, target: Embedding, presets: Mapping[str, float], progress: Progress
    ) -> FoundVoice[V]:
        """The voice most like the sample's, whose embedding is `target`, of the first of the presets.

        Each preset loses a cosine of its own for being far from the sample.
        """
        recorded = envelopes(sample.samples, sample.rate)
        tried = list(presets)[: self._contenders]
        plain = self._speaker.presets[tried[0]]
        trials: dict[str, tuple[float, V, list[Envelopes]]] = {}
        for number, name in enumerate(tried):
            progress(0.8 * number / len(tried), f"trying the voice {name}")
            voice = self._speaker.tuned(self._speaker.presets[name], recorded, self._practice[TUNING])
            practised = self._practised(voice, self._practice[:FIRST])
            likeness = self._likeness(voice, fit(practised, recorded), target)
            trials[name] = likeness - presets[name], voice, practised
        name = max(trials, key=lambda name: trials[name][0])
        progress(0.8, f"learning the voice from {name}")
        _, voice, practised = trials[name]
        conversion = fit([*practised, *self._practised(voice, self._practice[FIRST:])], recorded)
        before = self._likeness(plain, None, target)
        after = self._likeness(voice, conversion, target)
        if after <= before + BETTER:
            progress(1.0, "no voice is nearer than the preset")
            return FoundVoice(tried[0], plain, None, before, before)
        progress(1.0, "voice found")
        return FoundVoice(name, voice, conversion, before, after)

    def _practised(self, voice: V, texts: Sequence[str]) -> list[Envelopes]:
        return [envelopes(self._speaker.say(text, voice), self._speaker.rate) for text in texts]

    def _likeness(self, voice: V, conversion: Conversion | None, target: Embedding) -> float:
        rate = self._speaker.rate
        spoken = [self._speaker.say(text, voice) for text in self._test]
        if conversion:
            spoken = [converted(sound, rate, conversion) for sound in spoken]
        return float(self._encoder.embed(np.concatenate(spoken), rate) @ target)


def converted(samples: Samples, rate: int, conversion: Conversion) -> Samples:
    """A model's sound in the voice that the conversion was learned for."""
    return filtered(samples, rate, conversion.change(envelopes(samples, rate)))
