"""The search for a voice."""

from __future__ import annotations

from functools import cache

import numpy as np

from videolecture.speech.encoder import Embedding, SpeakerEncoder
from videolecture.speech.silero import by_likeness
from videolecture.speech.silero_network import EMBEDDING, RATE, SileroNetwork, Voice
from videolecture.speech.voice_map import voice_map
from videolecture.speech.voice_search import EXAM, Found, VoiceSearch


@cache
def network() -> SileroNetwork:
    return SileroNetwork("ru")


@cache
def encoder() -> SpeakerEncoder:
    return SpeakerEncoder()


def embedded(voice: Voice, text: str) -> Embedding:
    return encoder().embed(network().speak(network().spell(text), voice)[0], RATE)


def find(target: Embedding, preset: str, told: list[float]) -> Found:
    search = VoiceSearch(network(), encoder(), voice_map("ru"), "ru")
    return search.find(
        target, network().presets[preset], by_likeness(target, "ru"), lambda done, _what: told.append(done)
    )


def test_a_lower_voice_is_found_and_the_search_is_deterministic() -> None:
    sought = network().presets["kseniya"].copy()
    sought[EMBEDDING : EMBEDDING + 3] = (-1.5, 0.0, 0.12)  # lower, from a longer vocal tract
    target = embedded(sought, "Вечером поезд прибыл на маленькую станцию у тихой реки.")
    told: list[float] = []
    found = find(target, "kseniya", told)
    assert found.after > found.before + 0.02
    assert found.voice[EMBEDDING] < -0.2
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert find(target, "kseniya", []).voice.tobytes() == found.voice.tobytes()


def test_no_voice_gets_worse_than_its_preset() -> None:
    preset = network().presets["aidar"]
    found = find(embedded(preset, " ".join(EXAM["ru"])), "aidar", [])
    assert found.after >= found.before
    assert np.array_equal(found.voice, preset)
