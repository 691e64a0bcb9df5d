"""The pipeline, with engines of known output: what it writes, reuses, and leaves behind when something goes wrong."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any, ClassVar

import cv2
import numpy as np
import pytest

from tests import fakes
from videolecture.errors import Cancelled, DiskFullError, EngineError, OutputError, WorkerError
from videolecture.execute import Executor, Report
from videolecture.execute.inline import InlineExecutor
from videolecture.execute.setup import Setup
from videolecture.execute.tasks import Places, R, Task
from videolecture.rendering import assembly, events, pipeline
from videolecture.rendering.plan import plan
from videolecture.rendering.request import RenderRequest
from videolecture.storage.cache import Cache, digest_file

TEXT = "Первое предложение. Второе. Третье. Четвёртое. Пятое. Шестое.\n_;\n\n_;\nНа последнем слайде одно."


@pytest.fixture(autouse=True)
def fake_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)


@pytest.fixture
def job(tmp_path: Path, recording: Path) -> RenderRequest:
    (tmp_path / "lecture.txt").write_text(TEXT, "utf-8")
    picture = np.full((64, 64, 3), 90, np.uint8)
    assert cv2.imwrite(str(tmp_path / "me.png"), picture)
    return RenderRequest(
        tmp_path / "lecture.txt",
        tmp_path / "me.png",
        recording,
        tmp_path / "out",
        id=7,
        speech="tone",
        face_engine="card",
        size=64,
    )


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@dataclasses.dataclass
class Run:
    result: pipeline.Result
    happened: list[events.Event]

    def count(self, kind: type[events.Event]) -> int:
        return sum(isinstance(event, kind) for event in self.happened)


def render(job: RenderRequest, cache: Cache, executor: Executor | None = None) -> Run:
    happened: list[events.Event] = []
    result = pipeline.run(plan(job), executor or InlineExecutor(), cache, happened.append)
    return Run(result, happened)


def files(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): digest_file(path) for path in folder.rglob("*") if path.is_file()}


def test_a_lecture_lands_under_the_promised_names(job: RenderRequest, cache: Cache) -> None:
    run = render(job, cache)
    assert sorted(files(job.out)) == [
        "audio_fragments/audio_fragment_7_1.wav",
        "audio_fragments/audio_fragment_7_2.wav",
        "audio_fragments/audio_fragment_7_3.wav",
        "combined/slide_7_1.mp4",
        "combined/slide_7_3.mp4",
        "final/lecture_7.json",
        "final/lecture_7.mp4",
        "final/lecture_7.srt",
        "final/lecture_7.vtt",
        "video_fragments/video_fragment_7_1_1.mp4",
        "video_fragments/video_fragment_7_2_1.mp4",
        "video_fragments/video_fragment_7_3_1.mp4",
    ]
    assert run.result.path == job.out / "final" / "lecture_7.mp4"
    assert (run.result.rendered, run.result.reused) == (3, 0)
    planned = next(event for event in run.happened if isinstance(event, events.Planned))
    assert planned.slides == ((1, 2), (), (3,))


def test_the_manifest_tells_what_was_made_of_what(job: RenderRequest, cache: Cache) -> None:
    manifest = json.loads(render(job, cache).result.manifest.read_text("utf-8"))
    text = json.dumps(manifest, ensure_ascii=False)
    assert job.face
    for told in ("tone", "card", "Apache-2.0", "На последнем слайде одно.", digest_file(job.face)):
        assert told in text


def test_what_was_wrong_with_the_speech_is_counted_in_the_manifest_and_told(job: RenderRequest, cache: Cache) -> None:
    """The sine speaks too fast to be true, and the same when it is asked again, so it is not asked a third time."""
    assert job.text
    job.text.write_text("Подозрительнобыстросказанноеслово. Второе.", "utf-8")
    run = render(job, cache)
    manifest = json.loads(run.result.manifest.read_text("utf-8"))
    assert not manifest["checked"]
    assert manifest["speech"]["utterances"] == 2
    assert manifest["speech"]["spoken_again"] == 2
    (fragment,) = manifest["fragments"]
    assert "too short" in fragment["speech"]["problems"][0]
    told = [event.what for event in run.happened if isinstance(event, events.Warned)]
    assert any("Slide 1, fragment 1: «подозрительно" in message for message in told)
    again = json.loads(render(job, cache).result.manifest.read_text("utf-8"))
    assert again["speech"] == manifest["speech"]


def test_the_same_command_again_renders_nothing_and_changes_no_byte(job: RenderRequest, cache: Cache) -> None:
    render(job, cache)
    before = files(job.out)
    again = render(job, cache)
    assert (again.result.rendered, again.result.reused) == (0, 3)
    assert files(job.out) == before


def test_a_lost_output_folder_is_filled_again_from_the_cache(job: RenderRequest, cache: Cache) -> None:
    render(job, cache)
    before = files(job.out)
    shutil.rmtree(job.out)
    assert render(job, cache).result.rendered == 0
    assert files(job.out) == before


def test_a_truncated_cached_clip_is_noticed_and_rendered_again(job: RenderRequest, cache: Cache) -> None:
    render(job, cache)
    before = files(job.out)
    broken = next((cache.root / "clip").rglob("clip.mp4"))
    broken.write_bytes(broken.read_bytes()[:-100])
    assert render(job, cache).result.rendered == 1
    assert files(job.out) == before


def test_only_the_chosen_slides_are_rendered(job: RenderRequest, cache: Cache) -> None:
    run = render(dataclasses.replace(job, slides=(3,)), cache)
    assert [path.name for path in run.result.clips] == ["video_fragment_7_3_1.mp4"]


class ShuffledExecutor:
    """Finishes tasks in an order of its own, from a thread of its own."""

    name: ClassVar[str] = "shuffled"
    width = 2

    @staticmethod
    def check(setup: Setup) -> None: ...

    def __init__(self, seed: int) -> None:
        self._inner, self._random = InlineExecutor(), random.Random(seed)  # noqa: S311 (order, not secrecy)
        self._waiting: list[Callable[[], None]] = []
        self._lock = threading.Condition()
        self._closed = False
        threading.Thread(target=self._serve, daemon=True).start()

    waits_for = None

    def submit(self, task: Task[R], places: Places, report: Report) -> Future[R]:
        future: Future[R] = Future()

        def work() -> None:
            done = self._inner.submit(task, places, report)
            if error := done.exception():
                future.set_exception(error)
            else:
                future.set_result(done.result())

        with self._lock:
            self._waiting.insert(self._random.randrange(len(self._waiting) + 1), work)
            self._lock.notify()
        return future

    def _serve(self) -> None:
        while not self._closed:
            with self._lock:
                self._lock.wait_for(lambda: self._waiting or self._closed, timeout=1)
                work = self._waiting.pop() if self._waiting else None
            if work:
                work()

    def cancel(self, job: str) -> None:
        self._inner.cancel(job)

    def close(self) -> None:
        self._closed = True


def test_the_order_in_which_fragments_are_finished_changes_no_byte(job: RenderRequest, tmp_path: Path) -> None:
    render(job, Cache(tmp_path / "one"))
    straight = files(job.out)
    shutil.rmtree(job.out)
    shuffled = ShuffledExecutor(3)
    try:
        render(job, Cache(tmp_path / "other"), shuffled)
    finally:
        shuffled.close()
    assert files(job.out) == straight


class AwayExecutor(InlineExecutor):
    """One whose workers are somewhere else, where nobody answers for two looks."""

    def __init__(self) -> None:
        super().__init__()
        self._looks = iter([None, *[WorkerError("It does not answer.", "It goes on by itself.")] * 2])

    def __getattribute__(self, name: str) -> Any:
        return next(self._looks, None) if name == "waits_for" else super().__getattribute__(name)


def test_what_the_executor_waits_for_is_told_once_and_that_it_is_over(job: RenderRequest, cache: Cache) -> None:
    run = render(job, cache, AwayExecutor())
    told = [event for event in run.happened if isinstance(event, (events.Paused, events.Continued))]
    assert [event.name for event in told] == ["paused", "continued"]
    assert isinstance(told[0], events.Paused) and told[0].what == "It does not answer."


def test_a_failing_fragment_is_named_and_what_was_rendered_is_kept(job: RenderRequest, cache: Cache) -> None:
    assert job.text
    job.text.write_text("Первое хорошо.\n_;\nошибись", "utf-8")
    with pytest.raises(EngineError, match=r"Fragment 2 \(slide 2\).*ZeroDivisionError"):
        render(job, cache)
    assert (job.out / "audio_fragments" / "audio_fragment_7_1.wav").exists()
    assert cache.staged() == []
    assert not list(job.out.rglob("*.part"))
    assert job.text
    job.text.write_text("Первое хорошо.\n_;\nи второе", "utf-8")
    assert render(job, cache).result.path.exists()


def test_cancelling_stops_the_job_and_keeps_what_is_finished(job: RenderRequest, cache: Cache) -> None:
    cancelled = threading.Event()

    def cancel_after_the_first_clip(event: events.Event) -> None:
        if isinstance(event, events.Rendered):
            cancelled.set()

    with pytest.raises(Cancelled):
        pipeline.run(plan(job), InlineExecutor(), cache, cancel_after_the_first_clip, cancelled)
    assert not (job.out / "final" / "lecture_7.mp4").exists()
    assert cache.staged() == []
    assert render(job, cache).result.reused >= 1


def test_cancelling_stops_the_joining_of_a_slide(job: RenderRequest, cache: Cache) -> None:
    cancelled = threading.Event()
    whole = dataclasses.replace(job, slides=(3,))  # one fragment: with its clip, its slide is whole

    def cancel_with_the_clip(event: events.Event) -> None:
        if isinstance(event, events.Rendered):
            cancelled.set()

    with pytest.raises(Cancelled):
        pipeline.run(plan(whole), InlineExecutor(), cache, cancel_with_the_clip, cancelled)
    assert list((job.out / "video_fragments").iterdir())
    assert not list((job.out / "combined").iterdir())


def test_a_slide_for_which_there_was_no_room_is_joined_later(
    job: RenderRequest, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("videolecture.rendering.disk_space.RETRY", 0.0)
    join = assembly.join_slide
    refused: list[object] = []

    def no_room_at_first(*arguments: Any) -> Path:
        if not refused:
            refused.append(arguments)
            raise DiskFullError("The disk is full.", "Free some space.")
        return join(*arguments)

    monkeypatch.setattr(assembly, "join_slide", no_room_at_first)
    happened: list[events.Event] = []
    result = pipeline.run(plan(job), InlineExecutor(), cache, happened.append, when_full="wait")
    assert [type(e) for e in happened if isinstance(e, (events.Paused, events.Continued))] == [
        events.Paused,
        events.Continued,
    ]
    assert [e.slide for e in happened if isinstance(e, events.SlideJoined)] == [1, 3]
    assert result.path.exists()


def test_an_output_that_cannot_be_written_is_named(job: RenderRequest, cache: Cache) -> None:
    job.out.write_text("a file, not a folder")
    with pytest.raises(OutputError, match="out"):
        render(job, cache)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)],  # noqa: S607
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("mounting a small disk is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)  # noqa: S607


def test_a_full_disk_is_said_and_the_job_goes_on_when_there_is_room(
    job: RenderRequest, cache: Cache, small_disk: Path
) -> None:
    small = dataclasses.replace(job, out=small_disk / "out")
    with pytest.raises(OutputError, match="full"):
        render(small, cache)
    assert not list(small_disk.rglob("*.part"))
    again = render(job, cache)
    assert any(event.cached for event in again.happened if isinstance(event, events.Spoken))


def notes(run: Run) -> list[str]:
    return [event.what for event in run.happened if isinstance(event, events.Warned)]


def test_a_lecture_that_became_shorter_leaves_nothing_of_the_longer_one_and_says_so(
    job: RenderRequest, cache: Cache
) -> None:
    render(job, cache)
    mine = job.out / "combined" / "slide_7_3_mine.mp4"
    mine.touch()
    assert job.text
    job.text.write_text("Первое предложение.", "utf-8")
    run = render(job, cache)
    assert sorted(path.name for path in (job.out / "combined").iterdir()) == ["slide_7_1.mp4", mine.name]
    assert [path.name for path in (job.out / "audio_fragments").iterdir()] == ["audio_fragment_7_1.wav"]
    assert [path.name for path in (job.out / "video_fragments").iterdir()] == ["video_fragment_7_1_1.mp4"]
    (told,) = (note for note in notes(run) if "removed" in note)
    assert told.endswith(": fragments 2, 3; slide 3.")
    assert not [note for note in notes(render(job, cache)) if "removed" in note]


def test_rendering_one_slide_removes_nothing_of_the_others(job: RenderRequest, cache: Cache) -> None:
    render(job, cache)
    before = set(files(job.out))
    run = render(dataclasses.replace(job, slides=(3,)), cache)
    assert set(files(job.out)) == before
    assert not [note for note in notes(run) if "removed" in note]
