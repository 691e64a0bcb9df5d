"""Lectures that were recorded: which file is for what, and what the pipeline makes of it without speaking."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests import fakes
from tests.speech.recorded.heard import heard
from videolecture.errors import InputError
from videolecture.execute.inline import InlineExecutor
from videolecture.rendering import events, pipeline
from videolecture.rendering.listening import Recording
from videolecture.rendering.plan import Plan, plan
from videolecture.rendering.recording_files import first_sound
from videolecture.rendering.recordings import Recordings, open_recordings
from videolecture.rendering.request import RenderRequest
from videolecture.speech.recorded import listening
from videolecture.speech.stage import write_wav
from videolecture.storage.cache import Cache

TEXT = "Внутри облака сталкиваются кристаллы.\n_;\nПотом приходит громкий звук."
SAID = "внутри облака сталкиваются кристаллы | потом приходит громкий звук"


@pytest.fixture
def job(tmp_path: Path, recording: Path, monkeypatch: pytest.MonkeyPatch) -> RenderRequest:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    (tmp_path / "lecture.txt").write_text(TEXT, "utf-8")
    assert cv2.imwrite(str(tmp_path / "me.png"), np.full((64, 64, 3), 90, np.uint8))
    return RenderRequest(
        tmp_path / "lecture.txt",
        tmp_path / "me.png",
        recording,
        tmp_path / "out",
        speech="tone",
        face_engine="card",
        size=64,
    )


def listened(folder: Path, said: str, key: str = "a") -> Recording:
    """A recording as if it had been listened to: a buzz where something is said."""
    folder.mkdir(exist_ok=True)
    found = heard(said)
    time = np.arange(round(found.seconds * 48_000)) / 48_000
    speaks = np.any([(time >= start) & (time < end) for start, end in found.speech], axis=0)
    samples = 0.3 * np.sin(2 * np.pi * 150 * time) * (1 + np.sin(2 * np.pi * 4 * time)) / 2 * speaks
    write_wav(folder / listening.SOUND, samples.astype(np.float32), 48_000)
    listening.save(folder, found)
    return Recording(f"{key}.wav", found, key, folder, key)


def keys(planned: Plan) -> list[str]:
    return [one.speech_key for one in planned.fragments]


def test_a_recorded_lecture_is_cut_to_its_fragments_and_no_engine_speaks(job: RenderRequest, tmp_path: Path) -> None:
    happened: list[events.Event] = []
    job = dataclasses.replace(job, voice=None)
    planned = plan(job, recordings=Recordings(listened(tmp_path / "heard", SAID)))
    made = pipeline.run(planned, InlineExecutor(), Cache(tmp_path / "cache"), happened.append)
    assert not any(isinstance(event, events.Enrolled) for event in happened)
    assert made.duration == pytest.approx(heard(SAID).seconds, abs=1.0)
    manifest = json.loads(made.manifest.read_text("utf-8"))
    first, second = manifest["fragments"]
    assert first["sentences"][0]["start"] == pytest.approx(0.3, abs=0.1)
    assert second["sentences"][0]["end"] - second["sentences"][0]["start"] == pytest.approx(1.68, abs=0.15)
    assert manifest["recordings"] == [{"name": "a.wav", "sha256": "a"}]
    assert manifest["speech"]["utterances"] == 0
    assert (job.out / "audio_fragments" / "audio_fragment_1_2.wav").exists()


def test_only_what_was_recorded_is_not_spoken(job: RenderRequest, tmp_path: Path) -> None:
    mixed = plan(job, recordings=Recordings(None, {2: listened(tmp_path / "two", "потом приходит громкий звук")}))
    spoken = plan(job)
    assert keys(mixed)[0] == keys(spoken)[0]
    assert keys(mixed)[1] != keys(spoken)[1]
    assert [one.recorded is not None for one in mixed.fragments] == [False, True]


def test_keys_hold_the_recording_and_not_how_the_text_is_written(job: RenderRequest, tmp_path: Path) -> None:
    whole = listened(tmp_path / "heard", SAID)
    before = keys(plan(job, recordings=Recordings(whole)))
    again = dataclasses.replace(whole, key="b")
    assert all(one != other for one, other in zip(before, keys(plan(job, recordings=Recordings(again))), strict=True))
    assert job.text
    job.text.write_text(TEXT.replace("облака сталкиваются", "облака, сталкиваются"), "utf-8")
    after = keys(plan(job, recordings=Recordings(whole)))
    assert after[1] == before[1]


PASSAGE = "Внутри облака сталкиваются кристаллы. [synth]Они заряжаются.[/synth]\n_;\nПотом приходит громкий звук."


@pytest.mark.parametrize(
    ("said", "goes_on"), [(SAID, 3.3), (SAID.replace("|", "| они же заряжаются |"), 4.9)], ids=["left out", "replaced"]
)
def test_a_passage_is_spoken_by_the_engine_between_recorded_ones(
    job: RenderRequest, tmp_path: Path, said: str, goes_on: float
) -> None:
    assert job.text
    job.text.write_text(PASSAGE, "utf-8")
    whole = Recordings(listened(tmp_path / "heard", said))
    planned = plan(job, recordings=whole)
    assert [one.recorded is not None for one in planned.fragments] == [True, False, True]
    before, after = (one.recorded.stretch for one in planned.fragments if one.recorded)
    assert before.end < 3.7, "nothing of what was said in place of the passage is heard"
    assert after.start > goes_on
    assert [one.sentences[0].words for one in (before, after)] == [
        "внутри облака сталкиваются кристаллы.",
        "потом приходит громкий звук.",
    ]
    assert [one.code for one in planned.warnings] == []
    job.text.write_text(PASSAGE.replace("заряжаются", "заряжаются быстро"), "utf-8")
    changed = plan(job, recordings=whole)
    same = [one == other for one, other in zip(keys(planned), keys(changed), strict=True)]
    assert same == [True, False, True]
    with pytest.raises(InputError, match="no voice sample"):
        plan(dataclasses.replace(job, voice=None), recordings=whole)


def test_a_passage_of_which_nothing_is_recorded_is_told(job: RenderRequest, tmp_path: Path) -> None:
    assert job.text
    job.text.write_text(PASSAGE, "utf-8")
    two = listened(tmp_path / "two", "потом приходит громкий звук")
    for recordings in (None, Recordings(None, {2: two})):
        (told,) = (one for one in plan(job, recordings=recordings).warnings if one.code == "synth-not-recorded")
        assert str(told).startswith("Slide 1, fragment 2: [synth]")
    with pytest.raises(InputError) as refused:
        plan(job, recordings=Recordings(None, {}, {2: two}))
    assert refused.value.code == "recording-of-synth"
    job.text.write_text("[synth]Внутри облака.[/synth]\n_;\nПотом приходит громкий звук.", "utf-8")
    assert "recording-all-synth" in [one.code for one in plan(job, recordings=Recordings(None, {1: two})).warnings]


def test_what_was_said_otherwise_is_a_warning_with_its_place(job: RenderRequest, tmp_path: Path) -> None:
    said = SAID.replace("громкий звук", "нежданная тишина")
    told = plan(job, recordings=Recordings(listened(tmp_path / "heard", said))).warnings
    assert any("Slide 2, fragment 2, «a.wav» at 0:04: «нежданная тишина» was said" in warning for warning in told)
    assert not any(".»" in warning for warning in told)


def test_a_recording_for_what_is_not_there_is_refused(job: RenderRequest, tmp_path: Path) -> None:
    one = listened(tmp_path / "heard", SAID)
    for recordings, code in (
        (Recordings(None, {9: one}), "recording-slide"),
        (Recordings(None, {}, {9: one}), "recording-fragment"),
    ):
        with pytest.raises(InputError) as refused:
            plan(job, recordings=recordings)
        assert refused.value.code == code


def test_files_say_by_their_names_what_they_are_for(job: RenderRequest, tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    for name in ("02.m4a", "slide_1.wav", "Фрагмент 7.mp3", "notes.txt"):
        (folder / name).write_bytes(b"RIFF")
    (tmp_path / "table.toml").write_text('1 = "recordings/slide_1.wav"', "utf-8")
    assert first_sound(folder) == folder / "slide_1.wav"
    assert first_sound(tmp_path / "table.toml") == folder / "slide_1.wav"
    assert first_sound(folder / "02.m4a") == folder / "02.m4a"
    (folder / "2.wav").write_bytes(b"RIFF")
    with pytest.raises(InputError, match="two recordings with the number 2"):
        first_sound(folder)
    (folder / "2.wav").rename(folder / "introduction.wav")
    with pytest.raises(InputError, match="introduction"):
        first_sound(folder)
    with pytest.raises(InputError, match="nowhere"):
        open_recordings(
            dataclasses.replace(job, recording=tmp_path / "nowhere.m4a"),
            InlineExecutor(),
            Cache(tmp_path / "cache"),
            lambda _: None,
        )
