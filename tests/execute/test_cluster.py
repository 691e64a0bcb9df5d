"""The executor `ray`: what every executor promises, whatever dies costs its task alone, and errors say why."""

from __future__ import annotations

import dataclasses
import os
import shutil
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import psutil
import pytest

from tests import fakes
from tests.conformance.test_executors import (
    profile,
    test_a_short_lecture_is_not_stuck_behind_the_long_one_of_somebody_else,
    test_a_task_fills_its_folder_and_reports_progress_and_its_result,
    test_an_engines_failure_arrives_as_an_error_and_the_next_task_is_done,
    test_cancelling_from_a_report_stops_the_task_and_no_other_job,
    test_closing_twice_is_closing,
    test_it_says_how_many_fragments_it_takes_at_once,
    test_the_same_task_gives_the_same_bytes,
)
from tests.execute import held
from tests.execute.clusters import environment, joined, started
from tests.faults import course
from tests.faults.engines import HOLD
from tests.rendering.test_recordings import listened
from tests.rendering.test_slides import request_
from tests.waiting import PATIENCE, outcome, until
from tests.web.conftest import Files, make_files
from tests.web.server import running
from videolecture.compose.encoding import write_clip
from videolecture.errors import Cancelled, InputError, MissingError, WorkerError
from videolecture.execute import Executor
from videolecture.execute.cluster import connection
from videolecture.execute.cluster.executor import RayExecutor
from videolecture.execute.cluster.pieces import pieces
from videolecture.execute.cluster.seat import Seat
from videolecture.execute.inline import InlineExecutor
from videolecture.execute.setup import Setup
from videolecture.execute.tasks import Animate, Enroll, Input, Places, Prepare, R, Speak, Task
from videolecture.rendering import pipeline
from videolecture.rendering.decks import open_deck
from videolecture.rendering.plan import plan
from videolecture.rendering.recordings import Recordings
from videolecture.rendering.request import RenderRequest
from videolecture.storage.cache import Cache
from videolecture.types import Motion, Phrase, Sentence

__all__ = [
    "profile",
    "request_",
    "test_a_short_lecture_is_not_stuck_behind_the_long_one_of_somebody_else",
    "test_a_task_fills_its_folder_and_reports_progress_and_its_result",
    "test_an_engines_failure_arrives_as_an_error_and_the_next_task_is_done",
    "test_cancelling_from_a_report_stops_the_task_and_no_other_job",
    "test_closing_twice_is_closing",
    "test_it_says_how_many_fragments_it_takes_at_once",
    "test_the_same_task_gives_the_same_bytes",
]
ROOT = Path(__file__).parents[2]
PORTRAIT = ROOT / "examples" / "portrait.jpg"
AWAY = PATIENCE / 2  # seconds after which what waits for a cluster that has ended fails, and with it the test


@pytest.fixture(scope="module")
def course_(tmp_path_factory: pytest.TempPathFactory, recording: Path) -> Files:
    """What clients of a service name."""
    return make_files(tmp_path_factory.mktemp("course"), recording)


@pytest.fixture(scope="module")
def cluster(course_: Files) -> Iterator[Any]:
    """A node of four processors, which this process has joined."""
    pytest.importorskip("ray", reason="the extra ray is not installed")
    (course_.folder / "hold").mkdir()
    known = {**environment(held.PLUGINS), HOLD: str(course_.folder / "hold")}
    with started(known, num_cpus=4) as made, joined(made):
        yield made


@pytest.fixture(scope="module")
def ray_executor(cluster: Any) -> Iterator[RayExecutor]:
    """An executor on it; its actors stay from test to test."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
        made = RayExecutor(Setup(ray={"engines": {"tone": {"most": 1}}, "patience": AWAY}))  # it is seen who does what
        yield made
        made.close()


@pytest.fixture
def name(cluster: Any) -> str:
    """For the promises of every executor."""
    return "ray"


@pytest.fixture
def executor(ray_executor: RayExecutor) -> Executor:
    """For the promises of every executor."""
    return ray_executor


@pytest.fixture(autouse=True)
def plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)


def begin(executor: Any, task: Task[R], folder: Path, inputs: dict[Input, Path]) -> tuple[Path, Future[R]]:
    """The folder that a task fills, and its future."""
    output = folder / f"{task.kind}-{len(list(folder.iterdir()))}"
    output.mkdir()
    return output, executor.submit(task, Places(output, inputs), lambda *_: None)


def do(executor: Any, task: Task[R], folder: Path, inputs: dict[Input, Path]) -> Path:
    output, future = begin(executor, task, folder, inputs)
    future.result()
    return output


VOICE, SPEECH, FACE = Input("voice", "v"), Input("speech", "s"), Input("portrait", "p")


def enroll(executor: Any, folder: Path, recording: Path) -> Path:
    sample = Input("file", "sample")
    return do(executor, Enroll("tone", "job", sample, "ru"), folder, {sample: recording})


def speak(text: str) -> Speak:
    return Speak("tone", "job", VOICE, "ru", (Sentence(text, (Phrase(text, 0.3),)),))


def seat(executor: RayExecutor) -> Seat:
    """The actor of the speech engine."""
    (one,) = executor._pools["speech", "tone"].seats
    return one


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_fragment_has_the_bytes_of_a_local_render(ray_executor: RayExecutor, tmp_path: Path, recording: Path) -> None:
    """Half a minute of sound: it travels in several pieces, and is none of the node's business before."""
    made = []
    for name, executor in (("here", InlineExecutor()), ("there", ray_executor)):
        folder = tmp_path / name
        folder.mkdir()
        voice = enroll(executor, folder, recording)
        speech = do(executor, speak(" ".join(["раз два три"] * 120)), folder, {VOICE: voice})
        photo = Input("file", "photo")
        portrait = do(executor, Prepare("card", "job", photo), folder, {photo: PORTRAIT})
        task = Animate("card", "job", SPEECH, FACE, Motion(size=64))
        clip = do(executor, task, folder, {SPEECH: speech, FACE: portrait})
        made.append([contents(entry) for entry in (voice, speech, portrait, clip)])
        shutil.rmtree(folder)
    assert made[0] == made[1]
    assert len(made[0][1]["speech.wav"]) > 2_000_000


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_sigterm_ends_a_command_with_its_own_ray_as_it_does_locally(course_: Files, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="the extra ray is not installed")
    (course_.folder / "hold").mkdir(exist_ok=True)
    known = {**environment(held.PLUGINS), HOLD: str(course_.folder / "hold"), "VIDEOLECTURE_HOME": str(tmp_path)}
    command = [
        *(sys.executable, "-m", "videolecture", "render", str(course_.text), "--out", str(tmp_path / "out")),
        *("--face", str(course_.face), "--voice", str(course_.voice), "--speech", "tone", "--face-engine", "card"),
        *("--size", "64", "--executor", "ray"),
    ]
    with course.held(course_, "animate"):
        (course_.folder / "hold" / "at-animate").unlink(missing_ok=True)
        process = subprocess.Popen(command, env={**os.environ, **known}, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        reached = course_.folder / "hold" / "at-animate"
        until(reached.exists, "an engine animates", lost=lambda: process.poll() is not None and process.communicate())
        begun = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        _, said = process.communicate()
    assert process.returncode == 130
    assert said.decode().rstrip().endswith("the same command again renders only what is missing."), said.decode()
    assert len(begun) > 4, "Ray's own processes, actors, engines"
    psutil.wait_procs(begun)  # all of them end


class Counted:
    """An executor that counts the tasks of each kind."""

    name: ClassVar[str] = "counted"
    waits_for = None

    def __init__(self, inner: Executor) -> None:
        self._inner, self.width = inner, inner.width
        self.kinds: Counter[str] = Counter()

    @staticmethod
    def check(setup: Setup) -> None: ...

    def submit(self, task: Task[R], places: Places, report: Any) -> Future[R]:
        self.kinds[task.kind] += 1
        return self._inner.submit(task, places, report)

    def cancel(self, job: str) -> None:
        self._inner.cancel(job)

    def close(self) -> None: ...


def test_a_lecture_of_slides_films_recordings_and_silence_has_the_bytes_of_a_local_one(
    ray_executor: RayExecutor, request_: RenderRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And its voice and its portrait are learned once, and brought once to a node on which several actors work."""
    brought: Counter[str] = Counter()

    def counted(place: Path) -> Iterator[Any]:
        brought[place.parent.parent.name] += 1
        return pieces(place)

    monkeypatch.setattr("videolecture.execute.cluster.seat.pieces", counted)
    assert request_.text
    frames = (np.full((64, 96, 3), 40 + 10 * n, np.uint8) for n in range(12))
    write_clip(tmp_path / "demo.mp4", frames, np.zeros(12 * 1920, np.float32))
    request_.text.write_text("Раз два. [clip:demo.mp4] Три.\n_;\n\n_;\nПотом приходит громкий звук.", "utf-8")
    recordings = Recordings(None, {3: listened(tmp_path / "heard", "потом приходит громкий звук")})
    made = []
    for name, inner in (("here", InlineExecutor()), ("there", ray_executor)):
        executor, cache = Counted(inner), Cache(tmp_path / f"cache-{name}")
        request = dataclasses.replace(request_, out=tmp_path / name)
        opened = open_deck(request, executor, cache, lambda _event: None)
        pipeline.run(plan(request, opened=opened, recordings=recordings), executor, cache, lambda _event: None)
        files = {path.relative_to(request.out): path for path in request.out.rglob("*") if path.is_file()}
        made.append({path: file.read_bytes() for path, file in files.items() if file.suffix != ".lock"})
        kinds = executor.kinds
    assert made[0] == made[1]
    assert kinds["enroll"] == kinds["prepare"] == 1
    assert {"read-deck", "compose", "read-film", "compose-film", "speak-recorded"} <= set(kinds)
    assert kinds["speak"] > 1 and brought["voice"] == 1
    assert kinds["animate"] > 1 and brought["portrait"] == 1


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_service_on_the_cluster_cancels_goes_on_after_a_restart_and_deletes(
    cluster: Any, course_: Files, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.toml"
    beside = "[ray.engines.tone]\ncpus = 0\n[ray.engines.card]\ncpus = 0\n"  # the actors of other tests
    settings.write_text(f'executor = "ray"\n[ray]\naddress = "{cluster.address}"\npatience = {AWAY}\n{beside}')
    options = "--config", str(settings), "--allow-root", str(course_.folder)
    with running(tmp_path / "home", *options) as server:
        folders = [course.ask(server, course_, number, text="Раз два. Три.\n_;\nЧетыре.") for number in (1, 2)]
        for number, out in enumerate(folders, 1):
            course.succeeded(server, number)
            assert (out / "final" / f"lecture_{number}.mp4").exists()
        with course.held(course_, "animate"):  # deaf to every cancel
            course.ask(server, course_, 3, text="Пять.")
            course.until_reached(server, course_, "animate", 3)
            assert server.ask("POST", "/api/v1/lectures/3/cancel").json["state"] == "cancelled"
            course.ask(server, course_, 4, text="Шесть.\n_;\nСемь.")
            course.until_reached(server, course_, "animate", 4)
            server.stop()  # in mid-render, as SIGTERM
        server.start()
        course.succeeded(server, 4)
        assert not course.made_again(course.events(server, 4))
        assert server.ask("DELETE", "/api/v1/lectures/2").status == 204
        assert server.get("/api/v1/lectures/2").status == 404
        assert course.look(server, 1)["state"] == "succeeded"


def test_two_tasks_that_are_brought_the_same_input_at_once_both_have_it(
    ray_executor: RayExecutor, tmp_path: Path, recording: Path
) -> None:
    samples = [Input("file", f"new-{n}") for n in range(2)]
    tasks = [Enroll("tone", "job", sample, "ru") for sample in samples for _ in range(3)]
    begun = [begin(ray_executor, task, tmp_path, {task.sample: recording}) for task in tasks]
    first, *others = [contents(output) for output, future in begun if future.result()]
    assert all(other == first for other in others)


def test_a_cancel_ends_an_engine_that_does_not_listen_and_the_next_task_is_done(
    ray_executor: RayExecutor, tmp_path: Path, recording: Path
) -> None:
    voice = enroll(ray_executor, tmp_path, recording)
    _, hanging = begin(ray_executor, speak("виси"), tmp_path, {VOICE: voice})
    _, waiting = begin(ray_executor, speak("раз"), tmp_path, {VOICE: voice})
    ray_executor.cancel("job")
    for future in (hanging, waiting):
        with pytest.raises(Cancelled):
            future.result()
    do(ray_executor, speak("раз"), tmp_path, {VOICE: voice})


def test_an_actor_that_is_killed_costs_its_task_and_a_new_one_goes_on(
    ray_executor: RayExecutor, tmp_path: Path, recording: Path
) -> None:
    voice = enroll(ray_executor, tmp_path, recording)
    _, hanging = begin(ray_executor, speak("виси"), tmp_path, {VOICE: voice})
    _, next_one = begin(ray_executor, speak("раз"), tmp_path, {VOICE: voice})

    def with_both() -> Seat | None:
        seats = ray_executor._pools["speech", "tone"].seats
        return next((one for one in seats if [errand.there for errand in one._errands] == [True, True]), None)

    before = until(with_both, "an actor has both tasks", lost=lambda: outcome(hanging, next_one))
    ray_executor._ray.kill(before.actor)
    with pytest.raises(WorkerError, match=r"of tone on the node .* was lost"):
        hanging.result()
    assert next_one.result(), "it had not been begun, so it has not failed"
    assert seat(ray_executor) is not before


def test_an_engine_that_dies_is_told_with_its_exit_code(
    ray_executor: RayExecutor, tmp_path: Path, recording: Path
) -> None:
    voice = enroll(ray_executor, tmp_path, recording)
    _, dying = begin(ray_executor, speak("умри"), tmp_path, {VOICE: voice})
    with pytest.raises(WorkerError, match="exit code 9"):
        dying.result()


def test_a_node_without_weights_is_named(ray_executor: RayExecutor, tmp_path: Path, recording: Path) -> None:
    """The nodes of these tests have an empty home."""
    sample = Input("file", "sample")
    _, future = begin(ray_executor, Enroll("silero", "job", sample, "ru"), tmp_path, {sample: recording})
    with pytest.raises(MissingError, match=f"The node {socket.gethostname()} .*silero"):
        future.result()


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingError, match=r"pip install 'videolecture\[ray\]'"):
        connection.library()


def test_what_ray_says_of_its_nodes_is_logged_and_not_printed(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("ray", reason="the extra ray is not installed")
    connection.library()
    from ray._private import worker

    with caplog.at_level("INFO"):
        worker.print_to_stdstream({"lines": ["A node died.\nIts log."], "pid": "raylet", "is_err": False}, False)
    assert capsys.readouterr().out == "" and [record.message for record in caplog.records] == ["ray: A node died."]


class NotJoined:
    """Ray before it is initialised."""

    @staticmethod
    def is_initialized() -> bool:
        return False

    @staticmethod
    def init(**_: object) -> None:
        raise RuntimeError("Version mismatch: The cluster was started with:\n    Ray: 2.1\nThis process was: Ray: 2.2")


def test_an_address_where_nobody_answers_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(WorkerError, match=f"cluster at {address} cannot be reached"):
            connection.connect(NotJoined(), address)


class Starting:
    """Ray whose node ends a few times while it starts."""

    def __init__(self, ends: int) -> None:
        self.ends, self.begun, self.left = ends, 0, 0

    def is_initialized(self) -> bool:
        return False

    def init(self, *_: object, **__: object) -> None:
        self.begun += 1
        if self.begun <= self.ends:
            raise connection.EndedError("its node ended with exit code -6")

    def shutdown(self) -> None:
        self.left += 1


def test_a_local_ray_whose_node_ends_while_it_starts_is_started_again() -> None:
    pytest.importorskip("ray", reason="the extra ray is not installed")
    ray = Starting(ends=2)
    assert connection.connect(ray, "") and (ray.begun, ray.left) == (3, 2)


def test_a_local_ray_that_does_not_start_is_told() -> None:
    pytest.importorskip("ray", reason="the extra ray is not installed")
    ray = Starting(ends=1000)
    with pytest.raises(WorkerError, match="Ray could not be started on this machine: its node ended with exit code -6"):
        connection.connect(ray, "")
    assert ray.begun == ray.left == connection.STARTS


def test_a_node_that_ended_is_not_waited_for_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ray", reason="the extra ray is not installed")
    services: Any = import_module("ray._private.services")
    kind: Any = import_module("ray._private.node").Node

    class Node:
        killed = False

        def start(self) -> None:
            process = subprocess.Popen([sys.executable, "-c", "raise SystemExit(6)"])
            process.wait()
            self.all_processes = {"raylet": [SimpleNamespace(process=process)]}

        def get_logs_dir_path(self) -> str:
            return "logs"

        def kill_all_processes(self, check_alive: bool) -> None:
            self.killed = True

    def unknown(*_: object) -> None:
        raise RuntimeError("no such node")

    monkeypatch.setattr(services, "get_node", unknown)
    monkeypatch.setattr(kind, "start_raylet", Node.start)
    made = Node()
    with pytest.raises(connection.EndedError, match=r"exit code 6, see logs/raylet\.out"), connection.patience():
        kind.start_raylet(made)
        services.get_node("head", "node")
    assert made.killed and services.get_node is unknown


@pytest.mark.parametrize("address", ["ray://head:10001", "head", "head:port"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="is no address"):
        connection.connect(NotJoined(), address)


def test_other_versions_of_ray_are_told() -> None:
    told = pytest.raises(InputError, match=r"other versions: .*Ray: 2.1")
    with socket.create_server(("127.0.0.1", 0)) as head, told:
        connection.connect(NotJoined(), f"127.0.0.1:{head.getsockname()[1]}")


@pytest.mark.parametrize(
    "table", [{"adress": "x"}, {"engines": {"puppet": {"cpu": 1}}}, {"engines": {"puppet": {"gpus": -1}}}]
)
def test_a_wrong_setting_is_named_before_anything_is_started(table: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"table \[ray\] is wrong"):
        RayExecutor(Setup(ray=table))
