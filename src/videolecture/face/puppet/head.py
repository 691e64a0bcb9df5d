"""Head, brows and breath over time: small, slow, led by the voice; at rest at both ends of a clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from videolecture.face.puppet.features import Floats
from videolecture.types import Viseme

EASE = 0.5  # seconds in which motion grows from rest and returns to it


@dataclass(frozen=True)
class HeadCurves:
    """Angles in radians, shifts and brows in face units; each (frames,)."""

    yaw: Floats
    pitch: Floats
    roll: Floats
    across: Floats
    brows: Floats
    breath: Floats


def head_curves(
    visemes: Sequence[Viseme], loudness: Floats, fps: int, seed: int, expressiveness: float, still: bool
) -> HeadCurves:
    """Motion for a clip of len(loudness) frames."""
    frames = len(loudness)
    random = np.random.default_rng([seed, 1])
    lively = 0.45 + 1.1 * expressiveness
    talking = _soften(loudness, 0.5, fps)
    active = 0.45 + 0.75 * talking
    ease = ease_window(frames, fps)
    beats = _beats(visemes, frames, fps, random)
    degree = np.pi / 180 * lively
    moving = 0.0 if still else 1.0
    yaw = 2.4 * _wander(frames, fps, 0.32, random) * active * degree
    roll = (2.0 * _wander(frames, fps, 0.25, random) * active - 0.25 * yaw / degree) * degree
    pitch = (1.4 * _wander(frames, fps, 0.35, random) * active + 1.5 * beats) * degree
    across = 0.03 * lively * _wander(frames, fps, 0.22, random) * active + 0.25 * yaw
    breath = 0.014 * _breathing(frames, fps, random)
    brows = (
        0.055 * lively * _soften(beats * (beats > 0), 0.12, fps) + 0.008 * _wander(frames, fps, 0.4, random) * active
    )
    return HeadCurves(
        yaw * ease * moving,
        pitch * ease * moving,
        roll * ease * moving,
        across * ease * moving,
        brows * ease,
        breath * ease,
    )


def ease_window(frames: int, fps: int, seconds: float = EASE) -> Floats:
    """0 at the first and the last frame, 1 between, with no jerk."""
    if frames < 3:
        return np.zeros(frames)
    reach = min(seconds * fps, (frames - 1) / 2)
    near = np.minimum(np.arange(frames), np.arange(frames)[::-1]) / reach
    t = np.clip(near, 0.0, 1.0)
    return np.asarray(t**3 * (10 - 15 * t + 6 * t * t))


def _wander(frames: int, fps: int, rate: float, random: np.random.Generator) -> Floats:
    """Smooth noise of about `rate` turns a second, mostly within -1..1."""
    from scipy.interpolate import CubicSpline

    duration = frames / fps
    count = max(4, int(np.ceil(duration * rate * 2)) + 4)
    knots = (np.arange(count) - 1 + random.uniform(-0.3, 0.3, count)) / (rate * 2)
    values = random.uniform(-1.0, 1.0, count)
    return np.asarray(CubicSpline(knots, values)(np.arange(frames) / fps))


def _beats(visemes: Sequence[Viseme], frames: int, fps: int, random: np.random.Generator) -> Floats:
    """Nods on some stressed vowels, at least 0.7 s apart: down fast, up slowly; positive is down."""
    times = np.arange(frames) / fps
    nods = np.zeros(frames)
    last = -1.0
    for viseme in visemes:
        if viseme.name not in ("aa", "e", "oh", "ih", "ou") or viseme.stress < 0.9 or viseme.start - last < 0.7:
            continue
        if random.random() < 0.55:
            size = random.uniform(0.4, 1.0)
            since = times - viseme.start - 0.06
            nods += size * np.exp(-((since / np.where(since < 0, 0.11, 0.24)) ** 2))
            last = viseme.start
    return nods


def _breathing(frames: int, fps: int, random: np.random.Generator) -> Floats:
    """About 14 breaths a minute, from 0 up and back."""
    period = random.uniform(3.8, 4.8)
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(frames) / fps / period))


def _soften(curve: Floats, seconds: float, fps: int) -> Floats:
    from scipy.ndimage import gaussian_filter1d

    return np.asarray(gaussian_filter1d(curve, seconds * fps / 2, mode="nearest")) if len(curve) else curve
