import gc
from typing import Any

import pytest

from videolecture.errors import InputError
from videolecture.text import split_lecture, view
from videolecture.text.ru.stress import Stresser

TEXT = "Есть 2 книги и 5 окон, с 2 друзьями. Около 50 машин.\n_;\n_;\nТретий слайд ♫ здесь."


def test_slides_and_fragments_are_numbered_through_the_lecture() -> None:
    slides = split_lecture(TEXT, "ru")
    assert [slide.number for slide in slides] == [1, 2, 3]
    assert [[f.number for f in slide.fragments] for slide in slides] == [[1], [], [2]]
    assert slides[2].fragments[0].slide == 3


def test_the_view_shows_text_spoken_and_warnings() -> None:
    shown: Any = view(split_lecture(TEXT, "ru"))["slides"]
    assert shown[0]["fragments"][0]["text"] == "Есть 2 книги и 5 окон, с 2 друзьями. Около 50 машин."
    assert shown[0]["fragments"][0]["warnings"] == []
    assert "beamed eighth notes" in shown[2]["fragments"][0]["warnings"][0]
    assert "Slide 3, fragment 2" in shown[2]["fragments"][0]["warnings"][0]


def test_strict_refuses_what_would_be_dropped() -> None:
    with pytest.raises(InputError, match=r"beamed eighth notes"):
        split_lecture(TEXT, "ru", strict=True)


def test_a_sentence_of_unspeakable_signs_is_told_by_a_neighbour() -> None:
    slides = split_lecture("♫ ♫\n\nРаз.", "ru")
    assert [s.text for s in slides[0].fragments[0].sentences] == ["Раз."]
    assert "beamed" in slides[0].fragments[0].warnings[0]
    with pytest.raises(InputError, match=r"nothing that can be spoken"):
        split_lecture("♫", "ru")


def test_an_unknown_language_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"Known: ru, en"):
        split_lecture("a", "xx")


def test_five_megabytes_are_cut_and_read() -> None:
    sentence = (
        "Достопримечательности восстанавливающегося средневекового города перечислены путеводителем последовательно, "
        "преимущественно хронологически. "
    )
    slides = split_lecture(sentence * (5 * 2**20 // len(sentence.encode())), "ru")
    assert sum(len(f.sentences) for f in slides[0].fragments) == 5 * 2**20 // len(sentence.encode())


def test_a_dictionary_and_stress_reach_the_plan_of_a_lecture() -> None:
    spoken = split_lecture("У замка висячий замок.", "ru", stress=True)[0].fragments[0].spoken
    assert "вис+ячий зам+ок" in spoken


def test_what_marks_stress_is_gone_when_the_text_is_read() -> None:
    split_lecture("У замка висячий замок.", "ru", stress=True)
    assert not [held for held in gc.get_objects() if type(held) is Stresser]
