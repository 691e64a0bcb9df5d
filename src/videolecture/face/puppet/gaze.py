"""Blinks and saccades over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from videolecture.errors import InputError
from videolecture.face.puppet.features import Floats
from videolecture.types import Viseme

GAZES = {"steady": 0.0, "natural": 1.0, "lively": 2.0}  # name -> size of the saccades
CLOSE, SHUT, OPEN = 0.08, 0.07, 0.15  # seconds of a blink's phases
BLINK = CLOSE + SHUT + OPEN
MEAN, LEAST, MOST = 4.1, 1.8, 6.5  # seconds between blinks: about 14 a minute
QUIET = 0.25  # seconds at both ends of a clip without a blink


@dataclass(frozen=True)
class EyeCurves:
    """closed 0..1; the irises' shift, in face units; each (frames,)."""

    closed: Floats
    across: Floats
    down: Floats


def eye_curves(visemes: Sequence[Viseme], frames: int, fps: int, seed: int, gaze: str) -> EyeCurves:
    """Blinks and gaze for a clip; eyes rest, open, at both ends. Raises InputError for an unknown gaze."""
    if gaze not in GAZES:
        raise InputError(f"There is no gaze called «{gaze}».", f"Known: {', '.join(GAZES)}.")
    random = np.random.default_rng([seed, 2])
    times = np.arange(frames) / fps
    starts = _blinks(visemes, frames / fps, random)
    closed = np.zeros(frames)
    for start in starts:
        since = times - start
        down = np.clip(since / CLOSE, 0, 1)
        up = np.clip((since - CLOSE - SHUT) / OPEN, 0, 1)
        closed = np.maximum(closed, np.sin(down * np.pi / 2) ** 2 * (1 - up) ** 2 * (1 + 2 * up))
    across, down = _saccades(frames, fps, starts, random)
    size = GAZES[gaze]
    return EyeCurves(closed, across * size, down * size)


def _blinks(visemes: Sequence[Viseme], duration: float, random: np.random.Generator) -> list[float]:
    """Start times: a renewal process, each drawn toward a pause of the speech when one is near."""
    pauses = [v.start + 0.05 for v in visemes if v.name == "sil" and v.end - v.start > 0.15]
    pauses += [b.start for a, b in pairwise(visemes) if b.start - a.end > 0.15]
    starts: list[float] = []
    at = random.uniform(0.4, 0.9) * MEAN
    last = duration - QUIET - BLINK
    while at < last:
        near = [p for p in pauses if abs(p - at) < 0.9 and (not starts or p - starts[-1] > LEAST)]
        start = min(near, key=lambda p: abs(p - at)) if near else at
        if QUIET <= start <= last:
            starts.append(start)
        at = max(at, start) + float(np.clip(random.gamma(6.0, MEAN / 6.0), LEAST, MOST))
    return starts


def _saccades(frames: int, fps: int, blinks: Sequence[float], random: np.random.Generator) -> tuple[Floats, Floats]:
    """Fixations of 0.6 to 2.4 s a little beside the photo's own direction; many begin in a blink."""
    across, down = np.zeros(frames), np.zeros(frames)
    at, home = 0.5 + random.random(), False
    while at < frames / fps - 0.7:
        near = [b for b in blinks if abs(b - at) < 0.5]
        start = int((near[0] + CLOSE if near else at) * fps)
        x, y = (0.0, 0.0) if home else (random.normal(0, 0.011), random.normal(0, 0.005))
        across[start:], down[start:] = np.clip(x, -0.022, 0.022), np.clip(y, -0.01, 0.01)
        home = not home and random.random() < 0.6
        at += random.uniform(0.6, 2.4)
    tail = max(0, frames - int(0.4 * fps))
    across[tail:], down[tail:] = 0.0, 0.0
    return across, down
