"""What of a lecture has to do with its slides: which text is spoken on which, and how each is laid out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from videolecture import deck as decks
from videolecture import registry, text
from videolecture.compose import corners
from videolecture.compose.canvas import RESOLUTIONS, longer_side
from videolecture.compose.scene.course import superfluous
from videolecture.deck.unspoken import Unspoken, unspoken
from videolecture.deck.unspoken import notices as unspoken_notices
from videolecture.errors import InputError, Term
from videolecture.rendering.decks import OpenDeck
from videolecture.rendering.request import RenderRequest, canvas_of, has_scenes, layout_of
from videolecture.text.speaking import speak
from videolecture.text.split import slide_texts
from videolecture.types import Corner, Scenery, Slide, SlideMark

CLIP_SIZE = 512  # pixels of a clip's longer side, where neither the request nor a layout says another


@dataclass(frozen=True)
class Staging:
    """What scenes are composed on, and what stands on it."""

    canvas: tuple[int, int]  # (width, height) in pixels
    layouts: Mapping[int, str]  # of every slide of the lecture
    outer: tuple[int, ...]  # its first and its last slide
    corner: Corner
    silent: tuple[int, ...]  # chosen slides that have nothing to say, and are shown all the same
    deck: OpenDeck | None = None
    notes: tuple[Term, ...] = ()  # what a user should know of the arrangement

    def pictures(self, slide: int) -> tuple[Path, ...]:
        """The slide's pictures, named as they are in the deck's folder."""
        return self.deck.deck.slides[slide - 1].pictures if self.deck else ()


@dataclass(frozen=True)
class LectureText:
    """The text to be spoken, wherever it comes from."""

    name: str  # of its file, for messages
    text: str
    warnings: tuple[Term, ...] = ()


def lecture_text(request: RenderRequest, opened: OpenDeck | None) -> LectureText:
    """The text of its file, or the notes of the deck. Raises InputError where neither says anything."""
    if request.text is not None:
        read = text.read(request.text)
        return LectureText(request.text.name, read.text, read.warnings)
    if opened is None:
        raise ValueError("a request without a text has a deck")
    if request.voice is None and not any(slide.notes.strip() for slide in opened.deck.slides):
        return LectureText(opened.deck.name, "")  # nobody asked for speech: all slides are silent
    return LectureText(opened.deck.name, decks.notes_text(opened.deck, request.delimiter))


def with_deck(
    slides: tuple[Slide, ...], lecture: LectureText, request: RenderRequest, opened: OpenDeck | None
) -> tuple[tuple[Slide, ...], tuple[Term, ...]]:
    """As many slides as the deck has, the last ones silent where there is no text for them; and what is to be known.

    Raises InputError, which lists texts and slides, where there are more texts than slides.
    """
    if opened is None:
        return slides, ()
    texts = slide_texts(lecture.text, request.delimiter) if lecture.text.strip() else ()
    paired = decks.pair(opened.deck, texts, lecture.name)
    silent = tuple(Slide(number, ()) for number in range(len(slides) + 1, len(opened.deck.slides) + 1))
    shown = request.slides or range(1, len(opened.deck.slides) + 1)
    left = [one for one in unspoken_of(opened.deck, (*slides, *silent), request.language) if one.slide in shown]
    counted = paired.notices if request.text is not None else ()  # notes stand on their own slides
    told = (*opened.deck.warnings_of(shown), *counted, *unspoken_notices(left))
    return (*slides, *silent), tuple(notice.term for notice in told)


def unspoken_of(deck: decks.Deck, slides: Sequence[Slide], language: str) -> tuple[Unspoken, ...]:
    """Slides with text or a figure of which nothing is spoken: neither as it is written nor as it is read aloud."""
    said = [" ".join(f"{one.text} {one.spoken}" for one in slide.fragments) for slide in slides]

    def aloud(line: str) -> str:
        try:
            return speak(line, language).sentence.spoken
        except InputError:  # what stands on a slide is no lecture text: a mark that is none, a language that is none
            return ""

    return unspoken(deck, said, language, aloud)


def stage_of(
    request: RenderRequest, slides: Sequence[Slide], chosen: Sequence[Slide], opened: OpenDeck | None
) -> Staging | None:
    """How the slides are laid out; None where the film is made of the clips as they are.

    Raises InputError for a layout that is not known, and for one that shows slides where there are none.
    """
    usual = layout_of(request)
    layouts = {slide.number: slide.layout or usual for slide in slides}
    if not has_scenes(request) and all(layout == "face" for layout in layouts.values()):
        return None
    for number, layout in layouts.items():
        try:
            registry.target("layout", layout)
        except InputError as error:
            raise InputError(
                "Slide {slide}: {cause.what}", "{cause.remedy}", code="slide-failed", slide=number, cause=error
            ) from error
        if layout != "face" and opened is None:
            raise InputError(
                "The layout «{layout}» of slide {slide} shows slides, and there are none.",
                "Give a deck (--deck), or take the layout face.",
                code="layout-without-deck",
                layout=layout,
                slide=number,
            )
    silent = tuple(slide.number for slide in chosen if not slide.fragments) if opened else ()
    outer = (slides[0].number, slides[-1].number)
    stage = Staging(canvas_of(request), layouts, outer, "bottom-right", silent, opened)
    return with_corner(request, stage)


def with_corner(request: RenderRequest, stage: Staging) -> Staging:
    """The stage with the corner that the face stands in, and a note of each slide whose writing it covers."""
    wanted = None if request.corner == "auto" else cast("Corner", request.corner)
    in_corner = [number for number, layout in stage.layouts.items() if layout == "corner"]
    if stage.deck is None or not in_corner:
        return dataclasses.replace(stage, corner=wanted or stage.corner)
    shown = [(number, stage.deck.folder / picture) for number in in_corner for picture in stage.pictures(number)[-1:]]
    scenery = Scenery(stage.canvas, face=_proportions(request.face) if request.face else (3, 4))
    choice = corners.choose([path for _, path in shown], scenery, wanted=wanted)
    notes = tuple(
        Term(
            "Slide {slide}: the face covers something in the corner {corner}.",
            code="face-covers-slide",
            slide=shown[covered.picture][0],
            corner=choice.corner,
        )
        for covered in choice.covered
    )
    return dataclasses.replace(stage, corner=choice.corner, notes=notes)


def superfluous_notes(slides: Sequence[Slide], stage: Staging | None) -> tuple[Term, ...]:
    """A note for each slide whose text goes on to more pictures than it has."""
    if stage is None:
        return ()
    found = []
    for slide in slides:
        marks = [mark for fragment in slide.fragments for mark in fragment.marks]
        if note := superfluous_note(slide.number, len(stage.pictures(slide.number)), marks):
            found.append(note)
    return tuple(found)


def superfluous_note(slide: int, pictures: int, marks: Sequence[SlideMark]) -> Term | None:
    """That a slide's text goes on to more pictures than it has; None where it does not."""
    if not (count := superfluous(pictures, [mark.kind for mark in marks])):
        return None
    return Term(
        "Slide {slide}: more [next] than pictures to go on to: {count} too many.",
        code="next-superfluous",
        slide=slide,
        count=count,
    )


def scenery_of(stage: Staging, slide: int) -> Scenery:
    """What a slide's layout is asked about, before any picture is looked at."""
    scenery = Scenery(stage.canvas, outer=slide in stage.outer, corner=stage.corner)
    pictures = stage.pictures(slide)
    if stage.deck is None or not pictures:
        return scenery
    return dataclasses.replace(scenery, slide=_size(stage.deck.folder / pictures[-1]))


@lru_cache(maxsize=1024)
def _size(picture: Path) -> tuple[int, int]:
    """(width, height) of a picture that a deck's reader wrote."""
    from PIL import Image

    with Image.open(picture) as opened:
        return opened.size


def clip_size(request: RenderRequest, stage: Staging | None, slide: int) -> int:
    """Pixels of the longer side of the clips of a slide's fragments; 0 where its layout shows no face."""
    if stage is None:
        return request.size or CLIP_SIZE
    rows = registry.layout(stage.layouts[slide])().size_class(scenery_of(stage, slide))
    if not rows or request.face is None:
        return rows
    return request.size or longer_side(rows, _proportions(request.face))


def usual_sizes(request: RenderRequest) -> tuple[int, ...]:
    """The sizes of clips that the layouts take on all canvases, and the one without a layout."""
    if request.face is None:
        return ()
    shape = _proportions(request.face)
    rows = (side * part // 3 for side in RESOLUTIONS.values() for part in (1, 2, 3))
    return tuple(dict.fromkeys((CLIP_SIZE, *(longer_side(one, shape) for one in rows))))


def _proportions(photo: Path) -> tuple[int, int]:
    """(width, height) of a photo as it is shown, by its header alone; a square for what cannot be told that way."""
    from PIL import Image

    try:
        with Image.open(photo) as picture:
            width, height = picture.size
            turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)  # EXIF Orientation: a quarter turn
    except (OSError, ValueError):
        return 1, 1
    return (height, width) if turned else (width, height)
