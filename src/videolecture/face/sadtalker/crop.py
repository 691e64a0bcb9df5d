"""Which part of the photo is animated: an FFHQ-style square around the face, from 68 landmarks.

Karras et al., "A style-based generator architecture" (2019), appendix: the square's centre and size follow from the
eyes and the mouth. Here it is reduced to a box parallel to the photo's edges.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.types import Image

Landmarks = NDArray[np.float64]  # (68, 2): x, y in pixels, in the customary order of 68 face landmarks

# A face square more than twice this many pixels wide is first reduced by a whole factor.
REFERENCE = 512


@dataclass(frozen=True)
class FaceBox:
    """Two boxes around the face; `shrink` says by which whole number the photo is reduced before they apply."""

    outer: tuple[int, int, int, int]  # left, top, right, bottom in the reduced photo
    inner: tuple[float, float, float, float]  # the same, relative to the outer box
    shrink: int


@dataclass(frozen=True)
class Region:
    """The part of the photo that is animated."""

    pixels: Image  # (size, size, 3): what the networks see
    box: tuple[int, int, int, int]  # left, top, right, bottom in the whole photo

    def locate(self, landmarks: Landmarks) -> Landmarks:
        """Landmarks of the photo -> where they lie in `pixels`."""
        left, top, right, bottom = self.box
        return (landmarks - (left, top)) * len(self.pixels) / (right - left, bottom - top)


def face_box(landmarks: Landmarks, width: int, height: int) -> FaceBox:
    """The boxes of a face in a photo of width x height pixels."""
    left_eye, right_eye = landmarks[36:42].mean(axis=0), landmarks[42:48].mean(axis=0)
    eyes, between_eyes = (left_eye + right_eye) * 0.5, right_eye - left_eye
    to_mouth = (landmarks[48] + landmarks[54]) * 0.5 - eyes
    x = between_eyes - np.flipud(to_mouth) * (-1, 1)
    x /= np.hypot(*x)
    x *= max(np.hypot(*between_eyes) * 2.0, np.hypot(*to_mouth) * 1.8)
    y = np.flipud(x) * (-1, 1)
    centre = eyes + to_mouth * 0.1
    quad = np.stack([centre - x - y, centre - x + y, centre + x + y, centre + x - y])
    side = np.hypot(*x) * 2
    shrink = max(1, int(np.floor(side / REFERENCE * 0.5)))
    quad, side = quad / shrink, side / shrink
    width, height = int(np.rint(width / shrink)), int(np.rint(height / shrink))
    border = max(int(np.rint(side * 0.1)), 3)
    low, high = np.floor(quad.min(axis=0)).astype(int), np.ceil(quad.max(axis=0)).astype(int)
    outer = (
        max(int(low[0]) - border, 0),
        max(int(low[1]) - border, 0),
        min(int(high[0]) + border, width),
        min(int(high[1]) + border, height),
    )
    if outer[2] - outer[0] < width or outer[3] - outer[1] < height:
        quad = quad - outer[:2]
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = quad + 0.5
    inner = (
        max(min(x0, x1), 0.0),
        max(min(y0, y3), 0.0),
        min(max(x2, x3), float(width)),
        min(max(y1, y2), float(width)),  # not the height: so the published method cuts a box larger than the photo
    )
    return FaceBox(outer, inner, shrink)


def region(photo: Image, landmarks: Landmarks, preprocess: str, size: int) -> Region:
    """Cut the animated part out of the photo and bring it to size x size.

    `crop` and `full` take the inner box, `extcrop` and `extfull` the outer one, `resize` the whole photo.
    """
    height, width = photo.shape[:2]
    if preprocess == "resize":
        return Region(_resized(photo, size), (0, 0, width, height))
    found = face_box(landmarks, width, height)
    left, top, right, bottom = found.outer
    if not preprocess.startswith("ext"):
        inner = [int(edge) for edge in found.inner]
        left, top, right, bottom = left + inner[0], top + inner[1], left + inner[2], top + inner[3]
    reduced = photo
    if found.shrink > 1:
        size_reduced = (int(np.rint(width / found.shrink)), int(np.rint(height / found.shrink)))
        reduced = np.asarray(cv2.resize(photo, size_reduced), dtype=np.uint8)
    right, bottom = min(right, reduced.shape[1]), min(bottom, reduced.shape[0])
    pixels = _resized(reduced[top:bottom, left:right], size)
    box = (left * found.shrink, top * found.shrink, right * found.shrink, bottom * found.shrink)
    return Region(pixels, (box[0], box[1], min(box[2], width), min(box[3], height)))


def _resized(pixels: Image, size: int) -> Image:
    return np.asarray(cv2.resize(pixels, (size, size), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
