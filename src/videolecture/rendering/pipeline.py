"""Runs a plan: voice and portrait, then speech and face of every fragment, then the lecture. Reports as it goes.

One thread owns all state. Executors answer from their own threads, through one inbox. A fragment's speech is made while
the face of the one before it is animated; speech keeps only a few fragments ahead, so that the first clips come early.
"""

from __future__ import annotations

import queue
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from videolecture.errors import Cancelled, DiskFullError, VideolectureError
from videolecture.execute import Executor, Report
from videolecture.execute.tasks import AnimateResult, EnrollResult, Places, PrepareResult, SpeakResult
from videolecture.execute.tasks import Result as TaskResult
from videolecture.execute.work import CLIP
from videolecture.output import names
from videolecture.rendering import assembly, events, finished
from videolecture.rendering.disk_space import DiskSpace, WhenFull
from videolecture.rendering.pace import Pace
from videolecture.rendering.plan import Plan
from videolecture.rendering.request import RenderRequest
from videolecture.rendering.retries import Retries, named
from videolecture.rendering.tasks import PORTRAIT, STAGES, VOICE, Step, inputs_of, key_of, load_tasks, task_for
from videolecture.storage.atomic import output_error
from videolecture.storage.cache import Cache, publish
from videolecture.types import Fragment

LOOKAHEAD = 3  # fragments that speech may be ahead of the face
_POLL = 0.05  # seconds between two looks at the cancel flag
_NOTHING = TaskResult()  # of an entry that an earlier run made


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
        executor.submit(task, Places(request.out), lambda *_: None)


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
        self.joined: set[int] = set()  # slides
        self.retries = Retries(emit)
        self.disk = DiskSpace((cache.root, plan.request.out), emit, cancelled, when_full)
        self.reused = 0
        self.started = time.monotonic()
        self.pace = Pace([len(planned.fragment.spoken) for planned in plan.fragments])

    def lecture(self) -> Result:
        self.disk.retry(self._prepare_output)
        plan = self.plan
        numbers = tuple(tuple(f.number for f in slide.fragments) for slide in plan.slides)
        characters = sum(len(f.fragment.spoken) for f in plan.fragments)
        self.emit(events.Planned(numbers, len(plan.fragments), characters))
        for warning in plan.warnings:
            self.emit(events.Warned(warning))
        self._look_into_cache()
        self._submit_ready()
        while len(self._clips()) + len(self.retries.failed) < len(plan.fragments):
            self._receive()
            self._submit_ready()
            self.disk.retry(self._join_slides)
        self.disk.retry(self._join_slides)
        self.retries.raise_failed(len(plan.fragments))
        return self.disk.retry(self._assemble)

    # ------------------------------------------------------------------------------------------------ what is there

    def _prepare_output(self) -> None:
        try:
            for name in names.FOLDERS:
                (self.request.out / name).mkdir(parents=True, exist_ok=True)
            probe = self.request.out / ".videolecture"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise output_error(self.request.out, error) from error

    def _look_into_cache(self) -> None:
        for index, planned in enumerate(self.plan.fragments):
            self._check_cancelled()
            speech = self.cache.find("speech", planned.speech_key)
            clip = self.cache.find("clip", planned.clip_key) if speech else None
            number = planned.fragment.number
            if speech:
                self._keep(Step("speech", index), speech, cached=True)
            else:
                self._remove(names.sound_path(self.request.out, self.request.id, number))
            if clip:
                self.reused += 1
                self._keep(Step("clip", index), clip, cached=True)
            else:
                self._remove(names.clip_path(self.request.out, self.request.id, number))
        for step in (VOICE, PORTRAIT):
            if found := self.cache.find(step.kind, key_of(step, self.plan)):
                self._keep(step, found, cached=True)

    @staticmethod
    def _remove(old: Path) -> None:
        """What lies there is of another text, voice or photo: whoever waits for the file must not take it."""
        try:
            old.unlink(missing_ok=True)
        except OSError as error:
            raise output_error(old, error) from error

    def _clips(self) -> list[Step]:
        return [step for step in self.entries if step.kind == "clip"]

    # ------------------------------------------------------------------------------------------------ what can start

    def _submit_ready(self) -> None:
        """Hand every task to the executor whose inputs are there and whose turn has come."""
        indices = [i for i in range(len(self.plan.fragments)) if i not in self.retries.failed]
        speech_missing = [i for i in indices if Step("speech", i) not in self.entries]
        clips_missing = [i for i in indices if Step("clip", i) not in self.entries]
        if speech_missing:
            self._submit(VOICE)
        if clips_missing:
            self._submit(PORTRAIT)
        if VOICE in self.entries:
            horizon = (clips_missing[0] if clips_missing else len(self.plan.fragments)) + LOOKAHEAD
            for index in speech_missing:
                if index <= horizon:
                    self._submit(Step("speech", index))
        if PORTRAIT in self.entries:
            for index in clips_missing:
                if Step("speech", index) in self.entries:
                    self._submit(Step("clip", index))

    def _submit(self, step: Step) -> None:
        if step in self.submitted or step in self.entries:
            return
        self.submitted.add(step)
        staged = self.disk.retry(lambda: self.cache.stage(step.kind))
        self.staged.add(staged)
        places = Places(staged, inputs_of(step, self.plan, self.entries))
        future = self.executor.submit(task_for(step, self.plan), places, self._reporter(step))
        future.add_done_callback(lambda done: self.inbox.put(_Done(step, staged, done)))

    def _reporter(self, step: Step) -> Report:
        return lambda done, what: self.inbox.put(_Moved(step, done, what))

    # ------------------------------------------------------------------------------------------------ what comes back

    def _check_cancelled(self) -> None:
        if self.cancelled.is_set():
            raise Cancelled

    def _receive(self) -> None:
        self._check_cancelled()
        try:
            message = self.inbox.get(timeout=_POLL)
        except queue.Empty:
            return
        if isinstance(message, _Moved):
            self._show(message)
            return
        try:
            result = message.future.result()
        except VideolectureError as error:
            self._failed(message, error)
            return
        step, staged = message.step, message.staged
        self.results[step] = result
        entry = self.disk.retry(lambda: self.cache.keep(step.kind, key_of(step, self.plan), staged))
        self.staged.discard(staged)
        self._keep(step, entry, cached=False)

    def _failed(self, message: _Done, error: VideolectureError) -> None:
        """Try again, go on without the fragment, or raise."""
        step = message.step
        self.cache.drop(message.staged)
        self.staged.discard(message.staged)
        fragment = self._fragment(step)
        if isinstance(error, DiskFullError):
            self.disk.wait_for(error)
        elif not self.retries.may_try_again(STAGES[step.kind], step.index, fragment, error):
            if step.index is None or fragment is None:
                raise error
            if not self.retries.give_up(step.index, fragment, error, any_made=bool(self._clips())):
                raise (error if isinstance(error, Cancelled) else named(fragment, error)) from error
            return
        self.submitted.discard(step)

    def _fragment(self, step: Step) -> Fragment | None:
        """The fragment that a step belongs to, unless all fragments share it."""
        return None if step.index is None else self.plan.fragments[step.index].fragment

    def _keep(self, step: Step, entry: Path, cached: bool) -> None:
        """A finished entry: publish its file, tell the world."""
        self.entries[step] = entry
        result = self.results.get(step, _NOTHING)
        for warning in result.warnings if isinstance(result, (EnrollResult, PrepareResult)) else ():
            self.emit(events.Warned(warning))
        fragment = self._fragment(step)
        if step.kind == "voice":
            self.emit(events.Enrolled(cached, result.seconds))
        elif step.kind == "portrait":
            self.emit(events.Prepared(cached, result.seconds))
        elif fragment is not None:
            self._publish(step, fragment, entry, result)

    def _publish(self, step: Step, fragment: Fragment, entry: Path, result: TaskResult) -> None:
        """Bring the file of a fragment's speech or clip to the output folder and tell of it."""
        number, slide = fragment.number, fragment.slide
        cached = step not in self.results
        if step.kind == "speech":
            target = names.sound_path(self.request.out, self.request.id, number)
            self.disk.retry(lambda: publish(entry / finished.SOUND, target))
            duration = finished.duration_of(entry)
            for problem in result.problems if isinstance(result, SpeakResult) else ():
                self.emit(events.Warned(f"Slide {slide}, fragment {number}: {problem}."))
            self.emit(events.Spoken(slide, number, cached, duration, result.seconds, str(target)))
            return
        target = names.clip_path(self.request.out, self.request.id, number)
        self.disk.retry(lambda: publish(entry / CLIP, target))
        duration = finished.duration_of(self.entries[Step("speech", step.index)])
        fps = result.frames_per_second if isinstance(result, AnimateResult) else 0.0
        self.pace.clip_done(self._index(step), cached)
        self.emit(events.Rendered(slide, number, cached, duration, result.seconds, fps, str(target)))

    @staticmethod
    def _index(step: Step) -> int:
        """The place of a step's fragment in the plan."""
        if step.index is None:
            raise ValueError(f"a {step.kind} belongs to a fragment")
        return step.index

    def _show(self, moved: _Moved) -> None:
        slide = number = 0
        fps = 0.0
        if (fragment := self._fragment(moved.step)) is not None:
            slide, number = fragment.slide, fragment.number
        if moved.step.kind == "clip":
            speech = self.entries[Step("speech", moved.step.index)]
            fps = self.pace.moved(self._index(moved.step), moved.done, finished.frames_of(speech))
        self.emit(
            events.Progressed(
                STAGES[moved.step.kind], moved.done, slide, number, fps, self.pace.seconds_left(), moved.what
            )
        )

    # ------------------------------------------------------------------------------------------------------ the end

    def _finished(self) -> list[finished.FinishedFragment]:
        return [
            finished.FinishedFragment(
                planned.fragment,
                speech=self.entries[Step("speech", index)],
                clip=self.entries[Step("clip", index)] / CLIP,
                speech_key=planned.speech_key,
                clip_key=planned.clip_key,
            )
            for index, planned in enumerate(self.plan.fragments)
            if Step("clip", index) in self.entries
        ]

    def _join_slides(self) -> None:
        """Join every slide that has become whole, while the workers go on with the next."""
        done = self._finished()
        for slide in self.plan.chosen:
            mine = [fragment for fragment in done if fragment.fragment.slide == slide.number]
            if mine and len(mine) == len(slide.fragments) and slide.number not in self.joined:
                path = assembly.join_slide(self.plan, slide.number, mine, lambda *_: self._check_cancelled())
                self.joined.add(slide.number)  # not before: on a full disk it is tried again
                self.emit(events.SlideJoined(slide.number, str(path)))

    def _assemble(self) -> Result:
        fragments = self._finished()

        def progress(done: float, what: str = "") -> None:
            self._check_cancelled()
            self.emit(events.Progressed("assemble", done, what=what))

        progress(0.0)
        final = assembly.assemble(self.plan, fragments, progress)
        seconds = time.monotonic() - self.started
        rendered = len(fragments) - self.reused
        self.emit(events.Finished(str(final.path), final.duration, seconds, rendered, self.reused))
        numbers = [f.fragment.number for f in fragments]
        return Result(
            path=final.path,
            subtitles=final.subtitles,
            manifest=final.manifest,
            clips=tuple(names.clip_path(self.request.out, self.request.id, n) for n in numbers),
            sounds=tuple(names.sound_path(self.request.out, self.request.id, n) for n in numbers),
            duration=final.duration,
            rendered=rendered,
            reused=self.reused,
        )

    def drop_staged(self) -> None:
        """Remove what was begun and not finished."""
        for staged in self.staged:
            self.cache.drop(staged)
