"""`python tools/layout_pictures.py`: docs/layouts/*.jpg, of the example's slides and portrait, as scenes show them."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from videolecture import deck, registry
from videolecture.compose import corners
from videolecture.compose.canvas import canvas, longer_side
from videolecture.compose.encoding import even, write_clip
from videolecture.compose.scene.backdrop import Mark
from videolecture.compose.scene.composing import picture
from videolecture.compose.scene.description import Scene
from videolecture.compose.scene.timeline import Shown, TimedMark
from videolecture.compose.subtitles import Cue
from videolecture.types import FPS, SAMPLES_PER_FRAME, Scenery

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "layouts"
SHOWN = 1 / 2  # of 1080p
SLIDE = 1  # of the example, from 0
CUE = Cue(0, 1000, "Light ice crystals collide\nwith heavy snow pellets.")


def main() -> None:
    """Write one picture for every layout and a few of its choices."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tall = canvas("1080p", "portrait")
        wide, upright = _scenes(Path(folder), canvas("1080p")), _scenes(Path(folder), tall)
        scenes = {name: replace(wide, layout=name, outer=True) for name in registry.names("layout")}
        scenes["corner-circle"] = replace(wide, shape="circle", marks=(TimedMark(0.0, Mark("point", 0.72, 0.32)),))
        scenes["side-subtitles"] = replace(
            wide,
            layout="side",
            burned=True,
            cues=(CUE,),
            marks=(TimedMark(0.0, Mark("highlight", 0.05, 0.31, 0.44, 0.16)),),
        )
        scenes["corner-portrait"] = upright
        scenes["bookends-portrait"] = replace(upright, layout="bookends", outer=True)
        scenes["side-portrait"] = replace(_scenes(Path(folder), tall, page=(tall[0], tall[0])), layout="side")
        for name, scene in scenes.items():
            shown = picture(scene, _clip(Path(folder), scene))
            small = cv2.resize(shown, None, fx=SHOWN, fy=SHOWN, interpolation=cv2.INTER_AREA)
            cv2.imwrite(str(OUT / f"{name}.jpg"), small[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 85])


def _scenes(folder: Path, size: tuple[int, int], page: tuple[int, int] | None = None) -> Scene:
    """The example on a canvas of this size, its pages in the canvas' shape unless another is given."""
    output = folder / "x".join(map(str, page or size))
    output.mkdir()
    opened = deck.read(ROOT / "examples" / "slides_en.md", output, page or size)
    pictures = [output / picture for slide in opened.slides for picture in slide.pictures]
    corner = corners.choose(pictures, Scenery(size)).corner
    return Scene(FPS, size, "corner", (Shown(0.0, output / opened.slides[SLIDE].pictures[-1]),), corner=corner)


def _clip(folder: Path, scene: Scene) -> Path | None:
    """A clip of the portrait at rest, of the size that the layout asks for."""
    rows = registry.layout(scene.layout)().size_class(scene.scenery())
    if not rows:
        return None
    photo = np.asarray(cv2.imread(str(ROOT / "examples" / "portrait.jpg")), np.uint8)[:, :, ::-1]
    height, width = photo.shape[:2]
    scale = longer_side(rows, (width, height)) / max(width, height)
    face = np.asarray(cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    clip = folder / f"{rows}.mp4"
    if not clip.exists():
        write_clip(clip, iter([even(face)] * 2), np.zeros(2 * SAMPLES_PER_FRAME, np.float32))
    return clip


if __name__ == "__main__":
    main()
