"""Head, brows and breath over time: small, slow, led by the voice; at rest at both ends of a clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from videolecture.face.puppet.features import Floats
from videolecture.types import Viseme

EASE = 0.5  # seconds in which motion grows from rest and returns to it
BEATEN = ("aa", "e", "oh", "ih", "ou")  # vowels on which the head may nod


@dataclass(frozen=True)
class Style:
    """How a head moves while its person speaks. All by eye, on the sixteen portraits of quality/portraits/."""

    calm: float = 0.45  # size of all motion at expressiveness 0
    livelier: float = 1.1  # and how much of it an expressiveness of 1 adds
    silent: float = 0.45  # size of the slow motion in silence
    spoken: float = 0.75  # and how much of it a loud voice adds
    voice: float = 0.5  # seconds over which the loudness is averaged for that
    yaw: float = 2.4  # degrees
    roll: float = 2.0
    pitch: float = 1.4
    nod: float = 1.5  # degrees, on stressed vowels
    banking: float = 0.25  # of the yaw: a head that turns leans against the turn
    across: float = 0.03  # face units the head goes aside
    leading: float = 0.25  # face units aside for a radian of yaw: the neck's joint is behind the face
    yaw_rate: float = 0.32  # turns a second
    roll_rate: float = 0.25
    pitch_rate: float = 0.35
    across_rate: float = 0.22
    breath: float = 0.014  # face units the shoulders rise
    brows: float = 0.055  # face units the brows rise with a nod
    brow_delay: float = 0.12  # seconds over which they do
    idle_brows: float = 0.008  # face units they move by themselves
    brow_rate: float = 0.4  # turns a second


@dataclass(frozen=True)
class Beats:
    """Nods that mark stressed vowels. Rates by eye; real speakers nod on about half of their accents."""

    stress: float = 0.9  # of a vowel, at least
    apart: float = 0.7  # seconds from one nod to the next, at least
    chance: float = 0.55
    smallest: float = 0.4  # of a full nod
    delay: float = 0.06  # seconds after the vowel's start
    fall: float = 0.11  # seconds, standard deviation times root of 2: down fast
    rise: float = 0.24  # and up slowly


@dataclass(frozen=True)
class Noise:
    """Slow noise: a spline through random values at jittered knots."""

    spare: int = 4  # knots beyond the ends, so that the spline is as free there
    jitter: float = 0.3  # of the distance of two knots
    breath: tuple[float, float] = (3.8, 4.8)  # seconds of one: 12.5 to 16 a minute, as adults at rest


STYLE, BEATS, NOISE = Style(), Beats(), Noise()


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
    style = STYLE
    lively = style.calm + style.livelier * expressiveness
    talking = _soften(loudness, style.voice, fps)
    active = style.silent + style.spoken * talking
    ease = ease_window(frames, fps)
    beats = _beats(visemes, frames, fps, random)
    degree = np.pi / 180 * lively
    moving = 0.0 if still else 1.0

    def noise(rate: float) -> Floats:
        return _smooth_noise(frames, fps, rate, random)

    yaw = style.yaw * noise(style.yaw_rate) * active * degree
    roll = (style.roll * noise(style.roll_rate) * active - style.banking * yaw / degree) * degree
    pitch = (style.pitch * noise(style.pitch_rate) * active + style.nod * beats) * degree
    across = style.across * lively * noise(style.across_rate) * active + style.leading * yaw
    breath = style.breath * _breathing(frames, fps, random)
    raised = style.brows * lively * _soften(beats * (beats > 0), style.brow_delay, fps)
    brows = raised + style.idle_brows * noise(style.brow_rate) * active
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
    # Perlin's smoother step ("Improving Noise", 2002): no speed and no acceleration at either end.
    return np.asarray(t**3 * (10 - 15 * t + 6 * t * t))


def _smooth_noise(frames: int, fps: int, rate: float, random: np.random.Generator) -> Floats:
    """Smooth noise of about `rate` turns a second, mostly within -1..1."""
    from scipy.interpolate import CubicSpline

    duration = frames / fps
    count = max(NOISE.spare, int(np.ceil(duration * rate * 2)) + NOISE.spare)
    knots = (np.arange(count) - 1 + random.uniform(-NOISE.jitter, NOISE.jitter, count)) / (rate * 2)
    values = random.uniform(-1.0, 1.0, count)
    return np.asarray(CubicSpline(knots, values)(np.arange(frames) / fps))


def _beats(visemes: Sequence[Viseme], frames: int, fps: int, random: np.random.Generator) -> Floats:
    """Nods on some stressed vowels: down fast, up slowly; positive is down."""
    times = np.arange(frames) / fps
    nods = np.zeros(frames)
    last = -1.0
    for viseme in visemes:
        if viseme.name not in BEATEN or viseme.stress < BEATS.stress or viseme.start - last < BEATS.apart:
            continue
        if random.random() < BEATS.chance:
            size = random.uniform(BEATS.smallest, 1.0)
            since = times - viseme.start - BEATS.delay
            nods += size * np.exp(-((since / np.where(since < 0, BEATS.fall, BEATS.rise)) ** 2))
            last = viseme.start
    return nods


def _breathing(frames: int, fps: int, random: np.random.Generator) -> Floats:
    """About 14 breaths a minute, from 0 up and back."""
    period = random.uniform(*NOISE.breath)
    return np.asarray(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(frames) / fps / period))


def _soften(curve: Floats, seconds: float, fps: int) -> Floats:
    from scipy.ndimage import gaussian_filter1d

    return np.asarray(gaussian_filter1d(curve, seconds * fps / 2, mode="nearest")) if len(curve) else curve
