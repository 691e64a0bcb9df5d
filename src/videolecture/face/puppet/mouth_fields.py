"""How the mouth's controls displace the mesh, written in coordinates of the shut mouth.

By eye on the portraits of quality/portraits/, unless said otherwise; lengths in face units.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from videolecture.face.puppet.features import LEFT_BROW, OVAL, RIGHT_BROW, Features, Floats
from videolecture.face.puppet.mesh import WIDEN, Mesh
from videolecture.face.puppet.skin import Skin

LIP_MIDDLE = 13  # of the upper lip's edge


@dataclass(frozen=True)
class Jaw:
    """What the jaw carries."""

    lift: float = 0.10  # part of the opening that the upper lip gives,
    own_lift: float = 0.35  # and of an open photo's own opening
    own_outline: float = (
        0.5  # part of such a photo's outline in that of the opening: a smile's is a box when wider open
    )
    corner: float = 0.20  # and by which the corners go down,
    draw_in: float = 0.10  # and each comes in
    wide: float = 0.24  # an opening at which the upper lip of an open photo is where the photo has it
    smiling: float = 0.10  # the corners of an open photo, which go down less
    beside: float = 0.3  # from the mouth's height: the contour that counts as the jaw's width
    under_nose: float = 0.02  # where the jaw begins to carry the skin
    over_chin: float = 0.18  # and where it carries all of it
    throat: float = 0.0  # under the chin it begins to carry less
    neck: float = 0.50  # and carries nothing
    hinges: tuple[float, float] = (0.45, 1.25)  # of the jaw's half width, over which it comes to carry nothing


@dataclass(frozen=True)
class Mouth:
    """How far lips and what is around them follow."""

    usual_half: float = 0.26  # half of a mouth's width, measured on the portraits
    most_off: float = 0.4  # by which the lips' middle may lie beside that between the corners, of half the width
    roundness: float = 0.65  # power of the opening's outline: 0.5 is an ellipse
    cheeks: float = 0.7  # halves of a mouth's width beyond the corners over which they stop to move with them
    chin_reach: float = 0.2  # below the lips that go sideways with them
    lip: float = 0.06  # height of a lip, which moves as one
    below: float = 0.3  # under the lips where a lowered lip moves nothing any more
    nose: float = 0.02  # kept free under the nose
    least_above: float = 0.12  # over the lips that follow a raised lip, at least
    swelling: float = 1.6  # growth of puckered lips, per unit of pucker
    swelling_reach: float = 0.13
    press_reach: float = 0.1
    press_width: float = 0.9  # of the mouth's half width
    shown: tuple[float, float] = (
        0.05,
        0.13,
    )  # opening of a photo's mouth from which it shows how this one opens, fully


@dataclass(frozen=True)
class Smile:
    """Corners of the mouth that go up and out; in halves of a mouth's width, but for `along`."""

    corner: float = 1.05
    across: float = 0.5
    along: float = 0.25
    outward: float = 0.6  # of the way up


@dataclass(frozen=True)
class Brows:
    """How far from a brow the skin follows it: the forehead from far, the lid hardly."""

    up: float = 0.3
    down: float = 0.1
    across: float = 1.3  # of a brow's half width


@dataclass(frozen=True)
class Breath:
    """Where the shoulders rise, under the chin."""

    begins: tuple[float, float] = (0.1, 1.0)
    ends: tuple[float, float] = (1.6, 4.0)


JAW, MOUTH, SMILE, BROWS, BREATH = Jaw(), Mouth(), Smile(), Brows(), Breath()
SHUT = 1e-6  # a gap that is none


def smooth(low: float, high: float, values: Floats) -> Floats:
    """Hermite's smooth step from 0 at `low` to 1 at `high`."""
    t = np.clip((values - low) / (high - low), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t))


class MouthSpace:
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
        off = np.clip(
            features.points[LIP_MIDDLE, 0] - (left + right) / 2, -MOUTH.most_off * half, MOUTH.most_off * half
        )
        self._middle = (left + right) / 2 + off
        self._half = np.where(self._x < self._middle, half + off, half - off)
        self._narrow = min(1.0, half / MOUTH.usual_half) * self._half / half  # as a small mouth has at both corners
        self._t = (self._x - self._middle) / self._half  # -1, 1 at the corners
        inside = np.clip(1.0 - self._t**2, 0.0, 1.0)
        self._lens = inside**MOUTH.roundness  # the opening's outline: nearly an ellipse
        self._bone = self._jaw_bone()
        self._skin = Skin(rest, mesh, self._y < features.nose_base)
        # A photo of an open mouth shows the outline of the opening.
        gap = np.diff(mesh.source[:, 1].reshape(rows, mesh.columns)[mesh.cut : mesh.cut + 2], axis=0)[0]
        self._own = float(smooth(*MOUTH.shown, np.array(features.gap)))
        shown = np.maximum(gap - 2 * WIDEN, 0.0)
        self._outline = np.tile(shown / max(float(shown.max()), SHUT), rows)

    def _jaw_bone(self) -> Floats:
        """How far the jaw carries each vertex: all of the chin, none above the upper lip, less toward the hinges."""
        f = self._features
        oval = f.curve(OVAL)
        level = oval[np.abs(oval[:, 1] - f.mouth[2]) < JAW.beside][:, 0]
        x0, x1 = level.min(), level.max()
        side = np.where(
            self._x < self._middle,
            (self._middle - self._x) / (self._middle - x0),
            (self._x - self._middle) / (x1 - self._middle),
        )
        down = smooth(f.nose_base + JAW.under_nose, f.chin - JAW.over_chin, self._y)
        low, high = f.chin + JAW.throat, f.chin + JAW.neck
        # Half as steep as a smooth step is steeper than even: the widest opening must not fold the neck.
        neck = 1.0 - (smooth(low, high, self._y) + np.clip((self._y - low) / (high - low), 0.0, 1.0)) / 2
        return np.asarray(down * neck * (1.0 - smooth(*JAW.hinges, np.abs(side))))

    def jaw(self) -> Floats:
        """Lips one unit apart, the chin with them.

        A photo of an open mouth shows how this one opens: the wider it is, the more the field leads to what it shows.
        """
        own = self._own
        lens = self._lens + JAW.own_outline * own * (self._outline - self._lens)
        lift = max(JAW.lift, JAW.own_lift * min(1.0, self._features.gap / JAW.wide))
        corner = JAW.corner + own * (JAW.smiling - JAW.corner)
        upper = corner * np.minimum(self._t**2, 1.0) - lift * lens
        moved = _vertical(self._skin.follow(self._bone, upper, upper + lens))
        moved[:, 0] = JAW.draw_in * self._sideways(-self._narrow)[:, 0]
        return moved

    def brought_together(self, upper: Floats, lower: Floats, jaw: float) -> Floats:
        """The lips' edges moved down by `upper` and `lower`, (n,), the jaw by `jaw`."""
        return _vertical(self._skin.follow(jaw * self._bone, upper, lower))

    def wide(self) -> Floats:
        """Corners one unit out."""
        return self._sideways(self._half / self._half.mean())

    def pucker(self) -> Floats:
        """Corners one unit in, lips swollen."""
        moved = self._sideways(-self._narrow)
        # The lips swell as they come forward.
        near = np.exp(-((self._v / MOUTH.swelling_reach) ** 2)) * np.exp(-(self._t**2))
        moved[:, 1] += MOUTH.swelling * self._v * near
        return moved

    def raised(self) -> Floats:
        """The upper lip's edge one unit up."""
        fade = 1.0 - smooth(MOUTH.lip, self._reach_above(), -self._v)
        return _vertical(np.where(self._lower, 0.0, -self._lens * fade))

    def lowered(self) -> Floats:
        """The lower lip's edge one unit down, without the jaw."""
        fade = 1.0 - smooth(MOUTH.lip, MOUTH.below, self._v)
        return _vertical(np.where(self._lower, self._lens * fade, 0.0))

    def press(self) -> Floats:
        """Lips flattened to nothing."""
        near = np.exp(-((self._v / MOUTH.press_reach) ** 2)) * np.exp(-((self._t / MOUTH.press_width) ** 4))
        return _vertical(-self._v * near)

    def smile(self) -> Floats:
        """Corners one unit up."""
        corner = np.exp(-(((np.abs(self._t) - SMILE.corner) / SMILE.across) ** 2)) * np.exp(
            -((self._v / SMILE.along) ** 2)
        )
        moved = _vertical(-corner)
        moved[:, 0] = SMILE.outward * np.sign(self._t) * corner
        return moved

    def brows(self) -> Floats:
        """Brows one unit up."""
        total = np.zeros_like(self._x)
        for chain in (LEFT_BROW, RIGHT_BROW):
            brow = self._features.curve(chain)
            x, y = brow.mean(axis=0)
            width = np.ptp(brow[:, 0]) / 2
            reach = np.where(self._y < y, BROWS.up, BROWS.down)
            total += np.exp(-(((self._x - x) / (width * BROWS.across)) ** 2) - (((self._y - y) / reach) ** 2))
        return _vertical(-np.minimum(total, 1.0))

    def breath(self) -> Floats:
        """Shoulders one unit up."""
        chin = self._features.chin
        (low, high), (begin, end) = BREATH.begins, BREATH.ends
        rising = smooth(chin + low, chin + high, self._y)
        return _vertical(-rising * (1.0 - smooth(chin + begin, chin + end, self._y)))

    def _sideways(self, amount: Floats) -> Floats:
        beyond = np.maximum(np.abs(self._t) - 1.0, 0.0)  # the cheeks follow the corners, the jaw's outline does not
        profile = np.sin(np.clip(self._t, -1.0, 1.0) * np.pi / 2) * np.exp(-((beyond / MOUTH.cheeks) ** 2))
        # The nose keeps its width.
        near = np.exp(-((self._v / np.where(self._v < 0, 0.5 * self._above(), MOUTH.chin_reach)) ** 2))
        moved = np.zeros((len(self._x), 2))
        moved[:, 0] = amount * profile * near
        return moved

    def _reach_above(self) -> float:
        return reach_above(self._features)

    def _above(self) -> float:
        return self._features.mouth[2] - self._features.nose_base


def _vertical(amount: Floats) -> Floats:
    return np.stack([np.zeros_like(amount), amount], axis=-1)


def reach_above(features: Features) -> float:
    """How far over the lips a raised lip is felt: not under the nose."""
    return max(MOUTH.least_above, features.mouth[2] - features.nose_base - MOUTH.nose)
