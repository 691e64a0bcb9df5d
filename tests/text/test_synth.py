from __future__ import annotations

import pytest

from videolecture.errors import InputError
from videolecture.text import split_lecture
from videolecture.text.edited import Edit
from videolecture.text.slide_marks import marked

TEXT = "Один. Два.\n[synth]\nТри! [next]Четыре.\n\nПять.\n[/synth]\nШесть [synth]и семь[/synth].\n_;\nВосемь."


def test_a_passage_is_fragments_of_its_own_and_its_marks_are_neither_shown_nor_spoken() -> None:
    first, second = split_lecture(TEXT, "ru")
    assert [(one.text, one.synth) for one in (*first.fragments, *second.fragments)] == [
        ("Один. Два.", False),
        ("Три! Четыре. Пять.", True),
        ("Шесть", False),
        ("и семь", True),
        ("Восемь.", False),
    ]
    assert [(mark.sentence, mark.word) for mark in first.fragments[1].marks] == [(1, 0)]
    assert not any("synth" in one.spoken or one.warnings for one in first.fragments)


def test_what_an_author_sees_of_it_is_read_as_the_same_again() -> None:
    shown = [marked(fragment) for slide in split_lecture(TEXT, "ru") for fragment in slide.fragments]
    assert shown[1] == "[synth]Три! [next] Четыре. Пять.[/synth]"
    again = split_lecture("\n".join(shown), "ru")
    assert [one.synth for one in again[0].fragments] == [False, True, False, True, False]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("Один. [synth]Два.\n_;\nТри.[/synth]", "synth-not-ended", "Slide 1: .*«Два.»"),
        ("Ноль.\n_;\nОдин.[/SYNTH] Два.", "synth-not-begun", "Slide 2: .*«Один.»"),
        ("[synth]Один. [synth]Два.[/synth]", "synth-nested", "Slide 1: .*«Два."),
    ],
)
def test_a_passage_without_an_end_or_in_another_one_is_told_with_its_place(text: str, code: str, place: str) -> None:
    with pytest.raises(InputError, match=place) as refused:
        split_lecture(text, "ru")
    assert refused.value.code == code


def test_a_changed_fragment_cannot_hold_a_passage_and_a_passage_can_be_changed() -> None:
    for edit in (Edit("Один.", "Раз. [synth]Два.[/synth]"), Edit("Один.", spoken="[synth]раз[/synth]")):
        with pytest.raises(InputError) as refused:
            split_lecture("Один.", "ru", edits={1: edit})
        assert refused.value.code == "edit-synth"
    (slide,) = split_lecture("[synth]Один.[/synth]", "ru", edits={1: Edit("Один.", "Два.")})
    assert [(one.text, one.synth) for one in slide.fragments] == [("Два.", True)]


def test_a_mistyped_mark_is_told() -> None:
    (slide,) = split_lecture("[sinth]Один.", "ru")
    assert "[synth]...[/synth]" in str(slide.fragments[0].warnings[0])
