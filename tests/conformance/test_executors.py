"""What every executor promises, whatever it runs tasks on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from tests import fakes
from videolecture import registry
from videolecture.errors import Cancelled, EngineError
from videolecture.execute import Executor
from videolecture.types import Task

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=registry.names("executor"))
def executor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Executor]:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = cast(Executor, registry.find("executor", request.param)())
    yield made
    made.close()


@pytest.fixture
def profile(executor: Executor, tmp_path: Path, recording: Path) -> Path:
    output = tmp_path / "profile"
    output.mkdir()
    task = Task("enroll", "tone", "enrolment", {"sample": str(recording), "language": "ru"}, output)
    executor.submit(task, lambda *_: None).result()
    return output


def speak(profile: Path, text: str, job: str = "job") -> Task:
    output = profile.parent / f"speech-{len(list(profile.parent.iterdir()))}"
    output.mkdir()
    sentences = [{"text": text, "phrases": [{"spoken": text, "pause": 0.3, "language": ""}]}]
    arguments = {"profile": str(profile), "language": "ru", "seed": 0, "sentences": sentences}
    return Task("speak", "tone", job, arguments, output)


def test_a_task_fills_its_folder_and_reports_progress_and_measurements(executor: Executor, profile: Path) -> None:
    reported: list[float] = []
    task = speak(profile, "привет")
    result = executor.submit(task, lambda done, _: reported.append(done)).result()
    assert (task.output / "speech.wav").exists()
    assert cast(float, result.measurements["duration"]) > 0
    assert cast(float, result.measurements["seconds"]) >= 0
    assert reported == sorted(reported)
    assert all(0 <= done <= 1 for done in reported)


def test_the_same_task_gives_the_same_bytes(executor: Executor, profile: Path) -> None:
    one, other = speak(profile, "привет"), speak(profile, "привет")
    for task in (one, other):
        executor.submit(task, lambda *_: None).result()
    assert (one.output / "speech.wav").read_bytes() == (other.output / "speech.wav").read_bytes()


def test_an_engines_failure_arrives_as_an_error_and_the_next_task_is_done(executor: Executor, profile: Path) -> None:
    with pytest.raises(EngineError, match="tone failed: ZeroDivisionError"):
        executor.submit(speak(profile, "ошибись"), lambda *_: None).result()
    executor.submit(speak(profile, "раз"), lambda *_: None).result()


def test_cancelling_from_a_report_stops_the_task_and_no_other_job(executor: Executor, profile: Path) -> None:
    stoppers: list[threading.Thread] = []

    def stop(_: float, __: str) -> None:
        if not stoppers:  # from another thread, as a service would
            stoppers.append(threading.Thread(target=executor.cancel, args=("job",)))
            stoppers[0].start()
            if executor.name == "inline":
                stoppers[0].join()

    future = executor.submit(speak(profile, "раз " * 30), stop)
    if executor.name == "inline":
        with pytest.raises(Cancelled):
            future.result()
    else:  # the task may have been finished before it could be stopped
        assert isinstance(future.exception(), Cancelled | None)
    for stopper in stoppers:
        stopper.join()
    executor.submit(speak(profile, "раз", job="another"), lambda *_: None).result()


def test_closing_twice_is_closing(executor: Executor, profile: Path) -> None:
    executor.close()
    executor.close()
