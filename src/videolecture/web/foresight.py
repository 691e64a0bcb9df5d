"""What another text of a lecture would cost: how many of its fragments would be made anew."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from dataclasses import dataclass

from videolecture.jobs.rows import Fragment, FragmentText
from videolecture.web.changes import judged, ordered
from videolecture.web.inputs import InputSource
from videolecture.web.revisions import keeping
from videolecture.web.service import Service
from videolecture.web.wanted import Change


@dataclass(frozen=True)
class Foreseen:
    """Of the lecture as it would be."""

    fragments: int
    anew: int  # of them: spoken and animated again
    characters: int  # that are spoken in these


def foresee(service: Service, identity: str, text: str) -> Foreseen:
    """What the lecture would cost with this text. Nothing is changed. Raises Refused, as the change itself would.

    A fragment is kept whose words stand in the lecture now, wherever: its speech and clip depend on nothing else.
    """
    current = judged(service, identity, lambda _job: None)
    source = InputSource("text", "text", stream=io.BytesIO(text.encode()))
    with service.new_folder() as folder:
        order = ordered(service, current, Change(sources={"text": source}), folder)
        shutil.rmtree(folder)
    kept = keeping(service, current)
    there = Counter(_said(row) for row in service.ledger.fragments(current.number) if kept(row))
    wanted = Counter(_said(row) for row in order.fragments)
    missing = wanted - Counter({said: wanted[said] for said in there})
    anew = [row for row in order.fragments if _said(row) in missing]
    return Foreseen(len(order.fragments), len(anew), sum(row.characters for row in anew))


def _said(row: Fragment | FragmentText) -> str:
    """What a fragment says, with its marks, however its lines break."""
    return " ".join((row.source or row.text).split())
