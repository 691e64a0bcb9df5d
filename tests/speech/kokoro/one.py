"""One network for all tests: it takes seconds to load."""

from __future__ import annotations

from functools import cache
from unittest.mock import patch

from videolecture.speech.kokoro import engine as of_engine
from videolecture.speech.kokoro.engine import Kokoro
from videolecture.speech.kokoro.network import KokoroNetwork


@cache
def network() -> KokoroNetwork:
    return KokoroNetwork()


@cache
def engine() -> Kokoro:
    with patch.object(of_engine, "KokoroNetwork", network):
        return Kokoro()
