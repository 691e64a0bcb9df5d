"""Every language that can be read has sentences by which its voices are levelled."""

from __future__ import annotations

from videolecture.speech.level_sentences import CALIBRATION
from videolecture.speech.xtts.limits import CHARACTERS
from videolecture.text import alphabet, detect


def test_every_language_has_sentences_of_its_own() -> None:
    assert set(CALIBRATION) == set(alphabet.LANGUAGES)
    spoken = [sentence for sentences in CALIBRATION.values() for sentence in sentences]
    assert len(set(spoken)) == len(spoken)


def test_they_are_in_that_language_and_hold_no_digits() -> None:
    for language, sentences in CALIBRATION.items():
        assert not any(character.isdigit() for sentence in sentences for character in sentence)
        assert detect.detect(" ".join(sentences)) == language


def test_an_engine_that_takes_short_texts_alone_takes_them() -> None:
    for language, longest in CHARACTERS.items():
        assert all(len(sentence) <= longest for sentence in CALIBRATION[language])
