"""The deck of a lecture, opened in a worker and kept: its words, and its pictures in an entry of the cache."""

from __future__ import annotations

import json
import threading
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from pathlib import Path

from videolecture import deck
from videolecture.deck import Deck
from videolecture.errors import Cancelled
from videolecture.execute import Executor
from videolecture.execute.tasks import Input, Places, ReadDeck
from videolecture.execute.work import DECK
from videolecture.rendering import events
from videolecture.rendering.request import RenderRequest, canvas_of
from videolecture.storage.cache import Cache, digest, digest_file

_POLL = 0.05  # seconds between two looks at the cancel flag


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
    canvas = canvas_of(request)
    identity = deck.identity(request.deck, canvas)
    key = digest("deck", identity) if identity else ""
    if key and (found := cache.find("deck", key)):
        return OpenDeck(_load(found), found, key)
    staged = cache.stage("deck")
    try:
        task = ReadDeck("", request.name, Input("file", identity), canvas, owner=request.owner)

        def report(done: float, what: str) -> None:
            emit(events.Progressed("read", done, what=what))

        future = executor.submit(task, Places(staged, {task.deck: request.deck.resolve()}), report)
        while True:
            if cancelled is not None and cancelled.is_set():
                executor.cancel(request.name)
                raise Cancelled
            try:
                future.result(timeout=_POLL)
                break
            except NotYet:
                if future.done():
                    raise
        if not key:  # only what it came to tells what it depends on
            key = digest("deck", *((file.name, digest_file(file)) for file in sorted(staged.iterdir())))
        entry = cache.keep("deck", key, staged)
    finally:
        cache.drop(staged)
    return OpenDeck(_load(entry), entry, key)


def _load(entry: Path) -> Deck:
    return Deck.from_plain(json.loads((entry / DECK).read_text("utf-8")))
