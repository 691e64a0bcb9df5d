"""What every executor promises, whatever it runs tasks on. Tests of the executor `ray` take these for themselves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import wait
from functools import partial
from pathlib import Path
from typing import cast

import pytest

from tests import fakes
from videolecture import registry
from videolecture.errors import Cancelled, EngineError
from videolecture.execute import Executor
from videolecture.execute.tasks import Enroll, Input, Places, Speak
from videolecture.types import Phrase, Sentence

ROOT = Path(__file__).parents[2]
ELSEWHERE = ["ray"]  # tests/execute/test_cluster.py: a cluster is started once


@pytest.fixture(params=[name for name in registry.names("executor") if name not in ELSEWHERE])
def name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return str(request.param)


@pytest.fixture
def executor(name: str) -> Iterator[Executor]:
    made = cast(Executor, registry.find("executor", name)())
    yield made
    made.close()


@pytest.fixture
def profile(executor: Executor, tmp_path: Path, recording: Path) -> Path:
    output = tmp_path / "profile"
    output.mkdir()
    task = Enroll("tone", "enrolment", Input("file", "sample"), "ru")
    executor.submit(task, Places(output, {task.sample: recording}), lambda *_: None).result()
    return output


def speak(text: str, job: str = "job", owner: str = "") -> Speak:
    sentences = (Sentence(text, (Phrase(text, 0.3),)),)
    return Speak("tone", job, Input("voice", "profile"), "ru", sentences, owner=owner)


def places(profile: Path) -> Places:
    output = profile.parent / f"speech-{len(list(profile.parent.iterdir()))}"
    output.mkdir()
    return Places(output, {Input("voice", "profile"): profile})


def test_a_task_fills_its_folder_and_reports_progress_and_its_result(executor: Executor, profile: Path) -> None:
    reported: list[float] = []
    there = places(profile)
    result = executor.submit(speak("привет"), there, lambda done, _: reported.append(done)).result()
    assert (there.output / "speech.wav").exists()
    assert result.duration > 0
    assert result.seconds >= 0
    assert reported == sorted(reported)
    assert all(0 <= done <= 1 for done in reported)


def test_the_same_task_gives_the_same_bytes(executor: Executor, profile: Path) -> None:
    one, other = places(profile), places(profile)
    for there in (one, other):
        executor.submit(speak("привет"), there, lambda *_: None).result()
    assert (one.output / "speech.wav").read_bytes() == (other.output / "speech.wav").read_bytes()


def test_an_engines_failure_arrives_as_an_error_and_the_next_task_is_done(executor: Executor, profile: Path) -> None:
    with pytest.raises(EngineError, match="tone failed: ZeroDivisionError"):
        executor.submit(speak("ошибись"), places(profile), lambda *_: None).result()
    executor.submit(speak("раз"), places(profile), lambda *_: None).result()


def test_cancelling_from_a_report_stops_the_task_and_no_other_job(executor: Executor, profile: Path) -> None:
    stoppers: list[threading.Thread] = []

    def stop(_: float, __: str) -> None:
        if not stoppers:  # from another thread, as a service would
            stoppers.append(threading.Thread(target=executor.cancel, args=("job",)))
            stoppers[0].start()
            if executor.name == "inline":
                stoppers[0].join()

    future = executor.submit(speak("раз " * 30), places(profile), stop)
    if executor.name == "inline":
        with pytest.raises(Cancelled):
            future.result()
    else:  # the task may have been finished before it could be stopped
        assert isinstance(future.exception(), Cancelled | None)
    for stopper in stoppers:
        stopper.join()
    executor.submit(speak("раз", job="another"), places(profile), lambda *_: None).result()


def _note(finished: list[str], job: str, _: object) -> None:
    finished.append(job)


def test_a_short_lecture_is_not_stuck_behind_the_long_one_of_somebody_else(executor: Executor, profile: Path) -> None:
    if executor.name == "inline":
        pytest.skip("it does every task when it is asked to")
    finished: list[str] = []
    all_asked = threading.Event()

    def hold(_: float, __: str) -> None:
        all_asked.wait()

    futures = []
    for job, owner in [*[("long", "ann")] * 8, ("short", "ben")]:
        future = executor.submit(speak("раз", job, owner), places(profile), hold)
        future.add_done_callback(partial(_note, finished, job))
        futures.append(future)
    all_asked.set()
    wait(futures)
    assert "short" in finished[:-1]


def test_it_says_how_many_fragments_it_takes_at_once(executor: Executor) -> None:
    assert executor.width >= 1


def test_closing_twice_is_closing(name: str) -> None:
    made = cast(Executor, registry.find("executor", name)())
    made.close()
    made.close()
