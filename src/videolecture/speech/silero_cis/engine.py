"""The engine: 29 Russian voices, the nearest of them converted to the sample's timbre."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import numpy as np

from videolecture import memory
from videolecture.engines import Options, SpeechEngine
from videolecture.errors import EngineError, InputError
from videolecture.speech.conversion import presets
from videolecture.speech.conversion.enrolment import enroll_by_conversion
from videolecture.speech.conversion.envelope import Envelopes
from videolecture.speech.conversion.mapping import from_values
from videolecture.speech.conversion.presets import Presets
from videolecture.speech.conversion.speaker_encoder import SpeakerEncoder
from videolecture.speech.conversion.voice_search import converted
from videolecture.speech.edges import soft_clipped
from videolecture.speech.input_errors import language_unknown
from videolecture.speech.silero_cis.loading import RATE, Front, trusted
from videolecture.speech.silero_cis.spelling import respell
from videolecture.types import EngineInfo, Progress, Sample, Samples, Speech, VoiceProfile
from videolecture.weights import find, require, weight_path

WEIGHTS = "silero-cis"
THREADS = 2  # fixed: the bytes of the sound depend on it
CONTENDERS = 4  # voices that are tried at enrolment
SENTENCE = "Сег+одня м+ы поговор+им о т+ом, к+ак устр+оены жив+ые орган+измы, и почем+у +это в+ажно для к+аждого."


@dataclass(frozen=True)
class _Voices:
    """The package as the voice search asks for it. Its voices have their own pitch: the nearest one is taken."""

    front: Front
    rate: int = RATE

    @property
    def presets(self) -> Mapping[str, str]:
        """The voices by their names."""
        return {name: name for name in self.front.voices}

    def say(self, text: str, voice: str) -> Samples:
        """A sentence in a voice."""
        return self.front.say(respell(text), voice)

    def tuned(self, preset: str, recorded: Envelopes, sentence: str) -> str:  # noqa: ARG002 (nothing to tune)
        """The voice as it is."""
        return preset


class SileroCis(SpeechEngine):
    """Speaks Russian on the processor; its speech may be sold. The package loads at construction."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="silero-cis",
        kind="speech",
        title="Silero v5 CIS base, its 29 Russian voices",
        licence_code="MIT (the package's own code)",
        licence_weights="MIT (Silero CIS, Silero Stress), Apache-2.0 (Resemblyzer)",
        commercial=True,
        behaviour=1,
        weights=(WEIGHTS, "silero-stress", "resemblyzer"),
        languages=("ru",),
        rate=RATE,
        longest_text=300,
        needs="CPU, 2 cores",
        limits="its weights are at their publisher's address alone; takes on the sample's timbre, "
        "its pitch only as far as one of the 29 voices has it; tells no times of letters",
        cloning="the nearest of 29 voices, converted to the sample's timbre",
        proven=False,
        stress="+ before the vowel; marked by Silero Stress",
    )
    options: ClassVar[Mapping[str, str]] = {
        "file": "the publisher's v5_cis_base.pt, instead of the pulled weights",
        "sha256": "the SHA-256 of that file: loading it runs its code, so say which one you trust",
    }
    path_options: ClassVar[tuple[str, ...]] = ("file",)
    environment: ClassVar[Mapping[str, str]] = {
        "OMP_WAIT_POLICY": "PASSIVE",
        "GOMP_SPINCOUNT": "0",
        "MALLOC_ARENA_MAX": "1",
    }

    @staticmethod
    def check_options(options: Options) -> None:
        """Raise InputError for one of the two without the other, and for what is no SHA-256."""
        file, sha256 = (options.get(name, "") for name in ("file", "sha256"))
        digest = isinstance(sha256, str) and re.fullmatch(r"[0-9a-fA-F]{64}", sha256)
        if not isinstance(file, str) or bool(file) != bool(digest) or (sha256 and not digest):
            raise InputError(
                "The engine silero-cis takes file and sha256 together.",
                'Write both: file = "v5_cis_base.pt", and the 64 digits that «sha256sum v5_cis_base.pt» prints.',
                code="silero-cis-options",
            )

    @classmethod
    def weights_for(cls, options: Options) -> Mapping[str, str]:
        """The published package, unless a file of one's own is named."""
        _, *others = cls.info.weights
        own = str(options.get("sha256", "")).lower()
        if own:
            trusted(_path(options), own)
            require(*others)
        else:
            require(*cls.info.weights)
        return {WEIGHTS: own or find(WEIGHTS).identity, **{name: find(name).identity for name in others}}

    @staticmethod
    def option_identity(name: str, value: object) -> object:
        """A file is known by its digest alone, wherever it lies."""
        return "" if name == "file" else str(value).lower()

    def __init__(self, options: Options | None = None) -> None:
        for name, value in self.environment.items():
            os.environ.setdefault(name, value)  # too late if torch is loaded already
        import torch

        torch.set_num_threads(THREADS)
        chosen = options or {}
        own = str(chosen.get("sha256", ""))
        self._voices = _Voices(Front(trusted(_path(chosen), own) if own else weight_path(WEIGHTS)))

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        """Hear every voice once, then find the one that can become most like the sample's. A minute or so."""
        self._check_language(language)
        progress(0.0, "listening to the voices of the package")
        return enroll_by_conversion(
            self.info,
            self._voices,
            self._presets,
            self._encoder,
            sample,
            language,
            lambda voice: {"voice": voice},
            progress,
            CONTENDERS,
        )

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:  # noqa: ARG002
        """One Speech for each text, without marks: the front tells no durations."""
        self._check_language(language)
        own, conversion = str(voice.data["voice"]), from_values(voice.data)
        for text in texts:
            spelled = respell(text)
            try:
                samples = self._voices.front.say(spelled, own)
            except Exception as error:  # the package's own code
                raise EngineError(
                    "Silero CIS could not speak «{text}»: {reason}.",
                    "Shorten or reword it.",
                    code="silero-cis-failed",
                    text=text,
                    reason=error,
                ) from error
            memory.give_back()
            if conversion:
                samples = converted(samples, RATE, conversion)
            yield Speech(samples=soft_clipped(np.asarray(samples, np.float32)), rate=RATE, marks=())

    @cached_property
    def _presets(self) -> Presets:
        voices = self._voices
        return presets.measure({name: voices.say(SENTENCE, name) for name in voices.presets}, RATE)

    @cached_property
    def _encoder(self) -> SpeakerEncoder:
        return SpeakerEncoder()

    def _check_language(self, language: str) -> None:
        if language not in self.info.languages:
            raise language_unknown(self.info.name, language, self.info.languages)


def _path(options: Options) -> Path:
    return Path(str(options["file"])).expanduser()
