"""A lecture with slides: scenes are a step of their own, and a change makes again only what it touches."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests import fakes
from videolecture import messages
from videolecture.compose.encoding import write_clip
from videolecture.compose.mp4 import reading
from videolecture.errors import InputError
from videolecture.execute.inline import InlineExecutor
from videolecture.rendering import events, pipeline, scenes
from videolecture.rendering.decks import open_deck, page_canvas
from videolecture.rendering.plan import Plan, plan
from videolecture.rendering.request import RenderRequest
from videolecture.storage.cache import Cache, digest_file

TEXT = "Раз два. Три.\n_;\n\n_;\nЧетыре [point:0.5,0.5] пять."


@pytest.fixture(autouse=True)
def fake_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)


@pytest.fixture
def request_(tmp_path: Path, recording: Path) -> RenderRequest:
    text, deck, photo = tmp_path / "lecture.txt", tmp_path / "deck", tmp_path / "me.png"
    text.write_text(TEXT, "utf-8")
    deck.mkdir()
    for number in (1, 2, 3):
        picture(deck / f"{number}.png", 60 * number)
    Image.fromarray(np.full((256, 256, 3), 90, np.uint8)).save(photo)
    return RenderRequest(
        text,
        photo,
        recording,
        tmp_path / "out",
        speech="tone",
        face_engine="card",
        deck=deck,
        resolution="720p",
        silent_slide=0.4,
    )


def picture(path: Path, grey: int) -> None:
    Image.fromarray(np.full((90, 160, 3), grey, np.uint8)).save(path)


def planned(request: RenderRequest, cache: Cache) -> Plan:
    opened = open_deck(request, InlineExecutor(), cache, lambda _event: None)
    return plan(request, opened=opened)


def render(request: RenderRequest, cache: Cache) -> pipeline.Result:
    happened: list[events.Event] = []
    return pipeline.run(planned(request, cache), InlineExecutor(), cache, happened.append)


def made(cache: Cache) -> Counter[str]:
    """How many entries of each kind the cache holds: each was made by one call."""
    kinds = ("voice", "portrait", "speech", "clip", "scene")
    return Counter({kind: len(list((cache.root / kind).glob("*/*"))) for kind in kinds})


def test_slides_the_face_and_a_slide_without_text_come_into_the_film(request_: RenderRequest, tmp_path: Path) -> None:
    result = render(request_, Cache(tmp_path / "cache"))
    manifest = json.loads(result.manifest.read_text("utf-8"))
    assert manifest["result"] == [[1], [], [2]]
    assert [slide["layout"] for slide in manifest["slides"]] == ["corner"] * 3
    silent = manifest["slides"][1]
    assert round(silent["end"] - silent["start"], 3) == 0.4
    assert silent["video"]["file"] == "combined/slide_1_2.mp4"
    assert manifest["fragments"][1]["start"] == silent["end"]
    with reading(result.path) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == (1280, 720)
        assert film.streams.video[0].frames == manifest["film"]["frames"]
    with reading(result.clips[0]) as clip:
        assert clip.streams.video[0].width == clip.streams.video[0].height == 240, "the bare clip, a third of 720"


def test_a_layout_without_a_face_animates_none_and_needs_no_photo(request_: RenderRequest, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert request_.text
    request_.text.write_text(TEXT.replace("пять.", "пять, $x^2$."), "utf-8")
    result = render(dataclasses.replace(request_, layout="slide", face=None), cache)
    assert "Четыре пять, x²." in result.path.with_suffix(".srt").read_text("utf-8"), "no TeX in subtitles"
    assert made(cache) == Counter(voice=1, portrait=0, speech=2, clip=0, scene=3)
    with reading(result.clips[0]) as scene:
        assert scene.streams.video[0].width == 1280, "every number in the result has both of its files"


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ("one sentence", {"speech": 1, "clip": 1, "scene": 1}),
        ("a mark", {"scene": 1}),
        ("a picture", {"scene": 1}),
        ("the face's shape", {"scene": 3}),
        ("fading", {"scene": 2}),
        ("the photo", {"portrait": 1, "clip": 2, "scene": 3}),
        ("nothing", {}),
    ],
)
def test_a_change_makes_again_what_it_touches(
    request_: RenderRequest, tmp_path: Path, change: str, again: dict[str, int]
) -> None:
    cache = Cache(tmp_path / "cache")
    first = render(request_, cache)
    sounds = [digest_file(path) for path in first.sounds]
    before = made(cache)
    assert request_.text and request_.deck and request_.face
    photo = request_.face
    match change:
        case "one sentence":
            request_.text.write_text(TEXT.replace("пять", "шесть"), "utf-8")
        case "a mark":
            request_.text.write_text(TEXT.replace("[point:0.5,0.5] ", ""), "utf-8")
        case "a picture":
            picture(request_.deck / "3.png", 33)
        case "the face's shape":
            request_ = dataclasses.replace(request_, face_shape="circle")
        case "fading":
            request_ = dataclasses.replace(request_, transition="fade")
        case "the photo":
            Image.fromarray(np.full((256, 256, 3), 190, np.uint8)).save(photo)
    second = render(request_, cache)
    assert made(cache) - before == Counter(again)
    if "speech" not in again:
        assert [digest_file(path) for path in second.sounds] == sounds


def test_another_size_of_the_face_is_told_before_it_is_animated_again(request_: RenderRequest, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    render(request_, cache)
    happened: list[events.Event] = []
    larger = planned(dataclasses.replace(request_, layout="side"), cache)
    pipeline.run(larger, InlineExecutor(), cache, happened.append)
    told = [event.what for event in happened if isinstance(event, events.Warned)]
    assert any("animated again: 2" in message for message in told)


def test_a_slide_fades_only_over_one_that_stood_in_the_same_place(request_: RenderRequest, tmp_path: Path) -> None:
    found = planned(dataclasses.replace(request_, transition="fade", layout="bookends"), Cache(tmp_path / "cache"))
    assert scenes.silent_scene(found, 2).before is None, "between the ends the slide stands elsewhere"
    found = planned(dataclasses.replace(request_, transition="fade"), Cache(tmp_path / "cache"))
    assert scenes.silent_scene(found, 2).before is not None


def test_marks_change_no_key_of_speech_and_clip(request_: RenderRequest, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert request_.text
    with_mark = planned(request_, cache)
    request_.text.write_text(TEXT.replace("[point:0.5,0.5] ", ""), "utf-8")
    keys = [(one.speech_key, one.clip_key) for one in with_mark.fragments]
    assert [(one.speech_key, one.clip_key) for one in planned(request_, cache).fragments] == keys


def test_more_texts_than_slides_are_refused_slide_by_slide(request_: RenderRequest, tmp_path: Path) -> None:
    assert request_.text
    request_.text.write_text("Один.\n_;\nДва.\n_;\nТри.\n_;\nЧетыре.", "utf-8")
    with pytest.raises(InputError, match=r"more texts .4.*slides .3.(.|\n)*4\. — \| Четыре"):
        planned(request_, Cache(tmp_path / "cache"))


def test_a_layout_with_slides_without_a_deck_is_refused(request_: RenderRequest, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"shows slides, and there are none"):
        planned(dataclasses.replace(request_, deck=None, layout="side"), Cache(tmp_path / "cache"))


def test_a_face_without_a_photo_is_refused(request_: RenderRequest, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no photo"):
        planned(dataclasses.replace(request_, face=None), Cache(tmp_path / "cache"))


def test_a_layout_of_a_slide_is_set_at_its_head(request_: RenderRequest, tmp_path: Path) -> None:
    assert request_.text
    request_.text.write_text("[layout:slide] Раз.\n_;\nДва.", "utf-8")
    found = planned(request_, Cache(tmp_path / "cache"))
    assert found.stage
    assert dict(found.stage.layouts) == {1: "slide", 2: "corner", 3: "corner"}
    assert [bool(one.clip_key) for one in found.fragments] == [False, True]


def test_a_film_is_a_numbered_fragment_with_both_files(request_: RenderRequest, tmp_path: Path) -> None:
    assert request_.text
    film = write_clip(
        request_.text.with_name("demo.mp4"),
        (np.full((64, 96, 3), 40 + 10 * n, np.uint8) for n in range(12)),
        np.zeros(12 * 1920, np.float32),
    )
    request_.text.write_text("Раз. [clip:demo.mp4] Два.", "utf-8")
    result = render(request_, Cache(tmp_path / "cache"))
    manifest = json.loads(result.manifest.read_text("utf-8"))
    assert manifest["result"][0] == [1, 2, 3]
    of_film = manifest["fragments"][1]
    assert round((of_film["end"] - of_film["start"]) * 25) == film.frames == 12
    with reading(result.clips[1]) as scene:
        assert scene.streams.video[0].width == 1280
        assert scene.streams.video[0].frames == 12


@pytest.mark.parametrize("name", ["../elsewhere.mp4", "missing.mp4"])
def test_a_film_that_is_not_in_the_lectures_folder_is_refused(
    request_: RenderRequest, tmp_path: Path, name: str
) -> None:
    assert request_.text
    request_.text.write_text(f"Раз. [clip:{name}]", "utf-8")
    with pytest.raises(InputError, match=name.replace("../", "")):
        planned(request_, Cache(tmp_path / "cache"))


def test_a_deck_is_opened_once(request_: RenderRequest, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    first, second = (open_deck(request_, InlineExecutor(), cache, lambda _event: None) for _ in range(2))
    assert first and second
    assert first.folder == second.folder
    assert len(list((cache.root / "deck").glob("*/*"))) == 1


def test_files_of_slides_that_are_gone_are_removed_and_those_of_silent_ones_stay(
    request_: RenderRequest, tmp_path: Path
) -> None:
    def joined() -> list[str]:
        return sorted(path.name for path in (request_.out / "combined").iterdir())

    cache, whole = Cache(tmp_path / "cache"), ["slide_1_1.mp4", "slide_1_2.mp4", "slide_1_3.mp4"]
    render(request_, cache)
    render(dataclasses.replace(request_, slides=(3,)), cache)
    assert joined() == whole, "slide 2 has no words, but a file of its own"
    render(request_, cache)
    assert joined() == whole
    assert request_.text and request_.deck
    request_.text.write_text("Раз два. Три.", "utf-8")
    (request_.deck / "3.png").unlink()
    render(request_, cache)
    assert joined() == whole[:2]


def test_a_lecture_in_which_nothing_is_spoken_needs_neither_voice_nor_photo(
    request_: RenderRequest, tmp_path: Path
) -> None:
    silent = dataclasses.replace(request_, text=None, voice=None, face=None)
    cache = Cache(tmp_path / "cache")
    manifest = json.loads(render(silent, cache).manifest.read_text("utf-8"))
    assert manifest["result"] == [[], [], []] and manifest["voice"] is None
    assert made(cache) == Counter(voice=0, portrait=0, speech=0, clip=0, scene=3)
    with pytest.raises(InputError) as told:
        planned(dataclasses.replace(request_, voice=None), cache)
    assert told.value.code == "request-no-voice" and told.value.parameters["slide"] == 1


def test_a_film_that_cannot_be_played_is_refused_before_anything_is_rendered(
    request_: RenderRequest, tmp_path: Path
) -> None:
    assert request_.text
    request_.text.write_text(f"{TEXT} [clip:demo.mp4]", "utf-8")
    (request_.text.parent / "demo.mp4").write_bytes(b"no film")
    cache = Cache(tmp_path / "cache")
    with pytest.raises(InputError, match=r"demo\.mp4"):
        render(request_, cache)
    assert not made(cache).total()


def test_what_was_only_composed_anew_is_told_apart(request_: RenderRequest, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    render(request_, cache)
    happened: list[events.Event] = []
    changed = planned(dataclasses.replace(request_, face_shape="circle"), cache)
    pipeline.run(changed, InlineExecutor(), cache, happened.append)
    assert [event.composed for event in happened if isinstance(event, events.Rendered)] == [True, True]
    (finished,) = [event for event in happened if isinstance(event, events.Finished)]
    assert (finished.rendered, finished.composed, finished.reused) == (2, 2, 0)


def test_figures_of_silent_slides_and_of_slides_that_are_not_rendered_are_not_told(
    request_: RenderRequest, tmp_path: Path
) -> None:
    cache = Cache(tmp_path / "cache")
    told = planned(request_, cache).warnings
    assert [warning[:8] for warning in told if "of its figure" in warning] == ["Slide 1:", "Slide 3:"]
    told = planned(dataclasses.replace(request_, slides=(3,)), cache).warnings
    assert [warning[:8] for warning in told if "of its figure" in warning] == ["Slide 3:"]


def test_backgrounds_without_effect_are_told(request_: RenderRequest, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    unseen = planned(dataclasses.replace(request_, layout="slide", background="navy"), cache)
    assert russian(unseen, "background-unseen").startswith("Ни один слайд не показывает человека")
    twice = planned(dataclasses.replace(request_, background="navy", background_picture=request_.face), cache)
    assert "цвет «navy» не используется" in russian(twice, "background-twice")


def russian(plan: Plan, code: str) -> str:
    """The one warning with that code, as a Russian reader is told it."""
    (warning,) = (warning for warning in plan.warnings if warning.code == code)
    return messages.tell(warning, "ru").what


def test_an_upright_deck_is_set_in_the_shape_of_its_place(request_: RenderRequest) -> None:
    upright = dataclasses.replace(request_, orientation="portrait")
    assert page_canvas(upright) == (720, 1280)
    assert page_canvas(dataclasses.replace(upright, layout="side")) == (720, 720)
    above = page_canvas(dataclasses.replace(upright, subtitles="file,burned"))
    assert above[0] == 720 and 1150 < above[1] < 1280, "above the strip of burned subtitles"
    assert page_canvas(dataclasses.replace(request_, layout="side")) == (1280, 720)
