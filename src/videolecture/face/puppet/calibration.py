"""What the controls of the mouth show on this portrait, looked at once and set right.

The same controls show differently on every face: thin lips, a beard, a painter's shadow or a half-turned head hide part
of an opening, and some shut mouths look ajar. The puppet's own pictures of the portrait are therefore given to the
landmark model, and the controls bent until it sees what was meant: openings in proportion to the wanted ones, lips that
are shut where they are to be shut, corners that come in and go out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from videolecture.face.landmarks.mesh import JITTER, MeshModel, Square, square_around
from videolecture.face.puppet.features import INNER_LOWER, INNER_UPPER, OUTER_CORNERS, Floats
from videolecture.face.puppet.fields import CONTROLS
from videolecture.face.puppet.rig import Pose, Rig
from videolecture.types import Value

LEVELS = (0.015, 0.03, 0.05, 0.08, 0.12, 0.17, 0.24, 0.32)  # openings that are looked at, face units
SPLIT = {"jaw": 0.85, "raised": 0.06, "lowered": 0.09}  # of an opening, as in an open vowel
POWERS = (0.0, 0.5, 1.0, 2.0, 3.0)  # of the curve through what is seen of them
SMALL = 0.05  # opening to which errors of that curve are compared
FULL = 0.24  # a wide-open vowel
LEAST_SEEN = 0.03  # what the model must see of it to be asked at all
CLEAR = (0.14, 0.17)  # between these it is made to see of it, where MOST allows
LEAST = 0.65  # of an opening wanted, the least that is given for it,
MOST = ((0.12, 2.0), (0.17, 1.6), (0.24, 1.25))  # and the most, by the opening: however hard it is to see,
MOST_ROUNDED = ((0.08, 1.9), (0.12, 1.5), (0.17, 1.25), (0.24, 1.1))  # and of rounded lips: more, and they gape
AJAR = 0.05  # opening from which lips do not count as shut at all, and at which the mouth's width is looked at
ROUND, ROUNDED = 0.08, 0.89  # a full pucker, and the width over that at rest that is to be seen
SPREAD, WIDENED = 0.05, 1.06  # corners fully drawn apart, and the width that is to be seen
WEAKEST, STRONGEST = 0.8, 1.5  # of the factors on both
TRIES = 6  # factors between them that are looked at
SHUT = 0.016  # opening seen, over the distance of the eyes, of lips that count as shut
PRESSED = 0.3  # press of п, б, м
PROBES = {"press": 0.15, "smile": 0.008, "level": 0.006, "wide": 0.006}  # steps of the search for shut lips
BOUNDS = {"press": (-0.45, 0.45), "smile": (-0.024, 0.016), "level": (-0.018, 0.018), "wide": (-0.018, 0.024)}
ROUNDS = 6  # of that search
RELUCTANCE = 0.0003  # opening that each step away from the photo must save, per step
Look = Callable[[Mapping[str, float]], tuple[float, float]]
"""(opening, width) of the mouth, over the distance of the eyes, that are seen with these controls."""
MIDDLE = tuple(zip(INNER_UPPER[4:7], INNER_LOWER[4:7], strict=True))  # landmarks between which an opening is judged


@dataclass(frozen=True)
class Calibration:
    """Corrections of one portrait's mouth."""

    wanted: Floats  # (n,) openings, face units, rising from 0
    given: Floats  # (n,) the openings that show them
    rounded: Floats  # (n,) the openings that show them with the lips fully puckered
    pucker: float  # factors
    wide: float
    shut: Floats  # (len(CONTROLS),) added where lips are shut

    @property
    def seen(self) -> bool:
        """Whether openings show at all: not under a beard, for example."""
        return len(self.wanted) > len(PLAIN.wanted)

    def data(self) -> dict[str, Value]:
        """As plain data of a portrait."""
        return {
            "openings_wanted": self.wanted,
            "openings_given": self.given,
            "openings_rounded": self.rounded,
            "mouth_factors": np.array([self.pucker, self.wide]),
            "shut_lips": self.shut,
        }


def from_data(data: Mapping[str, Value]) -> Calibration:
    """What `Calibration.data` gave."""
    pucker, wide = np.asarray(data["mouth_factors"], dtype=np.float64)
    wanted, given, rounded, shut = (
        np.asarray(data[name], dtype=np.float64)
        for name in ("openings_wanted", "openings_given", "openings_rounded", "shut_lips")
    )
    return Calibration(wanted, given, rounded, float(pucker), float(wide), shut)


_EVEN = np.array([0.0, 1.0])
PLAIN = Calibration(_EVEN, _EVEN, _EVEN, 1.0, 1.0, np.zeros(len(CONTROLS)))
"""No corrections."""


def calibrate(rig: Rig, landmarks: NDArray[np.float32], model: MeshModel) -> Calibration:
    """Corrections for a portrait; `landmarks` (478, 3) in pixels of the rig's frames."""
    look = _Observer(rig, model, landmarks).look
    shut = _shut(look)
    ajar = _opened(AJAR, shut)
    pucker = _factor(look, ajar, "pucker", ROUND, ROUNDED)
    wide = _factor(look, ajar, "wide", SPREAD, WIDENED)
    return Calibration(*_openings(look, shut, pucker * ROUND), pucker, wide, _controls(shut))


class _Observer:
    """The landmark model before the puppet."""

    def __init__(self, rig: Rig, model: MeshModel, landmarks: NDArray[np.float32]) -> None:
        self._rig, self._model = rig, model
        rest = rig.draw(Pose(_controls({})))
        square = square_around(model.follow(rest, square_around(landmarks)))
        self._squares = [
            Square(square.x + dx * square.side, square.y + dy * square.side, square.side * scale, square.roll)
            for scale, dx, dy in JITTER
        ]

    def look(self, values: Mapping[str, float]) -> tuple[float, float]:
        """(opening, width) of the mouth over the distance of the eyes."""
        frame = self._rig.draw(Pose(_controls(values)))
        seen = []
        for square in self._squares:
            points = self._model.follow(frame, square).astype(np.float64)[:, :2]
            eyes = np.linalg.norm(points[OUTER_CORNERS[0]] - points[OUTER_CORNERS[1]])
            opening = np.mean([np.linalg.norm(points[upper] - points[lower]) for upper, lower in MIDDLE])
            width = np.linalg.norm(points[INNER_UPPER[0]] - points[INNER_UPPER[-1]])
            seen.append((opening / eyes, width / eyes))
        opening, width = np.mean(seen, axis=0)
        return float(opening), float(width)


def _controls(values: Mapping[str, float]) -> Floats:
    """In the order of CONTROLS; "level" is the height of the line between the lips."""
    moved = dict(values)
    level = moved.pop("level", 0.0)
    moved["raised"] = moved.get("raised", 0.0) + level
    moved["lowered"] = moved.get("lowered", 0.0) - level
    return np.array([moved.get(name, 0.0) for name in CONTROLS])


def _opened(opening: float, shut: Mapping[str, float]) -> dict[str, float]:
    """Lips so far apart, coming from `shut`."""
    left = float(shut_share(np.float64(opening)))
    names = {*SPLIT, *shut}
    return {name: opening * SPLIT.get(name, 0.0) + left * shut.get(name, 0.0) for name in names}


def shut_share(opening: Floats | np.float64) -> Floats:
    """How much lips `opening` face units apart still count as shut, 0..1."""
    return np.asarray(np.maximum(0.0, 1.0 - opening / AJAR))


def _shut(look: Look) -> dict[str, float]:
    """The least change of shut lips after which they look shut, at rest, pressed and rounded."""

    def ajar(values: Mapping[str, float]) -> float:
        pressed = {**values, "press": values.get("press", 0.0) + PRESSED}
        looks = [look(values), look(pressed), look({**pressed, "pucker": ROUND / 2})]
        steps = sum((values.get(name, 0.0) / step) ** 2 for name, step in PROBES.items())
        return sum(max(opening - SHUT, 0.0) for opening, _ in looks) + RELUCTANCE * steps

    best: dict[str, float] = {}
    least = ajar(best)
    for _ in range(ROUNDS):
        before = least
        for name, step in PROBES.items():
            low, high = BOUNDS[name]
            for sign in (-1, 1):
                value = float(np.clip(best.get(name, 0.0) + sign * step, low, high))
                found = ajar({**best, name: value})
                if found < least:
                    best, least = {**best, name: value}, found
                    break
        if least > before - RELUCTANCE:
            break
    return best


def _openings(look: Look, shut: Mapping[str, float], pucker: float) -> tuple[Floats, Floats, Floats]:
    """Openings wanted, and those to give, without a pucker and with it, so that the seen ones are in proportion."""
    levels = np.concatenate([[0.0], LEVELS])
    seen = _seen(look, levels, shut, 0.0)
    at_full = float(np.interp(FULL, levels, seen))
    if at_full < LEAST_SEEN:
        return PLAIN.wanted, PLAIN.given, PLAIN.rounded
    slope = float(np.clip(at_full, min(CLEAR[0], float(seen[-1])), CLEAR[1])) / FULL
    puckered = _seen(look, levels, shut, pucker)
    most, most_rounded = (np.interp(levels, *np.transpose(each)) for each in (MOST, MOST_ROUNDED))
    return levels, _given(levels, slope, seen, most), _given(levels, slope, puckered, most_rounded)


def _seen(look: Look, levels: Floats, shut: Mapping[str, float], pucker: float) -> Floats:
    """What is seen of openings more than of shut lips: a curve through single looks, which scatter."""
    from scipy.optimize import nnls

    least = look(shut)[0]
    looks = np.array([look({**_opened(level, shut), "pucker": pucker})[0] for level in levels])
    # A curve that rises, at first slowly, evenly or fast; small openings are the most and count as much as wide ones.
    terms = np.column_stack([levels**power for power in POWERS])
    weights = 1.0 / (levels + SMALL)
    found, _ = nnls(terms * weights[:, None], np.maximum(looks - least, 0.0) * weights)
    return np.asarray(terms @ found)


def _given(levels: Floats, slope: float, seen: Floats, most: Floats) -> Floats:
    given = np.interp(levels * slope, seen, levels)
    given[-1] = max(given[-1], levels[-1])
    return np.maximum.accumulate(np.clip(given, LEAST * levels, most * levels))


def _factor(look: Look, ajar: Mapping[str, float], control: str, full: float, target: float) -> float:
    """By how much a control must be stronger or weaker for its full value to show the target's width over rest."""
    tries = np.linspace(WEAKEST, STRONGEST, TRIES)
    rest = look({})[1]
    widths = np.array([look({**ajar, control: full * float(k)})[1] / rest for k in tries])
    change = np.maximum.accumulate(np.abs(widths - 1.0) * ((widths > 1.0) == (target > 1.0)))
    enough = change >= abs(target - 1.0)
    return float(tries[int(np.argmax(enough))]) if enough.any() else STRONGEST
