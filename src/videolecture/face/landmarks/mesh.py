"""The face mesh: 468 points with depth on one face, refined around the eyes, and the irises.

Sizes and crops follow MediaPipe's published graphs: a square of 1.5 times the face, turned so that the eyes lie level.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from videolecture.face.landmarks.model import Floats, Model
from videolecture.types import Image
from videolecture.weights import weight_path

CROP = 1.5  # side of the crop over the longer side of the face's box
EYE_CROP = 2.3  # side of the iris model's crop over the width of the eye
LEFT_CORNERS, RIGHT_CORNERS = (33, 133), (362, 263)  # of the eyes, image left and right
# The iris model's first 16 contour points and the mesh points that they refine, for each eye.
LEFT_CONTOUR = (33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173)
RIGHT_CONTOUR = (263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398)
# (scale, dx, dy) of the crops whose results are averaged: single crops jitter by about a hundredth of the eye distance.
JITTER = ((1.0, 0.0, 0.0), (1.06, 0.02, 0.0), (1.06, -0.02, 0.0), (0.95, 0.0, 0.02), (0.95, 0.0, -0.02))


@dataclass(frozen=True)
class Square:
    """A turned square in the picture."""

    x: float  # centre, pixels
    y: float
    side: float
    roll: float  # radians clockwise

    def matrix(self, pixels: int) -> Floats:
        """(2, 3): crop coordinates (0..pixels) to picture coordinates."""
        scale = self.side / pixels
        cos, sin = np.cos(self.roll) * scale, np.sin(self.roll) * scale
        half = pixels / 2
        return np.array(
            [[cos, -sin, self.x - half * (cos - sin)], [sin, cos, self.y - half * (sin + cos)]], dtype=np.float32
        )


@dataclass(frozen=True)
class Mesh:
    """Landmarks of one face."""

    points: Floats  # (478, 3): x, y in pixels of the picture, depth in the same unit, toward the viewer negative
    presence: float  # 0..1, that there is a face


class MeshModel:
    """The landmark and iris networks."""

    def __init__(self) -> None:
        self._face = Model(weight_path("face-landmarks"))
        self._iris = Model(weight_path("iris"))

    def locate(self, image: Image, start: Square, careful: bool = True) -> Mesh:
        """Landmarks of the face inside `start`; `careful` averages five crops and refines the eyes."""
        points, presence = self._run(image, start)
        for _ in range(2 if careful else 1):
            around = square_around(points)
            points, presence = self._run(image, around)
        if careful:
            around = square_around(points)
            runs = []
            for scale, dx, dy in JITTER:
                side = around.side
                moved = Square(around.x + dx * side, around.y + dy * side, side * scale, around.roll)
                runs.append(self._run(image, moved)[0])
            points = np.mean(runs, axis=0)
        full = np.concatenate([points, np.zeros((10, 3), dtype=np.float32)])
        self._refine(image, full, LEFT_CORNERS, LEFT_CONTOUR, 468, mirror=False)
        self._refine(image, full, RIGHT_CORNERS, RIGHT_CONTOUR, 473, mirror=True)
        return Mesh(full, presence)

    def follow(self, image: Image, square: Square) -> Floats:
        """(468, 3) landmarks of a face whose square is known already; no irises, and no second look."""
        return self._run(image, square)[0]

    def _run(self, image: Image, square: Square) -> tuple[Floats, float]:
        matrix = square.matrix(self._face.side)
        outputs = sorted(self._face(_crop(image, matrix, self._face.side)), key=lambda array: -array.size)
        raw = outputs[0].reshape(468, 3)
        points = np.empty_like(raw)
        points[:, :2] = raw[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        points[:, 2] = raw[:, 2] * (square.side / self._face.side)
        return points, float(1.0 / (1.0 + np.exp(-outputs[1].ravel()[0])))

    def _refine(
        self, image: Image, points: Floats, corners: tuple[int, int], contour: tuple[int, ...], iris: int, mirror: bool
    ) -> None:
        """Replace one eye's contour by the iris model's and write the iris (centre, then four rim points)."""
        a, b = points[corners[0], :2], points[corners[1], :2]
        width = float(np.hypot(*(b - a)))
        roll = float(np.arctan2(b[1] - a[1], b[0] - a[0]))
        centre = (a + b) / 2
        matrix = Square(float(centre[0]), float(centre[1]), width * EYE_CROP, roll).matrix(self._iris.side)
        crop = _crop(image, matrix, self._iris.side)
        outputs = sorted(self._iris(crop[:, ::-1] if mirror else crop), key=lambda array: -array.size)
        eye, ring = outputs[0].reshape(71, 3)[:16], outputs[1].reshape(5, 3)
        for raw in (eye, ring):
            if mirror:
                raw[:, 0] = self._iris.side - raw[:, 0]
        depth = float(points[list(corners), 2].mean())
        points[list(contour), :2] = eye[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        points[iris : iris + 5, :2] = ring[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        points[iris : iris + 5, 2] = depth


def square_around(points: Floats) -> Square:
    """The square crop around landmarks: level with the eyes, 1.5 times the longer side of their box."""
    dx, dy = points[263, :2] - points[33, :2]
    roll = float(np.arctan2(dy, dx))
    cos, sin = np.cos(roll), np.sin(roll)
    level = points[:468, :2] @ np.array([[cos, -sin], [sin, cos]], dtype=np.float32)
    low, high = level.min(axis=0), level.max(axis=0)
    mid = (low + high) / 2
    x, y = mid[0] * cos - mid[1] * sin, mid[0] * sin + mid[1] * cos
    return Square(float(x), float(y), float((high - low).max()) * CROP, roll)


def _crop(image: Image, matrix: Floats, side: int) -> Floats:
    """The turned square as a (side, side, 3) image of 0..1 values, smoothed first where it shrinks much."""
    shrink = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    factor = max(1, int(shrink))
    # Sampling far apart would alias: draw at a whole multiple of the size and average.
    fine = matrix.copy()
    fine[:, :2] /= factor
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    # Reaching only around the crop keeps 8000-pixel photos cheap.
    drawn = cv2.warpAffine(image, fine, (side * factor, side * factor), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    if factor > 1:
        drawn = cv2.resize(drawn, (side, side), interpolation=cv2.INTER_AREA)
    scaled: Floats = drawn.astype(np.float32) / 255.0
    return scaled
