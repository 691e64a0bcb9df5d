"""A voice of Silero's own, which costs no search: for tests of what is done with speech."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from videolecture.speech.silero.engine import Silero
from videolecture.types import Speech, VoiceProfile


@cache
def speaker() -> Silero:
    return Silero()


@cache
def preset(language: str) -> VoiceProfile:
    name, voice = sorted(speaker().presets(language).items())[0]
    data: dict[str, Any] = {
        "language": language,
        "voice": voice,
        "preset": name,
        "embedding": np.zeros(256, np.float32),
    }
    return VoiceProfile("silero", f"preset {language} {name}", data)


@cache
def spoken(text: str, language: str) -> Speech:
    return next(speaker().speak([text], preset(language), language, 0))
