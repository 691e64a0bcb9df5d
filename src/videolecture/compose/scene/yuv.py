"""Pictures as the encoder takes them: YUV 4:2:0, BT.709, limited range. Each is converted once and then only pasted on.

Converting a 1080p picture costs as much as encoding it; pasting the face into one costs next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.types import Box, Image

Plane = NDArray[np.uint8]  # (height, width)

# ITU-R BT.709: weights of red, green and blue; 219 steps of light above 16, 224 of colour around 128.
_RED, _BLUE = 0.2126, 0.0722
_GREEN = 1 - _RED - _BLUE
_LIGHT = np.array([_RED, _GREEN, _BLUE]) * (219 / 255)
_BLUENESS = (np.array([0, 0, 1]) - [_RED, _GREEN, _BLUE]) / (2 * (1 - _BLUE)) * (224 / 255)
_REDNESS = (np.array([1, 0, 0]) - [_RED, _GREEN, _BLUE]) / (2 * (1 - _RED)) * (224 / 255)
_MATRIX = np.vstack([np.append(_LIGHT, 16), np.append(_BLUENESS, 128), np.append(_REDNESS, 128)]).astype(np.float32)


@dataclass(frozen=True)
class Planes:
    """A picture: light (height, width), blueness and redness of half the size."""

    y: Plane
    u: Plane
    v: Plane

    def each(self) -> tuple[Plane, Plane, Plane]:
        """The three planes."""
        return self.y, self.u, self.v

    def part(self, box: Box) -> Planes:
        """A view of a part of it."""
        left, top, right, bottom = box.left, box.top, box.left + box.width, box.top + box.height
        half = (slice(top // 2, bottom // 2), slice(left // 2, right // 2))
        return Planes(self.y[top:bottom, left:right], self.u[half], self.v[half])


def planes_of(block: Plane) -> Planes:
    """Views of the planes in one block of memory (height * 3 / 2, width), which is a frame of yuv420p."""
    width = block.shape[1]
    height = block.shape[0] * 2 // 3
    flat, area = block.reshape(-1), height * width
    y = flat[:area].reshape(height, width)
    u, v = flat[area:].reshape(2, height // 2, width // 2)
    return Planes(y, u, v)


def to_yuv(picture: Image) -> Plane:
    """RGB (height, width, 3) of even sides -> one block of memory (height * 3 / 2, width)."""
    height, width = picture.shape[:2]
    block = np.empty((height * 3 // 2, width), np.uint8)
    planes = planes_of(block)
    np.copyto(planes.y, cv2.transform(picture, _MATRIX[:1]))
    small = cv2.resize(picture, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    colours = cv2.transform(small, _MATRIX[1:])
    np.copyto(planes.u, colours[:, :, 0])
    np.copyto(planes.v, colours[:, :, 1])
    return block


def to_rgb(planes: Planes) -> Image:
    """The inverse, with each colour spread over its 2 x 2 pixels: for looking at one picture, not for many."""
    height, width = planes.y.shape
    colours = [cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR) for plane in (planes.u, planes.v)]
    yuv = np.stack([planes.y, *colours], axis=2).astype(np.float32) - np.array([16, 128, 128], np.float32)
    inverse = np.linalg.inv(_MATRIX[:, :3].astype(np.float64)).astype(np.float32)
    return np.asarray(np.clip(np.rint(cv2.transform(yuv, inverse)), 0, 255), np.uint8)
