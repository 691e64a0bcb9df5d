"""Words and letters from the durations of symbols."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from videolecture.speech.timing.marks import letters_and_words
from videolecture.types import Mark


def test_the_stress_sign_lends_its_time_to_the_vowel() -> None:
    marks = letters_and_words("|д+а.", [0.1, 0.2, 0.1, 0.2, 0.3])
    assert [(m.kind, m.text, round(m.start, 3), round(m.end, 3)) for m in marks] == [
        ("word", "да", 0.1, 0.6),
        ("letter", "д", 0.1, 0.3),
        ("letter", "а\u0301", 0.3, 0.6),
    ]


def test_hyphens_and_apostrophes_stay_inside_words() -> None:
    for text, words in (("к+ак-то там", ["как-то", "там"]), ("it's - so'", ["it's", "so"]), ("а -б", ["а", "б"])):
        marks = letters_and_words(text, [1.0] * len(text))
        assert [m.text for m in marks if m.kind == "word"] == words


@given(st.lists(st.tuples(st.sampled_from("абв+ ,.-'"), st.floats(0, 1)), max_size=40))
def test_marks_are_in_order_and_inside_the_sound(symbols: list[tuple[str, float]]) -> None:
    marks = letters_and_words([s for s, _ in symbols], [d for _, d in symbols])
    total = sum(d for _, d in symbols)
    assert all(0 <= mark.start <= mark.end <= total + 1e-9 for mark in marks)
    for kind in ("word", "letter"):
        own: list[Mark] = [mark for mark in marks if mark.kind == kind]
        assert all(a.end <= b.start + 1e-9 for a, b in pairwise(own))
