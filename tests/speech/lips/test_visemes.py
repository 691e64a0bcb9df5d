"""Mouth shapes from marks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.speech.lips.visemes import are_letters, visemes
from videolecture.types import Mark, Viseme

STEP = 0.08  # seconds of a letter in these tests


def spoken(text: str, letters: bool = True) -> list[Mark]:
    """Marks of a text spoken at one letter in 80 ms; U+0301 follows a stressed vowel."""
    marks: list[Mark] = []
    time = 0.0
    for word in text.split():
        timed: list[Mark] = []
        for letter in word:
            if letter == "\u0301":
                timed[-1] = Mark("letter", timed[-1].text + letter, timed[-1].start, timed[-1].end)
                continue
            timed.append(Mark("letter", letter, time, time + STEP))
            time += STEP
        marks.append(Mark("word", word, timed[0].start, timed[-1].end))
        marks += timed if letters else []
    return marks


def shapes(text: str, language: str) -> str:
    return " ".join(viseme.name for viseme in visemes(spoken(text), language) if viseme.name != "sil")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("па́па", "pp aa pp aa"),
        ("молоко́", "pp aa nn aa kk oh"),  # о is о only under stress
        ("его́", "ih ff oh"),  # г of the genitive sounds as в
        ("мно́го", "pp nn oh kk aa"),
        ("мать", "pp aa dd"),  # the soft sign is silent
        ("боя́ться", "pp aa ih aa ss aa"),
        ("я́блоко", "ih aa pp nn aa kk aa"),
        ("со́лнце", "ss oh nn ss ih"),
        ("здра́вствуйте", "ss dd rr aa ss dd ff ou ih dd ih"),
        ("сча́стье", "ch aa ss dd ih"),
        ("ва́нна", "ff aa nn aa"),
        ("дом", "dd oh pp"),  # an only vowel is stressed without a mark
        ("ёж", "ih oh ch"),
    ],
)
def test_russian_words(word: str, expected: str) -> None:
    assert shapes(word, "ru") == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ship", "ch ih pp"),
        ("phone", "ff oh ou nn"),
        ("make", "pp e ih kk"),
        ("night", "nn aa ih dd"),
        ("see", "ss ih"),
        ("chemistry", "kk e pp aa ss dd rr ih"),
        ("the", "th aa"),
        ("people", "pp ih pp aa nn"),
        ("lamb", "nn aa pp"),
        ("number", "nn aa pp e rr"),
        ("stopped", "ss dd aa pp dd"),
        ("would", "ou dd"),
        ("enough", "ih nn aa ff"),
        ("nation", "nn e ih ch aa nn"),
        ("queen", "kk ou ih nn"),
        ("colonel", "kk e rr nn aa nn"),
        ("don't", "dd oh ou nn dd"),
    ],
)
def test_english_words(word: str, expected: str) -> None:
    assert shapes(word, "en") == expected


def test_weak_english_vowels_open_less() -> None:
    def vowels(text: str) -> list[float]:
        return [viseme.stress for viseme in visemes(spoken(text), "en") if viseme.name in ("aa", "e", "ih", "oh", "ou")]

    assert vowels("banana") == [0.4, 0.9, 0.4]
    assert vowels("has") < vowels("jazz")  # words of grammar


def test_letters_with_diacritics_look_like_those_without() -> None:
    marked, plain = (visemes([Mark("word", word, 0.0, 0.5)], "fr") for word in ("époûmà", "epouma"))
    assert marked == plain


@pytest.mark.parametrize(
    ("words", "known"),
    [(("hallo", "welt"), True), (("да",), True), (("今日は",), False), (("नमस्ते",), False), ((), False)],
)
def test_only_latin_and_cyrillic_words_are_read_from_their_letters(words: tuple[str, ...], known: bool) -> None:
    assert are_letters([Mark("word", word, at, at + 0.5) for at, word in enumerate(words)]) is known


@pytest.mark.parametrize(("text", "language"), [("ба́ба мо́ет пол", "ru"), ("bob will hop", "en")])
def test_lips_close_exactly_while_their_letters_sound(text: str, language: str) -> None:
    marks = spoken(text)
    closed = [v for v in visemes(marks, language) if v.name == "pp"]
    letters = [m for m in marks if m.kind == "letter" and m.text in "пбмpbm"]
    assert len(closed) == len(letters)
    for viseme, letter in zip(closed, letters, strict=True):
        assert viseme.start == pytest.approx(letter.start)
        assert viseme.end == pytest.approx(letter.end)


def test_stress_opens_a_vowel_wider() -> None:
    vowels = [v for v in visemes(spoken("молоко́"), "ru") if v.name in ("aa", "oh")]
    assert [v.stress for v in vowels] == sorted(v.stress for v in vowels)
    assert vowels[-1] == Viseme("oh", vowels[-1].start, vowels[-1].end, 1.0)


def test_words_without_letters_are_shared_out() -> None:
    timed = visemes(spoken("мама", letters=False), "ru")
    assert [v.name for v in timed] == ["sil", "pp", "aa", "pp", "aa"]


def test_the_mouth_rests_in_a_pause_and_not_between_words() -> None:
    marks = [Mark("word", "да", 0.1, 0.3), Mark("word", "да", 0.35, 0.5), Mark("word", "да", 1.0, 1.2)]
    assert [v.name for v in visemes(marks, "ru")] == ["sil", "dd", "aa", "dd", "aa", "sil", "dd", "aa"]


def test_a_latin_word_in_russian_is_read_as_english() -> None:
    assert shapes("ship", "ru") == "ch ih pp"


def test_no_marks_make_no_shapes() -> None:
    assert visemes((), "ru") == ()


WORDS = st.lists(
    st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz'", min_size=1), max_size=6
)


@given(WORDS, st.sampled_from(["ru", "en", "xx"]))
def test_shapes_follow_one_another_without_gaps(words: Sequence[str], language: str) -> None:
    marks = spoken(" ".join(words))
    timed = visemes(marks, language)
    assert all(earlier.end == pytest.approx(later.start) for earlier, later in pairwise(timed))
    assert all(viseme.end >= viseme.start for viseme in timed)
    if timed:
        assert timed[0].start == 0
        assert timed[-1].end == pytest.approx(marks[-1].end)
