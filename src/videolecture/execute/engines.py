"""The engines of one process: constructed when first needed, kept as long as it lives."""

from __future__ import annotations

import json
from collections.abc import Mapping

from videolecture import registry
from videolecture.engines import FaceEngine, SpeechEngine
from videolecture.execute import foreign
from videolecture.types import Progress


class Engines:
    """Resident engines, by name and, where they have any, options."""

    def __init__(self, pythons: Mapping[str, str] | None = None) -> None:
        """`pythons`: engines that live in another environment, name -> its interpreter."""
        self._pythons = dict(pythons or {})
        self._speech: dict[tuple[str, str], SpeechEngine] = {}
        self._face: dict[str, FaceEngine] = {}

    def speech(self, name: str, progress: Progress, options: Mapping[str, object] | None = None) -> SpeechEngine:
        """The speech engine of that name with these options."""
        key = name, json.dumps(dict(options or {}), sort_keys=True)
        if key not in self._speech:
            progress(0.0, f"loading {name}")
            self._speech[key] = (
                foreign.speech_engine(name, self._pythons[name], options or {})
                if name in self._pythons
                else registry.new_speech_engine(name, options)
            )
        return self._speech[key]

    def face(self, name: str, progress: Progress) -> FaceEngine:
        """The face engine of that name."""
        if name not in self._face:
            progress(0.0, f"loading {name}")
            self._face[name] = (
                foreign.face_engine(name, self._pythons[name])
                if name in self._pythons
                else registry.face_engine(name)()
            )
        return self._face[name]
