"""The whole text of a lecture of the service's."""

from __future__ import annotations

import tempfile
from pathlib import Path

from videolecture.errors import VideolectureError
from videolecture.jobs.requests import shown
from videolecture.jobs.rows import Job
from videolecture.rendering import edits
from videolecture.rendering.whole_text import Said, whole_text, written
from videolecture.web.refusals import Unusable
from videolecture.web.service import Service


def text_of(service: Service, job: Job) -> str:
    """Its text, or the notes of its deck, with what was changed fragment by fragment. Raises Unusable."""
    delimiter = str(job.request["delimiter"])
    try:
        changed = edits.read(Path(job.request["edits"]) if job.request.get("edits") else None).fragments
        slides = _slides(service, job, delimiter)
    except VideolectureError as error:
        raise Unusable("unusable", error=shown(job.request, error)) from error
    said = [Said(row.number, row.slide, row.source or row.text) for row in service.ledger.fragments(job.number)]
    return whole_text(slides, said, changed, delimiter)


def _slides(service: Service, job: Job, delimiter: str) -> list[str]:
    if job.request.get("text"):
        return written(Path(job.request["text"]), delimiter)
    with tempfile.TemporaryDirectory() as folder:
        deck = service.looks.deck(Path(job.request["deck"]), Path(folder))
    notes = [slide.notes.strip() for slide in deck.slides]
    return [f"\n\n{note}\n\n" for note in notes] if any(notes) else [""]
