"""Where the parts of the face are, in coordinates of the face itself.

Face coordinates: x to image right along the line of the eyes, y down, origin between the eyes, unit the distance of
the eyes' outer corners (about nine centimetres on an adult). Neither the picture's size nor the
head's roll matters in them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Indices of MediaPipe's mesh, from image left to image right.
INNER_UPPER = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
INNER_LOWER = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
OUTER_UPPER = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291)
OUTER_LOWER = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291)
LEFT_UPPER_LID = (33, 246, 161, 160, 159, 158, 157, 173, 133)
LEFT_LOWER_LID = (33, 7, 163, 144, 145, 153, 154, 155, 133)
RIGHT_UPPER_LID = (362, 398, 384, 385, 386, 387, 388, 466, 263)
RIGHT_LOWER_LID = (362, 382, 381, 380, 374, 373, 390, 249, 263)
LEFT_BROW = (70, 63, 105, 66, 107)
RIGHT_BROW = (336, 296, 334, 293, 300)
UNDER_LEFT_BROW = (46, 53, 52, 65, 55)
UNDER_RIGHT_BROW = (285, 295, 282, 283, 276)
OVAL = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
NOSE_BASE, CHIN, FOREHEAD = 2, 152, 10
LEFT_IRIS, RIGHT_IRIS = 468, 473  # centres; four rim points follow each
OUTER_CORNERS = (33, 263)
MOUTH_CORNERS = (78, 308)
DEPTH_TRUST = 0.25  # weight of squared depth in the eyes' distance: depth is uncertain and counts half
BESIDE_MOUTH = 0.3  # face units over and under the mouth in which the face's width is measured


@dataclass(frozen=True)
class Frame:
    """The face's coordinate frame in a picture: turned by `roll`, `unit` pixels long."""

    x: float  # origin, pixels
    y: float
    unit: float  # pixels
    roll: float  # radians, clockwise

    def to_face(self, pixels: Floats) -> Floats:
        """(..., 2) pixels to face coordinates."""
        cos, sin = np.cos(self.roll), np.sin(self.roll)
        dx, dy = pixels[..., 0] - self.x, pixels[..., 1] - self.y
        return np.stack([cos * dx + sin * dy, cos * dy - sin * dx], axis=-1) / self.unit

    def to_pixels(self, points: Floats) -> Floats:
        """(..., 2) face coordinates to pixels."""
        cos, sin = np.cos(self.roll), np.sin(self.roll)
        x, y = points[..., 0] * self.unit, points[..., 1] * self.unit
        return np.stack([self.x + cos * x - sin * y, self.y + sin * x + cos * y], axis=-1)


@dataclass(frozen=True)
class Features:
    """Measured places, in face coordinates unless said otherwise."""

    frame: Frame
    points: Floats  # (478, 3): x, y, height toward the viewer over the plane of the face's oval
    mouth: tuple[float, float, float]  # x of the left corner, x of the right corner, y between them
    gap: float  # greatest opening of the lips in the photo
    chin: float  # y
    nose_base: float  # y
    half_width: float  # of the face at the height of the mouth
    turn: float  # radians the face is turned aside in the photo, toward image right positive

    def curve(self, indices: tuple[int, ...]) -> Floats:
        """(n, 2) points of a chain of landmarks."""
        return self.points[list(indices), :2]


def measure(landmarks: NDArray[np.float32]) -> Features:
    """Features of (478, 3) landmarks in pixels, as the mesh model gives them (depth negative toward the viewer)."""
    points = landmarks.astype(np.float64)
    left, right = points[OUTER_CORNERS[0]], points[OUTER_CORNERS[1]]
    origin = (left + right)[:2] / 2
    # With depth, so that a face turned aside does not shrink.
    unit = float(np.sqrt(np.sum((right - left)[:2] ** 2) + DEPTH_TRUST * (right - left)[2] ** 2))
    roll = float(np.arctan2(right[1] - left[1], right[0] - left[0]))
    frame = Frame(float(origin[0]), float(origin[1]), unit, roll)
    flat = frame.to_face(points[:, :2])
    height, slope = _height(flat, points[:, 2] / unit)
    inner = flat[list(INNER_LOWER), 1] - flat[list(INNER_UPPER), 1]
    corners = flat[list(MOUTH_CORNERS)]
    oval = flat[list(OVAL)]
    at_mouth = oval[np.abs(oval[:, 1] - corners[:, 1].mean()) < BESIDE_MOUTH]
    return Features(
        frame=frame,
        points=np.concatenate([flat, height[:, None]], axis=1),
        mouth=(float(corners[0, 0]), float(corners[1, 0]), float(corners[:, 1].mean())),
        gap=float(max(0.0, inner.max())),
        chin=float(flat[CHIN, 1]),
        nose_base=float(flat[NOSE_BASE, 1]),
        half_width=float(np.ptp(at_mouth[:, 0]) / 2),
        turn=float(np.arctan(slope)),
    )


def _height(flat: Floats, depth: Floats) -> tuple[Floats, float]:
    """Height of every point over the plane through the face's oval, and that plane's sideways slope.

    Taking the plane away compresses the depth at the contour, where the mesh model's is far too large.
    """
    oval = list(OVAL)
    design = np.column_stack([flat[oval], np.ones(len(oval))])
    plane, *_ = np.linalg.lstsq(design, depth[oval], rcond=None)
    over = np.column_stack([flat, np.ones(len(flat))]) @ plane - depth
    return np.clip(over, 0.0, 1.0), float(plane[0])
