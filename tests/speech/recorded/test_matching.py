from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.speech.recorded import matching
from videolecture.speech.recorded.matching import Unrelated, likeness, match


def paired(wanted: str, heard: str) -> list[tuple[str, str]]:
    left, right = wanted.split(), heard.split()
    return [
        ("" if pair.wanted is None else left[pair.wanted], "" if pair.heard is None else right[pair.heard])
        for pair in match(left, right)
    ]


def test_misspelt_words_find_their_place() -> None:
    assert paired("снежная крупа летит", "снежная группа летит") == [
        ("снежная", "снежная"),
        ("крупа", "группа"),
        ("летит", "летит"),
    ]


def test_what_only_one_side_has_stands_alone() -> None:
    assert ("", "ещё") in paired("мы поговорим", "мы ещё поговорим")
    assert ("сегодня", "") in paired("сегодня мы поговорим", "мы поговорим")
    assert paired("", "да") == [("", "да")]


words = st.lists(st.sampled_from(["гром", "молния", "и", "свет", "звук"]), max_size=12)


@given(words, words)
def test_every_word_of_both_sides_comes_once_and_in_order(wanted: list[str], heard: list[str]) -> None:
    pairs = match(wanted, heard)
    assert [pair.wanted for pair in pairs if pair.wanted is not None] == list(range(len(wanted)))
    assert [pair.heard for pair in pairs if pair.heard is not None] == list(range(len(heard)))


@given(words)
def test_a_text_is_matched_with_itself_word_by_word(text: list[str]) -> None:
    assert all(pair.wanted == pair.heard and pair.alike == 1.0 for pair in match(text, text))


def test_long_texts_are_divided_where_they_surely_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    text = [f"слово{number}" for number in range(60)]
    heard = [word for place, word in enumerate(text) if place % 20 != 7]
    whole = match(text, heard)
    monkeypatch.setattr(matching, "MOST_CELLS", 900)
    assert match(text, heard) == whole
    with pytest.raises(Unrelated):
        match(text, [f"другое{number}" for number in range(60)])


def test_words_are_as_alike_as_their_pairs_of_letters() -> None:
    (same, other) = likeness(["молния"], ["молния", "гром"])[0]
    assert (same, other) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("wanted", "heard", "yielding", "mine"),
    [
        ("нагревает воздух воздух расширяется", "нагревает воздух", {2, 3}, [0, 1]),
        ("там воздух воздух нагревается", "воздух нагревается", {0, 1}, [2, 3]),
        ("свет воздух расширяется гром", "свет воздух расширяется гром", {1, 2}, [0, 1, 2, 3]),
    ],
)
def test_a_word_that_yields_takes_nothing_from_an_equal_one(
    wanted: str, heard: str, yielding: set[int], mine: list[int]
) -> None:
    pairs = match(wanted.split(), heard.split(), yielding)
    assert [pair.wanted for pair in pairs if pair.heard is not None] == mine
