"""A preview is a part of the lecture as it is there, small, in a file of its own; the lecture's files stay."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests import fakes
from tests.rendering.test_slides import made, request_
from videolecture.compose.mp4 import reading
from videolecture.errors import InputError
from videolecture.home import cache_folder
from videolecture.rendering import events
from videolecture.rendering.preview import preview, small
from videolecture.rendering.request import RenderRequest
from videolecture.storage.cache import Cache

__all__ = ["request_"]  # a fixture


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def shown(path: Path) -> tuple[int, int, int]:
    """Width, height and frames."""
    with reading(path) as film:
        stream = film.streams.video[0]
        return stream.width, stream.height, stream.frames


def test_one_slide_is_made_small_and_nothing_of_the_others(request_: RenderRequest, home: Path) -> None:
    happened: list[events.Event] = []
    film = preview(request_, slides=(3,), emit=happened.append, executor="inline")
    assert film == request_.out / "preview" / "lecture_1_slide_3.mp4"
    assert shown(film)[:2] == (640, 360)
    assert made(Cache(cache_folder(home)))["speech"] == 1
    assert [path.name for path in request_.out.iterdir()] == ["preview"], "the lecture's own files are not touched"
    assert [event.fragment for event in happened if isinstance(event, events.Rendered)] == [2]


def test_a_fragment_is_spoken_as_in_the_lecture_and_kept_for_it(request_: RenderRequest, home: Path) -> None:
    assert request_.text
    request_.text.write_text("Раз. Два. Три. Четыре. Пять. Шесть. Семь.", "utf-8")
    film = preview(request_, fragments=(2,), executor="inline")
    assert film.name == "lecture_1_fragment_2.mp4"
    cache = Cache(cache_folder(home))
    assert made(cache)["speech"] == made(cache)["clip"] == 1
    preview(dataclasses.replace(request_, layout="side"), fragments=(2,), executor="inline")
    assert made(cache)["speech"] == 1


def test_without_a_choice_the_first_slide_with_words_is_shown_and_without_a_deck_the_face(
    request_: RenderRequest,
) -> None:
    bare = dataclasses.replace(request_, deck=None, resolution="auto")
    film = preview(bare, executor="inline")
    assert film.name == "lecture_1_slide_1.mp4"
    assert shown(film)[:2] == (256, 256)
    assert small(bare, film).slides == ()


def test_a_slide_without_words_is_shown_where_there_is_a_deck(request_: RenderRequest) -> None:
    film = preview(request_, slides=(2,), executor="inline")
    assert shown(film)[2] == 10, "0.4 seconds of silence"


@pytest.mark.parametrize(
    ("slides", "fragments", "code"),
    [
        ((4,), (), "preview-slide-unknown"),
        ((), (9,), "preview-fragment-unknown"),
        ((2,), (), "preview-slide-empty"),
    ],
)
def test_what_is_not_there_is_refused(
    request_: RenderRequest, slides: tuple[int, ...], fragments: tuple[int, ...], code: str
) -> None:
    bare = dataclasses.replace(request_, deck=None, resolution="auto")
    with pytest.raises(InputError) as refused:
        preview(bare, slides, fragments, executor="inline")
    assert refused.value.code == code
