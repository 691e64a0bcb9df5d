"""From the 468 points of MediaPipe's face mesh to the customary 68 landmarks.

A fixed sparse linear mapping. Most landmarks have a mesh point at the same place of the face. Those that the crop and
the alignment read (the eyes' contours, the corners of the mouth) are mixed from neighbouring points: hand-placed
landmarks, and the predictors that learned from them, set an eye a hundredth of the eyes' distance lower and wider and
the mouth's corners further out. `python -m quality.landmarks` compares them with such a predictor's.
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

# Landmarks of the image's left half that are mixed: landmark -> share of each mesh point. Least squares, held to the
# nearest point, against dlib's predictor of 68 landmarks on 64 photographs (tests/unit/dataset of deepface 0.0.100) and
# their mirror images.
MIXED = {
    36: {7: -0.07, 25: 0.06, 33: 0.91, 110: 0.13, 130: 0.04, 163: -0.03, 246: -0.04},
    37: {27: 0.13, 159: 0.08, 160: 0.91, 161: -0.12, 163: 0.09, 246: -0.09},
    38: {28: 0.08, 56: 0.10, 145: 0.04, 153: 0.04, 158: 0.91, 159: -0.13, 222: -0.04},
    39: {26: 0.21, 133: 0.81, 154: 0.12, 155: -0.12, 190: 0.07, 243: -0.09},
    40: {22: 0.14, 145: 0.06, 153: 0.99, 154: -0.10, 155: -0.11, 157: 0.05, 173: -0.03},
    41: {7: 0.05, 23: 0.06, 24: 0.11, 144: 0.89, 145: -0.16, 161: 0.05},
    48: {61: 0.99, 62: -0.08, 76: 0.06, 77: -0.18, 78: 0.10, 146: 0.20, 184: -0.09},
}
# The right half is its mirror image.
LANDMARK_MIRRORED = {36: 45, 37: 44, 38: 43, 39: 42, 40: 47, 41: 46, 48: 54}
POINT_MIRRORED = {7: 249, 22: 252, 23: 253, 24: 254, 25: 255, 26: 256, 27: 257, 28: 258, 33: 263, 56: 286, 61: 291}
POINT_MIRRORED |= {62: 292, 76: 306, 77: 307, 78: 308, 110: 339, 130: 359, 133: 362, 144: 373, 145: 374, 146: 375}
POINT_MIRRORED |= {153: 380, 154: 381, 155: 382, 157: 384, 158: 385, 159: 386, 160: 387, 161: 388, 163: 390, 173: 398}
POINT_MIRRORED |= {184: 408, 190: 414, 222: 442, 243: 463, 246: 466}


def mapping() -> NDArray[np.float64]:
    """(68, 468): the rows sum to 1."""
    matrix = np.zeros((68, 468))
    matrix[np.arange(68), NEAREST] = 1.0
    for left, shares in MIXED.items():
        right = LANDMARK_MIRRORED[left]
        matrix[[left, right]] = 0.0
        for point, share in shares.items():
            matrix[left, point] = matrix[right, POINT_MIRRORED[point]] = share
    return matrix


def landmarks68(mesh: NDArray[np.floating]) -> Landmarks:
    """The mesh's points in pixels, (468 or more, 2 or more) -> (68, 2)."""
    return mapping() @ mesh[:468, :2].astype(np.float64)
