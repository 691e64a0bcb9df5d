"""How the lips of a photo with an open mouth are brought together."""

from __future__ import annotations

import numpy as np

from videolecture.face.puppet.features import Features, Floats
from videolecture.face.puppet.mesh import Mesh
from videolecture.face.puppet.mouth_fields import JAW, SHUT, MouthSpace

THINNEST = 0.3  # part of its height that is left of a row of the mesh, at least


def closing(features: Features, mesh: Mesh) -> Floats:
    """Displacements that bring an open photo's lips together: the jaw comes up and the lips meet."""
    ys = mesh.source[:, 1].reshape(-1, mesh.columns)
    gap = ys[mesh.cut + 1] - ys[mesh.cut]
    if gap.max() < SHUT:
        return np.zeros_like(mesh.source)
    largest = float(gap.max())
    space = MouthSpace(features, mesh.source, mesh)
    upper = np.tile(JAW.own_lift * gap, len(ys))
    moved = space.brought_together(upper, upper - np.tile(gap, len(ys)), (JAW.own_lift - 1.0) * largest)
    # Nothing folds where steep lips meet in the corners.
    dy = moved[:, 1].reshape(-1, mesh.columns)
    room = (THINNEST - 1.0) * np.diff(ys, axis=0)
    for row in range(mesh.cut + 2, len(ys)):
        dy[row] = np.maximum(dy[row], dy[row - 1] + room[row - 1])
    for row in range(mesh.cut - 1, -1, -1):
        dy[row] = np.minimum(dy[row], dy[row + 1] - room[row])
    return moved
