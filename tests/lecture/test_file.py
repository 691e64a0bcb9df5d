"""Lecture files: every option by its name, paths beside the file, and nothing that is the operator's."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from videolecture import settings, text
from videolecture.cli import lecture as cli
from videolecture.errors import InputError
from videolecture.lecture import file, keys, schema
from videolecture.rendering.request import RenderRequest

ROOT = Path(__file__).parents[2]
WHOLE = """
title = "Молния"
author = "А. Иванова"
licence = "CC BY 4.0"
text = "lecture.txt"
face = "photos/me.png"
voice = "/elsewhere/me.wav"
id = 7
layout = "side"
slides = [2, 3]
expressiveness = 0.2
gaze = "lively"
background_picture = "wall.png"
face_engine = "sadtalker"

[face_options]
preprocess = "full"
"""


def written(folder: Path, content: str, name: str = "lecture.toml") -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def request(path: Path, *given: str) -> RenderRequest:
    """What `videolecture render` would make of it."""
    parser = ArgumentParser()
    cli.add_inputs(parser)
    options = parser.parse_args([str(path), *given])
    return cli.request(cli.of(options), options, settings.Settings())


def test_a_lecture_file_says_all_that_a_command_can_say(tmp_path: Path) -> None:
    asked = request(written(tmp_path, WHOLE))
    assert (asked.text, asked.face) == (tmp_path / "lecture.txt", tmp_path / "photos" / "me.png")
    assert (asked.voice, asked.out) == (Path("/elsewhere/me.wav"), tmp_path / "out")
    assert (asked.id, asked.layout, asked.slides, asked.expressiveness) == (7, "side", (2, 3), 0.2)
    assert (asked.title, asked.author, asked.licence) == ("Молния", "А. Иванова", "CC BY 4.0")
    assert asked.background_picture == tmp_path / "wall.png"
    assert asked.face_options == {"preprocess": "full", "gaze": "lively"}


def test_what_the_command_says_counts_more(tmp_path: Path) -> None:
    path = written(tmp_path, WHOLE)
    asked = request(
        tmp_path, "--layout=slide", "--id=0", "--out=there", "--voice=me.ogg", "--face-option=preprocess=crop"
    )
    assert (asked.layout, asked.id, asked.out, asked.voice) == ("slide", 0, Path("there"), Path("me.ogg"))
    assert asked.face_options["preprocess"] == "crop"
    assert asked.expressiveness == file.read(path).options["expressiveness"] == 0.2


def test_the_settings_hold_where_the_file_says_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, 'voice = "me.wav"\nstill = true')
    chosen = settings.load(None, {"VIDEOLECTURE_EXPRESSIVENESS": "0.9", "VIDEOLECTURE_STILL": "false"})
    parser = ArgumentParser()
    cli.add_inputs(parser)
    asked = cli.request(file.read(path), parser.parse_args([]), chosen)
    assert (asked.expressiveness, asked.still) == (0.9, True)


def test_front_matter_makes_a_text_a_lecture_and_is_not_spoken(tmp_path: Path) -> None:
    path = written(tmp_path, '\ufeff+++\nvoice = "me.wav"\ntitle = "Гроза"\n+++\nРаз.\n+++\nДва.', "lecture.md")
    asked = request(path)
    assert (asked.text, asked.voice, asked.title) == (path, tmp_path / "me.wav", "Гроза")
    assert text.read(path).text == "Раз.\n+++\nДва."
    assert request(tmp_path) == asked, "the folder means the same"


@pytest.mark.parametrize("content", ["Раз.\n+++\nДва.\n+++", "++ Раз."])
def test_a_text_without_front_matter_stays_a_text(tmp_path: Path, content: str) -> None:
    path = written(tmp_path, content, "lecture.txt")
    assert file.found(path) is None
    assert text.read(path).text == content


def test_front_matter_in_yaml_is_told_where_it_would_have_said_how_the_lecture_is_made(tmp_path: Path) -> None:
    assert file.found(written(tmp_path, "---\ntitle: Свет\n---\nРаз.", "lecture.txt")) is None
    with pytest.raises(InputError, match=r"YAML.*«voice»") as refused:
        file.found(written(tmp_path, "---\ntitle: Свет\nvoice: me.wav\n---\nРаз.", "lecture.txt"))
    assert refused.value.code == "lecture-front-matter-yaml"
    assert "+++" in refused.value.remedy


@pytest.mark.parametrize(
    ("content", "code", "named"),
    [
        ('fase = "me.png"', "lecture-key-near", "«face»"),
        ('face-engine = "puppet"', "lecture-key-near", "«face_engine»"),
        ("zzzzzz = 1", "lecture-key-unknown", "zzzzzz"),
        ("size = 63", "option-even", "lecture.toml: The option «size» cannot be 63."),
        ("voice = 3", "option-not-path", "voice"),
        ("id = -1", "option-range", "id"),
        ('layout = "round"', "name-unknown", "round"),
        ('layout = "cornr"', "name-near", "Perhaps «corner» is meant."),
        ('orientation = "Portrait"', "option-choice-near", "Perhaps «portrait» is meant."),
        ("voice = me.wav", "lecture-not-toml", "line 1"),
        ("face_options = 3", "lecture-no-table", "face_options"),
        ("[face_options]\ngaze = []", "lecture-face-option", "gaze"),
        ('[face_options]\npython = "/bin/python"', "lecture-key-operators", "an interpreter"),
        ("[engines.http]\nurl = 1", "lecture-key-operators", "belongs to the machine"),
    ],
)
def test_what_cannot_be_is_refused_by_its_key(tmp_path: Path, content: str, code: str, named: str) -> None:
    with pytest.raises(InputError) as refused:
        file.read(written(tmp_path, content))
    cause = refused.value.parameters.get("cause", refused.value)
    assert isinstance(cause, InputError)
    assert cause.code == code
    assert named in str(refused.value)


@pytest.mark.parametrize(
    "name", [*settings.OWN, "engines", "service", "SAD_TALKER_PYTHON_PATH", "LOGS_DIR_PATH", "url"]
)
def test_what_the_operator_decides_is_refused_with_the_reason(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="a lecture cannot choose") as refused:
        file.read(written(tmp_path, f'{name} = "x"'))
    assert refused.value.code == "lecture-key-operators"


def test_no_option_of_a_lecture_is_the_operators() -> None:
    assert not keys.KNOWN.keys() & keys.OPERATORS.keys()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("lecture.md", '+++\nvoice = "me.wav"\n\nРаз.', "lecture-front-matter-open"),
        ("lecture.md", '+++\ntext = "other.txt"\n+++\nРаз.', "lecture-text-twice"),
        ("lecture.toml", "\udcff", "lecture-not-utf8"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(tmp_path: Path, name: str, content: str, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError) as refused:
        request(path)
    assert refused.value.code == code


def test_a_folder_without_a_lecture_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        request(tmp_path)
    assert refused.value.code == "lecture-not-in-folder"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"lecture\.toml cannot be read: No such file"):
        request(tmp_path / "lecture.toml")


def test_the_published_schema_is_that_of_the_table() -> None:
    command = "python -m videolecture.lecture.schema > docs/lecture.schema.json"
    assert (ROOT / "docs" / "lecture.schema.json").read_text("utf-8") == schema.text(), command
    known = json.loads(schema.text())["properties"]
    assert known.keys() == {*keys.KNOWN, keys.FACE_OPTIONS}
    assert all(entry["description"] for entry in known.values())
