"""The deck of a lecture, opened in a worker and kept: its words, and its pictures in an entry of the cache."""

from __future__ import annotations

import json
import threading
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from pathlib import Path

from videolecture import deck, registry
from videolecture.compose import burned
from videolecture.compose.canvas import even
from videolecture.deck import Deck
from videolecture.errors import Cancelled
from videolecture.execute import Executor, Report
from videolecture.execute.tasks import Input, Places, ReadDeck
from videolecture.execute.work import DECK
from videolecture.rendering import events
from videolecture.rendering.request import RenderRequest, canvas_of, layout_of
from videolecture.storage.cache import Cache, digest, digest_file
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
    if request.deck is None:
        return None
    canvas = page_canvas(request)
    identity = deck.identity(request.deck, canvas)
    key = digest("deck", identity) if identity else ""
    if key and (found := cache.find("deck", key)):
        return OpenDeck(_load(found), found, key)
    staged = cache.stage("deck")
    try:
        task = ReadDeck("", request.name, Input("file", identity), canvas, owner=request.owner)

        def report(done: float, what: str) -> None:
            emit(events.Progressed("read", done, what=what))

        read_into(staged, request.deck, task, executor, report, cancelled)
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


def _load(entry: Path) -> Deck:
    return Deck.from_plain(json.loads((entry / DECK).read_text("utf-8")))
