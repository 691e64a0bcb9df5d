import pytest

from videolecture.text.markup import Held, engine_stress, take, written
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Это з+амок.", "это з+амок."),
        ("Это за́мок.", "это з+амок."),
        ("Сумма а+о и 2+2.", "сумма а плюс о и два плюс два."),
        ("[say:GPT-4|джи пи ти ч+етыре] тут.", "джи пи ти ч+етыре тут."),
    ],
)
def test_an_author_decides_how_words_sound(text: str, spoken: str) -> None:
    assert speak(text, "ru").sentence.spoken == spoken


def test_pauses_split_a_sentence_into_phrases() -> None:
    phrases = speak("Стоп [pause:500ms] и дальше [pause:2,5s] всё. [pause: 4]", "ru").sentence.phrases
    assert [phrase.spoken for phrase in phrases] == ["стоп.", "и дальше.", "всё."]
    assert [phrase.pause for phrase in phrases] == [0.5, 2.5, 4.0]


def test_subtitles_show_no_markup() -> None:
    assert written("Это [say:GPT|джи] и з+амок [pause:1s] тут.") == "Это GPT и замок тут."


def test_markup_that_means_nothing_is_reported() -> None:
    _, warnings = take("a [pause:soon] b [say:x] c \ue000", Held())
    assert len(warnings) == 3


def test_a_pause_that_is_cut_is_reported() -> None:
    sentence = speak("Стоп [pause:40s] и дальше [pause:30s] всё.", "ru")
    assert [phrase.pause for phrase in sentence.sentence.phrases][:2] == [30.0, 30.0]
    assert [warning for warning in sentence.warnings if "[pause:40s]" in warning and "30 s" in warning]
    assert not [warning for warning in sentence.warnings if "[pause:30s]" in warning]


def test_stress_marks_become_the_engines() -> None:
    assert engine_stress("за́мок и замо\u0301к") == "з+амок и зам+ок"
