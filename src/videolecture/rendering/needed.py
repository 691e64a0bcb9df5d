"""What a lecture needs of its request, and what of the request it does not need: said before any engine runs."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from videolecture.errors import InputError, Term
from videolecture.rendering.request import RenderRequest
from videolecture.rendering.slides import Staging, clip_size
from videolecture.types import Slide


def check_needed(
    request: RenderRequest, stage: Staging | None, slides: Sequence[Slide], recorded: Container[int] = ()
) -> None:
    """Raise InputError for a slide that is spoken without a voice, or shows a speaking face without a photo.

    `recorded`: numbers of fragments that no engine speaks.
    """
    for slide in slides:
        spoken = [fragment.number for fragment in slide.fragments if fragment.sentences]
        if not spoken:
            continue  # a silent slide without a face stands alone, a film takes all of the canvas
        if request.voice is None and any(number not in recorded for number in spoken):
            raise InputError(
                "There is no voice sample, but slide {slide} is spoken.",
                "Name a recording of it (--voice, voice = in the lecture file), or take the text out.",
                code="request-no-voice",
                slide=slide.number,
            )
        if request.face is None and clip_size(request, stage, slide.number):
            raise InputError(
                "There is no photo, but slide {slide} shows a face.",
                "Name the photo (--face), or take a layout without a face: --layout slide.",
                code="request-no-face",
                slide=slide.number,
            )


def notes_without_effect(request: RenderRequest, stage: Staging | None, slides: Sequence[Slide]) -> Iterator[Term]:
    """What was given and has no effect."""
    if request.background and request.background_picture:
        yield Term(
            "The picture «{picture}» stands behind the person; the colour «{colour}» is not used.",
            code="background-twice",
            picture=request.background_picture.name,
            colour=request.background,
        )
    spoken = [slide.number for slide in slides if any(fragment.sentences for fragment in slide.fragments)]
    if (request.background or request.background_picture) and not any(
        clip_size(request, stage, number) for number in spoken
    ):
        yield Term(
            "No slide shows the person: the background behind them (--background) has no effect.",
            code="background-unseen",
        )
