"""`videolecture new`: what it writes renders, and what it is not given is asked for or told."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests import fakes
from videolecture.cli import main
from videolecture.errors import InputError
from videolecture.lecture import file
from videolecture.lecture.new import create


@pytest.fixture
def inputs(tmp_path: Path, recording: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VIDEOLECTURE_EXECUTOR", "inline")
    folder = tmp_path / "inputs"
    folder.mkdir()
    (folder / "me.wav").write_bytes(recording.read_bytes())
    Image.fromarray(np.full((64, 64, 3), 90, np.uint8)).save(folder / "me.png")
    return folder


def test_what_is_written_renders_and_its_title_is_in_the_film(
    inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "made"
    files = [f"--face={inputs / 'me.png'}", f"--voice={inputs / 'me.wav'}"]
    options = ["--title=Гроза", "--author=А. Иванова", "--licence=CC BY 4.0"]
    fast = ["--speech=tone", "--face-engine=card", "--size=64"]
    assert main(["new", str(made), *files, *options, *fast]) == 0
    assert f"face: {inputs / 'me.png'} was copied to {made / 'me.png'}" in capsys.readouterr().out
    assert main(["render", str(made)]) == 0
    assert sorted(path.name for path in made.iterdir()) == [
        ".lecture.schema.json",
        "lecture.toml",
        "lecture.txt",
        "me.png",
        "me.wav",
        "out",
    ]
    assert (made / "lecture.toml").read_text("utf-8").startswith("#:schema ./.lecture.schema.json\n")
    manifest = json.loads((made / "out" / "final" / "lecture_1.json").read_text("utf-8"))
    assert (manifest["title"], manifest["author"], manifest["licence"]) == ("Гроза", "А. Иванова", "CC BY 4.0")
    with av.open(str(made / "out" / "final" / "lecture_1.mp4")) as film:
        told = {name: film.metadata[name] for name in ("title", "artist", "copyright")}
    assert told == {"title": "Гроза", "artist": "А. Иванова", "copyright": "CC BY 4.0"}


def test_on_a_terminal_what_is_missing_is_asked_for(
    inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {"Title": "Гроза", "photo": str(inputs / "me.png"), "voice": f"'{inputs / 'me.wav'}'"}
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        return next((given for part, given in answers.items() if part in question), "")

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["new", str(tmp_path / "made"), "--language=en"]) == 0
    assert not any("Language" in question for question in asked), "what was given is not asked for"
    made = file.read(tmp_path / "made" / "lecture.toml")
    assert (made.options["title"], made.options["language"]) == ("Гроза", "en")
    assert made.voice and made.voice.read_bytes() == (inputs / "me.wav").read_bytes()


def test_files_of_the_folder_are_named_where_they_lie_and_others_never_written_over(inputs: Path) -> None:
    (inputs / "photos").mkdir()
    (inputs / "me.png").rename(inputs / "photos" / "me.png")
    other = inputs.parent / "me.wav"
    other.write_bytes(b"another")
    create(inputs, {"face": inputs / "photos" / "me.png", "voice": other}, {})
    made = file.read(inputs / "lecture.toml")
    assert (made.face, made.voice) == (inputs / "photos" / "me.png", inputs / "voice.wav")
    assert (inputs / "voice.wav").read_bytes() == b"another" != (inputs / "me.wav").read_bytes()


def test_a_deck_of_text_stays_where_its_pictures_are(inputs: Path, tmp_path: Path) -> None:
    (inputs / "slides.md").write_text("# Свет\n\n![](me.png)\n", "utf-8")
    create(tmp_path / "made", {"voice": inputs / "me.wav", "deck": inputs / "slides.md"}, {})
    assert 'deck = "../inputs/slides.md"' in (tmp_path / "made" / "lecture.toml").read_text("utf-8")
    assert file.read(tmp_path / "made" / "lecture.toml").options["deck"] == inputs / "slides.md"


def test_a_lecture_that_is_there_is_not_written_over(inputs: Path) -> None:
    create(inputs, {"voice": inputs / "me.wav"}, {})
    with pytest.raises(InputError, match=r"a lecture in .* already"):
        create(inputs, {"voice": inputs / "me.wav"}, {})


def test_what_is_not_there_is_named_and_nothing_written(inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.wav"):
        create(tmp_path / "made", {"voice": inputs / "gone.wav"}, {})
    assert not (tmp_path / "made").exists()
    assert main(["new", str(tmp_path / "made")]) == 2
    assert main(["new"]) == 2
    given = ["new", str(tmp_path / "made"), f"--voice={inputs / 'me.wav'}"]
    photo = f"--face={inputs / 'me.png'}"
    for wrong in ([], [photo, "--layout=side"], [photo, "--language=xx"]):
        assert main([*given, *wrong]) == 2, "it would not render"
        assert not (tmp_path / "made").exists()


def test_a_recorded_lecture_needs_no_other_voice(inputs: Path, tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "made"), f"--face={inputs / 'me.png'}", f"--recording={inputs / 'me.wav'}"]) == 0
    made = file.read(tmp_path / "made" / "lecture.toml")
    assert (made.voice, made.options["recording"]) == (None, tmp_path / "made" / "me.wav")


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["text"]
