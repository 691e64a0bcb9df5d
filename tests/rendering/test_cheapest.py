"""The cheapest work only: what every kind of change makes again, counted in calls of engines, and what keeps its bytes.

Twenty sentences on five slides with a deck, engines of known output. Every call of an engine makes one entry of the
cache. All changes are made to one lecture that was rendered before.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests import fakes
from tests.conftest import write_wav
from tests.rendering.test_slides import made, picture, render
from videolecture.rendering import edits
from videolecture.rendering.edits import Edits, SlideEdit
from videolecture.rendering.request import RenderRequest
from videolecture.storage.cache import Cache, digest_file
from videolecture.text.edited import Edit

WORDS = ("раз", "два", "три", "пять", "шесть", "семь", "сто", "дом", "лес", "сад")
SENTENCES = [f"{one.capitalize()} {other}." for one in WORDS for other in ("мир", "свет")]
SLIDES = [SENTENCES[n : n + 4] for n in range(0, 20, 4)]
TEXT = "\n_;\n".join(" ".join(slide) for slide in SLIDES)
Change = Callable[[RenderRequest], RenderRequest]
ALL = {1, 2, 3, 4, 5}


@dataclass(frozen=True)
class Rendered:
    request: RenderRequest
    cache: Cache
    files: Mapping[str, str]  # name -> digest

    def copy(self, folder: Path) -> RenderRequest:
        """The lecture with inputs and an output folder of its own."""
        inputs = folder / "inputs"
        assert self.request.text and self.request.face and self.request.deck
        shutil.copytree(self.request.text.parent, inputs)
        named = {name: inputs / getattr(self.request, name).name for name in ("text", "face", "voice", "deck")}
        return dataclasses.replace(self.request, out=folder / "out", **named)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory, recording: Path) -> Iterator[Rendered]:
    folder = tmp_path_factory.mktemp("cheapest")
    inputs, cache = folder / "inputs", Cache(folder / "cache")
    deck = inputs / "deck"
    deck.mkdir(parents=True)
    (inputs / "lecture.txt").write_text(TEXT, "utf-8")
    for number in ALL:
        picture(deck / f"{number}.png", 40 * number)
    Image.fromarray(np.full((64, 64, 3), 90, np.uint8)).save(inputs / "me.png")
    (inputs / "me.wav").write_bytes(recording.read_bytes())
    way = {"speech": "tone", "face_engine": "card", "resolution": "360p"}
    text, photo, voice = (inputs / name for name in ("lecture.txt", "me.png", "me.wav"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
        request = RenderRequest(text, photo, voice, folder / "out", deck=deck, **way)  # type: ignore[arg-type]
        result = render(request, cache)
        assert made(cache) == Counter(voice=1, portrait=1, speech=5, clip=5, scene=5)
        yield Rendered(request, cache, files(result.sounds, result.clips))


def one_sentence(request: RenderRequest) -> RenderRequest:
    assert request.text
    request.text.write_text(TEXT.replace("Сто мир", "Сто раз вперёд"), "utf-8")
    return request


def edited(request: RenderRequest) -> RenderRequest:
    return with_edits(request, Edits({4: Edit(" ".join(SLIDES[3]), text="Сто раз подряд.")}))


def respoken(request: RenderRequest) -> RenderRequest:
    return with_edits(request, Edits({4: Edit(" ".join(SLIDES[3]), spoken="Сто раз ещё.")}))


def with_edits(request: RenderRequest, made: Edits) -> RenderRequest:
    assert request.text
    edits.write(request.text.with_name(edits.NAME), made)
    return dataclasses.replace(request, edits=request.text.with_name(edits.NAME))


def deck_picture(request: RenderRequest) -> RenderRequest:
    assert request.deck
    picture(request.deck / "4.png", 33)
    return request


def edited_picture(request: RenderRequest) -> RenderRequest:
    assert request.text
    other = request.text.with_name("other.png")
    picture(other, 44)
    return with_edits(request, Edits(slides={4: SlideEdit(other)}))


def dictionary(request: RenderRequest) -> RenderRequest:
    assert request.text
    path = request.text.with_name("words.csv")
    path.write_text("сад,парк\n", "utf-8")
    return dataclasses.replace(request, dictionary=path)


def voice(request: RenderRequest) -> RenderRequest:
    assert request.voice
    time = np.arange(4 * 16_000) / 16_000
    assert request.voice
    write_wav(request.voice, 0.2 * np.sin(2 * np.pi * 180 * time) * (0.5 + 0.5 * np.sin(2 * np.pi * 3 * time)))
    return request


def photo(request: RenderRequest) -> RenderRequest:
    assert request.face
    Image.fromarray(np.full((64, 64, 3), 190, np.uint8)).save(request.face)
    return request


def option(**changed: object) -> Change:
    return lambda request: dataclasses.replace(request, **changed)  # type: ignore[arg-type]


CHANGES: Mapping[str, tuple[Change, dict[str, int], set[int], set[int]]] = {
    # change: how, calls of engines, fragments whose sound changes, fragments whose bare clip changes
    "nothing": (option(), {}, set(), set()),
    "the title": (option(title="Свет"), {}, set(), set()),
    "one sentence of twenty": (one_sentence, {"speech": 1, "clip": 1, "scene": 1}, {4}, {4}),
    "an edited fragment": (edited, {"speech": 1, "clip": 1, "scene": 1}, {4}, {4}),
    "the spoken form alone": (respoken, {"speech": 1, "clip": 1, "scene": 1}, {4}, {4}),
    "a slide's picture": (deck_picture, {"scene": 1}, set(), set()),
    "a slide's picture, edited": (edited_picture, {"scene": 1}, set(), set()),
    "the layout within a size class": (option(face_shape="circle"), {"scene": 5}, set(), set()),
    "one slide's layout, without a face": (
        lambda request: with_edits(request, Edits(slides={4: SlideEdit(layout="slide")})),
        {"scene": 1},
        set(),
        {4},  # its own file is the scene now: every fragment has both of its files
    ),
    "a dictionary entry": (dictionary, {"speech": 1, "clip": 1, "scene": 1}, {5}, {5}),
    "the voice": (voice, {"voice": 1, "speech": 5, "clip": 5, "scene": 5}, ALL, ALL),
    "the photo": (photo, {"portrait": 1, "clip": 5, "scene": 5}, set(), ALL),
    "fading": (option(transition="fade"), {"scene": 4}, set(), set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_costs_what_it_touches_and_every_other_file_keeps_its_bytes(
    rendered: Rendered, tmp_path: Path, change: str
) -> None:
    how, calls, sounds, clips = CHANGES[change]
    before = made(rendered.cache)
    result = render(how(rendered.copy(tmp_path)), rendered.cache)
    assert made(rendered.cache) - before == Counter(calls)
    after = files(result.sounds, result.clips)
    touched = {f"sound {n}" for n in sounds} | {f"clip {n}" for n in clips}
    changed = {name for name in after if after[name] != rendered.files[name]}
    assert changed <= touched
    assert changed or not touched or change in ("the voice", "the photo"), "the engines here have one voice and no eyes"


def test_with_fading_a_picture_also_touches_the_first_scene_of_the_next_slide(
    rendered: Rendered, tmp_path: Path
) -> None:
    lecture = dataclasses.replace(rendered.copy(tmp_path), transition="fade")
    render(lecture, rendered.cache)
    before = made(rendered.cache)
    render(deck_picture(lecture), rendered.cache)
    assert made(rendered.cache) - before == Counter(scene=2)


def files(sounds: tuple[Path, ...], clips: tuple[Path, ...]) -> dict[str, str]:
    """The digest of every fragment's sound and clip."""
    named = {"sound": sounds, "clip": clips}
    return {f"{kind} {n}": digest_file(path) for kind, paths in named.items() for n, path in enumerate(paths, 1)}
