"""What `videolecture text` shows: the slides, the fragments, and exactly what will be spoken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from videolecture.types import Slide


def view(slides: Iterable[Slide]) -> Mapping[str, object]:
    """JSON values: {"slides": [{"number", "fragments": [{"number", "text", "spoken", "pauses", "warnings"}]}]}.

    `pauses` are the seconds of silence after each phrase of the fragment.
    """
    return {
        "slides": [
            {
                "number": slide.number,
                "fragments": [
                    {
                        "number": fragment.number,
                        "text": fragment.text,
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
