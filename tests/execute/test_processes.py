"""Worker processes: tasks in, results and errors out; cancelling and dying leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest

from tests import fakes
from tests.waiting import until_ended
from videolecture.errors import Cancelled, EngineError, WorkerError
from videolecture.execute.processes import ProcessExecutor
from videolecture.execute.setup import Setup
from videolecture.execute.tasks import Enroll, Input, Places, Speak
from videolecture.types import Phrase, Sentence


@pytest.fixture
def executor(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessExecutor]:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    workers = ProcessExecutor()
    yield workers
    workers.close()


def enroll(folder: Path, recording: Path, name: str = "profile") -> tuple[Enroll, Places]:
    output = folder / name
    output.mkdir()
    task = Enroll("tone", "job", Input("file", "sample"), "ru")
    return task, Places(output, {task.sample: recording})


def speak(folder: Path, profile: Path, text: str, job: str = "job") -> tuple[Speak, Places]:
    output = folder / f"speech-{len(list(folder.iterdir()))}"
    output.mkdir()
    task = Speak("tone", job, Input("voice", "profile"), "ru", (Sentence(text, (Phrase(text, 0.3),)),), 1)
    return task, Places(output, {task.voice: profile})


def workers_of(owner: psutil.Process) -> list[psutil.Process]:
    """Its worker processes: not what else it started, as other tests of this process do (a service, for one)."""
    found = []
    for child in owner.children():
        with suppress(psutil.Error):  # one that ends meanwhile
            if "videolecture.execute.worker" in child.cmdline():
                found.append(child)
    return found


@pytest.fixture
def profile(executor: ProcessExecutor, tmp_path: Path, recording: Path) -> Path:
    task, places = enroll(tmp_path, recording)
    executor.submit(task, places, print).result()
    return places.output


def test_a_task_leaves_its_files_and_its_measurements(executor: ProcessExecutor, tmp_path: Path, profile: Path) -> None:
    task, places = speak(tmp_path, profile, "привет")
    result = executor.submit(task, places, print).result()
    assert result.duration > 0.1
    assert list(places.output.glob("*.wav"))


def test_an_engine_keeps_its_process_from_task_to_task(
    executor: ProcessExecutor, tmp_path: Path, profile: Path
) -> None:
    before = workers_of(psutil.Process())
    executor.submit(*speak(tmp_path, profile, "раз"), print).result()
    assert workers_of(psutil.Process()) == before


def test_a_failing_engine_is_reported_with_its_reason_and_goes_on_working(
    executor: ProcessExecutor, tmp_path: Path, profile: Path
) -> None:
    with pytest.raises(EngineError, match="ZeroDivisionError: asked to"):
        executor.submit(*speak(tmp_path, profile, "ошибись"), print).result()
    executor.submit(*speak(tmp_path, profile, "раз"), print).result()


def test_a_dead_worker_is_reported_and_replaced(executor: ProcessExecutor, tmp_path: Path, profile: Path) -> None:
    with pytest.raises(WorkerError, match="exit code 9"):
        executor.submit(*speak(tmp_path, profile, "умри"), print).result()
    executor.submit(*speak(tmp_path, profile, "раз"), print).result()


def test_a_worker_without_progress_is_ended_with_the_reason(tmp_path: Path, profile: Path) -> None:
    with (
        closing(ProcessExecutor(Setup(patience=0.5))) as executor,
        pytest.raises(WorkerError, match="without progress"),
    ):
        executor.submit(*speak(tmp_path, profile, "виси"), print).result()


def test_cancel_ends_a_task_that_does_not_listen(executor: ProcessExecutor, tmp_path: Path, profile: Path) -> None:
    hanging = executor.submit(*speak(tmp_path, profile, "виси"), print)
    waiting = executor.submit(*speak(tmp_path, profile, "раз"), print)
    other = executor.submit(*speak(tmp_path, profile, "раз", job="another"), print)
    executor.cancel("job")
    for future in (hanging, waiting):
        with pytest.raises(Cancelled):
            future.result()
    other.result()  # another job's task is done by a new worker


def test_close_leaves_no_process(executor: ProcessExecutor, tmp_path: Path, profile: Path) -> None:
    future = executor.submit(*speak(tmp_path, profile, "виси"), print)
    begun = workers_of(psutil.Process())
    assert begun
    executor.close()
    with pytest.raises(Cancelled):
        future.result()
    _, alive = psutil.wait_procs(begun, timeout=300)
    assert not alive


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_worker_whose_owner_is_killed_ends(tmp_path: Path, recording: Path) -> None:
    code = (
        "import sys, pathlib; sys.path.insert(0, '.')\n"
        "from tests.execute.test_processes import enroll, speak\n"
        "from videolecture.execute.processes import ProcessExecutor\n"
        f"folder = pathlib.Path({str(tmp_path)!r}); workers = ProcessExecutor()\n"
        f"task, places = enroll(folder, pathlib.Path({str(recording)!r}))\n"
        "workers.submit(task, places, print).result()\n"
        "future = workers.submit(*speak(folder, places.output, 'виси'), print)\n"
        "print('hanging', flush=True); future.result()\n"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "VIDEOLECTURE_PLUGINS": fakes.ENVIRONMENT, "PYTHONPATH": f"{root}:{root / 'src'}"}
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment, cwd=root)
    assert owner.stdout is not None
    while b"hanging" not in (line := owner.stdout.readline()):
        assert line, "the owner ended before its worker hung"
    workers = psutil.Process(owner.pid).children(recursive=True)
    assert workers
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    owner.stdout.close()
    until_ended(workers)
