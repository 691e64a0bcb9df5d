"""Films that come with an upload: parts called «film», each under the name that `[clip:NAME]` in the text says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from videolecture.web.inputs import InputSource
from videolecture.web.refusals import Unusable

PART = "film"
MOST = 20  # films of one lecture
SUFFIXES = ("mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "ogv", "gif")
# Of a file beside the text: no folder, nothing hidden, nothing that any system takes for something else.
_NAME = re.compile(rf"\w[\w ()+-]*(?:\.[\w ()+-]+)*\.(?:{'|'.join(SUFFIXES)})", re.IGNORECASE)
_LONGEST = 100  # characters


def named(films: Sequence[InputSource]) -> dict[str, InputSource]:
    """Films by the names that their clients gave them. Raises Unusable for one that cannot be one, or comes twice."""
    found: dict[str, InputSource] = {}
    for film in films:
        name = film.shown
        if len(name) > _LONGEST or not _NAME.fullmatch(name) or name in found or len(found) == MOST:
            raise Unusable("film", name=PART, path=name[:_LONGEST])
        found[name] = film
    return found
