"""Takes of a sentence: offered where the engine has chance, kept by words and place, heard in the lecture."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests import fakes
from videolecture.cli import main
from videolecture.errors import InputError
from videolecture.rendering import takes
from videolecture.rendering.plan import Plan, plan
from videolecture.rendering.request import RenderRequest
from videolecture.rendering.takes import ChosenTake

TEXT = "Гром гремит. Свет летит.\n_;\nСвет летит. Свет летит."
CHOICES = (ChosenTake(2, "Свет летит.", 3, place=2),)


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
        speech="dice",
        face_engine="card",
        size=64,
    )


def with_takes(job: RenderRequest, choices: Sequence[ChosenTake]) -> RenderRequest:
    path = job.out.parent / takes.NAME
    takes.write(path, choices)
    return dataclasses.replace(job, takes=path)


def keys(planned: Plan) -> list[str]:
    return [one.speech_key for one in planned.fragments]


def test_a_chosen_take_changes_the_key_of_its_fragment_alone(job: RenderRequest) -> None:
    before, after = plan(job), plan(with_takes(job, CHOICES))
    assert keys(before)[0] == keys(after)[0]
    assert keys(before)[1] != keys(after)[1]
    assert [one.seeds for one in after.fragments] == [(), (0, takes.seed_of(3))]


def test_a_take_follows_its_sentence_and_is_told_when_that_is_gone(job: RenderRequest) -> None:
    assert job.text
    job.text.write_text("Новое начало.\n_;\nСвет летит. Ещё одно. Свет летит.", "utf-8")
    moved = plan(with_takes(job, CHOICES))
    assert [one.seeds for one in moved.fragments] == [(), (0, 0, takes.seed_of(3))]
    job.text.write_text("Новое начало.\n_;\nСвет летит.", "utf-8")
    gone = plan(with_takes(job, CHOICES))
    assert keys(gone) == keys(plan(job))
    assert any("«Свет летит.» (slide 2) is not used" in warning for warning in gone.warnings)


def test_choices_are_kept_once_for_a_sentence_and_can_be_taken_back(tmp_path: Path) -> None:
    again = takes.chosen(takes.chosen((), CHOICES[0]), dataclasses.replace(CHOICES[0], take=5))
    takes.write(tmp_path / "takes.toml", again)
    assert takes.read(tmp_path / "takes.toml") == (dataclasses.replace(CHOICES[0], take=5),)
    assert takes.chosen(again, dataclasses.replace(CHOICES[0], take=0)) == ()


@pytest.mark.parametrize("content", ["[[take]", "[[take]]\nslide = 1", "[[take]]\nslide=1\nsentence='x'\ntake='two'"])
def test_a_file_of_takes_that_cannot_be_read_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "takes.toml").write_text(content, "utf-8")
    with pytest.raises(InputError, match=r"takes\.toml"):
        takes.read(tmp_path / "takes.toml")


def test_an_engine_without_chance_offers_none(job: RenderRequest) -> None:
    with pytest.raises(InputError, match="always the same"):
        plan(dataclasses.replace(with_takes(job, CHOICES), speech="tone"))


def test_takes_are_heard_and_one_is_chosen_beside_the_lecture_file(
    job: RenderRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("VIDEOLECTURE_EXECUTOR", "inline")
    lecture = tmp_path / "lecture.toml"
    lines = (f"voice = '{job.voice}'", "text = 'lecture.txt'", "face = 'me.png'", "speech = 'dice'", "size = 64")
    lecture.write_text("\n".join((*lines, "face_engine = 'card'")), "utf-8")
    command = ["take", str(lecture), "--fragment=2", "--sentence=2"]
    assert main([*command, "--count=2"]) == 0
    heard = sorted((tmp_path / "out" / "takes").iterdir())
    assert [path.name for path in heard] == ["take_1_2_2_1.wav", "take_1_2_2_2.wav"]
    assert heard[0].read_bytes() != heard[1].read_bytes()
    assert main([*command, "--choose=2"]) == 0
    assert takes.read(tmp_path / "takes.toml") == (ChosenTake(2, "Свет летит.", 2, place=2),)
    capsys.readouterr()
    assert main(["take", str(lecture), "--fragment=9"]) == 2
    assert "no sentence 1 in a fragment 9" in capsys.readouterr().err
    assert main([*command, "--speech=tone"]) == 2
    assert "always the same" in capsys.readouterr().err
