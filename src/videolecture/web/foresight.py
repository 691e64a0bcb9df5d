"""What another text of a lecture would cost: how many of its fragments would be made anew."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture.jobs.rows import Fragment, FragmentText, Job, Order
from videolecture.rendering import edits
from videolecture.rendering.whole_text import layouts
from videolecture.web.carried import carried
from videolecture.web.changes import judged, ordered
from videolecture.web.editing import changes_of
from videolecture.web.inputs import InputSource
from videolecture.web.revisions import keeping
from videolecture.web.service import Service
from videolecture.web.wanted import Change
from videolecture.web.whole_text import text_of

_WITHOUT_FACE = ("slide",)  # layouts in which nothing is animated


@dataclass(frozen=True)
class Foreseen:
    """Of the lecture as it would be."""

    fragments: int
    anew: int  # of them: spoken and animated again
    characters: int  # that are spoken in these
    lost: tuple[int, ...]  # fragments, as they are numbered now: how they were made to sound is given up


def foresee(service: Service, identity: str, text: str) -> Foreseen:
    """What the lecture would cost with this text. Nothing is changed. Raises Refused, as the change itself would.

    A fragment is kept whose words stand in the lecture now, wherever, in the same layout: speech and clip depend on
    nothing else.
    """
    current = judged(service, identity, lambda _job: None)
    source = InputSource("text", "text", stream=io.BytesIO(text.encode()))
    with service.new_folder() as folder:
        order = ordered(service, current, Change(sources={"text": source}), folder)
        after = _layouts(order, text)
        shutil.rmtree(folder)
    kept = keeping(service, current)
    before = _layouts(current, text_of(service, current))
    rows = service.ledger.fragments(current.number)
    there = {_said(row, before) for row in rows if kept(row)}
    spoken = {said for _, said in there}
    anew = [
        row
        for row in order.fragments
        if (said := _said(row, after)) not in there and not (said[0] in _WITHOUT_FACE and said[1] in spoken)
    ]
    lost = carried(changes_of(current).fragments, rows, order.fragments).lost
    return Foreseen(len(order.fragments), len(anew), sum(row.characters for row in anew), lost)


def _layouts(job: Job | Order, text: str) -> list[str]:
    """The layout of every slide: as its text or a change of it names it, or the lecture's."""
    usual = str(job.request.get("layout", "auto"))
    if usual == "auto":
        usual = "corner" if job.request.get("deck") else "face"
    named = [one or usual for one in layouts(text, str(job.request["delimiter"]))]
    path = job.request.get("edits")
    changed = edits.read(Path(path)).slides if path and Path(path).is_file() else {}
    return [changed[n].layout or one if n in changed else one for n, one in enumerate(named, 1)]


def _said(row: Fragment | FragmentText, layouts: Sequence[str]) -> tuple[str, str]:
    """In which layout, and what a fragment says, with its marks, however its lines break."""
    layout = layouts[row.slide - 1] if row.slide <= len(layouts) else ""
    return layout, " ".join((row.source or row.text).split())
