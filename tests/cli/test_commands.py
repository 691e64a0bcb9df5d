"""The commands as a user types them: exit codes, sentences, files."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest

from tests import fakes
from tests.jobs.test_ledger import order
from tests.waiting import until_ended
from videolecture.cli import main
from videolecture.jobs.lease import RUNNER, SERVICE, acquire
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path, recording: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "src")]))
    (tmp_path / "lecture.txt").write_text("Раз. Два.\n_;\nТри.", "utf-8")
    (tmp_path / "me.wav").write_bytes(recording.read_bytes())
    assert cv2.imwrite(str(tmp_path / "me.png"), np.full((64, 64, 3), 90, np.uint8))
    return tmp_path


def render(folder: Path, *further: str) -> list[str]:
    return [
        "render",
        str(folder / "lecture.txt"),
        f"--face={folder / 'me.png'}",
        f"--voice={folder / 'me.wav'}",
        f"--out={folder / 'out'}",
        "--speech=tone",
        "--face-engine=card",
        "--size=64",
        *further,
    ]


def test_render_writes_the_lecture_and_says_where(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(render(folder)) == 0
    out = capsys.readouterr().out
    assert str(folder / "out" / "final" / "lecture_1.mp4") in out
    assert "2 fragments rendered, 0 reused" in out
    assert main(render(folder)) == 0
    assert "0 fragments rendered, 2 reused" in capsys.readouterr().out


def test_render_json_ends_with_the_finished_lecture(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(render(folder, "--json", "--id=5", "--slides=2")) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told[-1]["event"] == "finished"
    assert told[-1]["path"].endswith("lecture_5.mp4")


def test_render_json_ends_with_the_failure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(render(folder, "--json", "--slides=9")) == 2
    captured = capsys.readouterr()
    told = [json.loads(line) for line in captured.out.splitlines()]
    assert told[-1]["event"] == "failed"
    assert "slide 9" in told[-1]["what"]
    assert "slide 9" in captured.err


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ("--face=nowhere.png", 2, "nowhere.png"),
        ("--speech=sliero", 2, "sliero"),
        ("--size=63", 2, "63"),
        ("--slides=x", 2, "--slides"),
        ("--config=nowhere.toml", 2, "nowhere.toml"),
    ],
)
def test_what_cannot_be_used_gives_one_sentence_and_an_exit_code(
    folder: Path, capsys: pytest.CaptureFixture[str], change: str, code: int, named: str
) -> None:
    assert main(render(folder, change)) == code
    error = capsys.readouterr().err
    assert error.startswith("videolecture: ")
    assert named in error
    assert "Traceback" not in error


def test_without_weights_the_command_that_fetches_them_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*render(folder), "--speech=silero"]) == 1
    assert "videolecture models pull" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])  # Ctrl-C, kill, a terminal that is closed
def test_a_stopped_render_ends_everything_and_says_how_to_go_on(folder: Path, name: str) -> None:
    (folder / "lecture.txt").write_text("Раз. Два.\n_;\nТри виси.", "utf-8")
    command = [sys.executable, "-m", "videolecture", *render(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while "fragment 1" not in (line := process.stdout.readline()):
        assert line, process.stderr.read() if process.stderr else ""
    workers = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(getattr(signal, name))
    _, error = process.communicate()
    assert process.returncode == 130
    assert "the same command again renders only what is missing" in error
    assert "Traceback" not in error
    assert workers
    until_ended(workers)
    assert not list((folder / "home" / "cache" / "staging").iterdir())


def test_a_job_of_a_service_that_was_killed_is_said_to_wait(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path))
    ledger = Ledger(Store(tmp_path))
    ledger.submit(order())
    lease = acquire(ledger.store, RUNNER)
    assert ledger.begin(lease)
    lease.release()
    for served, state in ((False, "queued"), (True, "running")):
        service = acquire(ledger.store, SERVICE) if served else None
        assert main(["jobs", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["state"], "serve" in told["paused"]) == (state, not served)
        if service:
            service.release()


def test_doctor_does_not_call_ready_what_the_settings_say_nothing_of(capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor"])
    told = capsys.readouterr().out
    assert "engine http: The engine http needs the address" in told
    assert "engine sadtalker-cli: The engine sadtalker-cli needs the setting" in told


def test_a_render_is_listed_and_stopped_from_another_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "lecture.txt").write_text("Раз.\n_;\nТри виси.", "utf-8")
    command = [sys.executable, "-m", "videolecture", *render(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while "fragment 1" not in (line := process.stdout.readline()):
        assert line, process.stderr.read() if process.stderr else ""
    listed: list[dict[str, object]] = []
    while not listed or listed[0]["finished_fragments"] == 0:
        assert process.poll() is None
        assert main(["jobs", "--json"]) == 0
        listed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (listed[0]["state"], listed[0]["origin"], listed[0]["fragments"]) == ("running", "cli", 2)
    assert main(["jobs"]) == 0
    assert "out, 1" in capsys.readouterr().out
    assert main(render(folder)) == 1  # the first one goes on undisturbed
    assert "Lecture 1 is being rendered into" in capsys.readouterr().err
    assert main(["cancel", str(listed[0]["number"])]) == 0
    assert "cancelled" in capsys.readouterr().out
    process.communicate()
    assert process.returncode == 130
    assert main(["logs", str(listed[0]["number"])]) == 0
    told = capsys.readouterr().out
    assert told.index("queued") < told.index("running") < told.index("rendered") < told.index("cancelled")


def test_text_shows_what_will_be_spoken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["text", str(folder / "lecture.txt"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [slide["number"] for slide in told["slides"]] == [1, 2]
    shown = {"number", "text", "marked", "clip", "spoken", "pauses", "warnings"}
    assert told["slides"][1]["fragments"][0].keys() == shown
    assert main(["text", str(folder / "lecture.txt")]) == 0
    assert "Slide 2" in capsys.readouterr().out


def test_text_of_a_lecture_file_is_that_of_its_lecture(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "lecture.toml").write_text('text = "lecture.txt"\nlanguage = "ru"\n', "utf-8")
    for named in (folder, folder / "lecture.toml"):
        assert main(["text", str(named), "--json"]) == 0
        assert len(json.loads(capsys.readouterr().out)["slides"]) == 2
    (folder / "lecture.toml").write_text('deck = "slides.md"\n', "utf-8")
    (folder / "slides.md").write_text("# One\n", "utf-8")
    assert main(["text", str(folder)]) == 2
    assert "videolecture deck" in capsys.readouterr().err


def test_speak_writes_a_sound(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = folder / "hello.wav"
    command = ["speak", "Привет, мир.", f"--voice={folder / 'me.wav'}", "--speech=tone", f"--out={target}"]
    assert main(command) == 0
    assert target.stat().st_size > 1000
    assert "Spoken:" in capsys.readouterr().out


def test_engines_lists_every_engine_with_its_licence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["engines", "--json"]) == 0
    told = {engine["name"]: engine for engine in json.loads(capsys.readouterr().out)}
    assert told["silero"]["commercial"] is False
    assert told["puppet"]["kind"] == "face"
    assert main(["engines"]) == 0


def test_models_list_says_what_is_missing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list"]) == 0
    assert "missing" in capsys.readouterr().out


def test_doctor_says_what_is_missing_and_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "videolecture models pull" in out
    assert "torch" in out


def test_portrait_draws_what_was_found_and_one_second_of_it_speaking(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = ROOT / "examples" / "portrait.jpg"
    assert main(["portrait", str(photo), f"--out={tmp_path}"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["portrait_found.png", "portrait_speaking.png"]
    out = capsys.readouterr().out
    assert "Face: " in out
    assert "Turned" in out


def test_gaze_and_face_box_are_options_of_the_face_engine(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*render(folder), "--face-box=1,2,30,40"]) == 2
    assert "face_box" in capsys.readouterr().err  # the tests' engine has none
    assert main([*render(folder), "--gaze=steady"]) == 2
    assert "gaze" in capsys.readouterr().err
