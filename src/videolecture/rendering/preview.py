"""A part of a lecture, small, in seconds: some slides or fragments, from the same cache, into a file of its own."""

from __future__ import annotations

import dataclasses
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from videolecture.errors import InputError
from videolecture.execute import new_executor
from videolecture.execute.setup import Setup
from videolecture.home import cache_folder
from videolecture.home import home as home_folder
from videolecture.output.names import preview_path
from videolecture.rendering import events, pipeline
from videolecture.rendering.api import reading
from videolecture.rendering.decks import open_deck
from videolecture.rendering.plan import Plan, plan
from videolecture.rendering.recordings import open_recordings
from videolecture.rendering.request import RenderRequest, check, has_scenes
from videolecture.storage.cache import Cache, publish

RESOLUTION = "360p"
CLIP_SIZE = 256  # pixels of the longer side of a film without scenes


def preview(
    request: RenderRequest,
    slides: Sequence[int] = (),
    fragments: Sequence[int] = (),
    emit: events.Emit = lambda _event: None,
    executor: str = "processes",
    cancelled: threading.Event | None = None,
    setup: Setup | None = None,
) -> Path:
    """Render some slides, or some fragments, of a lecture small; the film. Without both: its first slide with words.

    Speech is the lecture's own and is kept for it; the face and the picture are made again in the lecture's size.
    Nothing of the lecture's own files is touched. Raises what `api.render_job` does.
    """
    check(request)
    workers = new_executor(executor, setup)
    try:
        cache = Cache(cache_folder(home_folder()))
        pipeline.load(request, workers)
        opened = open_deck(request, workers, cache, emit, cancelled)  # in the lecture's own size, which it needs anyway
        with tempfile.TemporaryDirectory(prefix="videolecture-") as folder:
            recordings = open_recordings(request, workers, cache, emit, cancelled)
            whole = plan(small(request, Path(folder)), reading(emit), opened, recordings)
            wanted = part(whole, slides, fragments)
            kind = "fragment" if fragments else "slide"
            numbers = fragments or [slide.number for slide in wanted.chosen]
            target = preview_path(request.out, request.id, kind, numbers)

            def tell(event: events.Event) -> None:
                """The film by the name that it gets."""
                emit(dataclasses.replace(event, path=str(target)) if isinstance(event, events.Finished) else event)

            made = pipeline.run(wanted, workers, cache, tell, cancelled)
            publish(made.path, target)
        return target
    finally:
        workers.close()


def small(request: RenderRequest, out: Path) -> RenderRequest:
    """The whole lecture in the size of a preview."""
    if has_scenes(request):
        return dataclasses.replace(request, out=out, slides=(), size=0, resolution=RESOLUTION)
    return dataclasses.replace(request, out=out, slides=(), size=CLIP_SIZE)


def part(whole: Plan, slides: Sequence[int], fragments: Sequence[int]) -> Plan:
    """The plan of nothing but these slides or fragments, each as it is in the whole lecture. Raises InputError."""
    _refuse_unknown(whole, slides, fragments)
    if not slides and not fragments:
        slides = [next(slide.number for slide in whole.slides if slide.fragments)]
    chosen = []
    for slide in whole.slides:
        kept = tuple(one for one in slide.fragments if one.number in fragments or slide.number in slides)
        if kept or slide.number in slides:
            chosen.append(dataclasses.replace(slide, fragments=kept))
    warnings = tuple(warning for slide in chosen for one in slide.fragments for warning in one.warnings)
    planned = tuple(dataclasses.replace(one, other_sizes=()) for one in whole.fragments)  # another size is meant
    return dataclasses.replace(whole, chosen=tuple(chosen), fragments=planned, warnings=warnings)


def _refuse_unknown(whole: Plan, slides: Sequence[int], fragments: Sequence[int]) -> None:
    last = whole.slides[-1].number
    if unknown := [number for number in slides if not 1 <= number <= last]:
        raise InputError(
            "There is no slide {number}.",
            "The lecture has slides 1 to {last}.",
            code="preview-slide-unknown",
            number=unknown[0],
            last=last,
        )
    numbers = [one.number for slide in whole.slides for one in slide.fragments]
    if unknown := [number for number in fragments if number not in numbers]:
        raise InputError(
            "There is no fragment {number}.",
            "The lecture has fragments 1 to {last}: videolecture text shows them.",
            code="preview-fragment-unknown",
            number=unknown[0],
            last=numbers[-1],
        )
    silent = [slide.number for slide in whole.slides if slide.number in slides and not slide.fragments]
    shown = whole.stage.silent if whole.stage else ()
    if not fragments and slides and len(silent) == len(set(slides)) and not set(silent) & set(shown):
        raise InputError(
            "Slide {number} is empty: there is nothing to see of it.",
            "Choose one with words.",
            code="preview-slide-empty",
            number=silent[0],
        )
