"""Warnings with the place in the lecture that they are about."""

from __future__ import annotations

from videolecture.errors import Term


def of_slide(slide: int, warning: Term) -> Term:
    """The warning, with the slide that it is about."""
    return Term("Slide {slide}: {warning}", code="slide-warning", slide=slide, warning=warning)


def of_fragment(slide: int, fragment: int, warning: Term) -> Term:
    """The warning, with the fragment that it is about."""
    return Term(
        "Slide {slide}, fragment {fragment}: {warning}",
        code="fragment-warning",
        slide=slide,
        fragment=fragment,
        warning=warning,
    )
