"""Face detection: BlazeFace, short range (faces near the camera) and full range (up to about five metres).

The models' anchors and the decoding of their outputs follow MediaPipe's published graphs (face_detection_*.pbtxt):
short range 128x128, two anchors a cell at stride 8 and six at stride 16; full range 192x192, one a cell at stride 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.face.landmarks.model import Floats, Model
from videolecture.types import Image
from videolecture.weights import weight_path

LEAST_SCORE = 0.35  # kept; whether it is a face at all is decided by the mesh model after that
OVERLAP = 0.3  # intersection over union beyond which two detections are one face


@dataclass(frozen=True)
class Detection:
    """A face found: everything in pixels of the searched image."""

    score: float  # 0..1
    box: tuple[float, float, float, float]  # left, top, right, bottom
    points: Floats  # (6, 2): image-left eye, image-right eye, nose tip, mouth, image-left ear, image-right ear

    @property
    def size(self) -> float:
        """The longer side of the box."""
        return max(self.box[2] - self.box[0], self.box[3] - self.box[1])

    @property
    def roll(self) -> float:
        """Radians the head is turned clockwise in the picture, -pi..pi."""
        dx, dy = self.points[1] - self.points[0]
        return float(np.arctan2(dy, dx))


class Detector:
    """Both detectors, run on the whole picture and, for small faces in large pictures, on parts of it."""

    def __init__(self) -> None:
        self._near = Model(weight_path("face-detection-short"))
        self._far = Model(weight_path("face-detection-full"))
        self._near_anchors = _anchors(128, ((8, 2), (16, 6)))
        self._far_anchors = _anchors(192, ((4, 1),))

    def find(self, image: Image) -> tuple[Detection, ...]:
        """Faces, best score first. `image` (height, width, 3) RGB."""
        found = self._search(image, 0.0, 0.0)
        if not found:
            for left, top, part in _parts(image):
                found.extend(self._search(part, left, top))
        return tuple(_distinct(found))

    def _search(self, image: Image, left: float, top: float) -> list[Detection]:
        found = []
        for model, anchors in ((self._near, self._near_anchors), (self._far, self._far_anchors)):
            square, scale, dx, dy = _letterbox(image, model.side)
            outputs = sorted(model(square), key=lambda array: -array.shape[-1])
            scores = 1.0 / (1.0 + np.exp(-np.clip(outputs[1][:, 0], -50, 50)))
            for index in np.flatnonzero(scores >= LEAST_SCORE):
                found.append(
                    _decode(
                        outputs[0][index],
                        anchors[index],
                        float(scores[index]),
                        scale,
                        dx - left * scale,
                        dy - top * scale,
                    )
                )
        return found


def _decode(raw: Floats, anchor: Floats, score: float, scale: float, dx: float, dy: float) -> Detection:
    """Raw numbers are pixels of the model's input around the anchor; `scale`, `dx`, `dy` lead back to the image."""
    offset = np.array([dx, dy], dtype=np.float32)
    centre = (raw[:2] + anchor - offset) / scale
    half = raw[2:4] / scale / 2
    points = ((raw[4:].reshape(6, 2) + anchor) - offset) / scale
    left, top = centre - half
    right, bottom = centre + half
    return Detection(score, (float(left), float(top), float(right), float(bottom)), points.astype(np.float32))


def _anchors(side: int, layers: tuple[tuple[int, int], ...]) -> Floats:
    """(n, 2) centres in input pixels, row by row, each cell's anchors together."""
    centres = []
    for stride, count in layers:
        cells = side // stride
        ys, xs = np.mgrid[0:cells, 0:cells]
        grid = np.stack([xs.ravel(), ys.ravel()], axis=1) + 0.5
        centres.append(np.repeat(grid * stride, count, axis=0))
    return np.concatenate(centres).astype(np.float32)


def _letterbox(image: Image, side: int) -> tuple[Floats, float, float, float]:
    """The image fitted into a square of -1..1 values; input pixel = image pixel * scale + (dx, dy)."""
    height, width = image.shape[:2]
    scale = side / max(height, width)
    small = cv2.resize(
        image, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    square: NDArray[np.uint8] = np.zeros((side, side, 3), dtype=np.uint8)
    dy, dx = (side - small.shape[0]) // 2, (side - small.shape[1]) // 2
    square[dy : dy + small.shape[0], dx : dx + small.shape[1]] = small
    return square.astype(np.float32) / 127.5 - 1.0, scale, float(dx), float(dy)


def _parts(image: Image) -> list[tuple[int, int, Image]]:
    """Overlapping squares of half and of a third of the shorter side, for faces too small in the whole."""
    height, width = image.shape[:2]
    parts = []
    for divisor in (1, 2, 3):
        side = min(height, width) // divisor
        if side < 96:
            break
        for top in _starts(height, side):
            for left in _starts(width, side):
                parts.append((left, top, image[top : top + side, left : left + side]))
    return parts


def _starts(length: int, side: int) -> list[int]:
    count = max(1, int(np.ceil((length - side) / (side * 0.6))) + 1)
    return sorted({round(start) for start in np.linspace(0, length - side, count)})


def _distinct(found: list[Detection]) -> list[Detection]:
    kept: list[Detection] = []
    for candidate in sorted(found, key=lambda detection: -detection.score):
        if all(_overlap(candidate.box, other.box) < OVERLAP for other in kept):
            kept.append(candidate)
    return kept


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)
