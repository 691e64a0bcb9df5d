"""Cues: the text as written, two lines at most, at the time when it is said."""

from __future__ import annotations

import itertools

import pysubs2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.compose.subtitles import (
    GAP,
    LINE,
    LINES,
    SHORTEST,
    Caption,
    Cue,
    cues,
    line_length,
    srt,
    timed_pieces,
    vtt,
)
from videolecture.types import Mark

LONG = (
    "Если посмотреть на карту Европы начала девятнадцатого века, то видно, как быстро менялись границы государств, "
    "и это не удивительно: одна война следовала за другой, а договоры жили не дольше нескольких лет."
)


def marks(text: str, start: float = 0.0, step: float = 0.5) -> tuple[Mark, ...]:
    """One mark for each word, `step` seconds apart."""
    return tuple(
        Mark("word", word, start + step * index, start + step * index + 0.8 * step)
        for index, word in enumerate(text.split())
    )


def test_a_short_sentence_is_one_cue_with_the_sentence_s_times() -> None:
    assert cues([(2000, [Caption("Добрый день!", 0.25, 1.5)])]) == (Cue(2250, 3500, "Добрый день!"),)


def test_a_long_sentence_breaks_where_one_breathes() -> None:
    pieces = [text for _, _, text in timed_pieces(Caption(LONG, 0.0, 15.0))]
    assert len(pieces) == 3
    assert pieces[0].endswith(",") and pieces[1].endswith((",", ":"))
    assert " ".join(" ".join(pieces).split()) == LONG


def test_pieces_change_when_their_first_word_is_spoken() -> None:
    caption = Caption(LONG, 0.0, 20.0, marks(LONG, 0.3))
    for start, _, text in timed_pieces(caption)[1:]:
        spoken = [mark for mark in caption.words if mark.start == start]
        assert spoken and text.startswith(spoken[0].text)


def test_numbers_spoken_as_many_words_keep_the_words_around_them_in_time() -> None:
    written = "В 1812 году, когда армия перешла границу, никто ещё не знал, чем кончится эта кампания для Европы."
    said = "в тысяча восемьсот двенадцатом году когда армия перешла границу никто ещё не знал чем кончится эта кампания"
    caption = Caption(written, 0.0, 10.0, marks(said + " для европы"))
    (_, first_end, _), (second_start, _, second) = timed_pieces(caption)
    assert first_end == second_start
    word = second.split()[0].strip(",.").casefold()
    assert second_start == next(mark.start for mark in caption.words if mark.text == word)


def test_without_marks_time_runs_with_the_letters() -> None:
    text = " ".join(["слово"] * 30)
    pieces = timed_pieces(Caption(text, 10.0, 40.0))
    lengths = [end - start for start, end, _ in pieces]
    letters = [len(text) for _, _, text in pieces]
    for length, count in zip(lengths, letters, strict=True):
        assert length == pytest.approx(30 * count / sum(letters), rel=0.1)


def test_a_word_longer_than_a_line_is_cut() -> None:
    address = "https://example.org/" + "x" * 100
    shown = "".join(text for _, _, text in timed_pieces(Caption(address, 0, 5)))
    assert shown.replace("\n", "").replace(" ", "") == address


def test_a_very_short_cue_stays_as_long_as_the_next_one_allows() -> None:
    alone = cues([(0, [Caption("Да.", 1.0, 1.2)])])
    assert alone[0].end - alone[0].start == SHORTEST
    followed = cues([(0, [Caption("Да.", 1.0, 1.2), Caption("Нет.", 1.5, 3.0)])])
    assert followed[0].end == 1500 - GAP


def test_a_narrow_picture_gets_shorter_lines() -> None:
    assert line_length(1280, 720) == LINE
    assert 34 <= line_length(512, 512) <= 38
    assert line_length(200, 512) == 20
    shown = [cue.text for cue in cues([(0, [Caption(LONG, 0.0, 15.0)])], line_length(434, 512))]
    assert max(len(line) for text in shown for line in text.split("\n")) <= 31
    assert " ".join(" ".join(shown).split()) == LONG


words = st.text(alphabet="абвгдеёжз АБВ123,.!?—«»{}<>&-", min_size=1, max_size=60)


@given(
    st.lists(st.tuples(st.text("абв гдж, 12.", min_size=0, max_size=400), st.floats(0.01, 20), st.floats(0, 3))),
    st.booleans(),
)
def test_cues_fit_do_not_overlap_and_lose_no_word(sentences: list[tuple[str, float, float]], marked: bool) -> None:
    captions, at = [], 0.0
    for text, seconds, pause in sentences:
        step = seconds / max(len(text.split()), 1)
        captions.append(Caption(text, at, at + seconds, marks(text, at, step) if marked else ()))
        at += seconds + pause
    made = cues([(40, captions)])
    assert " ".join(" ".join(cue.text for cue in made).split()) == " ".join(
        " ".join(_cut(word)) for text, _, _ in sentences for word in text.split()
    )
    for cue in made:
        lines = cue.text.split("\n")
        assert len(lines) <= LINES and all(0 < len(line) <= LINE for line in lines)
        assert cue.end > cue.start >= 40
    for earlier, later in itertools.pairwise(made):
        assert earlier.end <= later.start


def _cut(word: str) -> list[str]:
    return [word[at : at + LINE] for at in range(0, len(word), LINE)]


@given(st.lists(words.filter(str.strip), min_size=1, max_size=5))
def test_both_formats_are_read_back_with_the_same_times(texts: list[str]) -> None:
    made = [Cue(index * 3_700_123, index * 3_700_123 + 1999, text.strip()) for index, text in enumerate(texts)]
    for written, kind in ((srt(made), "srt"), (vtt(made), "vtt")):
        read = pysubs2.SSAFile.from_string(written, format_=kind)
        assert [(event.start, event.end) for event in read] == [(cue.start, cue.end) for cue in made]


def test_braces_and_angle_brackets_of_the_text_are_kept() -> None:
    cue = [Cue(0, 1000, "{1, 2} < a & b")]
    assert "{1, 2} < a & b" in srt(cue)
    assert "{1, 2} &lt; a &amp; b" in vtt(cue)
