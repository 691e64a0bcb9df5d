"""The embedded speech engine: Silero's Russian and English voices, with every letter's time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import ClassVar

import numpy as np

from videolecture import memory
from videolecture.engines import SpeechEngine
from videolecture.errors import EngineError
from videolecture.speech.conversion.enrolment import enroll_by_conversion
from videolecture.speech.conversion.mapping import Conversion, from_values
from videolecture.speech.conversion.speaker_encoder import SpeakerEncoder
from videolecture.speech.conversion.voice_search import converted
from videolecture.speech.edges import soft_clipped
from videolecture.speech.input_errors import language_unknown
from videolecture.speech.silero.heard_times import as_heard
from videolecture.speech.silero.network import RATE, STEP, VOICE_SIZE, SileroNetwork, Voice
from videolecture.speech.silero.presets import silero_presets
from videolecture.speech.silero.tuning import TunableSilero
from videolecture.speech.timing.marks import letters_and_words
from videolecture.types import EngineInfo, Progress, Sample, Speech, VoiceProfile

THREADS = 2  # fixed: the bytes of the sound depend on it
# A failed utterance is made again a little slower or faster: by the seed.
TEMPOS = (1.0, 0.95, 1.05, 0.9)


class Silero(SpeechEngine):
    """Speaks Russian and English on the processor, faster than real time. Weights load at first use of a language."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="silero",
        kind="speech",
        title="Silero v4 (Russian), v3 (English)",
        licence_code="Apache-2.0",
        licence_weights="CC BY-NC-SA 4.0 (Silero), Apache-2.0 (Resemblyzer)",
        commercial=False,
        behaviour=10,
        weights=("silero-ru", "silero-en", "silero-stress", "cmudict", "resemblyzer"),
        languages=("ru", "en"),
        rate=RATE,
        longest_text=300,
        needs="CPU, 2 cores",
        limits="non-commercial use only; takes on the sample's pitch and timbre, not its accent",
        cloning="the nearest preset, converted to the sample's pitch and timbre",
        stress="+ before the vowel; marked by Silero Stress",
        measured="17 times faster than it plays in Russian, 10 in English (make bench); CER .014 and .030, likeness "
        ".82 and .84 by Resemblyzer (make quality: means of eight voices)",
    )
    # What its worker process should have in its environment before torch loads: OpenMP threads that spin while they
    # wait make speech 5 to 10 times slower as soon as anything else uses the processor.
    # Every sentence has a length of its own: kernels kept for each of them, and an allocator that spreads over arenas,
    # would let the worker grow from .4 to .9 GB in a long lecture.
    environment: ClassVar[Mapping[str, str]] = {
        "OMP_WAIT_POLICY": "PASSIVE",
        "GOMP_SPINCOUNT": "0",
        "ONEDNN_PRIMITIVE_CACHE_CAPACITY": "8",
        "MALLOC_ARENA_MAX": "1",
    }

    def __init__(self) -> None:
        for name, value in self.environment.items():
            os.environ.setdefault(name, value)  # too late if torch is loaded already
        import torch

        torch.set_num_threads(THREADS)
        self._networks: dict[str, SileroNetwork] = {}

    def load(self, language: str) -> None:
        """Load a language's networks and let them say a word: the first costs more than the rest."""
        network = self._network(language)
        network.speak(network.spell("а" if language == "ru" else "a"), next(iter(network.presets.values())))

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        """Find the preset that can become most like the sample's voice, and what makes it so. Half a minute at most."""
        return enroll_by_conversion(
            self.info,
            TunableSilero(self._network(language)),
            silero_presets(language),
            self._encoder,
            sample,
            language,
            lambda voice: {"voice": voice},
            progress,
        )

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        """One Speech for each text, with marks for words and letters.

        A profile of the other language speaks this one with the preset nearest to the sample.
        """
        network = self._network(language)
        numbers, conversion = self._voice(voice, language)
        for text in texts:
            spelling = network.spell(text)
            try:
                samples, steps = network.speak(spelling, numbers, TEMPOS[seed % len(TEMPOS)])
            except RuntimeError as error:
                raise EngineError(
                    "Silero could not speak «{text}»: {reason}.",
                    "Shorten or reword it.",
                    code="silero-failed",
                    text=text,
                    reason=error,
                ) from error
            memory.give_back()
            times = as_heard(spelling.symbols, [int(n) * STEP for n in steps], language)
            marks = letters_and_words(spelling.symbols, times)
            if conversion:
                samples = converted(samples, RATE, conversion)
            yield Speech(samples=soft_clipped(samples), rate=RATE, marks=marks)

    def presets(self, language: str) -> dict[str, Voice]:
        """The model's own voices."""
        return self._network(language).presets

    @cached_property
    def _encoder(self) -> SpeakerEncoder:
        return SpeakerEncoder()

    def _network(self, language: str) -> SileroNetwork:
        if language not in self.info.languages:
            raise language_unknown(self.info.name, language, self.info.languages)
        if language not in self._networks:
            self._networks[language] = SileroNetwork(language)
        return self._networks[language]

    def _voice(self, profile: VoiceProfile, language: str) -> tuple[Voice, Conversion | None]:
        if profile.data.get("language") == language:
            voice = np.asarray(profile.data["voice"], dtype=np.float32).reshape(VOICE_SIZE)
            return voice, from_values(profile.data)
        target = np.asarray(profile.data["embedding"], dtype=np.float32)
        pitch = profile.number("pitch") if "pitch" in profile.data else 0.0
        name, *_ = silero_presets(language).nearest(target, pitch)
        return self.presets(language)[name], None
