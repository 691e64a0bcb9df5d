"""The search for a voice."""

from __future__ import annotations

from functools import cache

import numpy as np

from videolecture.speech.conversion import mapping
from videolecture.speech.conversion.pitch import median_pitch
from videolecture.speech.conversion.speaker_encoder import SpeakerEncoder
from videolecture.speech.conversion.voice_search import TEST, FoundVoice, VoiceSearch, converted
from videolecture.speech.silero.network import EMBEDDING, RATE, SileroNetwork, Voice
from videolecture.speech.silero.tuning import TunableSilero
from videolecture.types import Sample, Samples


@cache
def network() -> SileroNetwork:
    return SileroNetwork("ru")


@cache
def encoder() -> SpeakerEncoder:
    return SpeakerEncoder()


def spoken(voice: Voice, *texts: str) -> Samples:
    return np.concatenate([network().speak(network().spell(text), voice)[0] for text in texts])


def find(samples: Samples, preset: str, told: list[float]) -> FoundVoice[Voice]:
    sample = Sample("sample.wav", "0", samples, RATE)
    target = encoder().embed(samples, RATE)
    search = VoiceSearch(TunableSilero(network()), encoder(), "ru")
    return search.find(sample, target, {preset: 0.0}, lambda done, _what: told.append(done))


@cache
def woman_by_a_man() -> tuple[FoundVoice[Voice], Samples, list[float]]:
    """A recording of one preset, found from another far from it."""
    samples = spoken(
        network().presets["xenia"],
        "Вечером поезд прибыл на маленькую станцию у тихой реки.",
        "Над лесом кружили птицы, и никто не знал, чего они ждут.",
    )
    told: list[float] = []
    return find(samples, "eugene", told), samples, told


def test_a_voice_far_from_the_preset_is_approached_in_timbre_and_pitch() -> None:
    found, samples, told = woman_by_a_man()
    assert found.conversion is not None
    assert found.after > found.before + 0.05
    text = "Любая теорема начинается с вопроса."
    plain, ours = (
        spoken(network().presets["eugene"], text),
        converted(spoken(found.voice, text), RATE, found.conversion),
    )
    target = encoder().embed(samples, RATE)
    assert encoder().embed(ours, RATE) @ target > encoder().embed(plain, RATE) @ target + 0.05
    far, near = (abs(np.log2(median_pitch(sound, RATE) / median_pitch(samples, RATE))) for sound in (plain, ours))
    assert near < far - 0.25
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_the_same_sample_gives_the_same_voice() -> None:
    found, samples, _ = woman_by_a_man()
    again = find(samples, "eugene", [])
    assert again.voice.tobytes() == found.voice.tobytes()
    assert found.conversion is not None
    assert again.conversion is not None
    assert again.conversion.maps.tobytes() == found.conversion.maps.tobytes()


def test_a_sample_in_a_presets_own_voice_keeps_the_preset() -> None:
    preset = network().presets["aidar"]
    found = find(spoken(preset, *TEST["ru"]), "aidar", [])
    assert (found.conversion, found.after) == (None, found.before)
    assert np.array_equal(found.voice, preset)
    assert not found.voice[EMBEDDING:].any()


def test_a_conversion_survives_being_kept() -> None:
    found, _, _ = woman_by_a_man()
    assert found.conversion is not None
    kept = mapping.from_values(found.conversion.values())
    assert kept is not None
    sound = spoken(found.voice, "Слово не воробей.")
    assert np.array_equal(converted(sound, RATE, kept), converted(sound, RATE, found.conversion))
    assert mapping.from_values({}) is None
