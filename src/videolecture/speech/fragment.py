"""A fragment's finished sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from videolecture.types import Speech


@dataclass(frozen=True)
class SpokenFragment:
    """A fragment as it is heard: a whole number of frames, a short silence before and the pause after it included."""

    speech: Speech  # 48 kHz, len(samples) a multiple of 1920; marks and visemes in its own time
    sentences: tuple[tuple[float, float], ...]  # start and end in seconds of each sentence, pauses excluded
    measurements: Mapping[str, object] = field(default_factory=dict)  # JSON values
