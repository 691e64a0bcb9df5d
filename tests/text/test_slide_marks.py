from __future__ import annotations

import pytest

from videolecture.text import split_lecture
from videolecture.text.slide_marks import take
from videolecture.types import Fragment, SlideMark

PLAIN = "Первое слово здесь. Потом идёт второе, и третье.\nНовая строка — тоже текст.\n\nАбзац: конец."
MARKED = (
    "[layout:corner]\nПервое [next] слово здесь. Потом [point:0.62,0.4] идёт второе [next], и третье.\n[next]\n"
    "Новая [highlight:0,.1,0.5,.25]строка — тоже текст. [next]\n\n[point:0,1]\n\nАбзац: конец.[next]"
)


def words(fragment: Fragment) -> list[str]:
    """The word that each mark stands at."""
    found = []
    for mark in fragment.marks:
        text = fragment.sentences[mark.sentence].text.split()
        found.append(f"{mark.kind} {text[mark.word] if mark.word < len(text) else 'END'}")
    return found


def test_marks_change_nothing_of_what_is_spoken_or_shown() -> None:
    (plain,), (marked,) = split_lecture(PLAIN, "ru"), split_lecture(MARKED, "ru")
    assert [f.sentences for f in marked.fragments] == [f.sentences for f in plain.fragments]
    assert [f.warnings for f in marked.fragments] == [f.warnings for f in plain.fragments] == [()]
    assert (plain.layout, marked.layout) == ("", "corner")


def test_a_mark_stands_at_the_word_that_follows_it() -> None:
    (slide,) = split_lecture(MARKED, "ru")
    assert words(slide.fragments[0]) == [
        "next слово",
        "point идёт",
        "next и",
        "next Новая",
        "highlight строка",
        "next Абзац:",
        "point Абзац:",
        "next END",
    ]
    assert slide.fragments[0].marks[4].place == (0.0, 0.1, 0.5, 0.25)


def test_text_without_marks_is_left_as_it_is() -> None:
    text = "Ряд [1, 2], ссылка [next steps] и  два пробела.\n\n"
    assert take(text).stretches[0].text == text


def test_marks_count_words_as_written_beside_markup_of_the_sound() -> None:
    text = "Это [say:ФСБ|эф эс бэ] и [lang:en]big[/lang] [pause:1s] [next]з+амок."
    (slide,) = split_lecture(text, "ru")
    assert words(slide.fragments[0]) == ["next замок."]


def test_a_mark_in_a_later_fragment_is_that_fragments() -> None:
    text = " ".join(f"Предложение номер {n}." for n in range(1, 8)).replace("номер 7", "[next] номер 7")
    (slide,) = split_lecture(text, "ru")
    assert [fragment.marks for fragment in slide.fragments] == [(), (SlideMark("next", 1, 1),)]


def test_a_mark_at_a_sentence_that_cannot_be_spoken_goes_to_the_next() -> None:
    (slide,) = split_lecture("Первое. [next] ☃☃. Второе.", "ru")
    assert words(slide.fragments[0]) == ["next Второе."]


def test_a_film_ends_the_fragment_and_is_one_itself() -> None:
    (slide,) = split_lecture("Смотрите. [clip:demo.mp4] Вот так. [next] Дальше.\n[clip: два/b.mov]", "ru")
    assert [(f.number, f.text, f.clip) for f in slide.fragments] == [
        (1, "Смотрите.", ""),
        (2, "", "demo.mp4"),
        (3, "Вот так. Дальше.", ""),
        (4, "", "два/b.mov"),
    ]
    assert words(slide.fragments[2]) == ["next Дальше."]


@pytest.mark.parametrize("mark", ["[point:2,0.4]", "[point:here]", "[highlight:0.5,0,0.6,1]", "[clip:]", "[layout:x]"])
def test_a_mark_that_means_nothing_is_left_out_and_told(mark: str) -> None:
    (slide,) = split_lecture(f"Слово {mark} другое.", "ru")
    assert slide.fragments[0].text == "Слово другое." and not slide.fragments[0].marks
    assert mark in slide.fragments[0].warnings[0] and "left out" in slide.fragments[0].warnings[0]


def test_marks_do_not_count_when_the_language_is_told() -> None:
    text = "[highlight:0,0,1,1][layout:corner] Да, это оно."
    assert split_lecture(text, "auto") == split_lecture(text, "ru")


def test_a_slide_of_marks_alone_is_silent() -> None:
    slides = split_lecture("[layout:slide][next]_;Слово.", "ru")
    assert slides[0].fragments == () and slides[0].layout == "slide"


def test_sentences_without_spaces_between_them_keep_their_marks() -> None:
    (slide,) = split_lecture("第一句。[next]第二句。", "zh")
    assert slide.fragments[0].marks == (SlideMark("next", 1, 0),)
