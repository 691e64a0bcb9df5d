"""What each control of the face does to the mesh: smooth displacements, added up for every frame.

All are in face coordinates and made once for a portrait. The upper and the lower lip's sides of the cut have fields of
their own that agree beyond the corners of the mouth: that is why nothing tears there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from videolecture.face.puppet.closing import closing
from videolecture.face.puppet.features import OVAL, Features, Floats
from videolecture.face.puppet.mesh import Mesh
from videolecture.face.puppet.mouth_fields import MouthSpace, smooth

CONTROLS = ("jaw", "wide", "pucker", "raised", "lowered", "press", "smile", "brows", "breath")
"""jaw 1: lips one unit apart, the chin with them. wide, pucker 1: corners of the mouth one unit out, in. raised,
lowered 1: upper lip's edge one unit up, lower lip's down, without the jaw. press 1: lips flattened to nothing. smile,
brows 1: corners, brows one unit up. breath 1: shoulders one unit up."""

DEPTH_REACH, DEPTH_CELLS, DEPTH_BLUR = 1.9, 96, 0.06  # face units, cells, face units
FACE_MIDDLE = 0.35  # under the eyes, face units


@dataclass(frozen=True)
class HeadReach:
    """What the head carries along: distances in face units, by eye on the portraits of quality/portraits/."""

    border: tuple[float, float] = (0.22, 0.5)  # from the picture's border, between which the head begins to move
    far: tuple[float, float] = (1.5, 2.5)  # from the face's middle: what the matte takes for a person there is none
    jaw: float = 0.1  # under the chin the head's motion begins to fade
    neck: float = 1.15  # and under the chin it has gone
    hair: float = 0.8  # beside the middle what hangs down is carried less
    hanging: float = 0.35  # face units that a unit farther aside counts as farther down
    pivot: float = 0.45  # of the head on the neck, under the chin


@dataclass(frozen=True)
class Depth:
    """How the landmarks' depth becomes the mesh's."""

    trust: float = 0.8  # part of the mesh model's depth that is believed: it is larger than people's
    outside: float = 0.5  # part of the contour's depth that the ring around it has
    rings: tuple[float, float] = (1.25, 1.6)  # sizes, in the oval's, of that ring and of the one that lies flat
    points: int = 468  # landmarks of the face's surface; the irises' follow


HEAD_REACH, DEPTH = HeadReach(), Depth()


@dataclass(frozen=True)
class Fields:
    """Displacements of the mesh's vertices for one unit of each control."""

    rest: Floats  # (n, 2): the mesh with its mouth shut
    moves: Floats  # (len(CONTROLS), n, 2)
    head: Floats  # (n,): 1 where the head carries the vertex, 0 on the body
    height: Floats  # (n,): over the plane of the contour, toward the viewer
    pivot: tuple[float, float]  # of the head on the neck

    def pose(self, controls: Floats) -> Floats:
        """(n, 2) of the mesh for control values in the order of CONTROLS, head at rest."""
        return np.asarray(self.rest + np.tensordot(controls, self.moves, axes=1))


def build(features: Features, mesh: Mesh, size: tuple[int, int]) -> Fields:
    """Fields of a portrait in a picture of `size` (width, height); the photo's mouth, if open, is shut first."""
    rest = mesh.source + closing(features, mesh)
    space = MouthSpace(features, rest, mesh)
    moves = np.stack([getattr(space, name)() for name in CONTROLS])
    chin = features.chin
    sideways = np.maximum(np.abs(rest[:, 0]) - HEAD_REACH.hair, 0.0)
    head = 1.0 - smooth(chin + HEAD_REACH.jaw, chin + HEAD_REACH.neck, rest[:, 1] + HEAD_REACH.hanging * sideways)
    head *= _inside(features, rest, size)
    heights = _heights(features, mesh.source).reshape(-1, mesh.columns)
    # Both lips stand equally high where they meet, or a turn of the head would push one through the other.
    heights[mesh.cut : mesh.cut + 2] = heights[mesh.cut : mesh.cut + 2].mean(axis=0)
    return Fields(rest, moves, head, heights.ravel(), (0.0, chin + HEAD_REACH.pivot))


def _inside(features: Features, places: Floats, size: tuple[int, int]) -> Floats:
    """1 around the head, 0 at the picture's borders, behind which nothing is, and far from the face."""
    pixels = features.frame.to_pixels(places)
    border = np.minimum(pixels, np.array(size) - 1 - pixels).min(axis=1) / features.frame.unit
    far = np.hypot(places[:, 0], places[:, 1] - FACE_MIDDLE)
    return smooth(*HEAD_REACH.border, border) * (1.0 - smooth(*HEAD_REACH.far, far))


def _heights(features: Features, places: Floats) -> Floats:
    """Height of every vertex: the landmarks' inside the face, sinking to 0 outside it."""
    from scipy.interpolate import LinearNDInterpolator
    from scipy.ndimage import gaussian_filter, map_coordinates

    points, oval = features.points[: DEPTH.points], features.curve(OVAL)
    centre = oval.mean(axis=0)
    rings = [centre + (oval - centre) * scale for scale in DEPTH.rings]
    known = np.concatenate([points[:, :2], *rings])
    around = DEPTH.outside * points[list(OVAL), 2] * DEPTH.trust
    values = np.concatenate([points[:, 2] * DEPTH.trust, around, np.zeros(len(oval))])
    steps = np.linspace(-DEPTH_REACH, DEPTH_REACH, DEPTH_CELLS)
    grid = np.stack(np.meshgrid(centre[0] + steps, centre[1] + steps), axis=-1)
    raw = np.nan_to_num(LinearNDInterpolator(known, values)(grid), nan=0.0)
    # Smoothed: creases in the depth would show as creases in the turning face.
    cell = steps[1] - steps[0]
    soft = gaussian_filter(raw, DEPTH_BLUR / cell)
    at = (places - centre + DEPTH_REACH) / cell
    return np.asarray(map_coordinates(soft, [at[:, 1], at[:, 0]], order=1, mode="constant", cval=0.0))
