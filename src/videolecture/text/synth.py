"""`[synth]...[/synth]`: a passage of a recorded lecture that an engine speaks, in the voice of the sample.

The marks are taken apart with those about the slide (`slide_marks.take`); here is what of them cannot be.
"""

from __future__ import annotations

import re

from videolecture.errors import InputError

MARK = re.compile(r"\[(?P<end>/?)synth\]", re.IGNORECASE)
_SHOWN = 40  # characters after a mark that messages show


def check(slide: int, text: str) -> None:
    """Raise InputError for a passage of a slide's text that has no end, no beginning, or another one inside."""
    begun = None
    for found in MARK.finditer(text):
        if found["end"] and begun is None:
            raise InputError(
                "Slide {slide}: «[/synth]» after «{before}» ends no passage.",
                "Write [synth] where the passage begins, on the same slide.",
                code="synth-not-begun",
                slide=slide,
                before=_before(text, found.start()),
            )
        if not found["end"] and begun is not None:
            raise InputError(
                "Slide {slide}: «[synth]» before «{after}» stands inside a passage that has begun already.",
                "End the passage before it with [/synth], or take one of the marks out.",
                code="synth-nested",
                slide=slide,
                after=_after(text, found.end()),
            )
        begun = None if found["end"] else found.end()
    if begun is not None:
        raise InputError(
            "Slide {slide}: the passage that begins with «[synth]» before «{after}» does not end.",
            "Write [/synth] where it ends, on the same slide.",
            code="synth-not-ended",
            slide=slide,
            after=_after(text, begun),
        )


def _after(text: str, at: int) -> str:
    return " ".join(text[at : at + 2 * _SHOWN].split())[:_SHOWN]


def _before(text: str, at: int) -> str:
    return " ".join(text[max(0, at - 2 * _SHOWN) : at].split())[-_SHOWN:]
