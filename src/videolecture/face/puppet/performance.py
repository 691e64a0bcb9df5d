"""From a speech to poses: the mouth's, the head's and the eyes' curves put together, one Pose a frame."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from videolecture.face.puppet.calibration import PLAIN, Calibration, shut_share
from videolecture.face.puppet.features import Floats
from videolecture.face.puppet.fields import CONTROLS
from videolecture.face.puppet.gaze import eye_curves
from videolecture.face.puppet.head import ease_window, head_curves
from videolecture.face.puppet.motion import mouth_curves
from videolecture.face.puppet.rig import Pose
from videolecture.face.puppet.sound import loudness_curve, with_heard_closures
from videolecture.types import Motion, Speech

# Face units of each control at full value, at expressiveness 0.5.
JAW, WIDE, PUCKER, RAISED, LOWERED, PRESS = 0.20, 0.05, 0.08, 0.028, 0.030, 0.40
PRESSED_WIDE = 0.02  # face units by which the corners of pressed lips go apart
MOUTH_EASE = 0.12  # seconds in which the mouth leaves rest and returns to it at the ends of a clip


def perform(speech: Speech, motion: Motion, calibration: Calibration = PLAIN) -> Iterator[Pose]:
    """Exactly round(duration * fps) poses; the first and the last are rest. `calibration`: the portrait's own."""
    frames = round(speech.duration * motion.fps)
    loudness = loudness_curve(speech.samples, speech.rate, frames, motion.fps)
    heard = with_heard_closures(speech.visemes, speech.samples, speech.rate)
    mouth = mouth_curves(heard, frames, motion.fps, loudness)
    head = head_curves(speech.visemes, loudness, motion.fps, motion.seed, motion.expressiveness, motion.still)
    gaze = str(motion.options.get("gaze", "natural"))
    eyes = eye_curves(speech.visemes, frames, motion.fps, motion.seed, gaze)
    ease = ease_window(frames, motion.fps, MOUTH_EASE)
    lively = 0.75 + 0.5 * motion.expressiveness
    for frame in range(frames):
        shape = {name: float(curve[frame] * ease[frame]) for name, curve in mouth.items()}
        yield Pose(
            controls=_controls(
                shape, lively, float(head.brows[frame]), float(head.breath[frame]), calibration, float(ease[frame])
            ),
            yaw=float(head.yaw[frame]),
            pitch=float(head.pitch[frame]),
            roll=float(head.roll[frame]),
            across=float(head.across[frame]),
            closed=float(eyes.closed[frame]),
            look_across=float(eyes.across[frame]),
            look_down=float(eyes.down[frame]),
            tongue=shape["tongue"],
        )


def _controls(
    shape: dict[str, float], lively: float, brows: float, breath: float, calibration: Calibration, ease: float
) -> Floats:
    """Values of fields.CONTROLS for one frame's mouth shape; `ease` is 0 at a clip's ends, which show the photo."""
    jaw = JAW * shape["jaw"] * lively
    raised = RAISED * shape["raised"] * lively
    lowered = LOWERED * shape["lowered"] * lively
    # The lower lip goes to the upper teeth, never through the upper lip.
    lowered -= 0.75 * shape["tuck"] * (jaw + lowered)
    opening = jaw + raised + lowered
    given = float(np.interp(opening, calibration.wanted, calibration.given))
    more = given / opening if opening > 1e-6 else 1.0
    values = {
        "jaw": more * jaw,
        "wide": calibration.wide * WIDE * max(shape["wide"], 0.0) * lively + PRESSED_WIDE * shape["press"],
        "pucker": calibration.pucker * PUCKER * max(-shape["wide"], 0.0) * lively,
        "raised": more * raised,
        "lowered": more * lowered,
        "press": PRESS * shape["press"],
        "smile": 0.0,
        "brows": brows,
        "breath": breath,
    }
    return np.array([values[name] for name in CONTROLS]) + ease * shut_share(given) * calibration.shut
