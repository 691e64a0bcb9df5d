"""Shows what a rendering job does: a live display on a terminal, plain lines elsewhere, or JSON lines."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TaskProgressColumn, TextColumn

from videolecture.execute import Report
from videolecture.rendering import events

_STAGES = {
    "read": "Reading the text",
    "enroll": "Learning the voice",
    "prepare": "Reading the photo",
    "speak": "Speech",
    "animate": "Face",
    "compose": "Picture",
    "assemble": "Joining the lecture",
}
SILENT = 15.0  # seconds without a line after which one says how far it is
_RESOLUTION = 1000  # steps of a progress bar per fragment


@contextlib.contextmanager
def display(json: bool = False) -> Iterator[events.Emit]:
    """The display that fits where the output goes."""
    if json:
        yield lambda event: print(event.as_json(), flush=True)
        return
    console = Console(stderr=False)
    if console.is_terminal:
        with Live(console) as live:
            yield live
    else:
        yield Lines()


@contextlib.contextmanager
def bar(what: str) -> Iterator[Report]:
    """A bar for one piece of work, on a terminal and when the work has a name."""
    console = Console(stderr=True)
    if not (what and console.is_terminal):
        yield lambda *_: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[note]}"))
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(what, total=1.0, note="")
        yield lambda done, now: shown.update(task, completed=done, note=escape(now))


def clock(seconds: float) -> str:
    """75.2 as «1:15», 3700 as «1:01:40»."""
    whole = max(0, round(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class Live:
    """One bar for the whole lecture and one for what is going on, redrawn in place."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            TextColumn("{task.fields[note]}"),
            console=console,
        )
        self._lecture = self._progress.add_task("Lecture", total=None, note="")
        self._stages: dict[str, TaskID] = {}
        self._fragments = self._finished = 0

    def __enter__(self) -> Live:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def __call__(self, event: events.Event) -> None:
        """Show one event."""
        match event:
            case events.Planned():
                self._close("read")
                self._fragments = event.fragments
                self._progress.update(self._lecture, total=event.fragments * _RESOLUTION)
                self._note_lecture(None)
            case events.Warned():
                self._console.print(f"[yellow]Note:[/] {escape(event.what)}")
            case events.Foreseen():
                if told := _foreseen(event):
                    self._console.print(told)
            case events.Progressed():
                self._moved(event)
            case events.Enrolled():
                self._close("enroll")
            case events.Prepared():
                self._close("prepare")
            case events.Spoken():
                self._close("speak")
            case events.Rendered():
                self._close("animate")
                self._close("compose")
                self._finished += 1
                self._progress.update(self._lecture, completed=self._finished * _RESOLUTION)
                self._note_lecture(None)
            case events.Finished():
                for stage in list(self._stages):
                    self._close(stage)
                self._progress.update(self._lecture, visible=False)
                self._console.print(_finished(event))

    def _moved(self, event: events.Progressed) -> None:
        if event.stage not in self._stages:
            self._stages[event.stage] = self._progress.add_task(_STAGES[event.stage], total=1.0, note="")
        where = f" · slide {event.slide}, fragment {event.fragment}" if event.fragment else ""
        note = f"{event.frames_per_second:.0f} frames/s" if event.frames_per_second else event.what
        if event.stage_seconds_left is not None:
            note += f", {clock(event.stage_seconds_left)} left"
        self._progress.update(
            self._stages[event.stage],
            description=f"{_STAGES[event.stage]}{where}",
            completed=event.done,
            note=escape(note),
        )
        if event.stage == "animate":
            self._progress.update(self._lecture, completed=(self._finished + event.done) * _RESOLUTION)
            self._note_lecture(event.seconds_left)

    def _note_lecture(self, seconds_left: float | None) -> None:
        left = f", {clock(seconds_left)} left" if seconds_left is not None else ""
        self._progress.update(self._lecture, note=f"{self._finished} of {self._fragments} fragments{left}")

    def _close(self, stage: str) -> None:
        if stage in self._stages:
            self._progress.remove_task(self._stages.pop(stage))


class Lines:
    """One plain line for everything that is finished: for logs and pipes."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._fragments = self._finished = 0
        self._left: float | None = None
        self._now, self._told = now, now()

    def __call__(self, event: events.Event) -> None:
        """Show one event."""
        if line := self._line(event):
            self._told = self._now()
            print(line, file=sys.stdout, flush=True)

    def _waiting(self, event: events.Progressed) -> str:
        """How far something is that takes long, where nothing was told for a while."""
        if self._now() - self._told < SILENT:
            return ""
        where = f" · slide {event.slide}, fragment {event.fragment}" if event.fragment else ""
        left = event.stage_seconds_left if event.stage_seconds_left is not None else event.seconds_left
        return f"{_STAGES[event.stage]}{where}: {event.done:.0%}" + (
            f", {clock(left)} left" if left is not None else ""
        )

    def _line(self, event: events.Event) -> str:
        match event:
            case events.Planned():
                self._fragments = event.fragments
                return f"{many(len(event.slides), 'slide')}, {many(event.fragments, 'fragment')} to render"
            case events.Warned():
                return f"Note: {event.what}"
            case events.Enrolled():
                return "Voice: known already" if event.cached else f"Voice: learned in {event.seconds:.1f} s"
            case events.Prepared():
                return "Photo: known already" if event.cached else f"Photo: read in {event.seconds:.1f} s"
            case events.Foreseen():
                return _foreseen(event)
            case events.Progressed():
                self._left = event.seconds_left
                return self._waiting(event)
            case events.Rendered():
                self._finished += 1
                how = "reused" if event.cached else "composed anew" if event.composed else _pace(event)
                left = f", {clock(self._left)} left" if self._left and self._finished < self._fragments else ""
                return (
                    f"Slide {event.slide}, fragment {event.fragment} ({self._finished} of {self._fragments}): "
                    f"{event.duration:.1f} s, {how}{left}"
                )
            case events.Finished():
                return _finished(event)
        return ""


def _foreseen(event: events.Foreseen) -> str:
    """What is made and what is kept, in one line; "" where nothing is kept, as the first time."""
    made = _counted(event.speech, event.clips, event.scenes)
    kept = _counted(event.speech_kept, event.clips_kept, event.scenes_kept)
    if not kept:
        return ""
    return f"To be made: {made}. Kept: {kept}." if made else f"Kept: {kept}. Only the lecture is joined again."


def _counted(speech: int, clips: int, scenes: int) -> str:
    counted = ((speech, "speech of {}", "fragment"), (clips, "{} animated", "clip"), (scenes, "{} composed", "scene"))
    return ", ".join(form.format(many(number, what)) for number, form, what in counted if number)


def many(number: int, what: str) -> str:
    """«1 slide», «2 slides»."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _pace(event: events.Rendered) -> str:
    """How fast the face was animated; of a fragment without one, that it is there."""
    return f"{event.frames_per_second:.0f} frames/s" if event.frames_per_second else "rendered"


def _finished(event: events.Finished) -> str:
    ratio = event.duration / event.seconds if event.seconds else 0.0
    again = f"{event.composed} composed anew, " if event.composed else ""
    return (
        f"{event.path}: {clock(event.duration)} of lecture in {clock(event.seconds)} "
        f"({ratio:.1f} × as fast as it plays; {many(event.rendered - event.composed, 'fragment')} rendered, "
        f"{again}{event.reused} reused)"
    )
