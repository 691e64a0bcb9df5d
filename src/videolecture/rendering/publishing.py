"""Brings what is finished to the output folder and tells of it: files of fragments, events, the pieces of the film."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from videolecture.errors import Term
from videolecture.execute.tasks import AnimateResult, EnrollResult, PrepareResult, SpeakResult, TaskResult
from videolecture.execute.work import CLIP, SCENE, SILENCE
from videolecture.output import names
from videolecture.rendering import events, finished
from videolecture.rendering.disk_space import DiskSpace
from videolecture.rendering.pace import Pace, Steady
from videolecture.rendering.plan import Plan
from videolecture.rendering.tasks import STAGES, Step, last_steps
from videolecture.storage.atomic import output_error
from videolecture.storage.cache import publish
from videolecture.types import Fragment

_NOTHING = TaskResult()  # of an entry that an earlier run made


class Publisher:
    """Publishes the entries of one run. `entries` and `results` are the run's own and grow while it goes on."""

    def __init__(
        self,
        plan: Plan,
        entries: Mapping[Step, Path],
        results: Mapping[Step, TaskResult],
        emit: events.Emit,
        disk: DiskSpace,
    ) -> None:
        self._plan, self._request = plan, plan.request
        self._entries, self._results = entries, results
        self._emit, self._disk = emit, disk
        self._last = last_steps(plan)
        self.composed = 0  # fragments of which only the slide changed
        self._learning: dict[str, Steady] = defaultdict(Steady)  # by the kind of step: voice, portrait
        scenes = any(step.kind == "scene" for step in self._last)
        self._pace = Pace([max(len(planned.fragment.spoken), 1) for planned in plan.fragments], scenes=scenes)

    def prepare_output(self) -> None:
        """Make the folders of the output; raises OutputError where nothing can be written."""
        try:
            for name in names.FOLDERS:
                (self._request.out / name).mkdir(parents=True, exist_ok=True)
            probe = self._request.out / ".videolecture"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise output_error(self._request.out, error) from error

    def withdraw_sound(self, number: int) -> None:
        """Remove a fragment's sound file, which is of another text or voice: whoever waits for it must not take it."""
        _remove(names.sound_path(self._request.out, self._request.id, number))

    def withdraw_clip(self, number: int) -> None:
        """Remove a fragment's clip, which is of another text, voice or photo."""
        _remove(names.clip_path(self._request.out, self._request.id, number))

    def entry_made(self, step: Step, cached: bool) -> None:
        """Publish the file of a finished entry, and tell of it."""
        result = self._results.get(step, _NOTHING)
        for warning in result.warnings if isinstance(result, (EnrollResult, PrepareResult)) else ():
            self._emit(events.Warned.of(warning))
        fragment = self._fragment(step)
        if step.kind == "voice":
            self._emit(events.Enrolled(cached, result.seconds))
        elif step.kind == "portrait":
            self._emit(events.Prepared(cached, result.seconds))
        elif fragment is not None and step.kind == "speech":
            self._publish_sound(step, fragment, result)
        elif fragment is not None:
            self._publish_picture(step, fragment, result)

    def _publish_sound(self, step: Step, fragment: Fragment, result: TaskResult) -> None:
        number, slide = fragment.number, fragment.slide
        entry, target = self._entries[step], names.sound_path(self._request.out, self._request.id, number)
        self._disk.retry(lambda: publish(entry / finished.SOUND, target))
        for problem in result.problems if isinstance(result, SpeakResult) else ():
            told = Term(
                "Slide {slide}, fragment {fragment}: {problem}.",
                code="fragment-problem",
                slide=slide,
                fragment=number,
                problem=problem,
            )
            self._emit(events.Warned.of(told))
        cached = step not in self._results
        self._emit(events.Spoken(slide, number, cached, finished.duration_of(entry), result.seconds, str(target)))

    def _publish_picture(self, step: Step, fragment: Fragment, result: TaskResult) -> None:
        number, slide = fragment.number, fragment.slide
        target = names.clip_path(self._request.out, self._request.id, number)
        if step.kind == "clip" or not self._plan.fragments[_index(step)].clip_key:
            picture = self._entries[step] / (CLIP if step.kind == "clip" else SCENE)
            self._disk.retry(lambda: publish(picture, target))
        if step not in self._last:
            return  # its scene is still to come
        duration = finished.duration_of(self._entries[Step("speech", step.index)])
        animated = self._results.get(Step("clip", step.index), result)
        fps = animated.frames_per_second if isinstance(animated, AnimateResult) else 0.0
        cached = step not in self._results
        self._pace.clip_done(_index(step), cached)
        made = (Step("speech", step.index), Step("clip", step.index))
        composed = not cached and not any(before in self._results for before in made)
        self.composed += composed
        scene = self._entries[step].name if step.kind == "scene" else ""
        self._emit(events.Rendered(slide, number, cached, duration, result.seconds, fps, str(target), composed, scene))

    def moved(self, step: Step, done: float, what: str) -> None:
        """Tell how far the making of an entry is, 0..1."""
        slide, number, fps = step.slide or 0, 0, 0.0
        if (fragment := self._fragment(step)) is not None:
            slide, number = fragment.slide, fragment.number
        if step.kind == "clip":
            speech = self._entries[Step("speech", step.index)]
            fps = self._pace.moved(_index(step), done, finished.frames_of(speech))
        left = self._pace.seconds_left()
        learned = self._learning[step.kind].seconds_left(done) if step.kind in ("voice", "portrait") else None
        self._emit(events.Progressed(STAGES[step.kind], done, slide, number, fps, left, what, learned))

    def parts(self) -> list[finished.FinishedPart]:
        """The pieces of the film that are finished, in its order."""
        return [self.part(step) for step in self._last if step in self._entries]

    def part(self, step: Step) -> finished.FinishedPart:
        """The piece of the film that a finished entry is."""
        entry = self._entries[step]
        picture = entry / (CLIP if step.kind == "clip" else SCENE)
        if step.slide is not None:
            return finished.FinishedPart(step.slide, picture, entry / SILENCE, finished.frames_in(entry / SILENCE))
        planned, speech = self._plan.fragments[_index(step)], self._entries[Step("speech", step.index)]
        frames = finished.frames_of(speech)
        return finished.FinishedPart(planned.fragment.slide, picture, speech / finished.SOUND, frames, planned, speech)

    def _fragment(self, step: Step) -> Fragment | None:
        return fragment_of(step, self._plan)


def fragment_of(step: Step, plan: Plan) -> Fragment | None:
    """The fragment that a step belongs to, unless all fragments share it."""
    return None if step.index is None else plan.fragments[step.index].fragment


def _index(step: Step) -> int:
    """The place of a step's fragment in the plan."""
    if step.index is None:
        raise ValueError(f"a {step.kind} belongs to a fragment")
    return step.index


def _remove(old: Path) -> None:
    try:
        old.unlink(missing_ok=True)
    except OSError as error:
        raise output_error(old, error) from error
