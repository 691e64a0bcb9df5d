"""Input that cannot be used, through the whole command with the real engines.

One clear sentence that names the input, a remedy, an exit code, nothing half-written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.conftest import write_wav
from videolecture.cli import main
from videolecture.home import home as home_folder

Spoil = Callable[[Path], object]


@pytest.fixture
def folder(tmp_path: Path, recording: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("VIDEOLECTURE_EXECUTOR", "inline")
    (tmp_path / "lecture.txt").write_text("Раз.", "utf-8")
    (tmp_path / "me.wav").write_bytes(recording.read_bytes())
    Image.new("RGB", (64, 64), "grey").save(tmp_path / "me.png")
    yield tmp_path
    assert not list(tmp_path.rglob("*.partial"))
    assert not list(tmp_path.rglob("*.mp4"))


def refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = main(
        [
            "render",
            str(folder / "lecture.txt"),
            f"--face={folder / 'me.png'}",
            f"--voice={folder / 'me.wav'}",
            f"--out={folder / 'out'}",
        ]
    )
    error = capsys.readouterr().err
    assert "Traceback" not in error
    what, remedy, *rest = error.splitlines()
    assert not rest
    assert what.startswith("videolecture: ")
    assert what.endswith(".")
    assert remedy.strip()
    return code, what


def text(content: bytes) -> Spoil:
    return lambda folder: (folder / "lecture.txt").write_bytes(content)


def photo(content: bytes) -> Spoil:
    return lambda folder: (folder / "me.png").write_bytes(content)


def sample(content: bytes) -> Spoil:
    return lambda folder: (folder / "me.wav").write_bytes(content)


def sound(samples: NDArray[np.float64]) -> Spoil:
    return lambda folder: write_wav(folder / "me.wav", samples)


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        pytest.param(lambda f: (f / "lecture.txt").unlink(), "lecture.txt", id="no text file"),
        pytest.param(text(b""), "lecture.txt", id="empty text"),
        pytest.param(text(b" \n\t "), "lecture.txt", id="blank text"),
        pytest.param(text(b"_;\n_;\n"), "lecture.txt", id="only delimiters"),
        pytest.param(text(bytes(range(256)) * 20), "lecture.txt", id="binary text"),
        pytest.param(photo(b""), "me.png", id="empty photo"),
        pytest.param(photo(b"\x89PNG\r\n\x1a\n" + b"x" * 100), "me.png", id="corrupt photo"),
        pytest.param(lambda _: None, "me.png", id="no face"),
        pytest.param(lambda f: Image.new("RGB", (20, 20)).save(f / "me.png"), "me.png", id="tiny photo"),
        pytest.param(sample(b""), "me.wav", id="empty sample"),
        pytest.param(sample(b"RIFF" + b"x" * 100), "me.wav", id="corrupt sample"),
        pytest.param(sound(np.zeros(48_000)), "me.wav", id="silent sample"),
        pytest.param(sound(0.3 * np.sin(np.arange(3_000))), "me.wav", id="short sample"),
    ],
)
def test_input_that_cannot_be_used_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], spoil: Spoil, named: str
) -> None:
    spoil(folder)
    code, what = refused(folder, capsys)
    assert code == 2
    assert named in what


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_folder_without_rights_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out").mkdir(mode=0o500)
    code, what = refused(folder, capsys)
    assert code == 1
    assert "out" in what


def test_an_output_folder_that_is_a_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out").write_text("a file")
    code, what = refused(folder, capsys)
    assert code == 1
    assert "out" in what


def test_all_missing_weights_are_named_at_once(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(folder / "home"))
    assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert all(name in told for name in ("silero-ru", "silero-en", "resemblyzer", "face-landmarks", "setup"))
    code, what = refused(folder, capsys)
    assert code == 1
    assert all(name in what for name in ("silero-ru", "silero-stress", "resemblyzer"))


def test_damaged_weights_are_named_with_the_command_that_replaces_them(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = home_folder() / "weights"
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(folder / "home"))
    (folder / "home" / "weights").mkdir(parents=True)
    for file in installed.iterdir():
        if file.name != "accentor.pt":
            (folder / "home" / "weights" / file.name).symlink_to(file)
    (folder / "home" / "weights" / "accentor.pt").write_bytes(b"not the weights")
    code, what = refused(folder, capsys)
    assert code == 1
    assert "silero-stress" in what


def test_a_lecture_that_is_not_there_is_told_before_the_place_for_its_film(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "pendulumm"]) == 2
    assert "«pendulumm» does not exist" in capsys.readouterr().err
