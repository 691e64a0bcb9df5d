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
class BlinkTimes:
    """Where blinks are put, in seconds unless said otherwise. By eye, but for their mean distance."""

    first: tuple[float, float] = (0.4, 0.9)  # of MEAN: when the first one comes
    pause: float = 0.15  # a pause of the speech that draws a blink to itself lasts at least so long
    into_pause: float = 0.05  # a blink begins so long after the pause
    drawn: float = 0.9  # from how far a pause draws a blink
    regularity: float = 6.0  # shape of the gamma distribution of their distances


@dataclass(frozen=True)
class Saccades:
    """Fixations beside the photo's own direction; face units and seconds. By eye."""

    first: tuple[float, float] = (0.5, 1.5)  # when the gaze first leaves it
    fixation: tuple[float, float] = (0.6, 2.4)
    across: float = 0.011  # standard deviations of a fixation's place
    down: float = 0.005
    most_across: float = 0.022
    most_down: float = 0.01
    with_blink: float = 0.5  # a blink so near hides the change
    back: float = 0.6  # chance that the next fixation is the photo's own direction
    still: float = 0.4  # before the clip's end the eyes are back
    last: float = 0.7  # before the clip's end no fixation begins


BLINKS, SACCADES = BlinkTimes(), Saccades()


@dataclass(frozen=True)
class EyeCurves:
    """closed 0..1; the irises' shift, in face units; each (frames,)."""

    closed: Floats
    across: Floats
    down: Floats


def eye_curves(visemes: Sequence[Viseme], frames: int, fps: int, seed: int, gaze: str) -> EyeCurves:
    """Blinks and gaze for a clip; eyes rest, open, at both ends. Raises InputError for an unknown gaze."""
    if gaze not in GAZES:
        raise InputError(
            "There is no gaze called «{gaze}».",
            "Known: {known}.",
            code="gaze-unknown",
            gaze=gaze,
            known=", ".join(GAZES),
        )
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
    pauses = [v.start + BLINKS.into_pause for v in visemes if v.name == "sil" and v.end - v.start > BLINKS.pause]
    pauses += [b.start for a, b in pairwise(visemes) if b.start - a.end > BLINKS.pause]
    starts: list[float] = []
    at = random.uniform(*BLINKS.first) * MEAN
    last = duration - QUIET - BLINK
    while at < last:
        near = [p for p in pauses if abs(p - at) < BLINKS.drawn and (not starts or p - starts[-1] > LEAST)]
        start = min(near, key=lambda p: abs(p - at)) if near else at
        if QUIET <= start <= last:
            starts.append(start)
        at = max(at, start) + float(np.clip(random.gamma(BLINKS.regularity, MEAN / BLINKS.regularity), LEAST, MOST))
    return starts


def _saccades(frames: int, fps: int, blinks: Sequence[float], random: np.random.Generator) -> tuple[Floats, Floats]:
    """Fixations a little beside the photo's own direction; many begin in a blink."""
    across, down = np.zeros(frames), np.zeros(frames)
    at, home = SACCADES.first[0] + (SACCADES.first[1] - SACCADES.first[0]) * random.random(), False
    while at < frames / fps - SACCADES.last:
        near = [b for b in blinks if abs(b - at) < SACCADES.with_blink]
        start = int((near[0] + CLOSE if near else at) * fps)
        x, y = (0.0, 0.0) if home else (random.normal(0, SACCADES.across), random.normal(0, SACCADES.down))
        across[start:] = np.clip(x, -SACCADES.most_across, SACCADES.most_across)
        down[start:] = np.clip(y, -SACCADES.most_down, SACCADES.most_down)
        home = not home and random.random() < SACCADES.back
        at += random.uniform(*SACCADES.fixation)
    tail = max(0, frames - int(SACCADES.still * fps))
    across[tail:], down[tail:] = 0.0, 0.0
    return across, down
