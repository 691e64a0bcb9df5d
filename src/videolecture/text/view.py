"""What `videolecture text` shows: the slides, the fragments, and exactly what will be spoken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from videolecture.text.slide_marks import marked
from videolecture.types import Slide


def view(slides: Iterable[Slide]) -> Mapping[str, object]:
    """JSON values: {"slides": [{"number", "layout", "fragments": [{"number", "text", "marked", "spoken", ...}]}]}.

    `pauses` are the seconds of silence after each phrase of the fragment; `marked` is its text with the marks about
    the slide; `clip` is a film of one's own, of which nothing is spoken.
    """
    return {
        "slides": [
            {
                "number": slide.number,
                "layout": slide.layout,
                "fragments": [
                    {
                        "number": fragment.number,
                        "text": fragment.text,
                        "marked": marked(fragment),
                        "clip": fragment.clip,
                        "spoken": fragment.spoken,
                        "pauses": [phrase.pause for sentence in fragment.sentences for phrase in sentence.phrases],
                        "warnings": list(fragment.warnings),
                    }
                    for fragment in slide.fragments
                ],
            }
            for slide in slides
        ]
    }
