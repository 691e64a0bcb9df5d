"""Changes of fragments and slides, and chosen takes, after one more of them: what stands in a revision's files."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

from videolecture.errors import VideolectureError
from videolecture.jobs.rows import Job
from videolecture.rendering import edits, takes
from videolecture.rendering.edits import Edit, Edits, SlideEdit
from videolecture.rendering.takes import ChosenTake
from videolecture.web.refusals import NotThere, Unusable
from videolecture.web.service import Service
from videolecture.web.wanted import Change, FragmentChange, SlideChange


def edited(service: Service, current: Job, wanted: Change, folder: Path) -> Edits:
    """The changes of fragments and slides, with what is wanted now; other pictures lie in the new folder.

    Where the whole text is replaced, none of fragments: `carried` knows where they are in it.
    """
    before = changes_of(current)
    fragments = {} if is_replaced(current, wanted) else dict(before.fragments)
    if wanted.fragment is not None:
        _edit_fragment(service, current, wanted.fragment, fragments)
    slides = dict(before.slides)
    if wanted.slide is not None:
        _edit_slide(current, wanted, wanted.slide, slides, folder)
    for number, one in slides.items():
        if one.picture is not None and one.picture.parent != folder:
            share(one.picture, folder / one.picture.name)
            slides[number] = replace(one, picture=folder / one.picture.name)
    return Edits(fragments, {number: one for number, one in slides.items() if one != SlideEdit()})


def changes_of(current: Job) -> Edits:
    """The changes of a lecture's fragments and slides. Raises Unusable."""
    try:
        return edits.read(Path(current.request["edits"]) if current.request.get("edits") else None)
    except VideolectureError as error:
        raise Unusable("unusable", error=error) from error


def is_replaced(current: Job, wanted: Change) -> bool:
    """Whether another text is spoken: another file of it, or the notes of a deck instead."""
    speaks = "text" if current.request.get("text") or "text" in wanted.sources else "deck"
    return speaks in wanted.sources or speaks in wanted.without


def _edit_fragment(service: Service, current: Job, wanted: FragmentChange, fragments: dict[int, Edit]) -> None:
    rows = {row.number: row for row in service.ledger.fragments(current.number)}
    if wanted.number not in rows:
        raise NotThere("no fragment", number=wanted.number)
    delimiter = str(current.request["delimiter"])
    if any(delimiter in (value or "") for value in wanted.values.values()):
        raise Unusable("delimiter in fragment", delimiter=delimiter)
    edit = fragments.get(wanted.number) or Edit(rows[wanted.number].text)
    edit = Edit(edit.was, wanted.values.get("text", edit.text), wanted.values.get("spoken", edit.spoken))
    fragments[wanted.number] = edit
    if edit.text is None and edit.spoken is None:
        del fragments[wanted.number]


def _edit_slide(current: Job, wanted: Change, slide: SlideChange, slides: dict[int, SlideEdit], folder: Path) -> None:
    if not 1 <= slide.number <= len(current.slides):
        raise NotThere("no slide", slide=slide.number, count=len(current.slides))
    edit = slides.get(slide.number, SlideEdit())
    if (source := wanted.sources.get("picture")) is not None:
        named = folder / f"picture_of_slide_{slide.number}{source.suffix or '.png'}"
        (folder / ("picture" + source.suffix)).rename(named)
        edit = replace(edit, picture=named)
    elif "picture" in slide.values:
        edit = replace(edit, picture=None)
    if "layout" in slide.values:
        edit = replace(edit, layout=slide.values["layout"])
    slides[slide.number] = edit


def taken(current: Job, wanted: Change) -> tuple[ChosenTake, ...]:
    """The takes that are chosen, with what is wanted now. A new text keeps those whose sentences it has."""
    try:
        before = takes.read(Path(current.request["takes"]) if current.request.get("takes") else None)
    except VideolectureError as error:
        raise Unusable("unusable", error=error) from error
    return before if wanted.take is None else takes.chosen(before, wanted.take)


def share(source: Path, target: Path) -> None:
    """The same file under another name: it is never written to, and stays as long as one of its revisions does."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # a file system without links, or a file of a client's
        shutil.copyfile(source, target)
