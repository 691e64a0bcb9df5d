"""Films of the author's own, `[clip:demo.mp4]`: where they are, and whether they are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from videolecture.errors import InputError
from videolecture.rendering.request import RenderRequest
from videolecture.rendering.slides import Staging
from videolecture.storage.cache import digest_file
from videolecture.types import Fragment, Slide


@dataclass(frozen=True)
class Film:
    """A film that a fragment shows."""

    path: Path
    digest: str  # SHA-256


def find_film(request: RenderRequest, stage: Staging | None, fragment: Fragment) -> Film:
    """The film that a fragment names, in the folder of the text (of the deck, where its notes are spoken).

    Raises InputError where it is not there, or there is no canvas to show it on.
    """
    check_shown(stage, fragment)
    path = film_path(request.text or request.deck or Path(), fragment)
    return Film(path, digest_file(path))


def check_shown(stage: Staging | None, fragment: Fragment) -> None:
    """Raise InputError where there is no canvas to show a fragment's film on."""
    if stage is None:
        raise InputError(
            "«[clip:{clip}]» of slide {slide} needs a lecture with slides.",
            "Give a deck or --resolution, or take it out of the text.",
            code="clip-without-deck",
            clip=fragment.clip,
            slide=fragment.slide,
        )


def check_films(source: Path, slides: Sequence[Slide]) -> None:
    """Raise InputError for the first film of a lecture that is not there; `source` is the file that names them."""
    for fragment in (fragment for slide in slides for fragment in slide.fragments if fragment.clip):
        film_path(source, fragment)


def film_path(source: Path, fragment: Fragment) -> Path:
    """Where a fragment's film is: beside the text or the deck that names it. Raises InputError where it is not."""
    home = source.resolve().parent
    path = (home / fragment.clip).resolve()
    if not path.is_relative_to(home):
        raise InputError(
            "«[clip:{clip}]» of slide {slide} leads out of the lecture's folder.",
            "Put the film beside the text, and name it without a path that leads elsewhere.",
            code="clip-outside",
            clip=fragment.clip,
            slide=fragment.slide,
        )
    if not path.is_file():
        raise InputError(
            "There is no film «{clip}» (slide {slide}).",
            "Put it beside the text, or correct its name.",
            code="clip-missing",
            clip=fragment.clip,
            slide=fragment.slide,
        )
    return path
