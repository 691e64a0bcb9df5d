"""The published network."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest

from tests.speech.kokoro.one import network
from videolecture.speech.conversion.pitch import median_pitch
from videolecture.speech.kokoro.network import PRESETS, RATE, Voice
from videolecture.speech.kokoro.spelling import SYMBOLS, spell


def test_durations_add_up_to_the_sound_and_a_faster_tempo_is_shorter() -> None:
    ids = spell("Good morning.", "en").ids
    samples, seconds = network().speak(ids, Voice("am_adam"))
    assert len(seconds) == len(ids)
    assert sum(seconds) * RATE == pytest.approx(len(samples))
    assert len(network().speak(ids, Voice("am_adam"), 1.2)[0]) < len(samples)


def test_a_factor_raises_the_pitch_by_as_much() -> None:
    ids = spell("We all remain.", "en").ids
    plain, raised = (network().speak(ids, Voice("am_adam", pitch))[0] for pitch in (1.0, 1.25))
    assert median_pitch(raised, RATE) / median_pitch(plain, RATE) == pytest.approx(1.25, abs=0.05)


def test_a_sentence_that_half_precision_turns_into_no_number_is_sound() -> None:
    text = "tədˈA wi wɪl tˈɔk əbˈWt hˈW lˈɪvɪŋ θˈɪŋz ɑɹ bˈɪlt, ʌnd wˈI ɪt mˈæɾəɹz tu ˈiʧ ʌv ʌs."
    samples, _ = network().speak((0, *(SYMBOLS[symbol] for symbol in text), 0), Voice("af_kore"))
    assert np.isfinite(samples).all()


def test_every_voice_has_numbers_for_every_length() -> None:
    assert tuple(network().styles) == tuple(chain.from_iterable(PRESETS.values()))
    assert all(np.isfinite(style).all() and style.shape == (510, 1, 256) for style in network().styles.values())
