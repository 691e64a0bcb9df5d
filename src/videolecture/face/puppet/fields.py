"""What each control of the face does to the mesh: smooth displacements, added up for every frame.

All are in face coordinates and made once for a portrait. The upper and the lower lip's sides of the cut have fields of
their own that agree beyond the corners of the mouth: that is why nothing tears there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from videolecture.face.puppet.features import LEFT_BROW, OVAL, RIGHT_BROW, Features, Floats
from videolecture.face.puppet.mesh import Mesh

CONTROLS = ("jaw", "wide", "pucker", "raised", "lowered", "press", "smile", "brows", "breath")
"""jaw 1: lips one unit apart, the chin with them. wide, pucker 1: corners of the mouth one unit out, in. raised,
lowered 1: upper lip's edge one unit up, lower lip's down, without the jaw. press 1: lips flattened to nothing. smile,
brows 1: corners, brows one unit up. breath 1: shoulders one unit up."""

DEPTH_REACH, DEPTH_CELLS, DEPTH_BLUR = 1.9, 96, 0.06  # face units, cells, face units
LIFT = 0.10  # part of the opening that the upper lip gives
DRAW_IN = 0.16  # of the opening by which each corner comes in
USUAL_HALF = 0.26  # half of a mouth's width, face units
LIP_MIDDLE = 13  # of the upper lip's edge
MOST_OFF = 0.4  # by which it may lie beside the middle between the corners, of half the mouth's width
FACE_MIDDLE = 0.35  # under the eyes, face units
BORDER = (0.15, 0.5)  # face units from the border of the picture between which the head begins to move
FAR = (1.5, 2.5)  # and from the face's middle: what the matte takes for a person so far away is none, or stands still
CHEEKS = 0.7  # halves of a mouth's width beyond the corners over which they stop to move with them
UPPER_SHARE = 0.35  # of an open photo's gap that the upper lip closes; the jaw and the lower lip do the rest


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
    rest = mesh.source + _closing(features, mesh)
    space = _Space(features, rest, mesh)
    moves = np.stack([getattr(space, name)() for name in CONTROLS])
    chin = features.chin
    sideways = np.maximum(np.abs(rest[:, 0]) - 0.8, 0.0)
    head = 1.0 - smooth(chin + 0.1, chin + 1.15, rest[:, 1] + 0.35 * sideways)
    head *= _inside(features, rest, size)
    heights = _heights(features, mesh.source).reshape(-1, mesh.columns)
    # Both lips stand equally high where they meet, or a turn of the head would push one through the other.
    heights[mesh.cut : mesh.cut + 2] = heights[mesh.cut : mesh.cut + 2].mean(axis=0)
    return Fields(rest, moves, head, heights.ravel(), (0.0, chin + 0.45))


def smooth(low: float, high: float, values: Floats) -> Floats:
    """Hermite's smooth step from 0 at `low` to 1 at `high`."""
    t = np.clip((values - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t))


def _inside(features: Features, places: Floats, size: tuple[int, int]) -> Floats:
    """1 around the head, 0 at the picture's borders, behind which nothing is, and far from the face."""
    pixels = features.frame.to_pixels(places)
    border = np.minimum(pixels, np.array(size) - 1 - pixels).min(axis=1) / features.frame.unit
    far = np.hypot(places[:, 0], places[:, 1] - FACE_MIDDLE)
    return smooth(*BORDER, border) * (1.0 - smooth(*FAR, far))


class _Space:
    """Coordinates of every vertex relative to the shut mouth, and the fields written in them."""

    def __init__(self, features: Features, rest: Floats, mesh: Mesh) -> None:
        left, right, _ = features.mouth
        self._features = features
        self._x, self._y = rest[:, 0], rest[:, 1]
        self._lower = mesh.lower
        seam = rest.reshape(-1, mesh.columns, 2)[mesh.cut, :, 1]
        rows = len(rest) // mesh.columns
        self._v = self._y - np.tile(seam, rows)  # distance under the line of the lips
        half = (right - left) / 2
        # Of a face turned aside the far half of the mouth is shorter, and has less to give.
        off = np.clip(features.points[LIP_MIDDLE, 0] - (left + right) / 2, -MOST_OFF * half, MOST_OFF * half)
        self._middle = (left + right) / 2 + off
        self._half = np.where(self._x < self._middle, half + off, half - off)
        self._narrow = min(1.0, half / USUAL_HALF) * self._half / half  # as a small mouth has at both corners
        self._t = (self._x - self._middle) / self._half  # -1, 1 at the corners
        inside = np.clip(1.0 - self._t**2, 0.0, 1.0)
        self._lens = inside**0.55  # the opening's outline: nearly an ellipse
        self._bone = self._jaw_bone()

    def _jaw_bone(self) -> Floats:
        """How far the jaw carries each vertex: all of the chin, none above the upper lip, less toward the hinges."""
        f = self._features
        oval = f.curve(OVAL)
        level = oval[np.abs(oval[:, 1] - f.mouth[2]) < 0.3][:, 0]
        x0, x1 = level.min(), level.max()
        side = np.where(
            self._x < self._middle,
            (self._middle - self._x) / (self._middle - x0),
            (self._x - self._middle) / (x1 - self._middle),
        )
        down = smooth(f.nose_base + 0.02, f.chin - 0.12, self._y)
        neck = 1.0 - smooth(f.chin + 0.02, f.chin + 0.45, self._y)
        return np.asarray(down * neck * (1.0 - smooth(0.35, 1.2, np.abs(side))))

    def jaw(self) -> Floats:
        near = np.exp(-((self._v / 0.4) ** 2))
        below = self._bone + (1.0 - self._bone) * self._lens * near
        # The upper lip gives way a little, and the corners come in.
        lift = LIFT * self._lens * (1.0 - smooth(0.06, max(0.12, self._above() - 0.02), -self._v))
        above = self._bone * (1.0 - np.clip(1.0 - self._t**2, 0.0, 1.0)) - lift
        moved = _vertical(np.where(self._lower, below - LIFT * self._lens * near, above))
        moved[:, 0] = DRAW_IN * self._sideways(-self._narrow)[:, 0]
        return moved

    def wide(self) -> Floats:
        return self._sideways(self._half / self._half.mean())

    def pucker(self) -> Floats:
        moved = self._sideways(-self._narrow)
        # The lips swell as they come forward.
        near = np.exp(-((self._v / 0.13) ** 2)) * np.exp(-(self._t**2))
        moved[:, 1] += 1.6 * self._v * near
        return moved

    def raised(self) -> Floats:
        fade = 1.0 - smooth(0.06, max(0.12, self._above() - 0.02), -self._v)
        return _vertical(np.where(self._lower, 0.0, -self._lens * fade))

    def lowered(self) -> Floats:
        fade = 1.0 - smooth(0.06, 0.3, self._v)
        return _vertical(np.where(self._lower, self._lens * fade, 0.0))

    def press(self) -> Floats:
        near = np.exp(-((self._v / 0.1) ** 2)) * np.exp(-((self._t / 0.9) ** 4))
        return _vertical(-self._v * near)

    def smile(self) -> Floats:
        corner = np.exp(-(((np.abs(self._t) - 1.05) / 0.5) ** 2)) * np.exp(-((self._v / 0.25) ** 2))
        moved = _vertical(-corner)
        moved[:, 0] = 0.6 * np.sign(self._t) * corner
        return moved

    def brows(self) -> Floats:
        total = np.zeros_like(self._x)
        for chain in (LEFT_BROW, RIGHT_BROW):
            brow = self._features.curve(chain)
            x, y = brow.mean(axis=0)
            width = np.ptp(brow[:, 0]) / 2
            up, down = 0.3, 0.1  # the forehead follows from far, the lid hardly
            reach = np.where(self._y < y, up, down)
            total += np.exp(-(((self._x - x) / (width * 1.3)) ** 2) - (((self._y - y) / reach) ** 2))
        return _vertical(-np.minimum(total, 1.0))

    def breath(self) -> Floats:
        chin = self._features.chin
        return _vertical(-smooth(chin + 0.1, chin + 1.0, self._y) * (1.0 - smooth(chin + 1.6, chin + 4.0, self._y)))

    def _sideways(self, amount: Floats) -> Floats:
        beyond = np.maximum(np.abs(self._t) - 1.0, 0.0)  # the cheeks follow the corners, the jaw's outline does not
        profile = np.sin(np.clip(self._t, -1.0, 1.0) * np.pi / 2) * np.exp(-((beyond / CHEEKS) ** 2))
        # The nose keeps its width.
        near = np.exp(-((self._v / np.where(self._v < 0, 0.5 * self._above(), 0.2)) ** 2))
        moved = np.zeros((len(self._x), 2))
        moved[:, 0] = amount * profile * near
        return moved

    def _above(self) -> float:
        return self._features.mouth[2] - self._features.nose_base


def _vertical(amount: Floats) -> Floats:
    return np.stack([np.zeros_like(amount), amount], axis=-1)


def _closing(features: Features, mesh: Mesh) -> Floats:
    """Displacements that bring an open photo's lips together: the jaw comes up and the lips meet."""
    ys = mesh.source[:, 1].reshape(-1, mesh.columns)
    gap = ys[mesh.cut + 1] - ys[mesh.cut]
    if gap.max() < 1e-6:
        return np.zeros_like(mesh.source)
    space = _Space(features, mesh.source, mesh)
    jaw = -(1.0 - UPPER_SHARE) * float(gap.max())
    moved = space.jaw() * jaw
    moved[:, 0] = 0.0
    dy = moved[:, 1].reshape(-1, mesh.columns)
    down = UPPER_SHARE * gap
    rest_of_gap = -gap + dy[mesh.cut] + down - dy[mesh.cut + 1]
    rows = np.arange(len(ys))[:, None]
    distance_up = np.maximum(ys[mesh.cut] - ys, 0.0)
    distance_down = np.maximum(ys - ys[mesh.cut + 1], 0.0)
    reach = max(0.12, features.mouth[2] - features.nose_base - 0.02)
    upper = down * (1.0 - smooth(0.05, reach, distance_up))
    lower = rest_of_gap * np.exp(-((distance_down / 0.2) ** 2))
    dy += np.where(rows <= mesh.cut, upper, lower)
    return moved


def _heights(features: Features, places: Floats) -> Floats:
    """Height of every vertex: the landmarks' inside the face, sinking to 0 outside it."""
    from scipy.interpolate import LinearNDInterpolator
    from scipy.ndimage import gaussian_filter, map_coordinates

    points, oval = features.points[:468], features.curve(OVAL)
    centre = oval.mean(axis=0)
    rings = [centre + (oval - centre) * scale for scale in (1.25, 1.6)]
    known = np.concatenate([points[:, :2], *rings])
    values = np.concatenate([points[:, 2] * 0.8, 0.5 * points[list(OVAL), 2] * 0.8, np.zeros(len(oval))])
    steps = np.linspace(-DEPTH_REACH, DEPTH_REACH, DEPTH_CELLS)
    grid = np.stack(np.meshgrid(centre[0] + steps, centre[1] + steps), axis=-1)
    raw = np.nan_to_num(LinearNDInterpolator(known, values)(grid), nan=0.0)
    # Smoothed: creases in the depth would show as creases in the turning face.
    cell = steps[1] - steps[0]
    soft = gaussian_filter(raw, DEPTH_BLUR / cell)
    at = (places - centre + DEPTH_REACH) / cell
    return np.asarray(map_coordinates(soft, [at[:, 1], at[:, 0]], order=1, mode="constant", cval=0.0))
