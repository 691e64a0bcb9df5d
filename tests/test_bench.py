from __future__ import annotations

from pathlib import Path

from bench import limits
from bench.lecture import long_text
from bench.scaling import lecture, share_busy
from bench.slides import deck_of
from bench.table import Table
from videolecture.deck.marked import taken_apart
from videolecture.text import split_lecture


def test_a_table_is_markdown() -> None:
    table = Table("Title", ("what", "number"), [("a", 1.23456), ("b", 2)], "Note.")
    assert table.markdown() == "## Title\n\nNote.\n\n| what | number |\n| --- | --- |\n| a | 1.23 |\n| b | 2 |\n"


def test_no_slide_of_the_long_lecture_is_like_another() -> None:
    slides = split_lecture(long_text(5), "ru")
    assert len(slides) == 10
    spoken = [fragment.spoken for slide in slides for fragment in slide.fragments]
    assert len(set(spoken)) == len(spoken)


def test_the_limits_in_the_document_are_those_that_are_calculated(tmp_path: Path) -> None:
    document = Path(__file__).parents[1] / "docs" / "scaling.md"
    copy = tmp_path / "scaling.md"
    copy.write_text(document.read_text("utf-8"), "utf-8")
    limits.put(copy, "limits", limits.tables())
    assert copy.read_text("utf-8") == document.read_text("utf-8"), "python -m bench.limits --write docs/scaling.md"


def test_a_lecture_has_as_many_fragments_as_were_asked_for() -> None:
    assert sum(len(slide.fragments) for slide in split_lecture(lecture(25), "en")) == 25


def test_workers_are_busy_for_their_share_of_the_time_in_which_there_is_work_for_all() -> None:
    """Two workers; one of them pauses for a second of the eight until only two clips are left."""
    spans = [(0.0, 4.0), (0.0, 4.0), (4.0, 8.0), (5.0, 9.0), (8.0, 12.0)]
    busy, seconds = share_busy(spans, workers=2)
    assert (round(busy, 4), seconds) == (round((9 + 8) / 18, 4), 9.0)


def test_no_slide_of_the_long_deck_is_like_another(tmp_path: Path) -> None:
    slides = taken_apart(deck_of(tmp_path / "deck.md", 3).read_text("utf-8")).slides
    assert len(slides) == 18
    assert len({slide.notes for slide in slides}) == 18
    assert (tmp_path / "lightning.svg").is_file(), "its picture comes along"
