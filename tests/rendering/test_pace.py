"""The time left, from what was filmed so far."""

from __future__ import annotations

import pytest

from videolecture.rendering.pace import Pace, Steady


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_foretold_before_anything_was_filmed() -> None:
    pace = Pace([100, 100])
    assert pace.seconds_left() is None
    pace.clip_done(0, cached=True)
    assert pace.seconds_left() is None


def test_the_rest_takes_as_long_as_its_text_is_long() -> None:
    clock = Clock()
    pace = Pace([100, 300], clock)
    pace.moved(0, 0.0, 250)
    clock.now += 10
    assert pace.moved(0, 1.0, 250) == 25.0  # frames a second
    pace.clip_done(0, cached=False)
    assert pace.seconds_left() == 30


def test_what_was_found_in_the_cache_is_not_left_and_says_nothing_of_the_pace() -> None:
    clock = Clock()
    pace = Pace([100, 100, 1000], clock)
    pace.clip_done(2, cached=True)
    pace.moved(0, 0.0, 250)
    clock.now += 10
    pace.moved(0, 0.5, 250)
    assert pace.seconds_left() == 30


def test_a_clip_that_is_rendered_again_is_not_counted_twice() -> None:
    clock = Clock()
    pace = Pace([100, 100], clock)
    pace.moved(0, 0.0, 250)
    clock.now += 10
    pace.moved(0, 0.9, 250)
    pace.moved(0, 0.1, 250)  # its worker died, and it begins anew
    clock.now += 10
    pace.moved(0, 1.0, 250)
    pace.clip_done(0, cached=False)
    assert pace.seconds_left() == 20


def test_scenes_that_are_still_to_be_composed_are_counted() -> None:
    clock = Clock()
    pace = Pace([100, 100], clock, scenes=True)
    pace.moved(0, 0.0, 250)
    clock.now += 10
    pace.moved(0, 1.0, 250)
    clock.now += 10
    pace.moved(1, 1.0, 250)
    assert pace.seconds_left() == pytest.approx(6.0)
    pace.clip_done(0, cached=False)
    pace.clip_done(1, cached=False)
    assert pace.seconds_left() == 0


def test_one_piece_of_work_goes_on_as_it_went_so_far() -> None:
    clock = Clock()
    voice = Steady(clock)
    assert voice.seconds_left(0.0) is None
    clock.now += 5
    assert voice.seconds_left(0.02) is None  # too little to know
    clock.now += 5
    assert voice.seconds_left(0.25) == 30
    assert voice.seconds_left(0.0) is None  # begun anew by another worker
    clock.now += 20
    assert voice.seconds_left(0.5) == 20  # the time of the first worker does not count
