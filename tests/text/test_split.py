import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.errors import InputError
from videolecture.text.split import fragments, pieces, slide_texts


def test_an_empty_slide_keeps_its_place_and_a_trailing_delimiter_makes_none() -> None:
    assert slide_texts("one_; _;three_;\n") == ("one", "", "three")
    assert slide_texts("one") == ("one",)
    assert slide_texts("a===b", "===") == ("a", "b")


@pytest.mark.parametrize(
    ("text", "says"), [("", "empty"), (" \n", "empty"), ("_;", "only slide delimiters"), ("_; _;\n_;", "only slide")]
)
def test_nothing_to_say_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        slide_texts(text)


def test_an_empty_delimiter_is_refused() -> None:
    with pytest.raises(InputError, match=r"delimiter is empty"):
        slide_texts("a", " ")


def test_five_sentences_make_a_fragment() -> None:
    assert [len(group) for group in fragments([f"S {n}." for n in range(12)])] == [5, 5, 2]


def test_a_single_sentence_is_cut_at_65_words_and_at_a_clause_if_one_ends_near() -> None:
    assert [len(g[0].split()) for g in fragments([" ".join(["word"] * 140)])] == [65, 65, 10]
    words = ["word"] * 140
    words[49] = "word,"
    assert [len(piece.split()) for piece in pieces(" ".join(words))] == [50, 65, 25]


def test_a_sentence_without_end_among_others_is_cut_too() -> None:
    groups = list(fragments(["One.", " ".join(["word"] * 400), "Two."]))
    assert groups[0] == ("One.",)
    assert groups[-1] == ("Two.",)
    assert max(len(" ".join(group).split()) for group in groups) <= 65


@given(st.lists(st.text(alphabet="аб, .", min_size=1).filter(str.strip), min_size=1, max_size=40))
def test_fragments_keep_every_word_in_order(parts: list[str]) -> None:
    joined = " ".join(" ".join(group) for group in fragments(parts))
    assert joined.split() == " ".join(parts).split()
