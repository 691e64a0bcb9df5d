from __future__ import annotations

import pytest

from videolecture.deck.marked import sources, taken_apart, text_of


def notes(text: str) -> list[str]:
    return [slide.notes for slide in taken_apart(text).slides]


@pytest.mark.parametrize(
    "written",
    [
        "Notes:\nSay *this*.\n\nAnd that [pause:1s].",
        "Note: Say *this*.\n\nAnd that [pause:1s].",
        "Заметки:\n\nSay *this*.\n\nAnd that [pause:1s].",
        "<!-- Say *this*.\n\nAnd that [pause:1s]. -->",
        "<!--\nSay *this*.\n\nAnd that [pause:1s].\n-->",
        "::: notes\nSay *this*.\n\nAnd that [pause:1s].\n:::",
        "???\nSay *this*.\n\nAnd that [pause:1s].",
    ],
)
def test_notes_are_what_their_author_wrote_in_any_usual_way(written: str) -> None:
    marked = taken_apart(f"# A\n\nshown\n\n{written}\n\n---\n\n# B\n")
    assert [slide.notes for slide in marked.slides] == ["Say *this*.\n\nAnd that [pause:1s].", ""]
    assert [len(slide.pieces[0]) for slide in marked.slides] == [1, 0]


def test_what_marp_writes_into_comments_is_not_spoken() -> None:
    assert notes(
        "<!-- _class: lead -->\n# A\n\n<!-- paginate: true -->\n\n<!-- Well: these words are to be spoken. -->"
    ) == ["Well: these words are to be spoken."]


def test_slides_begin_at_rules_or_without_any_at_headings() -> None:
    assert len(taken_apart("# A\n\nx\n\n## inside\n\n---\n\ny").slides) == 2
    assert len(taken_apart("# A\n\nx\n\n## B\n\n### inside\n\ny").slides) == 2
    assert len(taken_apart("---\n\n# A\n\n---\n\n---\n").slides) == 1


def test_a_rule_inside_code_is_code() -> None:
    assert len(taken_apart("# A\n\n```\n---\n```\n").slides) == 1


def test_dots_on_a_line_begin_the_next_picture() -> None:
    (slide,) = taken_apart("# A\n\none\n\n. . .\n\ntwo\n\n. . .\n\nthree").slides
    assert [text_of(node) for piece in slide.pieces for node in piece] == ["one", "two", "three"]
    assert len(slide.pieces) == 3


def test_front_matter_names_the_deck() -> None:
    assert taken_apart('---\ntitle: "A talk: part 1"\nmarp: true\n---\n\n# A').front["title"] == "A talk: part 1"


def test_pictures_are_found_wherever_they_stand() -> None:
    assert sources(taken_apart("# A\n\n![](a.png)\n\n- x ![y](b.png)\n\n| h |\n|---|\n| ![](c.png) |")) == [
        "a.png",
        "b.png",
        "c.png",
    ]


def test_prices_are_no_formulas() -> None:
    (slide,) = taken_apart("# A\n\nIt costs $5 here and $6 there, $x$ is a formula, $$y$$ too.").slides
    kinds = [node.type for piece in slide.pieces for node in piece for node in node.walk()]
    assert sum(kind.startswith("math") for kind in kinds) == 2
