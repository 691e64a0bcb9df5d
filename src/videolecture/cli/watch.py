"""`videolecture watch`: renders a lecture, and again what a saved change touches, until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import time
from pathlib import Path

from videolecture.cli import executors, lecture
from videolecture.cli.progress import many
from videolecture.errors import Cancelled, VideolectureError
from videolecture.execute import new_executor
from videolecture.home import cache_folder
from videolecture.home import home as home_folder
from videolecture.lecture.file import LectureFile
from videolecture.lecture.watching import Watcher
from videolecture.rendering import api, events
from videolecture.rendering.request import RenderRequest
from videolecture.settings import Settings
from videolecture.storage.cache import Cache

NAME = "watch"
HELP = "Render a lecture, and again what a saved change touches; Ctrl-C ends it."
_LOOK = 0.5  # seconds; Ctrl-C does not wake every operating system's threads


def arguments(parser: argparse.ArgumentParser) -> None:
    """Define the command's arguments."""
    lecture.add_inputs(parser)
    executors.add(parser)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Render after every change, until Ctrl-C."""
    settings = executors.chosen(options, settings)
    lecture.request(lecture.of(options), options, settings)  # what is wrong from the beginning ends it
    with contextlib.suppress(KeyboardInterrupt), Watching(options, settings) as watching:
        while True:
            watching.render()
            while not watching.watcher.changed.wait(_LOOK):
                pass
    print("\nEnded. What is finished is kept.")
    return 0


class Watching:
    """One lecture, with engines that stay loaded from change to change."""

    def __init__(self, options: argparse.Namespace, settings: Settings) -> None:
        self._options, self._settings = options, settings
        self.watcher = Watcher()
        self._workers = new_executor(settings.executor, settings.setup())
        self._cache = Cache(cache_folder(home_folder()))
        self._told: set[str] = set()

    def __enter__(self) -> Watching:
        return self

    def __exit__(self, *_: object) -> None:
        self.watcher.__exit__(None, None, None)
        self._workers.close()

    def render(self) -> None:
        """Render the lecture as it is now, and say what was made; what is wrong is said, and waits for a change."""
        self.watcher.changed.clear()
        try:
            found, request = self._read()
            while self.watcher.watch(files_of(found, request)):  # saved before it was watched: nobody would notice
                found, request = self._read()
            show = Changes(self._told)
            api.render_with(request, self._workers, self._cache, show, self.watcher.changed)
        except Cancelled:
            print("Saved again meanwhile.", flush=True)
        except VideolectureError as error:
            print(f"{time.strftime('%H:%M:%S')} {error}", flush=True)

    def _read(self) -> tuple[LectureFile | None, RenderRequest]:
        found = lecture.of(self._options)
        return found, lecture.request(found, self._options, self._settings)


def files_of(found: LectureFile | None, request: RenderRequest) -> set[Path]:
    """Everything that a lecture is made of."""
    values = {one.name: getattr(request, one.name) for one in dataclasses.fields(request) if one.name != "out"}
    named = {value.resolve() for value in values.values() if isinstance(value, Path)}
    return named | ({found.path} if found else set())


class Changes:
    """An `events.Emit` that says what was made, and how much was reused."""

    def __init__(self, told: set[str]) -> None:
        self._told = told  # notes, each once
        self._made: dict[int, list[str]] = {}  # fragment -> what of it
        self._reused = 0

    def __call__(self, event: events.Event) -> None:
        """Say what is worth it."""
        match event:
            case events.Warned() if str(event.what) not in self._told:
                self._told.add(str(event.what))
                print(f"Note: {event.what}", flush=True)
            case events.Spoken() if not event.cached:
                self._made.setdefault(event.fragment, []).append("spoken")
            case events.Rendered():
                if event.cached:
                    self._reused += 1
                else:
                    self._made.setdefault(event.fragment, []).append("composed" if event.composed else "rendered")
            case events.Finished():
                print(self._summary(event), flush=True)
            case _:
                pass

    def _summary(self, event: events.Finished) -> str:
        made = "; ".join(f"{number} {' and '.join(parts)}" for number, parts in sorted(self._made.items()))
        what = f"fragment {made}" if len(self._made) == 1 else f"fragments {made}" if made else "nothing to make"
        reused = f"{many(self._reused, 'fragment')} reused"
        return f"{time.strftime('%H:%M:%S')} {event.path}: {what}, {reused}, {event.seconds:.1f} s"
