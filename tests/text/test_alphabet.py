import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.text import split_lecture
from videolecture.text.alphabet import SILENT, SPOKEN, spell
from videolecture.text.speaking import speak

WORD = {"ru": "слово", "en": "word"}
# One character of every general category in every block of 128, so that no class of characters is missed.
KINDS = {(unicodedata.category(chr(c)), c // 128): chr(c) for c in range(0x20, 0x11000) if not 0xD800 <= c < 0xE000}


@pytest.mark.parametrize("language", SPOKEN)
def test_no_kind_of_character_vanishes_without_a_report(language: str) -> None:
    word = WORD[language]
    without = speak(f"{word} {word}", language).sentence.spoken
    vanished = [
        character
        for character in KINDS.values()
        if not character.isspace() and character not in SILENT
        for said in [speak(f"{word} {character} {word}", language)]
        if said.sentence.spoken == without and not said.warnings
    ]
    assert [f"{c} U+{ord(c):04X} {unicodedata.name(c, '')}" for c in vanished] == []


@given(st.text(max_size=60), st.sampled_from(sorted(SPOKEN)))
def test_only_the_engines_characters_are_spoken(text: str, language: str) -> None:
    speaking = speak(text, language)
    assert set(speaking.sentence.spoken) <= SPOKEN[language]


@given(
    st.text(alphabet="абв ab1№$%.,!?-+()[]{}\\^_²√αё\u0301«»\n=<>/|:;'\"@#*~", max_size=40),
    st.sampled_from(sorted(SPOKEN)),
)
def test_signs_in_any_order_are_read_and_spoken(text: str, language: str) -> None:
    speaking = speak(text, language)
    assert set(speaking.sentence.spoken) <= SPOKEN[language]
    assert speaking == speak(text, language)


def test_what_is_lost_is_told_with_its_place() -> None:
    (slide,) = split_lecture("Раз. Два.\n\nТри 音 и четыре.", "ru")
    (warning,) = slide.fragments[0].warnings
    assert warning.startswith("Slide 1, fragment 1: «音» (cjk unified ideograph-97f3) cannot be spoken")
    assert "Три 音 и четыре" in warning


def test_punctuation_becomes_the_engines() -> None:
    assert spell("Раз — два (три) «четыре»…", "ru") == ("раз – два, три, четыре…", ())
    assert spell("One — two (three) “four”…", "en") == ("one, two, three, four.", ())


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("ru", "стол (дубовый), стул", "стол, дубовый, стул"),
        ("ru", "шкаф (старый); всё (второе): третье (это)!", "шкаф, старый; всё, второе: третье, это!"),
        (
            "en",
            "a table (oak), a chair (new); a lamp (old): all (of it).",
            "a table, oak, a chair, new; a lamp, old: all, of it.",
        ),
    ],
)
def test_a_mark_behind_a_bracket_stays_one_mark(language: str, written: str, spoken: str) -> None:
    assert spell(written, language) == (spoken, ())
