"""Rendering as a function call: plan, an executor of its own, the pipeline."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from videolecture import environments, registry, text
from videolecture.execute import Executor, new_executor
from videolecture.execute.setup import Setup
from videolecture.home import cache_folder
from videolecture.home import home as home_folder
from videolecture.output.lock import claimed
from videolecture.rendering import assembly, choice, events, pipeline
from videolecture.rendering.decks import open_deck
from videolecture.rendering.options import OPTIONS
from videolecture.rendering.plan import plan
from videolecture.rendering.recordings import open_recordings
from videolecture.rendering.request import RenderRequest, check
from videolecture.storage.cache import Cache
from videolecture.types import Progress

FILES = {option.name for option in OPTIONS if option.kind == "file"}


def render(
    text: str | os.PathLike[str] | None,
    *,
    face: str | os.PathLike[str] | None = None,
    voice: str | os.PathLike[str] | None = None,
    out: str | os.PathLike[str],
    emit: events.Emit | None = None,
    executor: str = "processes",
    setup: Setup | None = None,
    **options: Any,
) -> pipeline.Result:
    """See `videolecture.render`."""
    options = {name: Path(value) if name in FILES and value else value for name, value in options.items()}
    setup = setup or Setup(environments.pythons())
    options |= _chosen(options, setup)
    request = RenderRequest(
        Path(text) if text is not None else None,
        Path(face) if face is not None else None,
        Path(voice) if voice is not None else None,
        Path(out),
        **options,
    )
    return render_job(request, emit, executor, setup=setup)


def _chosen(options: Mapping[str, Any], setup: Setup) -> dict[str, Any]:
    """The speech engine, and why, for `auto` and for a lecture to be sold whose engine nobody named."""
    usual = {option.name: option.default for option in OPTIONS}
    language = options.get("language", usual["language"])
    commercial = options.get("commercial", usual["commercial"])

    def own(_engine: str) -> Mapping[str, object]:
        given: Mapping[str, object] = options.get("speech_options", {})
        return given

    named = options.get("speech")
    found = choice.chosen(named, str(usual["speech"]), language, commercial, own, setup.pythons)
    return {"speech": found.engine, "speech_passed": found.passed} if found else {}


def render_job(
    request: RenderRequest,
    emit: events.Emit | None = None,
    executor: str = "processes",
    cancelled: threading.Event | None = None,
    setup: Setup | None = None,
) -> pipeline.Result:
    """Plan and run one request with workers of its own, which end with it."""
    with _loading(request):
        workers = new_executor(executor, setup)
        try:
            return render_with(request, workers, Cache(cache_folder(home_folder())), emit or _silent, cancelled)
        finally:
            workers.close()


@contextmanager
def _loading(request: RenderRequest) -> Iterator[None]:
    """Meanwhile, import what reading the text and joining the film take: two seconds in which workers start."""

    def load() -> None:
        with suppress(Exception):  # what cannot be loaded is told where it is needed
            weights = registry.speech_engine(request.speech).info.weights
            text.load(request.language, stress=request.voice is not None and text.STRESS_WEIGHTS in weights)
            assembly.load()

    thread = threading.Thread(target=load, name="loading", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()  # a process that ends amid the import of a library of C++ can crash


def render_with(
    request: RenderRequest,
    workers: Executor,
    cache: Cache,
    emit: events.Emit,
    cancelled: threading.Event | None = None,
) -> pipeline.Result:
    """The same with workers that are there and stay."""
    check(request)
    with claimed(request.out, request.id):
        pipeline.load(request, workers)
        opened = open_deck(request, workers, cache, emit, cancelled)
        recordings = open_recordings(request, workers, cache, emit, cancelled)
        planned = plan(request, reading(emit), opened, recordings)
        return pipeline.run(planned, workers, cache, emit, cancelled)


def reading(emit: events.Emit) -> Progress:
    """Tells how far the text is read, at every hundredth."""
    told = 0.0

    def progress(done: float, what: str = "") -> None:
        nonlocal told
        if done >= told + 0.01:
            told = done
            emit(events.Progressed("read", done, what=what))

    return progress


def _silent(event: events.Event) -> None:
    """For callers who do not listen."""
