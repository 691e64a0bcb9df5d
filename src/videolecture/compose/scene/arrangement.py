"""A scene's canvas with everything in its place: what stands still is drawn here, the face is pasted on it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from videolecture import registry
from videolecture.compose import burned
from videolecture.compose.canvas import Size, centred, fitted
from videolecture.compose.scene import backdrop, pasting
from videolecture.compose.scene.description import Scene
from videolecture.compose.scene.timeline import State
from videolecture.compose.scene.yuv import Plane, Planes, planes_of, to_rgb, to_yuv
from videolecture.errors import EngineError
from videolecture.types import Box, Image

_KEPT = 4  # drawn pictures: what a fade needs, and the state before


class Arrangement:
    """Where a scene's layout puts things, and their pictures."""

    def __init__(self, scene: Scene, clip: Path | None) -> None:
        """Raises EngineError for a clip that is needed and not there, InputError for a picture that cannot be read."""
        layout = registry.layout(scene.layout)()
        self._scene, self._clip = scene, clip
        self._pictures: OrderedDict[Path, Image] = OrderedDict()
        self._drawn: OrderedDict[tuple[object, ...], Plane] = OrderedDict()
        scenery = scene.scenery()
        if scene.pictures:
            scenery = replace(scenery, slide=_size(self._picture(scene.pictures[0].picture)))
        self._rest: Planes | None = None  # the face at rest, as it is in the clip
        if layout.size_class(scenery):
            self._rest = pasting.first_face(self._needed())
            scenery = replace(scenery, face=_size(self._rest.y))
        self._strip = scenery.strip
        self._style = layout.face_style(scenery)
        self._slide_box = layout.slide_box(scenery) if scene.pictures else None
        self._radius = min(scene.canvas) // 120 * 2
        self.face_box: Box | None = layout.face_box(scenery) if self._rest else None
        box = self.face_box or Box(0, 0, 2, 2)
        self.paste = pasting.Paste(box, self._style)
        self._face_size = (box.width, box.height)

    def faces(self) -> Iterator[Planes]:
        """The clip's frames as they are pasted. EngineError unless there are as many as the scene has."""
        count, frames = 0, self._scene.frames
        for face in pasting.faces(self._needed(), self._face_size, self._scene.focus):
            count += 1
            if count > frames:
                break
            yield face
        if count != frames:
            raise EngineError(
                "The clip «{clip}» has not the {frames} pictures of its scene.",
                "Delete it and run the same command again.",
                code="scene-other-count",
                clip=self._needed(),
                frames=frames,
            )

    def still(self, state: State) -> Plane:
        """Everything with the face at rest, if one is shown; a block like `ground`."""
        ground = self.ground(state)
        if self._rest is None:
            return ground
        block = ground.copy()
        face = pasting.fitting(self._rest, self._face_size, self._scene.focus)
        self.paste(planes_of(block), planes_of(ground), face)
        return block

    def ground(self, state: State) -> Plane:
        """Everything but the face, one block of memory (height * 3 / 2, width); not to be written to."""
        whole = self._kept((state.picture, state.mark, state.cue), lambda: self._draw(state))
        before = self._scene.before
        if state.share == 1.0 or before is None:
            return whole
        over = replace(state, picture=before, share=1.0)
        below = self._kept((before, state.mark, state.cue), lambda: self._draw(over))
        return np.asarray(cv2.addWeighted(whole, state.share, below, 1 - state.share, 0), np.uint8)

    def _kept(self, key: tuple[object, ...], draw: Callable[[], Plane]) -> Plane:
        if key not in self._drawn:
            self._drawn[key] = draw()
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return self._drawn[key]

    def _draw(self, state: State) -> Plane:
        if self._style.backdrop == "face" and self._rest is not None and self.face_box is not None:
            ground = backdrop.continued(to_rgb(self._rest), self.face_box, self._scene.canvas, self._strip)
        else:
            ground = backdrop.neutral(self._scene.canvas, self._strip)
        if self._slide_box and state.picture:
            picture = self._picture(state.picture)
            box = centred(fitted(_size(picture), (self._slide_box.width, self._slide_box.height)), self._slide_box)
            backdrop.put_slide(ground, picture, box, self._radius)
            if state.mark:
                backdrop.put_mark(ground, state.mark, box)
        if self.face_box:
            backdrop.put_shadow(ground[: ground.shape[0] - self._strip], self.face_box, self._style)
        if self._strip and state.cue:
            burned.put_cue(ground[ground.shape[0] - self._strip :], state.cue)
        return to_yuv(ground)

    def _picture(self, path: Path) -> Image:
        if path not in self._pictures:
            self._pictures[path] = backdrop.load_picture(path)
            while len(self._pictures) > 2:
                self._pictures.popitem(last=False)
        return self._pictures[path]

    def _needed(self) -> Path:
        if self._clip is None:
            raise EngineError(
                "The layout «{layout}» shows a face, and there is no clip of one.",
                code="scene-no-face",
                layout=self._scene.layout,
            )
        return self._clip


def _size(picture: Image | Plane) -> Size:
    """(width, height)."""
    return picture.shape[1], picture.shape[0]
