"""What a scene is made of, as plain data, and what its key consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from videolecture import registry
from videolecture.compose import burned
from videolecture.compose.canvas import Size
from videolecture.compose.scene import backdrop
from videolecture.compose.scene.encoder import SceneSettings
from videolecture.compose.scene.timeline import Shown, TimedMark
from videolecture.compose.subtitles import Cue
from videolecture.types import FPS, Corner, Scenery, Shape

HEAD = (0.5, 0.4)  # where a head is in a portrait photo, unless it is known better


@dataclass(frozen=True)
class Scene:
    """One fragment (or one silent slide) as it is to be seen. Times are counted from the scene's own start."""

    frames: int  # as many as its sound lasts, at 25 per second
    canvas: Size  # (width, height): canvas.canvas("1080p")
    layout: str  # name in the registry
    pictures: tuple[Shown, ...] = ()  # the slide's; the first from the start, the others from their `[next]`
    marks: tuple[TimedMark, ...] = ()  # `[point:...]` and `[highlight:...]`; one that goes on from before at 0.0
    cues: tuple[Cue, ...] = ()  # burned subtitles: burned.cues(...)
    burned: bool = False  # whether the lecture has a strip for burned subtitles: then every scene of it has
    outer: bool = False  # on the lecture's first or last slide
    corner: Corner = "bottom-right"
    shape: Shape = "rectangle"
    focus: tuple[float, float] = HEAD  # the head's middle in the clip's picture, in fractions of it
    rests: bool = False  # the face stands still: a silent slide
    before: Path | None = None  # the previous slide's last picture, over which the first picture fades in

    def scenery(self) -> Scenery:
        """What its layout is asked about; the sizes of slide and face are not known yet."""
        strip = burned.strip_height(self.canvas) if self.burned else 0
        return Scenery(self.canvas, strip=strip, outer=self.outer, corner=self.corner, shape=self.shape)


def identity(scene: Scene, digests: Mapping[Path, str], settings: SceneSettings | None = None) -> list[object]:
    """Everything but clip and sound that a scene's bytes depend on, as JSON values.

    A scene's key is the digest of this, of its clip's key (where the layout shows a face) and its speech's key.
    `digests`: of the pictures' files, `before` included.
    """
    layout = registry.layout(scene.layout)
    known = asdict(scene)
    known["layout"] = [layout.name, layout.behaviour]
    known["pictures"] = [[shown.at, digests[shown.picture]] for shown in scene.pictures]
    known["before"] = digests[scene.before] if scene.before else None
    known["cues"] = [*known["cues"], burned.identity()] if scene.burned else []
    return [
        FPS,
        backdrop.BEHAVIOUR,
        (settings or SceneSettings()).identity(),
        *([name, known[name]] for name in sorted(known)),
    ]
