"""The engines of known output, held in mid-work while a test wants to look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests import fakes
from tests.faults.engines import hold
from videolecture.types import Image, Motion, Portrait, Speech, VoiceProfile

PLUGINS = "speech:tone=tests.execute.held.Tone,face:card=tests.execute.held.Card"


class Tone(fakes.Tone):
    """Held at «speak»."""

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        for speech in super().speak(texts, voice, language, seed):
            hold("speak")
            yield speech


class Card(fakes.Card):
    """Held at «animate»."""

    def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Iterator[Image]:
        for image in super().animate(portrait, speech, motion):
            hold("animate")
            yield image
