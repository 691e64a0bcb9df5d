"""What the displays show of a rendering job."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from rich.console import Console

from videolecture.cli import progress
from videolecture.rendering import events

STORY: tuple[events.Event, ...] = (
    events.Planned(((1,), (2,)), 2, 200),
    events.Warned("fragment 2: [odd] sign"),
    events.Progressed("enroll", 0.5, what="listening"),
    events.Enrolled(False, 1.5),
    events.Prepared(True, 0.0),
    events.Spoken(1, 1, False, 4.0, 0.3, "a.wav"),
    events.Progressed("animate", 0.5, 1, 1, 104.0, 75.0),
    events.Rendered(1, 1, False, 4.0, 1.0, 103.7, "1.mp4"),
    events.Rendered(2, 2, True, 4.0, 0.0, 0.0, "2.mp4"),
    events.SlideJoined(2, "slide.mp4"),
    events.Progressed("assemble", 0.5),
    events.Finished("final.mp4", 8.0, 2.0, 1, 1),
)


def test_what_is_made_again_and_what_is_kept_is_told_before_it_begins(capsys: pytest.CaptureFixture[str]) -> None:
    show = progress.Lines()
    show(events.Foreseen(5, 5, 5, 0, 0, 0))
    show(events.Foreseen(1, 1, 2, 4, 4, 3))
    show(events.Foreseen(0, 0, 0, 5, 5, 0))
    assert capsys.readouterr().out.splitlines() == [
        (
            "To be made: speech of 1 fragment, 1 clip animated, 2 scenes composed. "
            "Kept: speech of 4 fragments, 4 clips animated, 3 scenes composed."
        ),
        "Kept: speech of 5 fragments, 5 clips animated. Only the lecture is joined again.",
    ]


def test_what_takes_long_says_now_and_then_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 1.0, 16.0, 16.0, 20.0, 40.0, 40.0])
    show = progress.Lines(lambda: next(times))
    for done in (0.1, 0.3, 0.4, 0.8):
        show(events.Progressed("enroll", done, stage_seconds_left=100 * (1 - done)))
    assert capsys.readouterr().out.splitlines() == [
        "Learning the voice: 30%, 1:10 left",
        "Learning the voice: 80%, 0:20 left",
    ]


@pytest.mark.parametrize("stage", get_args(events.Stage))
def test_every_stage_is_shown_while_it_moves(stage: events.Stage) -> None:
    console = Console(width=100, record=True, force_terminal=True)
    with progress.Live(console) as live:
        live(events.Progressed(stage, 0.5, 1, 1))
        live._progress.refresh()
        assert "slide 1, fragment 1" in console.export_text()


def test_plain_lines_tell_the_story_once(capsys: pytest.CaptureFixture[str]) -> None:
    show = progress.Lines()
    for event in STORY:
        show(event)
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "2 slides, 2 fragments to render",
        "Note: fragment 2: [odd] sign",
        "Voice: learned in 1.5 s",
        "Photo: known already",
        "Slide 1, fragment 1 (1 of 2): 4.0 s, 104 frames/s, 1:15 left",
        "Slide 2, fragment 2 (2 of 2): 4.0 s, reused",
        "final.mp4: 0:08 of lecture in 0:02 (4.0 × as fast as it plays; 1 fragment rendered, 1 reused)",
    ]


def test_the_live_display_shows_stage_place_pace_and_time_left() -> None:
    console = Console(force_terminal=True, width=160, record=True)
    with progress.Live(console) as live:
        for event in STORY[:7]:
            live(event)
        live._progress.refresh()
        shown = console.export_text()
        for told in ("Face · slide 1, fragment 1", "104 frames/s", "0 of 2 fragments, 1:15 left", "[odd] sign"):
            assert told in shown
        for event in STORY[7:]:
            live(event)
    assert "final.mp4" in console.export_text()


def test_the_live_display_tells_how_long_the_voice_is_still_learned() -> None:
    console = Console(force_terminal=True, width=160, record=True)
    with progress.Live(console) as live:
        live(events.Progressed("enroll", 0.4, what="trying the voice eugene", stage_seconds_left=21.0))
        live._progress.refresh()
        assert "trying the voice eugene, 0:21 left" in console.export_text()


def test_json_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.display(json=True) as show:
        for event in STORY:
            show(event)
    objects = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [o["event"] for o in objects] == [event.name for event in STORY]
    assert objects[0]["slides"] == [[1], [2]]


@pytest.mark.parametrize(("seconds", "shown"), [(0.4, "0:00"), (75.2, "1:15"), (3700, "1:01:40"), (-1, "0:00")])
def test_times_are_written_as_on_a_clock(seconds: float, shown: str) -> None:
    assert progress.clock(seconds) == shown
