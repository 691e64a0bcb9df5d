"""Plans: what is refused before any engine runs, and what the keys depend on."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests import fakes
from videolecture.errors import InputError
from videolecture.rendering.plan import Plan, plan
from videolecture.rendering.request import RenderRequest, check

TEXT = "Первое предложение. Второе.\n_;\nТретье предложение.\n_;\nЧетвёртое."


@pytest.fixture(autouse=True)
def fake_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)


@pytest.fixture
def job(tmp_path: Path) -> RenderRequest:
    for name, content in (("lecture.txt", TEXT), ("me.png", "photo"), ("me.wav", "sample")):
        (tmp_path / name).write_text(content, "utf-8")
    return RenderRequest(
        tmp_path / "lecture.txt",
        tmp_path / "me.png",
        tmp_path / "me.wav",
        tmp_path / "out",
        speech="tone",
        face_engine="card",
    )


def keys(planned: Plan) -> list[tuple[str, str]]:
    return [(fragment.speech_key, fragment.clip_key) for fragment in planned.fragments]


def changed(job: RenderRequest, **options: object) -> list[tuple[bool, bool]]:
    """For every fragment, whether its speech and its clip must be made again after the change."""
    before, after = keys(plan(job)), keys(plan(dataclasses.replace(job, **options)))  # type: ignore[arg-type]
    return [(a[0] != b[0], a[1] != b[1]) for a, b in zip(before, after, strict=True)]


def test_the_same_job_has_the_same_keys(job: RenderRequest) -> None:
    assert keys(plan(job)) == keys(plan(job))


def test_where_the_output_goes_and_what_it_is_called_change_no_key(job: RenderRequest) -> None:
    assert changed(job, id=7, out=job.out / "elsewhere") == [(False, False)] * 3


def test_the_picture_changes_clips_and_no_speech(job: RenderRequest) -> None:
    for options in ({"size": 256}, {"still": True}, {"expressiveness": 1.0}):
        assert changed(job, **options) == [(False, True)] * 3


def test_another_photo_changes_clips_and_another_sample_everything(job: RenderRequest, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("other")
    assert changed(job, face=tmp_path / "other") == [(False, True)] * 3
    assert changed(job, voice=tmp_path / "other") == [(True, True)] * 3


def test_changing_one_sentence_changes_one_fragment(job: RenderRequest, tmp_path: Path) -> None:
    (tmp_path / "edited.txt").write_text(TEXT.replace("Третье", "Иное"), "utf-8")
    assert changed(job, text=tmp_path / "edited.txt") == [(False, False), (True, True), (False, False)]


def test_a_fragments_keys_do_not_depend_on_its_neighbours(job: RenderRequest) -> None:
    assert keys(plan(dataclasses.replace(job, slides=(2,)))) == keys(plan(job))[1:2]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"id": -1}, "--id -1"),
        ({"text": Path("nowhere.txt")}, "nowhere.txt"),
        ({"face": Path("nowhere.png")}, "nowhere.png"),
        ({"voice": Path("nowhere.wav")}, "nowhere.wav"),
        ({"speech": "sliero"}, "sliero"),
        ({"face_engine": "pupet"}, "pupet"),
        ({"size": 511}, "511"),
        ({"size": 10}, "10"),
        ({"slides": (9,)}, "slide 9"),
        ({"expressiveness": 1.5}, "1.5"),
    ],
)
def test_what_cannot_be_used_is_named(job: RenderRequest, options: dict[str, object], named: str) -> None:
    with pytest.raises(InputError, match=named):
        plan(dataclasses.replace(job, **options))  # type: ignore[arg-type]


def test_a_language_the_engine_does_not_speak_is_refused(job: RenderRequest) -> None:
    with pytest.raises(InputError, match=r"silero does not speak «de».*ru") as raised:
        plan(dataclasses.replace(job, speech="silero", language="de"))
    assert "Engines for «de»: xtts, chatterbox" in raised.value.remedy


def test_commercial_refuses_engines_that_forbid_it_by_name(job: RenderRequest) -> None:
    plan(dataclasses.replace(job, commercial=True))
    with pytest.raises(InputError, match="silero does not allow commercial use"):
        plan(dataclasses.replace(job, commercial=True, speech="silero"))


def test_a_face_engine_that_knows_its_weights_by_its_options_has_them_in_the_keys(
    job: RenderRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fakes.Card, "weights_for", staticmethod(lambda _: {"net": "cafe"}), raising=False)
    before = plan(job)
    assert before.face_weights == {"net": "cafe"}
    monkeypatch.setattr(fakes.Card, "weights_for", staticmethod(lambda _: {"net": "f00d"}))
    after = plan(job)
    assert [a.clip_key == b.clip_key for a, b in zip(before.fragments, after.fragments, strict=True)] == [False] * 3
    assert [a.speech_key == b.speech_key for a, b in zip(before.fragments, after.fragments, strict=True)] == [True] * 3


def test_a_face_engines_options_are_checked_while_planning(job: RenderRequest) -> None:
    with pytest.raises(InputError, match="card has no option «colour»"):
        plan(dataclasses.replace(job, face_options={"colour": "red"}))
    with pytest.raises(InputError, match="preprocess cannot be «zoom»"):
        check(dataclasses.replace(job, face_engine="sadtalker", face_options={"preprocess": "zoom"}))


def test_an_engines_options_and_checking_change_its_speech(job: RenderRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fakes.Tone, "options", {"pitch": "Hz"}, raising=False)
    monkeypatch.setattr("videolecture.speech.check.hearing.WEIGHTS", ())
    assert changed(job, speech_options={"pitch": 300}) == [(True, True)] * 3
    assert changed(job, checked=True) == [(True, True)] * 3


def test_an_option_that_the_engine_does_not_have_is_refused(job: RenderRequest) -> None:
    with pytest.raises(InputError, match="pitch"):
        plan(dataclasses.replace(job, speech_options={"pitch": 300}))


def test_the_language_auto_is_that_of_the_text(job: RenderRequest) -> None:
    told, automatic = plan(job), plan(dataclasses.replace(job, language="auto"))
    assert automatic.request.language == "ru"
    assert keys(automatic) == keys(told)


def test_a_text_in_another_script_than_its_language_is_told(job: RenderRequest, tmp_path: Path) -> None:
    (tmp_path / "lecture.txt").write_text("Good afternoon, dear students.", "utf-8")
    assert any("--language auto" in warning for warning in plan(job).warnings)
    (tmp_path / "lecture.txt").write_text("Сегодня — про Python.", "utf-8")
    assert not plan(job).warnings
    english = dataclasses.replace(job, language="en")
    assert any("--language auto" in warning for warning in plan(english).warnings)


def test_a_choice_of_slides_says_that_the_lectures_files_change(job: RenderRequest) -> None:
    assert any("2 of 3 slides" in w for w in plan(dataclasses.replace(job, slides=(1, 2))).warnings)
    assert not plan(dataclasses.replace(job, slides=(1, 2, 3))).warnings


def test_reading_tells_how_far_it_is(job: RenderRequest) -> None:
    told: list[float] = []
    plan(job, lambda done, _: told.append(done))
    assert told == sorted(told)
    assert told[-1] > 0.7
