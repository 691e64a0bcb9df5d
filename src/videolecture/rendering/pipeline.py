"""Runs a plan: voice and portrait, then speech and face of every fragment, then the lecture. Reports as it goes.

One thread owns all state. Executors answer from their own threads, through one inbox. A fragment's speech is made while
the face of the one before it is animated; speech keeps only a few fragments ahead, so that the first clips come early.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from videolecture.errors import Cancelled, DiskFullError, Term, VideolectureError
from videolecture.execute import Executor, Report
from videolecture.execute.tasks import Places, TaskResult
from videolecture.messages import as_data
from videolecture.output import names
from videolecture.rendering import assembly, events
from videolecture.rendering.disk_space import DiskSpace, WhenFull
from videolecture.rendering.foreseen import foreseen
from videolecture.rendering.leftovers import clear_leftovers
from videolecture.rendering.plan import Plan
from videolecture.rendering.publishing import Publisher, fragment_of
from videolecture.rendering.request import RenderRequest
from videolecture.rendering.retries import Retries, named
from videolecture.rendering.tasks import (
    PORTRAIT,
    STAGES,
    VOICE,
    Step,
    inputs_of,
    key_of,
    last_steps,
    load_tasks,
    steps_before,
    task_for,
)
from videolecture.storage.cache import Cache

LOOKAHEAD = 3  # fragments that speech may be ahead of the face
_POLL = 0.05  # seconds between two looks at the cancel flag


@dataclass(frozen=True)
class Result:
    """A finished lecture."""

    path: Path  # final/lecture_<id>.mp4
    subtitles: tuple[Path, ...]  # .srt, .vtt
    manifest: Path
    clips: tuple[Path, ...]  # video_fragments/...
    sounds: tuple[Path, ...]  # audio_fragments/...
    duration: float  # seconds
    rendered: int  # fragments rendered by this run
    reused: int  # fragments found in the cache


@dataclass(frozen=True)
class _Done:
    step: Step
    staged: Path
    future: Future[Any]


@dataclass(frozen=True)
class _Moved:
    step: Step
    done: float
    what: str


def load(request: RenderRequest, executor: Executor) -> None:
    """Let both engines load while the text is still read. Should one fail, so will its first task, which tells why."""
    for task in load_tasks(request):
        executor.submit(replace(task, owner=request.owner), Places(request.out), lambda *_: None)


def run(
    plan: Plan,
    executor: Executor,
    cache: Cache,
    emit: events.Emit,
    cancelled: threading.Event | None = None,
    when_full: WhenFull = "fail",
) -> Result:
    """Render what is missing and assemble the lecture.

    A worker that dies or hangs is replaced and its work tried again; a fragment that cannot be rendered fails alone,
    and its error is raised after everything else is done. A full disk fails the request, or makes it wait for room.

    Raises Cancelled when `cancelled` was set: by then nothing of it runs any more. Whatever was finished stays in the
    cache and in the output folder.
    """
    running = _Run(plan, executor, cache, emit, cancelled or threading.Event(), when_full)
    try:
        return running.lecture()
    except BaseException:
        executor.cancel(plan.request.name)
        running.drop_staged()
        raise


class _Run:
    """The state of one request while it runs."""

    def __init__(
        self,
        plan: Plan,
        executor: Executor,
        cache: Cache,
        emit: events.Emit,
        cancelled: threading.Event,
        when_full: WhenFull,
    ) -> None:
        self.plan, self.request = plan, plan.request
        self.executor, self.cache, self.emit, self.cancelled = executor, cache, emit, cancelled
        self.inbox: queue.SimpleQueue[_Done | _Moved] = queue.SimpleQueue()
        self.entries: dict[Step, Path] = {}  # finished, in the cache
        self.results: dict[Step, TaskResult] = {}  # of what this run made
        self.submitted: set[Step] = set()
        self.staged: set[Path] = set()
        self.slides: dict[int, list[Step]] = {}  # not joined yet: the steps that each is made of
        self.retries = Retries(emit)
        self.disk = DiskSpace((cache.root, plan.request.out), emit, cancelled, when_full)
        self.waiting: VideolectureError | None = None  # what the executor waits for, as it was told
        self.reused = 0
        self.started = time.monotonic()
        self.last = last_steps(plan)
        for step in self.last:
            fragment = fragment_of(step, plan)
            self.slides.setdefault(fragment.slide if fragment else step.slide or 0, []).append(step)
        self.publisher = Publisher(plan, self.entries, self.results, emit, self.disk)

    def lecture(self) -> Result:
        self.disk.retry(self.publisher.prepare_output)
        plan = self.plan
        numbers = tuple(tuple(f.number for f in slide.fragments) for slide in plan.slides)
        wanted = [fragment for slide in plan.chosen for fragment in slide.fragments]
        self.emit(events.Planned(numbers, len(wanted), sum(len(fragment.spoken) for fragment in wanted)))
        for warning in plan.warnings:
            self.emit(events.Warned.of(warning))
        if removed := self.disk.retry(lambda: clear_leftovers(plan)):
            self.emit(events.Warned.of(removed))
        self._look_into_cache()
        self.emit(foreseen(plan, self.last, self.entries))
        self._submit_ready()
        while next(self._missing(), None) is not None:
            if self._receive():
                self._submit_ready()
                self.disk.retry(self._join_slides)
        self.disk.retry(self._join_slides)
        self.retries.raise_failed(len(plan.fragments))
        return self.disk.retry(self._assemble)

    # ------------------------------------------------------------------------------------------------ what is there

    def _look_into_cache(self) -> None:
        needed = {one.index for last in self.last for one in (last, *steps_before(last, self.plan))} - {None}
        for index, planned in enumerate(self.plan.fragments):
            if index not in needed:
                continue
            self._check_cancelled()
            number = planned.fragment.number
            if not self._find(Step("speech", index)):
                self.publisher.withdraw_sound(number)
            made = self._find(Step("clip", index)) if planned.clip_key else False
            if self.plan.stage is not None:
                composed = self._find(Step("scene", index))
                made = made or (composed and not planned.clip_key)
            if not made:
                self.publisher.withdraw_clip(number)
        shared = (*((VOICE,) if self.plan.sample else ()), *((PORTRAIT,) if self.plan.photo else ()))
        for step in (*shared, *(step for step in self.last if step.slide is not None)):
            self._find(step)
        self._tell_resized()
        self.reused = sum(step in self.entries for step in self.last if step.index is not None)

    def _tell_resized(self) -> None:
        """Say how many fragments are animated again only because the layout takes the face in another size."""
        resized = [
            planned
            for index, planned in enumerate(self.plan.fragments)
            if planned.clip_key
            and Step("clip", index) not in self.entries
            and any(self.cache.find("clip", key) for key in planned.other_sizes)
        ]
        if resized:
            notice = Term(
                "The layout takes the face in another size; fragments to be animated again: {count}.",
                code="clips-resized",
                count=len(resized),
            )
            self.emit(events.Warned.of(notice))

    def _find(self, step: Step) -> bool:
        """Whether a step's entry is in the cache; it is kept then. What it depends on has been looked for before."""
        if any(
            before not in self.entries for before in steps_before(step, self.plan) if before not in (VOICE, PORTRAIT)
        ):
            return False
        found = self.cache.find(step.kind, key_of(step, self.plan, self.entries))
        if found:
            self.entries[step] = found
            self.publisher.entry_made(step, cached=True)
        return bool(found)

    # ------------------------------------------------------------------------------------------------ what can start

    def _submit_ready(self) -> None:
        """Hand every task to the executor whose inputs are there and whose turn has come."""
        # Of the pieces that are missing, how many are worked at: speech is ahead of the face, and whoever becomes free
        # finds a task. The rest waits here, not at the executor.
        window = LOOKAHEAD + 2 * self.executor.width - 1
        wanted: dict[Step, None] = {}  # in order: what is missing, each after what it needs
        for step in islice(self._missing(), window):
            self._add(step, wanted)
        for step in (
            self._films_missing() or wanted
        ):  # one that cannot be played is refused before anything else is made
            if all(before in self.entries for before in steps_before(step, self.plan)):
                self._submit(step)

    def _films_missing(self) -> list[Step]:
        """The films of the author's own that nobody has looked at yet."""
        films = (Step("speech", index) for index, planned in enumerate(self.plan.fragments) if planned.film)
        return [step for step in films if step not in self.entries]

    def _missing(self) -> Iterator[Step]:
        """The pieces of the film that are still to be made, in its order."""
        return (s for s in self.last if s not in self.entries and s.index not in self.retries.failed)

    def _add(self, step: Step, wanted: dict[Step, None]) -> None:
        if step in wanted or step in self.entries or (step.index is not None and step.index in self.retries.failed):
            return
        for before in steps_before(step, self.plan):
            self._add(before, wanted)
        wanted[step] = None

    def _submit(self, step: Step) -> None:
        if step in self.submitted or step in self.entries:
            return
        self.submitted.add(step)
        staged = self.disk.retry(lambda: self.cache.stage(step.kind))
        self.staged.add(staged)
        places = Places(staged, inputs_of(step, self.plan, self.entries))
        task = replace(task_for(step, self.plan, self.entries), owner=self.request.owner)
        future = self.executor.submit(task, places, self._reporter(step))
        future.add_done_callback(lambda done: self.inbox.put(_Done(step, staged, done)))

    def _reporter(self, step: Step) -> Report:
        return lambda done, what: self.inbox.put(_Moved(step, done, what))

    # ------------------------------------------------------------------------------------------------ what comes back

    def _check_cancelled(self) -> None:
        if self.cancelled.is_set():
            raise Cancelled

    def _receive(self) -> bool:
        """Take what comes next; whether a task has ended."""
        self._check_cancelled()
        self._tell_waiting()
        try:
            message = self.inbox.get(timeout=_POLL)
        except queue.Empty:
            return False
        if isinstance(message, _Moved):
            self.publisher.moved(message.step, message.done, message.what)
            return False
        self._ended(message)
        return True

    def _tell_waiting(self) -> None:
        """Say when the executor itself has to wait, for a cluster that is away, and when that is over."""
        error = self.executor.waits_for
        if error is not self.waiting:
            self.waiting = error
            self.emit(events.Paused(error.what, error.remedy, as_data(error)) if error else events.Continued())

    def _ended(self, message: _Done) -> None:
        try:
            result = message.future.result()
        except VideolectureError as error:
            self._failed(message, error)
            return
        step, staged = message.step, message.staged
        self.results[step] = result
        entry = self.disk.retry(lambda: self.cache.keep(step.kind, key_of(step, self.plan, self.entries), staged))
        self.staged.discard(staged)
        self.entries[step] = entry
        self.publisher.entry_made(step, cached=False)

    def _failed(self, message: _Done, error: VideolectureError) -> None:
        """Try again, go on without the fragment, or raise."""
        step = message.step
        self.cache.drop(message.staged)
        self.staged.discard(message.staged)
        fragment = fragment_of(step, self.plan)
        if isinstance(error, DiskFullError):
            self.disk.wait_for(error)
        elif not self.retries.may_try_again(STAGES[step.kind], step.index, fragment, error):
            if step.index is None or fragment is None:
                raise error
            if not self.retries.give_up(
                step.index, fragment, error, any_made=any(s in self.entries for s in self.last)
            ):
                raise (error if isinstance(error, Cancelled) else named(fragment, error)) from error
            return
        self.submitted.discard(step)

    # ------------------------------------------------------------------------------------------------------ the end

    def _join_slides(self) -> None:
        """Join every slide that has become whole, while the workers go on with the next."""
        for slide, steps in list(self.slides.items()):
            if all(step in self.entries for step in steps):
                parts = [self.publisher.part(step) for step in steps]
                path = assembly.join_slide(self.plan, slide, parts, lambda *_: self._check_cancelled())
                del self.slides[slide]  # not before: on a full disk it is tried again
                self.emit(events.SlideJoined(slide, str(path)))

    def _assemble(self) -> Result:
        parts = self.publisher.parts()

        def progress(done: float, what: str = "") -> None:
            self._check_cancelled()
            self.emit(events.Progressed("assemble", done, what=what))

        progress(0.0)
        final = assembly.assemble(self.plan, parts, progress)
        seconds = time.monotonic() - self.started
        numbered = [part.fragment.fragment.number for part in parts if part.fragment]
        rendered = len(numbered) - self.reused
        self.emit(
            events.Finished(str(final.path), final.duration, seconds, rendered, self.reused, self.publisher.composed)
        )
        return Result(
            path=final.path,
            subtitles=final.subtitles,
            manifest=final.manifest,
            clips=tuple(names.clip_path(self.request.out, self.request.id, n) for n in numbered),
            sounds=tuple(names.sound_path(self.request.out, self.request.id, n) for n in numbered),
            duration=final.duration,
            rendered=rendered,
            reused=self.reused,
        )

    def drop_staged(self) -> None:
        """Remove what was begun and not finished."""
        for staged in self.staged:
            self.cache.drop(staged)
