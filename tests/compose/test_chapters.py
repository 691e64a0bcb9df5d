"""Chapters follow one another without gaps; empty slides leave none."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.compose.chapters import LONGEST, Chapter, chapters, three_letters, title


def test_a_title_is_the_number_and_the_first_sentence() -> None:
    assert title(3, ["Три закона Ньютона.", "Они просты."]) == "3. Три закона Ньютона"
    assert title(1, ["Кто был А. С. Пушкин?", "Поэт."]) == "1. Кто был А. С. Пушкин?"
    assert title(2, ["The end is near, e.g. at 10:30."]) == "2. The end is near, e.g. at 10:30"
    assert title(2, []) == "2"


def test_a_greeting_alone_is_no_title() -> None:
    slide = ["Здравствуйте!", "Сегодня речь о молнии.", "И о громе."]
    assert title(1, slide) == "1. Здравствуйте! Сегодня речь о молнии"
    assert title(1, ["Здравствуйте!"]) == "1. Здравствуйте!"


@given(st.integers(1, 999), st.lists(st.text(max_size=200), max_size=3))
def test_a_title_is_one_line_of_bounded_length(number: int, sentences: list[str]) -> None:
    made = title(number, sentences)
    assert made.startswith(str(number))
    assert len(made) <= LONGEST + 6 and "\n" not in made
    assert len(made.encode("utf-8", "replace")) <= 255


def test_a_long_sentence_is_cut_between_words() -> None:
    made = title(1, ["Одно очень длинное предложение, которое никак не хочет кончаться и всё продолжается"])
    assert made == "1. Одно очень длинное предложение, которое никак не хочет…"


def test_a_word_longer_than_a_title_is_cut_inside() -> None:
    assert title(1, ["а" * 200]) == "1. " + "а" * (LONGEST - 1) + "…"


def test_empty_slides_leave_no_chapter() -> None:
    made = chapters([("1", 1000), ("2", 0), ("3", 500)])
    assert made == (Chapter("1", 0, 1000), Chapter("3", 1000, 1500))


@given(st.lists(st.integers(0, 10_000_000)))
def test_chapters_cover_the_lecture_without_gaps(lengths: list[int]) -> None:
    made = chapters([(str(index), length) for index, length in enumerate(lengths)])
    assert sum(chapter.end - chapter.start for chapter in made) == sum(lengths)
    for earlier, later in itertools.pairwise(made):
        assert earlier.end == later.start


@pytest.mark.parametrize(("language", "tag"), [("ru", "rus"), ("en", "eng"), ("en-GB", "eng"), ("xx", "und")])
def test_tracks_carry_three_letters(language: str, tag: str) -> None:
    assert three_letters(language) == tag
