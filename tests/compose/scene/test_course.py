from __future__ import annotations

from pathlib import Path

import pytest

from videolecture.compose.scene.backdrop import Mark
from videolecture.compose.scene.course import courses, superfluous, when
from videolecture.compose.scene.timeline import Shown, TimedMark
from videolecture.compose.subtitles import Caption
from videolecture.types import Mark as Spoken
from videolecture.types import SlideMark

A, B, C = Path("a.png"), Path("b.png"), Path("c.png")
NEXT = SlideMark("next", 0, 1)
POINT = SlideMark("point", 0, 1, (0.5, 0.25))


def test_without_next_the_complete_picture_is_shown() -> None:
    assert [course.pictures for course in courses((A, B), ((), ()))] == [(Shown(0.0, B),)] * 2


def test_pictures_go_on_through_the_fragments() -> None:
    first, second = courses((A, B, C), (((1.0, NEXT),), ((2.0, NEXT), (3.0, NEXT))))
    assert first.pictures == (Shown(0.0, A), Shown(1.0, B))
    assert second.pictures == (Shown(0.0, B), Shown(2.0, C))
    assert superfluous(3, ["next", "point", "next", "next"]) == 1


def test_a_mark_stands_until_the_next_one_or_the_next_picture() -> None:
    first, second, third = courses((A, B), (((1.0, POINT),), ((2.0, NEXT),), ()))
    mark = Mark("point", 0.5, 0.25)
    assert first.marks == (TimedMark(1.0, mark),)
    assert second.marks == (TimedMark(0.0, mark), TimedMark(2.0, None))
    assert third.marks == ()


def test_two_pictures_at_one_word_leave_the_last() -> None:
    (course,) = courses((A, B, C), (((0.0, NEXT), (1.0, NEXT), (1.0, NEXT)),))
    assert course.pictures == (Shown(0.0, B), Shown(1.0, C))


def test_a_mark_is_at_the_time_of_its_word() -> None:
    spoken = tuple(
        Spoken("word", text, start, start + 0.3) for text, start in (("раз", 0.5), ("два", 1.0), ("три", 1.6))
    )
    caption = Caption("Раз, два, три.", 0.4, 2.0, spoken)
    assert [when(SlideMark("next", 0, word), [caption]) for word in range(4)] == [0.5, 1.0, 1.6, 2.0]
    silent = Caption("Раз, два, три.", 0.4, 2.0)
    assert when(SlideMark("next", 0, 1), [silent]) == pytest.approx(0.4 + 1.6 * 5 / 14, abs=0.05)
