"""An engine for a Python that has only the standard library and an old num2words; copied into that environment."""

from __future__ import annotations

import array
import importlib.metadata
import importlib.util
import math
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from videolecture.engines import SpeechEngine
from videolecture.errors import InputError
from videolecture.types import EngineInfo, Progress, Sample, Speech, VoiceProfile

RATE = 16_000


class Old(SpeechEngine):
    """Says how many letters a text has, in the words of its own num2words, as long as they are."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="old", kind="speech", title="Old", licence_code="Apache-2.0", licence_weights="none", commercial=True,
        behaviour=1, rate=RATE, longest_text=200,
    )  # fmt: skip
    options: ClassVar[Mapping[str, str]] = {"pitch": "Hz"}

    def __init__(self, options: Mapping[str, Any] | None = None) -> None:
        import num2words

        self._words = num2words.num2words
        self._pitch = float((options or {}).get("pitch", 200.0))

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        print("a library talks")  # must not break the protocol
        progress(0.5, "halfway")
        if language == "xx":
            raise InputError("It does not speak «xx».", "Choose another.")
        data = {
            "num2words": importlib.metadata.version("num2words"),
            "python": sys.prefix,
            "numpy": importlib.util.find_spec("numpy") is not None,
            "heard": len(sample.samples),
            "loudest": max(sample.samples),
            "table": array.array("f", [1.0, 2.0, 3.0]),
        }
        return VoiceProfile("old", sample.digest, data, warnings=("rough",))

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        assert list(voice.data["table"]) == [1.0, 2.0, 3.0]  # type: ignore[arg-type]
        for text in texts:
            if "умри" in text:
                os._exit(7)
            if "ошибись" in text:
                raise ZeroDivisionError("asked to")
            count = int(0.08 * len(self._words(len(text), lang=language)) * RATE)
            step = 2 * math.pi * self._pitch / RATE
            yield Speech(array.array("f", (0.3 * math.sin(step * i) for i in range(count))), RATE)  # type: ignore[arg-type]
