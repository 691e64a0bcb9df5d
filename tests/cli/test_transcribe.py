"""`videolecture transcribe`: what it refuses, and what it writes of what was heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from videolecture.cli import main, transcribe
from videolecture.rendering.listening import Recording
from videolecture.speech.recorded.listening import Listened
from videolecture.types import Mark


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))


def heard(*_: object) -> Recording:
    words = [("В", 0.0), ("1961", 0.3), ("г.", 0.9), ("полетел", 1.2), ("Гагарин.", 1.6), ("Первый!", 6.0)]
    marks = tuple(Mark("word", text, at, at + 0.3) for text, at in words)
    return Recording("x.wav", Listened("ru", marks, ((0.0, 2.0), (6.0, 6.4)), 7.0, -20.0), "key", Path(), "digest")


def test_a_lecture_text_is_written_beside_the_recording_and_never_written_over(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(transcribe, "listened_to", heard)
    source = tmp_path / "lecture.wav"
    source.write_bytes(recording.read_bytes())
    assert main(["transcribe", str(source)]) == 0
    assert (tmp_path / "lecture.txt").read_text("utf-8") == "В 1961 г. полетел Гагарин.\n_;\nПервый!\n"
    assert "lecture.txt: 0:07 in «ru», slides: 2, words: 6." in capsys.readouterr().out
    assert main(["transcribe", str(source)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["transcribe", str(source), "--force", "--slide-pause=9", "--delimiter=---"]) == 0
    assert "---" not in (tmp_path / "lecture.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nowhere.wav"], 2, "nowhere.wav"),
        (["{recording}", "--language=xx"], 2, "«xx»"),
        (["{recording}", "--slide-pause=0"], 2, "0 s"),
        (["{recording}"], 1, "videolecture models pull"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    recording: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, told: str
) -> None:
    given = [argument.format(recording=recording) for argument in arguments]
    assert main(["transcribe", *given, f"--out={tmp_path / 'out.txt'}"]) == code
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error
    assert not (tmp_path / "out.txt").exists()
