"""A lecture text, one photo and one voice sample in; a finished lecture video out.

>>> import videolecture
>>> result = videolecture.render("lecture.txt", face="me.png", voice="me.wav", out="out")  # doctest: +SKIP
>>> result.path  # doctest: +SKIP
PosixPath('out/final/lecture_1.mp4')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os

    from videolecture.execute.setup import Setup
    from videolecture.rendering.events import Emit
    from videolecture.rendering.pipeline import Result

__version__ = "0.1.0"


def render(
    text: str | os.PathLike[str] | None,
    *,
    face: str | os.PathLike[str] | None = None,
    voice: str | os.PathLike[str] | None = None,
    out: str | os.PathLike[str],
    emit: Emit | None = None,
    executor: str = "processes",
    setup: Setup | None = None,
    **options: Any,
) -> Result:
    """Render a lecture text into `out` and return what was made; what an earlier call finished is reused.

    `options` are the further fields of `videolecture.rendering.request.RenderRequest`: id, language, speech,
    face_engine, size, slides, ...
    `executor` is a name of the registry, `setup` what it is told (`videolecture.execute.setup.Setup`).
    `emit` is called with every `videolecture.rendering.events.Event`, in the calling thread. Raises the errors of
    `videolecture.errors`.
    """
    from videolecture.rendering.api import render as render_lecture

    return render_lecture(text, face=face, voice=voice, out=out, emit=emit, executor=executor, setup=setup, **options)
