"""The whole text of a lecture with the changes of its fragments."""

from __future__ import annotations

from videolecture.rendering.whole_text import Said, whole_text
from videolecture.text.edited import Edit

SLIDES = ["\nFirst\nwords. [next] Then more.\n\nAnother part.\n", "\n[clip:a.mp4]\nLast words.\n"]


def test_a_change_stands_in_its_place_and_marks_of_the_slide_stay() -> None:
    said = [Said(1, 1, "New words. Then more."), Said(2, 1, "Another part."), Said(3, 2, "Last words.")]
    changed = {1: Edit("First words. Then more.", "New words. Then more.")}
    assert whole_text(SLIDES, said, changed, "_;") == (
        "\n[next] New words. Then more.\n\nAnother part.\n_;\n[clip:a.mp4]\nLast words.\n"
    )


def test_a_change_that_is_not_found_rewrites_its_slide_and_loses_no_word_and_no_film() -> None:
    said = [Said(1, 1, "First words."), Said(2, 2, ""), Said(3, 2, "Other words.")]
    changed = {3: Edit("Written otherwise.", "Other words.")}
    text = whole_text(SLIDES, said, changed, "_;")
    assert text == SLIDES[0] + "_;\n[clip:a.mp4]\n\nOther words.\n"


def test_only_how_it_sounds_is_no_change_of_the_text() -> None:
    assert whole_text(SLIDES, [Said(1, 1, "x")], {1: Edit("First words.", None, "Fürst words.")}, "|") == "|".join(
        SLIDES
    )
