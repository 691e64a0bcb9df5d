"""Mouth shapes over time: visemes in, one value of every control a frame out.

Coarticulation after Cohen and Massaro, "Modeling Coarticulation in Synthetic Visual Speech" (1993): every sound pulls
each control toward its own value, with a dominance that rises before the sound and fades after it; what is shown is the
mean weighted by dominance. A sound of little dominance over a control (lips in «к») leaves it to its neighbours; the
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
    """A sound's target for the mouth, in parts of the values in performance.py, and its dominance over its neighbours'.

    Targets follow the visemes of MPEG-4 FBA (ISO/IEC 14496-2) and were set by eye on quality/portraits/.
    """

    jaw: float
    wide: float = 0.0  # negative: pucker
    raised: float = 0.0
    lowered: float = 0.0
    press: float = 0.0
    tuck: float = 0.0  # lower lip to the upper teeth
    tongue: float = 0.0
    dominance: float = 1.0  # over the opening
    width_dominance: float = 0.3  # over wide or pucker


SHAPES: dict[VisemeName, Shape] = {
    "sil": Shape(0.0, dominance=1.0, width_dominance=0.5),
    "pp": Shape(0.0, press=1.0, dominance=1.0, width_dominance=0.15),
    "ff": Shape(0.15, raised=0.35, tuck=1.0, dominance=1.6, width_dominance=0.3),
    "th": Shape(0.35, raised=0.2, lowered=0.35, tongue=1.0, dominance=0.9),
    "dd": Shape(0.5, wide=0.1, raised=0.1, lowered=0.45, tongue=0.8, dominance=0.6, width_dominance=0.15),
    "kk": Shape(0.5, dominance=0.4, width_dominance=0.1),
    "ch": Shape(0.35, wide=-0.55, raised=0.55, lowered=0.5, dominance=1.0, width_dominance=0.9),
    "ss": Shape(0.25, wide=0.35, raised=0.25, lowered=0.65, tongue=0.3, dominance=1.0, width_dominance=0.35),
    "nn": Shape(0.6, wide=0.05, raised=0.1, lowered=0.4, tongue=0.8, dominance=0.5, width_dominance=0.12),
    "rr": Shape(0.42, wide=-0.05, raised=0.15, lowered=0.2, tongue=0.5, dominance=0.5, width_dominance=0.2),
    "aa": Shape(1.55, wide=0.08, raised=0.25, lowered=0.2, dominance=1.5, width_dominance=0.6),
    "e": Shape(0.8, wide=0.55, raised=0.3, lowered=0.5, tongue=0.2, dominance=1.2, width_dominance=0.9),
    "ih": Shape(0.30, wide=0.75, raised=0.2, lowered=0.45, tongue=0.35, dominance=1.2, width_dominance=1.0),
    "oh": Shape(0.85, wide=-0.6, raised=0.1, lowered=0.1, dominance=1.2, width_dominance=1.2),
    "ou": Shape(0.32, wide=-1.0, raised=0.15, lowered=0.15, dominance=1.2, width_dominance=1.5),
}
VOWELS = frozenset({"aa", "e", "ih", "oh", "ou"})
CURVES = ("jaw", "wide", "raised", "lowered", "press", "tuck", "tongue")

RISE, FALL = 0.075, 0.065  # seconds in which a sound's dominance grows before it and fades after it
ROUND_RISE = 0.13  # the lips round earlier than they open
LEAD = 0.02  # seconds by which lips run before the sound


@dataclass(frozen=True)
class Dominance:
    """How a sound's dominance rises and fades: exp(-(seconds / scale) ** power). By eye, after Cohen and Massaro."""

    power: float = 1.3
    round_power: float = 1.2  # of the early part of a rounding
    before: float = 0.6  # seconds before and after a sound in which its dominance is counted at all
    after: float = 0.5
    core: float = 0.25  # part of a sound's length, at either end, over which its dominance already fades
    longest_core: float = 0.04  # seconds
    unstressed: float = 0.55  # of a stressed vowel's dominance, that of one without stress
    stressed: float = 0.45  # and what stress adds
    reduced: float = 0.6  # of a stressed vowel's opening, that of one without stress
    opened: float = 0.4  # and what stress adds
    none: float = 1e-6  # dominance of rest where no sound is near


DOMINANCE = Dominance()
QUIET, LOUD = 0.02, 1.05  # part of the opening in silence, and how much the loudest sound adds
SILENT = 0.06  # seconds between two sounds from which the mouth rests there
TAIL = 0.5  # seconds that rest lasts after a clip
STRENGTH = 0.8  # of a full press, of lips that meet
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
        curves[name] = curves[name] * (QUIET + LOUD * loud**TRUE_TO_SOUND)
    for name in ("jaw", "raised", "lowered", "tuck"):
        curves[name] = gaussian_filter1d(curves[name], SMOOTH * fps * SUB, mode="nearest") * (away > 0.0)
    shut = np.exp(-((away / PRESS) ** 2))
    curves["press"] = np.maximum(curves["press"], shut * STRENGTH)
    curves["wide"] = np.maximum(curves["wide"], curves["wide"] * (1.0 - UNROUND * shut))
    return {name: curve.reshape(frames, SUB).mean(axis=1) for name, curve in curves.items()}


def _with_silence(visemes: Sequence[Viseme], duration: float) -> list[Viseme]:
    """The visemes in order, gaps of SILENT and more filled with rest."""
    filled, at = [], 0.0
    for viseme in sorted(visemes, key=lambda v: v.start):
        if viseme.start - at >= SILENT:
            filled.append(Viseme("sil", at, viseme.start, 1.0))
        filled.append(viseme)
        at = max(at, viseme.end)
    if duration - at > 0.0 or not filled:
        filled.append(Viseme("sil", at, max(duration, at) + TAIL, 1.0))
    return filled


def _blend(visemes: Sequence[Viseme], times: Floats) -> dict[str, Floats]:
    total = {name: np.full(len(times), DOMINANCE.none) for name in CURVES}
    summed = {name: np.zeros(len(times)) for name in CURVES}
    for viseme in visemes:
        shape = SHAPES[viseme.name]
        low = int(np.searchsorted(times, viseme.start - DOMINANCE.before))
        high = int(np.searchsorted(times, viseme.end + DOMINANCE.after))
        near = times[low:high]
        before, after = np.maximum(viseme.start - near, 0.0), np.maximum(near - viseme.end, 0.0)
        # A sound acts from its middle outward: a short one does not hold its value over its whole span.
        slack = min(DOMINANCE.core * (viseme.end - viseme.start), DOMINANCE.longest_core)
        power = DOMINANCE.power
        opening = np.exp(-(((before + slack) / RISE) ** power) - ((after + slack) / FALL) ** power)
        rounding = np.exp(-((before / ROUND_RISE) ** DOMINANCE.round_power) - ((after / FALL) ** power))
        strength = _by_stress(DOMINANCE.unstressed, DOMINANCE.stressed, viseme)
        for name in CURVES:
            weight = (shape.width_dominance * rounding if name == "wide" else shape.dominance * opening) * strength
            value = getattr(shape, name)
            if name == "jaw" and viseme.name in VOWELS:
                value *= _by_stress(DOMINANCE.reduced, DOMINANCE.opened, viseme)
            total[name][low:high] += weight
            summed[name][low:high] += weight * value
    return {name: summed[name] / total[name] for name in CURVES}


def _by_stress(least: float, more: float, viseme: Viseme) -> float:
    return least + more * viseme.stress if viseme.name in VOWELS else 1.0


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
