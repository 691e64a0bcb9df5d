"""What a service says of an order at once, before it is queued: in the words in which the plan would say it later."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from videolecture.deck import Deck, DeckSlide
from videolecture.execute.tasks import InspectedFragment, InspectResult
from videolecture.rendering import edits
from videolecture.rendering.decks import OpenDeck
from videolecture.rendering.films import check_films, check_shown
from videolecture.rendering.needed import check_needed
from videolecture.rendering.request import RenderRequest
from videolecture.rendering.slides import stage_of
from videolecture.types import Fragment, Sentence, Slide


def check_ordered(request: RenderRequest, found: InspectResult) -> None:
    """Raise InputError for a layout that cannot be, a voice or a photo that is missing, a film that is not there.

    `found` is what the inspection of the request's files told. No file of the client's is opened here.
    """
    slides = edits.read(request.edits).on(_slides(found))
    chosen = tuple(slide for slide in slides if not request.slides or slide.number in request.slides)
    opened = OpenDeck(_deck(len(slides)), Path(), "") if request.deck else None
    unseen = dataclasses.replace(request, face=None, corner="bottom-right")  # what is looked for in pictures
    stage = stage_of(unseen, slides, chosen, opened)
    fragments = [fragment for slide in chosen for fragment in slide.fragments]
    recorded = {one.number for one in fragments if request.recording and not one.synth}  # how much, is heard later
    check_needed(request, stage, chosen, recorded)
    for fragment in (one for one in fragments if one.clip):
        check_shown(stage, fragment)
    check_films(request.text or request.deck or Path(), chosen)


def _slides(found: InspectResult) -> tuple[Slide, ...]:
    layouts = found.layouts or ("",) * len(found.slides)
    return tuple(
        Slide(number, _fragments(number, of), layout)
        for number, (of, layout) in enumerate(zip(found.slides, layouts, strict=True), 1)
    )


def _fragments(slide: int, found: Sequence[InspectedFragment]) -> tuple[Fragment, ...]:
    return tuple(
        Fragment(one.number, slide, () if one.clip else (Sentence(one.text, ()),), clip=one.clip, synth=one.synth)
        for one in found
    )


def _deck(slides: int) -> Deck:
    return Deck("", "", "", tuple(DeckSlide(number, number) for number in range(1, slides + 1)))
