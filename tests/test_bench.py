from __future__ import annotations

from bench.lecture import long_text
from bench.table import Table
from videolecture.text import split_lecture


def test_a_table_is_markdown() -> None:
    table = Table("Title", ("what", "number"), [("a", 1.23456), ("b", 2)], "Note.")
    assert table.markdown() == "## Title\n\nNote.\n\n| what | number |\n| --- | --- |\n| a | 1.23 |\n| b | 2 |\n"


def test_no_slide_of_the_long_lecture_is_like_another() -> None:
    slides = split_lecture(long_text(5), "ru")
    assert len(slides) == 10
    spoken = [fragment.spoken for slide in slides for fragment in slide.fragments]
    assert len(set(spoken)) == len(spoken)
