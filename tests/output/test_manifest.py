"""The manifest: everything in it, nothing that changes from run to run, whole or not there."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from videolecture import __version__
from videolecture.errors import OutputError
from videolecture.output.manifest import (
    FileEntry,
    FilmEntry,
    FragmentEntry,
    Manifest,
    SentenceEntry,
    SlideEntry,
    SourceEntry,
    SpeechEntry,
    engine_entry,
    file_entry,
    to_json,
    versions,
    write,
)
from videolecture.rendering import description
from videolecture.rendering.request import RenderRequest
from videolecture.types import EngineInfo

INFO = EngineInfo("silero", "speech", "Silero", "MIT", "CC BY-NC 4.0", False, 3, weights=("silero-ru",))
SPEECH = SpeechEntry(1, 2, ("too long",))
FILE = FileEntry("final/lecture_1.mp4", 12, "00")


def manifest() -> Manifest:
    sentence = SentenceEntry("Глава 1.", "глава первая", 0.2, 1.8)
    fragment = FragmentEntry(1, 1, "Глава 1.", "глава первая", 0.0, 2.0, (sentence,), FILE, FILE, "aa", "bb", SPEECH)
    return Manifest(
        id="1",
        title="Лекция",
        language="ru",
        film=FilmEntry(FILE, (FILE,), 2.0, 50, 25, 512, 512, -16.1, -1.9),
        slides=(SlideEntry(1, "1. Глава", 0.0, 2.0, (1,), FILE, "corner"), SlideEntry(2, "2", 2.0, 2.0, (), None)),
        fragments=(fragment,),
        engines={"speech": engine_entry(INFO, {"silero-ru": "cafe", "other": "f00d"})},
        encoder={"preset": "veryfast"},
        photo=SourceEntry("me.png", "11"),
        voice=None,
        versions=versions(["numpy"]),
        checked=False,
        speech=SPEECH,
        warnings=("Two faces in the photo; the larger one speaks.",),
        deck=SourceEntry("slides.pdf", "22"),
        author="А. Иванова",
        licence="CC BY 4.0",
        recordings=(SourceEntry("lecture.m4a", "9" * 64),),
    )


def test_every_field_reaches_the_file_and_letters_stay_letters(tmp_path: Path) -> None:
    write(manifest(), tmp_path / "lecture_1.json")
    text = (tmp_path / "lecture_1.json").read_text("utf-8")
    content = json.loads(text)
    assert {field.name for field in fields(Manifest)} | {"format", "result"} == content.keys()
    assert [slide.get("layout") for slide in content["slides"]] == ["corner", None]
    assert "Лекция" in text and text.endswith("}\n")
    assert content["engines"]["speech"]["weights"] == {"silero-ru": "cafe"}
    assert content["fragments"][0]["sentences"][0]["spoken"] == "глава первая"
    assert content["slides"][1]["video"] is None


def test_slide_lists_are_those_of_the_original_api() -> None:
    assert json.loads(to_json(manifest()))["result"] == [[1], []]


def test_the_same_lecture_gives_the_same_manifest() -> None:
    assert to_json(manifest()) == to_json(manifest())


def test_a_number_that_json_cannot_say_is_refused() -> None:
    silent = replace(manifest(), film=replace(manifest().film, loudness=float("-inf")))
    with pytest.raises(ValueError, match="JSON"):
        to_json(silent)


def test_an_engine_whose_weights_have_no_digest_is_refused() -> None:
    with pytest.raises(KeyError, match="silero-ru"):
        engine_entry(INFO, {})


def test_files_are_named_relative_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "final").mkdir()
    (tmp_path / "final" / "a.srt").write_bytes(b"abc")
    entry = file_entry(tmp_path / "final" / "a.srt", tmp_path)
    assert entry == FileEntry("final/a.srt", 3, hashlib.sha256(b"abc").hexdigest())


def test_versions_name_what_is_installed_and_skip_the_rest() -> None:
    found = versions(["numpy", "no-such-package-of-ours"])
    assert found["videolecture"] == __version__
    assert found.keys() == {"videolecture", "python", "numpy"}


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "final").write_bytes(b"")
    with pytest.raises(OutputError, match=r"lecture_1\.json"):
        write(manifest(), tmp_path / "final" / "lecture_1.json")


def test_the_manifest_says_whose_voice_a_server_spoke_with_and_keeps_the_rest_to_itself() -> None:
    text, face, voice, out = (Path(name) for name in ("lecture.txt", "me.png", "me.wav", "out"))
    options = {"url": "http://localhost:8000", "voice": "alloy", "key_variable": "SECRET"}
    job = RenderRequest(text, face, voice, out, speech="http", speech_options=options)
    entry = description._speech_entry(job)
    assert (entry.commercial, entry.licence_weights) == (False, "the server's")
    assert entry.chosen == {"url": "http://localhost:8000", "voice": "alloy"}
