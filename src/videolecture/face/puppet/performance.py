"""From a speech to poses: the mouth's, the head's and the eyes' curves put together, one Pose a frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from videolecture.face.puppet.calibration import PLAIN, Calibration, shut_share
from videolecture.face.puppet.coarticulation import mouth_curves, slowed
from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.fields import CONTROLS
from videolecture.face.puppet.gaze import eye_curves
from videolecture.face.puppet.head import HeadCurves, ease_window, head_curves
from videolecture.face.puppet.rig import Pose
from videolecture.face.puppet.sound import loudness_curve, with_heard_closures
from videolecture.types import Motion, Speech

# Face units of each control at full value, at expressiveness 0.5.
JAW, WIDE, PUCKER, RAISED, LOWERED, PRESS = 0.20, 0.05, 0.08, 0.028, 0.030, 0.40
CALM, LIVELIER = 0.75, 0.5  # size of the lips' motion at expressiveness 0, and what an expressiveness of 1 adds


@dataclass(frozen=True)
class Openness:
    """How far mouths open in speech; face units. By eye, within the bars of `python -m quality.face`."""

    calm: float = 0.67  # size of openings at expressiveness 0,
    growth: float = 2.45  # and how many times larger they are at 1
    gain: float = 1.70  # of ordinary vowels
    widest: float = 0.235  # what the loudest, widest vowels come near to at an expressiveness of 0.5,
    wider: float = 1.4  # and how many times that at 1, and as many times less at 0


OPENNESS = Openness()
TUCKED = 0.75  # part of the opening that a lower lip at the upper teeth gives up
CLOSED = 1e-6  # face units: no opening
PRESSED_WIDE = 0.02  # face units by which the corners of pressed lips go apart
FASTEST = 2.2  # face units a second at which lips part and meet in ordinary speech: some 20 cm
BLINK_BROWS = 0.006  # face units by which brows come down with shut lids: a pixel of a close-up
MOUTH_EASE = 0.12  # seconds in which the mouth leaves rest and returns to it at the ends of a clip


def perform(speech: Speech, motion: Motion, calibration: Calibration = PLAIN) -> Iterator[Pose]:
    """Exactly round(duration * fps) poses; the first and the last are rest. `calibration`: the portrait's own."""
    frames = round(speech.duration * motion.fps)
    if not frames:
        return
    loudness = loudness_curve(speech.samples, speech.rate, frames, motion.fps)
    heard = with_heard_closures(speech.visemes, speech.samples, speech.rate)
    mouth = mouth_curves(heard, frames, motion.fps, loudness)
    head = head_curves(speech.visemes, loudness, motion.fps, motion.seed, motion.expressiveness, motion.still)
    gaze = str(motion.options.get("gaze", "natural"))
    eyes = eye_curves(speech.visemes, frames, motion.fps, motion.seed, gaze)
    ease = ease_window(frames, motion.fps, MOUTH_EASE)
    shapes = {name: curve * ease for name, curve in mouth.items()}
    controls = _controls(shapes, motion, head, calibration, ease)
    controls[:, CONTROLS.index("brows")] -= BLINK_BROWS * eyes.closed
    for frame in range(frames):
        yield Pose(
            controls=controls[frame],
            yaw=float(head.yaw[frame]),
            pitch=float(head.pitch[frame]),
            roll=float(head.roll[frame]),
            across=float(head.across[frame]),
            closed=float(eyes.closed[frame]),
            look_across=float(eyes.across[frame]),
            look_down=float(eyes.down[frame]),
            tongue=float(shapes["tongue"][frame]),
        )


def _controls(
    shapes: dict[str, Floats], motion: Motion, head: HeadCurves, calibration: Calibration, ease: Floats
) -> Floats:
    """(frames, len(fields.CONTROLS)) for the mouth's shapes; `ease` is 0 at a clip's ends, which show the photo."""
    from scipy.ndimage import distance_transform_edt

    lively = CALM + LIVELIER * motion.expressiveness
    jaw = JAW * shapes["jaw"] * lively
    raised = RAISED * shapes["raised"] * lively
    lowered = LOWERED * shapes["lowered"] * lively
    # The lower lip goes to the upper teeth, never through the upper lip.
    lowered -= TUCKED * shapes["tuck"] * (jaw + lowered)
    parts = jaw + raised + lowered
    opening = _opened(parts / lively, motion.expressiveness)
    pucker, wide = np.maximum(-shapes["wide"], 0.0) * lively, np.maximum(shapes["wide"], 0.0) * lively
    open_, rounded = (
        np.interp(opening, calibration.wanted, shown) for shown in (calibration.given, calibration.rounded)
    )
    given = open_ + np.minimum(pucker, 1.0) * (rounded - open_)
    given = slowed(given, distance_transform_edt(opening > 0.0), fastest(motion.expressiveness) / motion.fps)
    more = given / np.maximum(parts, CLOSED)
    values = {
        "jaw": more * jaw,
        "wide": calibration.wide * WIDE * wide + PRESSED_WIDE * shapes["press"],
        "pucker": calibration.pucker * PUCKER * pucker,
        "raised": more * raised,
        "lowered": more * lowered,
        "press": PRESS * shapes["press"],
        "smile": np.zeros_like(jaw),
        "brows": head.brows,
        "breath": head.breath,
    }
    shut = ease * shut_share(given)
    return np.stack([values[name] for name in CONTROLS], axis=-1) + shut[:, None] * calibration.shut


def size(expressiveness: float) -> float:
    """Of openings, about 1 at an expressiveness of 0.5."""
    return float(OPENNESS.calm * OPENNESS.growth**expressiveness)


def fastest(expressiveness: float) -> float:
    """Face units a second at which lips part and meet."""
    return FASTEST * (CALM + LIVELIER * expressiveness)


def _opened(wanted: Floats, expressiveness: float) -> Floats:
    """Openings of ordinary vowels as they are in speech, and wide ones only a little wider: nobody is surprised."""
    larger = OPENNESS.gain * size(expressiveness) * wanted
    widest = OPENNESS.widest * OPENNESS.wider ** (2 * expressiveness - 1)
    return np.asarray(larger / np.sqrt(1.0 + (larger / widest) ** 2))
