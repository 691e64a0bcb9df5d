"""A portrait made ready for one frame size, and one frame of it for one pose."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.puppet import colours as colour_measures
from videolecture.face.puppet import eyes as eye_parts
from videolecture.face.puppet import features as feature_measures
from videolecture.face.puppet import fields as field_parts
from videolecture.face.puppet import layers, lip_line, mesh, mouth, photo_teeth, raster, seam, teeth
from videolecture.face.puppet.blur import blur
from videolecture.face.puppet.features import Features, Floats
from videolecture.types import Image

TEETH_SCALE = 500.0  # pixels a face unit at most in the teeth's pictures
STILL = 0.01  # pixels under which a triangle counts as not moved
REACH = 0.14  # face units around the person in which triangles are drawn
ENLARGED = 1.4  # size of frames over the photo's from which the texture is not doubled
FORWARD = 0.10  # pucker, face units, at which the lips stand well before the teeth
LOOKING = 1e-3  # of a blink: lids that count as moved
BEYOND = 0.3  # face units of mesh beyond the picture's borders
TEETH_BLUR = 0.7  # of the photo's blur, that of the teeth: what is behind lips is seen through a smaller gap
NOD_SHIFT = 0.35  # face units that a face goes down for a radian of pitch, beside its turn about the neck
SLIT = 0.15  # pixels of an opening that shows nothing
AXIS = 0.1  # face units: length of the axes by which a turned mouth is measured
PERSPECTIVE = 0.10  # what comes nearer grows: part of the depth in face units


@dataclass(frozen=True)
class LipLine:
    """The dark line between lips that are shut, on a photo where they are open. By eye on photographs of smiles."""

    gone: float = 0.03  # face units of an opening at which it has gone
    width: float = 0.012  # face units
    strength: float = 0.75  # opacity
    rim: float = 0.008  # face units of it on the lower lip of a photo with shut ones, that are not shown when they part


LINE = LipLine()


@dataclass(frozen=True)
class Pose:
    """Everything that moves in one frame; zeros are rest."""

    controls: Floats  # (len(fields.CONTROLS),)
    yaw: float = 0.0  # radians, toward image right
    pitch: float = 0.0  # down
    roll: float = 0.0  # clockwise
    across: float = 0.0  # face units
    closed: float = 0.0  # eyelids, 0..1
    look_across: float = 0.0  # face units
    look_down: float = 0.0
    tongue: float = 0.0  # 0..1


def rest_pose() -> Pose:
    """Nothing moves."""
    return Pose(np.zeros(len(field_parts.CONTROLS)))


class Rig:
    """One portrait at one size; not shared between threads, since the eyes are painted into its texture."""

    def __init__(self, photo: Image, landmarks: NDArray[np.float32], matte: layers.Matte, size: int) -> None:
        """`size`: longer side of the frames in pixels; landmarks (478, 3) and matte belong to `photo`."""
        width, height = frame_size(photo.shape[1], photo.shape[0], size)
        picture = resize(photo, width, height)
        opacity = resize(matte, width, height)
        scale = np.array([width / photo.shape[1], height / photo.shape[0]])
        points = landmarks.astype(np.float32).copy()
        points[:, :2] = (points[:, :2] + 0.5) * scale - 0.5
        points[:, 2] *= scale.mean()
        self.features: Features = seam.refine(picture, feature_measures.measure(points))
        self.size = (width, height)
        split = layers.split(picture, opacity)
        self._background = split.background
        # A picture larger than its photo has nothing finer to lose: a doubled texture would only cost time.
        self._fine = 1 if scale.min() >= ENLARGED else 2
        self._texture = split.person if self._fine == 1 else raster.double(split.person)
        self._mesh = mesh.build(self.features, self._bounds())
        self.fields = field_parts.build(self.features, self._mesh, self.size)
        self._softness = max(1.0, blur(picture, self.features))
        self._prepare_painting(picture, opacity)

    def _bounds(self) -> tuple[float, float, float, float]:
        width, height = self.size
        corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], dtype=np.float64)
        places = self.features.frame.to_face(corners)
        low, high = places.min(axis=0) - BEYOND, places.max(axis=0) + BEYOND
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def _prepare_painting(self, picture: Image, opacity: layers.Matte) -> None:
        frame = self.features.frame
        self._source = frame.to_pixels(self._mesh.source).astype(np.float32)
        self._eyes = eye_parts.build(self.features, self._texture, self.size[1], self._softness)
        self._colours = colour_measures.measure(picture, self.features)
        scale = min(2 * frame.unit, TEETH_SCALE)
        blur = TEETH_BLUR * self._softness * scale / frame.unit
        self._teeth = teeth.build(picture, self.features, self._colours, scale, blur)
        self._triangles = self._near_person(opacity)
        self._on_eyes = self._over_eyes()
        left, right, _ = self.features.mouth
        self._mouth = np.array([(left + right) / 2, photo_teeth.rest_line(self.features)])
        self._looking = False
        # Everything at rest, drawn once: frames start from it and redraw what moved.
        self._rest = frame.to_pixels(self.fields.rest).astype(np.float32)
        self._still = self._background.copy()
        raster.paint(self._still, self._background, self._texture, self._rest, self._source, self._triangles)
        self._paint_mouth(self._still, rest_pose(), self._rest)
        self.flipped = 0

    def _near_person(self, opacity: layers.Matte) -> NDArray[np.int32]:
        """Triangles that show, or may come to show, a part of the person."""
        width, height = self.size
        reach = max(2, round(REACH * self.features.frame.unit))
        person = cv2.boxFilter((opacity > 0).astype(np.float32), -1, (2 * reach + 1, 2 * reach + 1)) > 0
        corners = self._source[self._mesh.triangles]
        low = np.floor(corners.min(axis=1)).astype(int) - 1
        high = np.ceil(corners.max(axis=1)).astype(int) + 2
        low, high = np.maximum(low, 0), np.minimum(high, [width, height])
        sums = np.pad(np.cumsum(np.cumsum(person, axis=0, dtype=np.int64), axis=1), ((1, 0), (1, 0)))
        seen = (high > low).all(axis=1)
        x0, y0 = low[seen].T
        x1, y1 = high[seen].T
        seen[seen] = (sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]) > 0
        return np.ascontiguousarray(self._mesh.triangles[seen])

    def _over_eyes(self) -> NDArray[np.bool_]:
        corners = self._source[self._triangles] * self._fine
        over = np.zeros(len(self._triangles), dtype=bool)
        for eye in self._eyes.eyes:
            low = np.array([eye.columns.start, eye.rows.start])
            high = np.array([eye.columns.stop, eye.rows.stop])
            over |= ((corners.max(axis=1) >= low) & (corners.min(axis=1) <= high)).all(axis=1)
        return over

    def draw(self, pose: Pose) -> Image:
        """The frame of a pose, (height, width, 3), a new array."""
        out = self._still.copy()
        target = self._place(pose)
        pixels = self.features.frame.to_pixels(target).astype(np.float32)
        moved = (np.abs(pixels - self._rest) > STILL).any(axis=1)
        redraw = moved[self._triangles].any(axis=1)
        looking = pose.closed > LOOKING or pose.look_across != 0 or pose.look_down != 0
        if looking or self._looking:
            eye_parts.paint(self._texture, self._eyes, pose.closed, pose.look_across, pose.look_down)
            self._looking = looking
        if looking:
            redraw |= self._on_eyes
        if redraw.any():
            self.flipped += raster.paint(
                out, self._background, self._texture, pixels, self._source, self._triangles[redraw]
            )
            self._paint_mouth(out, pose, pixels)
        return out

    def _place(self, pose: Pose) -> Floats:
        """(n, 2) face coordinates of the mesh, the head turned."""
        placed = self.fields.pose(pose.controls)
        return placed + self.fields.head[:, None] * (self._turn(placed, self.fields.height, pose) - placed)

    def _turn(self, places: Floats, height: Floats, pose: Pose) -> Floats:
        px, py = self.fields.pivot
        x, y, z = places[:, 0] - px, places[:, 1] - py, height
        sin, cos = np.sin(pose.yaw), np.cos(pose.yaw)
        x, deep = cos * x + sin * z, cos * z - sin * x
        sin, cos = np.sin(pose.pitch), np.cos(pose.pitch)
        y, deep = cos * y + sin * deep, cos * deep - sin * y
        grow = (1 - PERSPECTIVE * z) / (1 - PERSPECTIVE * deep)
        sin, cos = np.sin(pose.roll), np.cos(pose.roll)
        x, y = grow * (cos * x - sin * y), grow * (sin * x + cos * y)
        return np.stack([x + px + pose.across, y + py + NOD_SHIFT * np.sin(pose.pitch)], axis=-1)

    def _paint_mouth(self, out: Image, pose: Pose, pixels: NDArray[np.float32]) -> None:
        upper, lower = pixels[self._mesh.upper_edge], pixels[self._mesh.lower_edge]
        opening = float(np.abs(upper - lower).max())
        unit = self.features.frame.unit
        if self.features.gap > 0 and opening < LINE.gone * unit:
            colour = (self._colours.cavity + self._colours.tongue) / 2
            line = ((upper + lower) / 2).astype(np.float64)
            lip_line.draw_line(out, line, colour, LINE.width * unit, LINE.strength * (1 - opening / (LINE.gone * unit)))
        if opening < SLIT:
            return
        if self.features.gap == 0:
            # Half of the dark line between shut lips is on the lower one's edge: of open lips it would be an outline.
            lower = lower + (lower - upper) / opening * min(opening, LINE.rim * unit)
        outline = np.concatenate([upper, lower[::-1]]).astype(np.float64)
        # The skull's own frame at the mouth: teeth turn with the head, not with the lips.
        points = self._mouth + np.array([[0, 0], [AXIS, 0], [0, AXIS]])
        turned = self.features.frame.to_pixels(self._turn(points, np.full(3, self._mouth_height()), pose))
        forward = np.column_stack([(turned[1] - turned[0]) / AXIS, (turned[2] - turned[0]) / AXIS])
        inverse = np.linalg.inv(forward)
        to_mouth = np.column_stack([inverse, -inverse @ turned[0]])
        left, right, _ = self.features.mouth
        jaw, pucker = (float(pose.controls[field_parts.CONTROLS.index(name)]) for name in ("jaw", "pucker"))
        deep = min(max(pucker / FORWARD, 0.0), 1.0)
        shown = mouth.Opening(outline, to_mouth, max(0.0, jaw), pose.tongue, (right - left) / 2, deep)
        mouth.paint(out, shown, self._teeth, self._colours, unit, self._softness)

    def _mouth_height(self) -> float:
        middle = self._mesh.upper_edge[len(self._mesh.upper_edge) // 2]
        return float(self.fields.height[middle])


def frame_size(width: int, height: int, size: int) -> tuple[int, int]:
    """(width, height) of frames of a photo: the longer side `size`, both even, the photo's proportions kept."""
    scale = size / max(width, height)
    return max(2, round(width * scale / 2) * 2), max(2, round(height * scale / 2) * 2)


def resize(picture: Image, width: int, height: int) -> Image:
    """The picture at another size: averaged when smaller, Lanczos when larger."""
    smaller = width < picture.shape[1]
    flags = cv2.INTER_AREA if smaller else cv2.INTER_LANCZOS4
    return np.asarray(cv2.resize(picture, (width, height), interpolation=flags), dtype=np.uint8)
