"""Mouth shapes over time: visemes in, one value of every control a frame out.

Coarticulation after Cohen and Massaro, "Modeling Coarticulation in Synthetic Visual Speech" (1993): every sound pulls
each control toward its own value, with a dominance that rises before the sound and fades after it; what is shown is the
mean weighted by dominance. A sound that does not care about a control (lips in «к») leaves it to its neighbours; the
rounding of «у» therefore begins in the consonants before it. Closures of п, б, м are then enforced, and nothing
is let move faster than lips and jaws do (`slowed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from videolecture.face.puppet.features import Floats
from videolecture.types import Viseme, VisemeName

SUB = 4  # steps a frame at which the curves are drawn before they are averaged


@dataclass(frozen=True)
class Shape:
    """What a sound wants of the mouth, in parts of the values in performance.py, and how much it insists."""

    jaw: float
    wide: float = 0.0  # negative: pucker
    raised: float = 0.0
    lowered: float = 0.0
    press: float = 0.0
    tuck: float = 0.0  # lower lip to the upper teeth
    tongue: float = 0.0
    insists: float = 1.0  # on the opening
    rounds: float = 0.3  # insists on wide or pucker


SHAPES: dict[VisemeName, Shape] = {
    "sil": Shape(0.0, insists=1.0, rounds=0.5),
    "pp": Shape(0.0, press=1.0, insists=1.0, rounds=0.15),
    "ff": Shape(0.15, raised=0.35, tuck=1.0, insists=1.6, rounds=0.3),
    "th": Shape(0.35, raised=0.2, lowered=0.2, tongue=1.0, insists=0.9),
    "dd": Shape(0.5, wide=0.1, raised=0.1, lowered=0.25, tongue=0.8, insists=0.6, rounds=0.15),
    "kk": Shape(0.5, insists=0.4, rounds=0.1),
    "ch": Shape(0.35, wide=-0.55, raised=0.55, lowered=0.5, insists=1.0, rounds=0.9),
    "ss": Shape(0.25, wide=0.35, raised=0.25, lowered=0.45, tongue=0.3, insists=1.0, rounds=0.35),
    "nn": Shape(0.6, wide=0.05, raised=0.1, lowered=0.2, tongue=0.8, insists=0.5, rounds=0.12),
    "rr": Shape(0.42, wide=-0.05, raised=0.15, lowered=0.2, tongue=0.5, insists=0.5, rounds=0.2),
    "aa": Shape(1.3, wide=0.08, raised=0.25, lowered=0.2, insists=1.5, rounds=0.6),
    "e": Shape(0.8, wide=0.55, raised=0.3, lowered=0.35, tongue=0.2, insists=1.2, rounds=0.9),
    "ih": Shape(0.33, wide=0.75, raised=0.2, lowered=0.3, tongue=0.35, insists=1.2, rounds=1.0),
    "oh": Shape(0.85, wide=-0.6, raised=0.1, lowered=0.1, insists=1.2, rounds=1.2),
    "ou": Shape(0.36, wide=-1.0, raised=0.15, lowered=0.15, insists=1.2, rounds=1.5),
}
VOWELS = frozenset({"aa", "e", "ih", "oh", "ou"})
CURVES = ("jaw", "wide", "raised", "lowered", "press", "tuck", "tongue")

RISE, FALL = 0.075, 0.065  # seconds in which a sound's dominance grows before it and fades after it
ROUND_RISE = 0.13  # the lips round earlier than they open
LEAD = 0.02  # seconds by which lips run before the sound
CLOSED = 0.02  # seconds around the middle of п, б, м in which lips touch, at least
UNROUND = 0.5  # part of a pucker that pressed lips give up
PRESS = 0.02  # seconds in which lips that meet are pressed
TRUE_TO_SOUND = 1.3  # power of the loudness with which the mouth opens
SMOOTH = 0.008  # seconds, standard deviation: nothing of flesh turns at once


def mouth_curves(visemes: Sequence[Viseme], frames: int, fps: int, loudness: Floats) -> dict[str, Floats]:
    """Each of CURVES over `frames`, 0..1 (wide: -1..1); `loudness` (frames,) 0..1 opens loud vowels wider."""
    from scipy.ndimage import gaussian_filter1d

    if not frames:
        return {name: np.zeros(0) for name in CURVES}
    times = (np.arange(frames * SUB) + 0.5) / (fps * SUB)
    spoken = _with_silence(visemes, frames / fps)
    curves = _blend(spoken, times + LEAD)
    loud = np.interp(times, (np.arange(frames) + 0.5) / fps, loudness)
    away = _from_closures(spoken, times, fps)
    for name in ("jaw", "raised", "lowered"):
        curves[name] = curves[name] * (0.02 + 1.05 * loud**TRUE_TO_SOUND)
    for name in ("jaw", "raised", "lowered", "tuck"):
        curves[name] = gaussian_filter1d(curves[name], SMOOTH * fps * SUB, mode="nearest") * (away > 0.0)
    shut = np.exp(-((away / PRESS) ** 2))
    curves["press"] = np.maximum(curves["press"], shut * 0.8)
    curves["wide"] = np.maximum(curves["wide"], curves["wide"] * (1.0 - UNROUND * shut))
    return {name: curve.reshape(frames, SUB).mean(axis=1) for name, curve in curves.items()}


def _with_silence(visemes: Sequence[Viseme], duration: float) -> list[Viseme]:
    """The visemes in order, gaps of 60 ms and more filled with rest."""
    filled, at = [], 0.0
    for viseme in sorted(visemes, key=lambda v: v.start):
        if viseme.start - at >= 0.06:
            filled.append(Viseme("sil", at, viseme.start, 1.0))
        filled.append(viseme)
        at = max(at, viseme.end)
    if duration - at > 0.0 or not filled:
        filled.append(Viseme("sil", at, max(duration, at) + 0.5, 1.0))
    return filled


def _blend(visemes: Sequence[Viseme], times: Floats) -> dict[str, Floats]:
    total = {name: np.full(len(times), 1e-6) for name in CURVES}
    summed = {name: np.zeros(len(times)) for name in CURVES}
    for viseme in visemes:
        shape = SHAPES[viseme.name]
        low = int(np.searchsorted(times, viseme.start - 0.6))
        high = int(np.searchsorted(times, viseme.end + 0.5))
        near = times[low:high]
        before, after = np.maximum(viseme.start - near, 0.0), np.maximum(near - viseme.end, 0.0)
        # A sound acts from its middle outward: a short one does not hold its value over its whole span.
        slack = min(0.25 * (viseme.end - viseme.start), 0.04)
        opening = np.exp(-(((before + slack) / RISE) ** 1.3) - ((after + slack) / FALL) ** 1.3)
        rounding = np.exp(-((before / ROUND_RISE) ** 1.2) - ((after / FALL) ** 1.3))
        strength = 0.55 + 0.45 * viseme.stress if viseme.name in VOWELS else 1.0
        for name in CURVES:
            weight = (shape.rounds * rounding if name == "wide" else shape.insists * opening) * strength
            value = getattr(shape, name)
            if name == "jaw" and viseme.name in VOWELS:
                value *= 0.6 + 0.4 * viseme.stress
            total[name][low:high] += weight
            summed[name][low:high] += weight * value
    return {name: summed[name] / total[name] for name in CURVES}


def slowed(wanted: Floats, away: Floats, most: float) -> Floats:
    """The curve, (n,), with steps of at most `most`: what comes too fast begins earlier and goes less far.

    `away` (n,): steps from the nearest moment in which lips touch; the curve is 0 there.
    """
    climb = most * np.arange(len(wanted))
    # Between the highest slow curve under it and the lowest over it.
    under = np.minimum.accumulate(wanted - climb) + climb
    under = np.minimum.accumulate((under + climb)[::-1])[::-1] - climb
    over = np.maximum.accumulate(wanted + climb) - climb
    over = np.maximum.accumulate((over - climb)[::-1])[::-1] + climb
    return np.asarray(np.minimum((under + over) / 2, most * away))


def _from_closures(visemes: Sequence[Viseme], times: Floats, fps: int) -> Floats:
    """Seconds from the nearest moment in which lips touch; the frame in the middle of every п, б, м is one of them."""
    away = np.full(len(times), np.inf)
    for viseme in visemes:
        if viseme.name == "pp":
            middle, half = (viseme.start + viseme.end) / 2, max((viseme.end - viseme.start) / 2, CLOSED)
            frame = int(middle * fps)
            start, end = min(middle - half, frame / fps), max(middle + half, (frame + 1) / fps)
            away = np.minimum(away, np.maximum(np.maximum(start - times, times - end), 0.0))
    return away
