"""How a fragment was made to sound goes with its words into another text, and to no other fragment."""

from __future__ import annotations

import pytest

from videolecture.jobs.rows import FragmentText
from videolecture.rendering.edits import Edit
from videolecture.web.carried import carried

SOUNDS = Edit("неважно", spoken="так")


def rows(*texts: str) -> list[FragmentText]:
    return [FragmentText(number, 1, text, len(text)) for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("text", "now"),
    [
        (("Раз.", "Два.", "Три."), 2),
        (("Ноль.", "Раз.", "Два.", "Три."), 3),  # a fragment more before it
        (("Раз.", "Два."), 2),
        (("Два.", "Ноль.", "Раз."), 1),  # moved
        (("Раз.", "Две.", "Три."), None),  # other words under its number
        (("Раз.",), None),
    ],
)
def test_it_follows_the_words_and_not_the_number(text: tuple[str, ...], now: int | None) -> None:
    found = carried({2: SOUNDS}, rows("Раз.", "Два.", "Три."), rows(*text))
    assert found.fragments == ({} if now is None else {now: Edit("Два.", spoken="так")})
    assert found.lost == (() if now else (2,))


def test_of_the_same_words_twice_the_one_among_its_neighbours_is_meant() -> None:
    found = carried({3: SOUNDS}, rows("Да.", "Раз.", "Да."), rows("Нет.", "Раз.", "Да."))
    assert found.fragments == {3: Edit("Да.", spoken="так")}


def test_other_words_of_a_fragment_are_part_of_the_new_text() -> None:
    found = carried({1: Edit("Раз.", text="Ноль.")}, rows("Ноль."), rows("Ноль."))
    assert (found.fragments, found.lost) == ({}, ())
