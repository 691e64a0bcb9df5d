import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.errors import InputError
from videolecture.text import split_lecture
from videolecture.text.breath import MOST_UNSIGNED, breaths, rank
from videolecture.text.speaking import BREATH, PAUSE
from videolecture.text.split import LONGEST_PIECE, fragments, pieces, slide_texts


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


RUSSIAN = (
    "в современной физике понятие поля играет важнейшую роль потому что именно через поле передаётся "
    "взаимодействие между заряженными телами и частицами которые находятся на расстоянии друг от друга и не "
    "соприкасаются непосредственно а значит для описания такого взаимодействия необходимо знать как поле "
    "меняется в пространстве и во времени и какие законы управляют этими изменениями в каждой точке "
    "пространства в каждый момент времени так как без этого невозможно предсказать движение частиц и "
    "объяснить наблюдаемые явления природы"
)
ENGLISH = (
    "so the main idea of this lecture is that the electric field is not just a mathematical trick that "
    "physicists invented to make their calculations easier but a real physical thing which carries energy and "
    "momentum and which can exist on its own far away from any charges because when a charge moves the field "
    "around it changes and this change travels through space at the speed of light until it reaches another "
    "charge and makes it move as well"
)


@pytest.mark.parametrize(
    ("text", "begins"), [(RUSSIAN, "так как без этого"), (ENGLISH, "because when a charge"), ("слово " * 140, "слово")]
)
def test_a_sentence_without_stops_is_cut_where_a_reader_would_breathe(text: str, begins: str) -> None:
    first, second, *_ = pieces(text)
    assert 32 < len(first.split()) <= 65
    assert second.startswith(begins)


@pytest.mark.parametrize(
    "held", ["в лесу", "красивая дорога", "не знал", "5 килограммов", "of the", "the house", "А. Пушкин"]
)
def test_what_belongs_together_is_not_parted(held: str) -> None:
    before, after = held.split()
    assert rank(before, after) < min(rank("слово", "слово"), rank("word", "word"))


def test_a_word_without_end_makes_no_endless_piece() -> None:
    assert max(map(len, pieces("电流" * 3000))) <= 65 * 5
    assert max(map(len, pieces(("ы" * 60 + " ") * 400))) <= LONGEST_PIECE


@pytest.mark.parametrize(("language", "text"), [("ru", RUSSIAN), ("en", ENGLISH)])
def test_a_long_sentence_among_others_is_spoken_in_breaths(language: str, text: str) -> None:
    said = f"Раз. {text.capitalize()}. Два." if language == "ru" else f"One. {text.capitalize()}. Two."
    (slide,) = split_lecture(said, language)
    (fragment,) = slide.fragments  # the fragment's size stays
    _, long, _ = fragment.sentences
    *begun, last = long.phrases
    assert begun
    assert last.pause == PAUSE
    assert all(phrase.pause == BREATH and phrase.spoken.endswith(",") for phrase in begun)
    assert all(len(phrase.spoken.split()) <= MOST_UNSIGNED for phrase in long.phrases)
    assert long.spoken.replace(",", "").split() == f"{text}.".split()


@given(st.lists(st.text(alphabet="аб,", min_size=1, max_size=3), min_size=1, max_size=150))
def test_breaths_keep_every_word_and_none_is_longer_than_a_reader_can_speak(words: list[str]) -> None:
    parts = list(breaths(" ".join(words)))
    assert " ".join(parts).split() == words
    assert all(len(run.split()) <= MOST_UNSIGNED for part in parts for run in part.replace(", ", ",\n").split("\n"))
