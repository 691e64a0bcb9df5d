"""The deck of a lecture, opened in a worker and kept: its words, and its pictures in an entry of the cache."""

from __future__ import annotations

import dataclasses
import json
import shutil
import threading
from collections.abc import Mapping
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from pathlib import Path

from videolecture import deck, registry
from videolecture.compose import burned
from videolecture.compose.canvas import even
from videolecture.deck import Canvas, Deck
from videolecture.errors import Cancelled, InputError
from videolecture.execute import Executor, Report
from videolecture.execute.tasks import Input, Places, ReadDeck
from videolecture.execute.work import DECK
from videolecture.rendering import edits, events
from videolecture.rendering.request import RenderRequest, canvas_of, layout_of
from videolecture.storage.atomic import output_error, write_text
from videolecture.storage.cache import CONTENTS, Cache, digest, digest_file
from videolecture.types import Scenery

_POLL = 0.05  # seconds between two looks at the cancel flag
_UPRIGHT_SHAPES = (4 / 3, 1, 3 / 4, 9 / 16)  # height by width of pages on an upright canvas, beside 16:9


@dataclass(frozen=True)
class OpenDeck:
    """A deck, and where its pictures lie."""

    deck: Deck
    folder: Path
    key: str  # of the entry in the cache


def open_deck(
    request: RenderRequest,
    executor: Executor,
    cache: Cache,
    emit: events.Emit,
    cancelled: threading.Event | None = None,
) -> OpenDeck | None:
    """The request's deck; None where it has none. Raises InputError, MissingError, OutputError, Cancelled."""
    pictures = edits.read(request.edits).pictures
    if request.deck is None:
        if pictures:
            raise InputError(
                "Slide {slide} has another picture, but the lecture has no slides.",
                "Give a deck, or take the change out.",
                code="edit-picture-without-deck",
                slide=min(pictures),
            )
        return None
    opened = _opened(request, request.deck, executor, cache, emit, cancelled)
    return _with_pictures(opened, pictures, request, executor, cache, emit, cancelled) if pictures else opened


def _opened(
    request: RenderRequest,
    path: Path,
    executor: Executor,
    cache: Cache,
    emit: events.Emit,
    cancelled: threading.Event | None,
) -> OpenDeck:
    """A deck, opened now or before."""
    canvas = page_canvas(request)
    identity = deck.identity(path, canvas)
    key = digest("deck", identity) if identity else ""
    if key and (found := cache.find("deck", key)):
        return OpenDeck(_load(found), found, key)
    staged = cache.stage("deck")
    try:
        task = read_deck(request.name, identity, canvas, owner=request.owner)

        def report(done: float, what: str) -> None:
            emit(events.Progressed("read", done, what=what))

        read_into(staged, path, task, executor, report, cancelled)
        if not key:  # only what it came to tells what it depends on
            key = digest("deck", *((file.name, digest_file(file)) for file in sorted(staged.iterdir())))
        entry = cache.keep("deck", key, staged)
    finally:
        cache.drop(staged)
    return OpenDeck(_load(entry), entry, key)


def page_canvas(request: RenderRequest) -> tuple[int, int]:
    """The pixels that pages are drawn in, and the shape that decks of text are set in: the film's canvas.

    On an upright one it is the shape that fills best what the layout, above burned subtitles, gives to the slide.
    """
    canvas = width, height = canvas_of(request)
    if width > height:
        return canvas
    layout = registry.layout(layout_of(request))()
    strip = burned.strip_height(canvas) if "burned" in request.subtitles.split(",") else 0

    def filled(shape: tuple[int, int]) -> int:
        box = layout.slide_box(Scenery(canvas, slide=shape, strip=strip))
        return box.width * box.height if box else 0

    shapes = ((width, even(width * part)) for part in _UPRIGHT_SHAPES)
    return max((width, height - strip), *shapes, key=filled)


def read_deck(job: str, key: str, canvas: Canvas, pictures: bool = True, owner: str = "") -> ReadDeck:
    """The task that opens the deck with that SHA-256. `canvas`: (width, height) in pixels."""
    return ReadDeck("", job, Input("file", key), canvas, pictures, owner=owner)


def read_into(
    folder: Path,
    path: Path,
    task: ReadDeck,
    executor: Executor,
    report: Report,
    cancelled: threading.Event | None = None,
) -> Deck:
    """Let a worker open the deck at `path`; its pictures, if the task wants them, come into `folder`."""
    future = executor.submit(task, Places(folder, {task.deck: path.resolve()}), report)
    while True:
        if cancelled is not None and cancelled.is_set():
            executor.cancel(task.job)
            raise Cancelled
        try:
            future.result(timeout=_POLL)
            return _load(folder)
        except NotYet:
            if future.done():
                raise


def _with_pictures(
    opened: OpenDeck,
    pictures: Mapping[int, Path],
    request: RenderRequest,
    executor: Executor,
    cache: Cache,
    emit: events.Emit,
    cancelled: threading.Event | None,
) -> OpenDeck:
    """The deck with other pictures for some of its slides: an entry of the cache of its own."""
    others: dict[int, OpenDeck] = {}
    for number, picture in pictures.items():
        if number > len(opened.deck.slides):
            continue  # the plan says that there is no such slide
        alone = cache.stage("deck")  # a folder of one picture is a deck of one slide, read as safely as any
        try:
            copied = alone / f"1{picture.suffix.lower()}"
            _copy(picture, copied)
            others[number] = _opened(request, alone, executor, cache, emit, cancelled)
        finally:
            cache.drop(alone)
    key = digest("deck-edited", opened.key, {str(number): other.key for number, other in others.items()})
    if found := cache.find("deck", key):
        return OpenDeck(_load(found), found, key)
    staged = cache.stage("deck")
    try:
        slides = list(opened.deck.slides)
        for file in opened.folder.iterdir():
            if file.name != CONTENTS:
                _copy(file, staged / file.name)
        for number, other in others.items():
            (shown,) = other.deck.slides[0].pictures
            name = f"edited_{number}{shown.suffix}"
            _copy(other.folder / shown, staged / name)
            slides[number - 1] = dataclasses.replace(slides[number - 1], pictures=(Path(name),))
        changed = dataclasses.replace(opened.deck, slides=tuple(slides))
        write_text(staged / DECK, json.dumps(changed.plain(), ensure_ascii=False))
        entry = cache.keep("deck", key, staged)
    finally:
        cache.drop(staged)
    return OpenDeck(_load(entry), entry, key)


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError as error:
        raise InputError(
            "The picture {path} is not there.", "Check its name in the changes.", code="edit-no-picture", path=source
        ) from error
    except OSError as error:
        raise output_error(target, error) from error


def _load(entry: Path) -> Deck:
    return Deck.from_plain(json.loads((entry / DECK).read_text("utf-8")))
