"""The engine kokoro."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from tests.speech.kokoro.one import engine
from videolecture.errors import InputError
from videolecture.speech.conversion.voice_search import PRACTICE, TEST
from videolecture.speech.kokoro.network import PRESETS, STEP
from videolecture.speech.kokoro.presets import SENTENCES, kokoro_presets
from videolecture.speech.kokoro.spelling import SYMBOLS, spell
from videolecture.speech.level_sentences import CALIBRATION
from videolecture.speech.lips.visemes import visemes
from videolecture.text.speaking import speak as read_aloud
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


@pytest.mark.parametrize(
    ("language", "written", "words", "shapes"),
    [
        ("es", "Mañana, 21 km.", "mañana veintiún kilómetros", "pp aa nn aa nn aa"),
        ("it", "Un po' di più: 5 kg.", "un po di più cinque chilogrammi", "ou nn pp oh dd ih pp ih ou"),
    ],
)
def test_a_text_read_aloud_is_marked_to_its_last_letter_and_moves_the_lips(
    language: str, written: str, words: str, shapes: str
) -> None:
    """By the language's own voice: what the English of the conformance suite cannot promise for the others."""
    sentence = read_aloud(written, language).sentence
    own = VoiceProfile("kokoro", "", {"language": language, "voice": PRESETS[language][0], "pitch_factor": 1.0})
    (speech,) = engine().speak([sentence.spoken], own, language, 0)
    assert [mark.text for mark in speech.marks if mark.kind == "word"] == words.split()
    letters = [mark for mark in speech.marks if mark.kind == "letter"]
    assert "".join(mark.text for mark in letters) == words.replace(" ", "")
    assert all(one.start < one.end <= other.start + 1e-6 for one, other in pairwise(letters))
    assert letters[-1].end <= speech.duration
    assert 0.05 < np.abs(speech.samples).max() < 1.0
    shown = [one.name for one in visemes(speech.marks, language) if one.name != "sil"]
    assert " ".join(shown).startswith(shapes)
    assert shown[-1] == ("ss" if language == "es" else "ih")


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
