from __future__ import annotations

from pathlib import Path

from videolecture.compose.scene.backdrop import Mark
from videolecture.compose.scene.timeline import FADE_FRAMES, Shown, TimedMark, states
from videolecture.compose.subtitles import Cue

A, B = Path("a.png"), Path("b.png")
POINT = Mark("point", 0.5, 0.5)


def test_states_follow_each_other_without_a_gap_and_hold_what_is_shown() -> None:
    found = states(100, (Shown(0.0, A), Shown(2.0, B)), (TimedMark(1.0, POINT), TimedMark(3.0, None)), (), fades=False)
    assert [(s.start, s.frames, s.picture, s.mark) for s in found] == [
        (0, 25, A, None),
        (25, 25, A, POINT),
        (50, 25, B, POINT),
        (75, 25, B, None),
    ]
    assert [s.fresh for s in found] == [True, False, True, False]


def test_cues_come_and_go_and_one_that_begins_as_another_ends_is_seen() -> None:
    found = states(100, (), (), (Cue(0, 1000, "one"), Cue(1000, 2000, "two")), fades=False)
    assert [(s.start, s.cue) for s in found] == [(0, "one"), (25, "two"), (50, "")]


def test_a_fade_takes_its_frames_and_then_stands() -> None:
    found = states(20, (Shown(0.0, A),), (), (), fades=True)
    assert [s.frames for s in found] == [1] * FADE_FRAMES + [20 - FADE_FRAMES]
    shares = [s.share for s in found]
    assert shares == sorted(shares) and 0 < shares[0] < 0.2 and shares[-1] == 1.0
    assert found[-1].fresh


def test_what_would_begin_after_the_end_does_not() -> None:
    assert len(states(10, (Shown(0.0, A), Shown(0.4, B)), (TimedMark(5.0, POINT),), (), fades=False)) == 1
    assert states(5, (), (), (), fades=True)[-1].share < 1.0
