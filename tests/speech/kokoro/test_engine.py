"""The engine kokoro."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.speech.kokoro.one import engine
from videolecture.errors import InputError
from videolecture.speech.conversion.voice_search import PRACTICE, TEST
from videolecture.speech.kokoro.network import PRESETS, STEP
from videolecture.speech.kokoro.presets import SENTENCES, kokoro_presets
from videolecture.speech.kokoro.spelling import SYMBOLS, spell
from videolecture.speech.level_sentences import CALIBRATION
from videolecture.types import Speech, VoiceProfile

PROFILE = VoiceProfile("kokoro", "", {"language": "en", "voice": "af_heart", "pitch_factor": 1.0})


@cache
def say(text: str, seed: int = 0, language: str = "en") -> Speech:
    (speech,) = engine().speak([text], PROFILE, language, seed)
    return speech


def test_letters_add_up_to_words() -> None:
    speech = say("It's a well-known fact.")
    assert [mark.text for mark in speech.marks if mark.kind == "word"] == ["it's", "a", "well-known", "fact"]
    letters = [mark for mark in speech.marks if mark.kind == "letter"]
    assert "".join(mark.text for mark in letters) == "itsawellknownfact"
    assert all(mark.end > mark.start for mark in letters)


def test_another_seed_speaks_at_another_tempo() -> None:
    assert say("Mother made dinner.", seed=1).duration > say("Mother made dinner.").duration


def test_a_lecture_in_one_language_may_quote_another() -> None:
    words = [mark.text for mark in say("¡Buenos días!", language="es").marks if mark.kind == "word"]
    assert words == ["buenos", "días"]


def test_every_language_has_what_a_voice_is_searched_with() -> None:
    for language in engine().info.languages:
        assert set(kokoro_presets(language).names) == set(PRESETS[language])
        for text in (*PRACTICE[language], *TEST[language], *CALIBRATION[language], SENTENCES[language]):
            assert set(spell(text, language).symbols) <= set(SYMBOLS)


def test_another_language_is_refused() -> None:
    with pytest.raises(InputError, match="ru"):
        list(engine().speak(["Привет."], PROFILE, "ru", 0))


def test_golden_durations_and_levels() -> None:
    """When this fails because the sound changed on purpose, raise Kokoro.info.behaviour and write the new numbers."""
    speech = say("Mother made dinner.")
    lengths = [round((mark.end - mark.start) / STEP) for mark in speech.marks if mark.kind == "word"]
    levels = [float(np.sqrt(np.mean(part**2))) for part in np.array_split(speech.samples, 6)]
    assert (engine().info.behaviour, lengths) == (3, [12, 9, 22]), levels
    assert levels == pytest.approx([0.0, 0.1202, 0.1074, 0.0626, 0.0122, 0.0], rel=0.02, abs=1e-3)
