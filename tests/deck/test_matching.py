from __future__ import annotations

import pytest

from videolecture.deck import Deck, DeckSlide, notes_text, pair
from videolecture.deck.unspoken import notices, unspoken
from videolecture.errors import InputError
from videolecture.text.speaking import speak
from videolecture.text.split import slide_texts


def deck_of(*slides: DeckSlide) -> Deck:
    return Deck("talk.pdf", "pdf", "", slides)


THREE = deck_of(
    DeckSlide(1, 1, "Lightning", notes="Good morning."),
    DeckSlide(2, 2, "Charge", notes=""),
    DeckSlide(3, 4, "", notes="Thunder.", text=("Thunder and sound",)),
)


def test_notes_become_a_text_in_which_every_slide_keeps_its_place() -> None:
    text = notes_text(THREE, "_;")
    assert slide_texts(text, "_;") == ("Good morning.", "", "Thunder.")
    assert pair(THREE, slide_texts(text, "_;"), "notes").texts == ("Good morning.", "", "Thunder.")


def test_a_deck_without_notes_asks_for_a_text() -> None:
    with pytest.raises(InputError, match="has notes"):
        notes_text(deck_of(DeckSlide(1, 1)), "_;")


def test_notes_that_hold_the_delimiter_are_refused() -> None:
    with pytest.raises(InputError, match="slide 1 "):
        notes_text(deck_of(DeckSlide(1, 1, notes="a _; b")), "_;")


def test_slides_after_the_last_text_are_silent_and_listed_with_first_words() -> None:
    paired = pair(THREE, ["[layout:face] One two three four five six seven eight nine.", "Two."], "lecture.txt")
    assert paired.texts[2] == ""
    (notice,) = paired.notices
    assert str(notice).splitlines()[1:] == [
        "  1. Lightning | One two three four five six seven eight …",
        "  2. Charge | Two.",
        "  3. Thunder and sound | —",
    ]


def test_more_texts_than_slides_are_refused_with_the_same_list() -> None:
    with pytest.raises(InputError, match=r"4\. — \| Four\.") as caught:
        pair(THREE, ["One.", "Two.", "Three.", "Four."], "lecture.txt")
    assert caught.value.parameters["texts"] == 4


def test_as_many_texts_as_slides_need_no_notice() -> None:
    assert pair(THREE, [" One. ", "", "Three."], "lecture.txt").texts == ("One.", "", "Three.")
    assert pair(THREE, ["One.", "", "Three."], "lecture.txt").notices == ()


def test_text_of_which_nothing_is_spoken_is_found_whatever_its_endings() -> None:
    deck = deck_of(
        DeckSlide(1, 1, text=("Напряжение в облаке", "Ток 30 кА")),
        DeckSlide(2, 2, text=("Температура канала",)),
    )
    found = unspoken(deck, ["О напряжении внутри облаков.", "Совсем другие слова [layout:температура]"], "ru")
    assert [(one.slide, one.text, one.lines) for one in found] == [
        (1, False, ("Ток 30 кА",)),
        (2, True, ("Температура канала",)),
    ]
    assert [notice.code for notice in notices(found)] == ["deck-unspoken-text"]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("en", "The chart shows the current.", True),
        ("en", "A voltage is high.", False),
        ("ru", "На графике виден ток.", True),
        ("ru", "Ток велик.", False),
        ("en", "Franklin flew a kite.", True),  # a word of its description
        ("de", "Irgendetwas.", True),
        ("de", "", True),  # a silent slide: its author knows
    ],
)
def test_a_figure_is_told_of_by_pointing_at_it_or_by_its_description(language: str, text: str, told: bool) -> None:
    deck = deck_of(DeckSlide(1, 1, figures=("Franklin with a kite",)))
    assert [notice.code for notice in notices(unspoken(deck, [text], language))] == (
        [] if told else ["deck-unspoken-figure"]
    )


def test_footers_are_no_text_of_a_slide() -> None:
    deck = deck_of(*(DeckSlide(n, n, text=("University of Example",)) for n in range(1, 5)))
    assert unspoken(deck, [""] * 4, "en") == ()


@pytest.mark.parametrize(
    ("language", "lines", "said", "silent"),
    [
        ("en", ("30 kA", "28 000 °C"), "About thirty kiloamperes.", False),
        ("ru", ("5 км",), "До грозы пять километров.", False),
        ("ru", ("Толщина: 2 нм",), "Около двух нанометров.", False),
        ("ru", ("O(n log n)",), "Время растёт как эн логарифм эн.", False),
        ("en", ("6CO2 + 6H2O → C6H12O6",), "Six molecules give sugar.", False),
        ("ru", ("E = mc²",), "Это знаменитое уравнение.", False),
        ("ru", ("E = mc²",), "Здравствуйте, друзья.", True),
        ("ru", ("ДНК",), "Дезоксирибонуклеиновая наследственная кислота.", False),
        ("en", ("DNA", "RNA"), "Good morning, all of you.", True),
        ("ru", ("Заряд", "Напряжение"), "Облако заряжается.", False),
        ("ru", ("Предметы", "Столы"), "До пределов ещё далеко.", True),
        ("ru", ("Lightning", "Thunder"), "Молния и гром.", False),  # another script: nobody can tell
        ("ru", ("Lightning", "Thunder"), "", True),
    ],
)
def test_units_numbers_formulas_and_abbreviations_are_spoken_as_words(
    language: str, lines: tuple[str, ...], said: str, silent: bool
) -> None:
    deck = deck_of(DeckSlide(1, 1), DeckSlide(2, 2, text=lines))

    def aloud(line: str) -> str:
        return speak(line, language).sentence.spoken

    found = unspoken(deck, ["", said], language, aloud)
    assert [one.slide for one in found if one.text] == ([2] if silent else [])


def test_a_title_slide_needs_no_words_another_slide_does() -> None:
    title = ("Lightning and thunder", "I. Ivanov, Physics")
    deck = deck_of(DeckSlide(1, 1, title[0], text=title), DeckSlide(2, 2, "Charge", text=("Charge", "Ice rises")))
    assert [one.slide for one in unspoken(deck, ["", ""], "en")] == [2]
    assert [one.slide for one in unspoken(deck, ["Good morning!", "Goodbye."], "en")] == [2]
