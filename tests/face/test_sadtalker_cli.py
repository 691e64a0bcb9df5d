"""The checkout's program is run as the original service ran it; a stand-in for it writes a real video the same way."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import psutil
import pytest
from filelock import FileLock

from tests.face.checkout import write_checkout
from tests.waiting import runs, until
from videolecture.bounded import program
from videolecture.bounded.program import Tree, descendants
from videolecture.conformance.drawn import drawn_face
from videolecture.errors import Cancelled, EngineError, MissingError
from videolecture.face.sadtalker_cli import PLACE, Checkout, SadTalkerCli, run
from videolecture.types import Motion, Photo, Portrait, Speech

SPEECH = Speech(np.zeros(16_000, dtype=np.float32), 16_000)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return write_checkout(tmp_path / "a checkout", monkeypatch)


def photo() -> Photo:
    pixels = drawn_face()
    pixels[:, :80] = (250, 10, 10)
    return Photo("ß лицо.png", "digest", pixels)


@pytest.fixture(scope="module")
def portrait(tmp_path_factory: pytest.TempPathFactory) -> Portrait:
    with pytest.MonkeyPatch.context() as patch:
        write_checkout(tmp_path_factory.mktemp("first") / "checkout", patch)
        return SadTalkerCli().prepare(photo(), {}, lambda _done, _what: None)


def clip(portrait: Portrait, motion: Motion, speech: Speech = SPEECH) -> list[np.ndarray]:
    return list(SadTalkerCli().animate(portrait, speech, motion))


def test_the_frames_of_the_checkouts_video_come_out(checkout: Path, portrait: Portrait) -> None:
    frames = clip(portrait, Motion(size=128, options={"size": 256, "preprocess": "resize"}, still=True))
    assert len(frames) == 25
    assert frames[0].shape == (128, 128, 3)
    assert frames[0][64, 8, 0] > 200  # the photo's red half
    assert frames[0][10, 100, 0] < 200
    assert not np.array_equal(frames[0], frames[-1])


def test_a_video_that_is_short_of_a_frame_is_filled_with_its_last(checkout: Path, portrait: Portrait) -> None:
    frames = clip(portrait, Motion(size=128), Speech(np.zeros(10_100, dtype=np.float32), 16_000))
    assert len(frames) == 16  # the checkout drops the last part of a frame
    assert np.array_equal(frames[-1], frames[-2])


def test_outputs_are_renamed_and_numbered_as_the_original_service_did(checkout: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    videos = run(Checkout.configured(os.environ), photo().pixels, SPEECH, Motion(), folder)
    assert [video.name for video in videos] == ["fragment_1.mp4"]
    assert videos[0].is_file()


def test_a_failure_shows_what_the_program_wrote(checkout: Path, portrait: Portrait) -> None:
    with pytest.raises(EngineError, match=r"ended with code 1(.|\n)*the thirteenth style is unlucky"):
        clip(portrait, Motion(options={"pose_style": 13}))


def test_ending_well_without_a_video_is_a_failure_too(checkout: Path, portrait: Portrait) -> None:
    with pytest.raises(EngineError, match=r"without a video(.|\n)*Can't get the coeffs"):
        clip(portrait, Motion(options={"pose_style": 14}))


def test_a_program_that_works_for_long_is_heard_of(checkout: Path, portrait: Portrait) -> None:
    heard: list[str] = []
    engine = SadTalkerCli()
    engine.report_to(lambda _done, what: heard.append(what))
    list(engine.animate(portrait, SPEECH, Motion(options={"pose_style": 15})))
    assert any("Face Renderer:" in what for what in heard)


def test_systems_that_tell_nothing_of_processes_are_asked_nothing(
    checkout: Path, portrait: Portrait, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Windows has neither /proc nor ps: what the program writes is then the only sign of work."""
    monkeypatch.setattr(program, "PROC", tmp_path / "none")
    monkeypatch.setattr(program, "_parents", lambda: pytest.fail("asked"))
    assert len(clip(portrait, Motion(size=128))) == 25


def test_cancelling_reaches_it_between_two_signs_of_work(checkout: Path, portrait: Portrait) -> None:
    def cancelled(done: float, what: str) -> None:
        raise Cancelled

    engine = SadTalkerCli()
    engine.report_to(cancelled)
    with pytest.raises(Cancelled):
        list(engine.animate(portrait, SPEECH, Motion(options={"pose_style": 15})))


def test_what_its_clips_depend_on_changes_with_the_program_and_its_weights(checkout: Path) -> None:
    first = SadTalkerCli.weights_for({})
    (checkout / "checkpoints").mkdir()
    (checkout / "checkpoints" / "other.pth").write_bytes(b"weights")
    second = SadTalkerCli.weights_for({})
    (checkout / "inference.py").write_text("print('another program')")
    third = SadTalkerCli.weights_for({})
    assert first["checkpoints"] != second["checkpoints"] == third["checkpoints"]
    assert first["inference.py"] == second["inference.py"] != third["inference.py"]


@pytest.mark.parametrize("name", ["SAD_TALKER_PYTHON_PATH", "SAD_TALKER_INFERENCE", "SAD_TALKER_DIR_PATH"])
def test_a_missing_or_wrong_setting_is_named(checkout: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "/no/such/place")
    with pytest.raises(MissingError, match=name):
        SadTalkerCli()
    monkeypatch.delenv(name)
    with pytest.raises(MissingError, match=name):
        SadTalkerCli()


# A program with a child and a grandchild in a session of its own; each writes its number and waits for good.
FAMILY = """
import os, subprocess, sys, time
kind, folder = sys.argv[1:]
open(os.path.join(folder, kind), "w").write(str(os.getpid()))
below = {"program": "child", "child": "grandchild"}.get(kind)
if below:
    subprocess.Popen([sys.executable, __file__, below, folder], start_new_session=True)
time.sleep(1000)
"""
MEMBERS = ("program", "child", "grandchild")


def alive(pid: int) -> bool:
    try:
        return runs(psutil.Process(pid))
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def family(tmp_path: Path) -> Path:
    (tmp_path / "family.py").write_text(FAMILY, encoding="utf-8")
    return tmp_path


def numbers(folder: Path) -> list[int]:
    texts = [(folder / member).read_text() if (folder / member).is_file() else "" for member in MEMBERS]
    return [int(text) for text in texts if text]


@pytest.mark.skipif(os.name == "nt", reason="asks for sessions of POSIX")
def test_leaving_ends_the_whole_tree(family: Path) -> None:
    command = [sys.executable, str(family / "family.py"), "program", str(family)]
    with Tree(command, family, os.environ, family / "log.txt") as tree:
        assert tree.wait(0.01) is None
        until(lambda: len(numbers(family)) == 3, "the family is there", lost=lambda: tree.wait(0.0))
        assert set(numbers(family)) <= set(descendants(os.getpid()))
    until(lambda: not any(alive(pid) for pid in numbers(family)), "the family has ended")


# A program that starts others all the time.
BREEDER = """
import subprocess, sys, time
while True:
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)", sys.argv[1]])
"""


def bred(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if str(folder) in process.cmdline() and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


@pytest.mark.skipif(os.name == "nt", reason="asks for signals of POSIX")
def test_processes_that_are_being_started_end_too(tmp_path: Path) -> None:
    with Tree([sys.executable, "-c", BREEDER, str(tmp_path)], tmp_path, os.environ, tmp_path / "log.txt"):
        until(lambda: len(bred(tmp_path)) > 5, "it has started some")
    until(lambda: not bred(tmp_path), "all of them have ended")


@pytest.mark.skipif(os.name == "nt", reason="asks for sessions of POSIX")
def test_the_tree_ends_with_a_worker_that_is_killed(family: Path) -> None:
    worker = f"""
import os, sys
from pathlib import Path
from videolecture.bounded.program import Tree
folder = Path({str(family)!r})
tree = Tree([sys.executable, str(folder / "family.py"), "program", str(folder)], folder, os.environ, folder / "log.txt")
tree.wait(1000)
"""
    process = subprocess.Popen([sys.executable, "-c", worker], env=os.environ)
    until(lambda: len(numbers(family)) == 3, "the family is there", lost=lambda: process.poll() is not None)
    process.kill()
    process.wait()
    until(lambda: not any(alive(pid) for pid in numbers(family)), "the family has ended")


def test_what_killed_processes_left_is_removed(
    checkout: Path, portrait: Portrait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, used = (tmp_path / f"{PLACE}{name}" for name in ("left", "used"))
    for folder in (left, used):
        folder.mkdir()
        (folder / "face.png").touch()
        Path(f"{folder}.lock").touch()
    with FileLock(f"{used}.lock"):
        SadTalkerCli()
        assert not left.exists()
        assert (used / "face.png").exists()
        clip(portrait, Motion())
    assert sorted(path.name for path in tmp_path.glob(f"{PLACE}*")) == [used.name, f"{used.name}.lock"]
