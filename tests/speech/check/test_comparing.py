from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.speech.check.comparing import error_rate, faults, in_words, letters

SAID = "Сегодня мы поговорим о том, как устр+оена наша солнечная система."


@pytest.mark.parametrize(
    "heard",
    [
        "сегодня мы поговорим о том как устроена наша солнечная система",
        "Сегодня мы поговорим о том, как устроина наша солничная система.",
        "Сегодня мы поговорили о том, как устроена наша солнечная система",
    ],
)
def test_what_was_said_with_a_recognisers_own_errors_passes(heard: str) -> None:
    assert faults(SAID, heard) == ()


@pytest.mark.parametrize(
    ("heard", "kind"),
    [
        ("Сегодня мы поговорим о том, как устроена", "the end is missing"),
        ("Сегодня мы поговорим о том, как", "the end is missing"),
        ("Сегодня мы поговорим о том, как устроена наша солнечная", "the end is missing"),
        (SAID + " Угу ага мымымы ну вот как-то так да", "after the end there is"),
        ("Сегодня мы поговорим о том, как устроена наша наша солнечная система", "«наша» is said again"),
        ("Сегодня мы поговорим о том, поговорим о том, как устроена наша солнечная система", "is said again"),
        ("Сегодня мы поговорим а том, сегодня мы поговорим о том, как устроена наша солнечная система", "said again"),
        ("Завтра кошки уйдут гулять по крышам, потому что наступит весна", "heard otherwise"),
        ("", "heard otherwise"),
    ],
)
def test_a_fault_is_named(heard: str, kind: str) -> None:
    assert any(kind in fault for fault in faults(SAID, heard)), faults(SAID, heard)


def test_a_repetition_that_the_author_wrote_is_none() -> None:
    for said in ("Учиться, учиться и ещё раз учиться.", "Чем дальше в лес, чем дальше в горы, тем тише."):
        assert faults(said, said) == ()


@pytest.mark.parametrize(
    ("heard", "language", "words"),
    [
        ("В 1991 году 235 человек.", "ru", "В одна тысяча девятьсот девяносто один году двести тридцать пять человек."),
        ("In 1991, 1,234 people", "en", "In nineteen ninety-one , one thousand, two hundred and thirty-four people"),
        ("Это 4 км. и 25%", "ru", "Это четыре километров и двадцать пять процентов"),
        ("It is 4.6 km", "en", "It is four point six kilometers"),
        ("有50名", "zh", "有50名"),
        ("nichts", "de", "nichts"),
    ],
)
def test_heard_digits_are_compared_as_words(heard: str, language: str, words: str) -> None:
    assert in_words(heard, language).split() == words.split()


def test_short_texts_may_be_heard_somewhat_otherwise_but_not_as_another_word() -> None:
    assert faults("Да.", "дай") == () == faults("Итак.", "И так")
    assert "something else" in faults("Итак.", "")[0]
    assert "something else" in faults("Да.", "Позвольте")[0]


@pytest.mark.parametrize(
    ("heard", "fault"), [("рисун", True), ("рисунок", False), ("рисунка", False), ("рисунк", False)]
)
def test_a_last_word_heard_without_its_end_is_cut(heard: str, fault: bool) -> None:
    found = faults("Обратите внимание на левую часть рисунка!", f"Обратите внимание на левую часть {heard}")
    assert bool(found) is fault
    assert not found or "last word is cut" in found[0]


def test_marks_of_stress_and_the_dots_of_yo_do_not_count() -> None:
    assert letters("Вс+ё о за\u0301мке!") == "всеозамке"


@given(st.text(alphabet="абв где", max_size=40), st.text(alphabet="абв где", max_size=40))
def test_the_error_rate_is_zero_for_the_same_letters_only_and_never_more_than_replacing_all(a: str, b: str) -> None:
    rate = error_rate(a, b)
    assert (rate == 0) == (letters(a) == letters(b))
    assert rate * max(len(letters(a)), 1) <= max(len(letters(a)), len(letters(b)))
