from __future__ import annotations

from videolecture.speech.recorded.listening import Listened
from videolecture.speech.recorded.writing import pauses_between, slides
from videolecture.types import Mark


def listened(text: str, pauses: dict[int, float]) -> Listened:
    """Words of .3 s; after the word of that number (from 1) a pause of so many seconds, else of .1 s."""
    words, speech, at, begins = [], [], 0.0, 0.0
    for number, word in enumerate(text.split(), 1):
        words.append(Mark("word", word, at, at + 0.3))
        at += 0.3
        if number in pauses:
            speech.append((begins, at))
            begins = at + pauses[number]
        at += pauses.get(number, 0.1)
    return Listened("ru", tuple(words), (*speech, (begins, at)), at, -20.0)


def test_slides_end_at_long_pauses_and_paragraphs_at_shorter_ones() -> None:
    heard = listened("Раз два. Три четыре. Пять, шесть. Семь.", {2: 1.2, 4: 2.5, 5: 1.5})
    assert slides(heard, 2.0, 1.0) == (("Раз два.", "Три четыре."), ("Пять, шесть. Семь.",))


def test_a_pause_inside_a_sentence_ends_no_slide_unless_it_is_very_long() -> None:
    assert slides(listened("мы думали и ждали", {2: 2.5}), 2.0, 1.0) == (("Мы думали и ждали.",),)
    assert slides(listened("мы думали, и ждали", {2: 4.5}), 2.0, 1.0) == (("Мы думали.",), ("И ждали.",))


def test_what_belongs_together_is_joined_and_marks_of_a_lecture_text_are_taken_out() -> None:
    assert slides(listened("почти 2 ,3 метра [музыка]", {}), 2.0, 1.0) == (("Почти 2,3 метра музыка.",),)


def test_a_pause_is_measured_by_the_sound_where_a_word_seems_to_last_through_it() -> None:
    words = [Mark("word", "раз", 0.0, 2.9), Mark("word", "два", 2.9, 3.2)]
    assert list(pauses_between(words, [(0.0, 0.4), (2.9, 3.2)])) == [2.5]
