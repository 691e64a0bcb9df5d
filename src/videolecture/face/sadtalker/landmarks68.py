"""From the 468 points of MediaPipe's face mesh to the customary 68 landmarks.

A fixed sparse linear mapping: most landmarks have a mesh point at the same place of the face; where they lie between
two, their shares are given. What the crop and the alignment read (the eyes' contours, the tip of the nose, the
corners of the mouth) was checked against another method's landmarks, see tests/face/sadtalker/test_landmarks68.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videolecture.face.sadtalker.crop import Landmarks

JAW = (162, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 389)
BROWS = (71, 63, 105, 66, 107, 336, 296, 334, 293, 301)
BRIDGE = (168, 197, 5, 4)
NOSTRILS = (75, 97, 2, 326, 305)
EYES = (33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380)
OUTER_LIPS = (61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181)
INNER_LIPS = (78, 82, 13, 312, 308, 317, 14, 87)
NEAREST = JAW + BROWS + BRIDGE + NOSTRILS + EYES + OUTER_LIPS + INNER_LIPS

# Landmarks that lie between mesh points: (landmark, mesh point, share).
BETWEEN = (
    (48, 61, 0.75),  # the corners of the mouth, where the lips part rather than where they end
    (48, 78, 0.25),
    (54, 291, 0.75),
    (54, 308, 0.25),
)


def mapping() -> NDArray[np.float64]:
    """(68, 468): the rows sum to 1."""
    matrix = np.zeros((68, 468))
    matrix[np.arange(68), NEAREST] = 1.0
    matrix[sorted({landmark for landmark, _, _ in BETWEEN})] = 0.0
    for landmark, point, share in BETWEEN:
        matrix[landmark, point] = share
    return matrix


def landmarks68(mesh: NDArray[np.floating]) -> Landmarks:
    """The mesh's points in pixels, (468 or more, 2 or more) -> (68, 2)."""
    return mapping() @ mesh[:468, :2].astype(np.float64)
