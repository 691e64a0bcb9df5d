"""Eases a clip to rest at both ends: its first and its last picture are the portrait at rest, exactly.

So clips join wherever they are cut, although each is rendered alone. The head comes to rest slowly; the mouth
quickly, within the silence that surrounds a fragment's speech.
"""

from __future__ import annotations

import torch
from torch import Tensor

from videolecture.face.sadtalker.keypoint_detector import HeadPose

HEAD = 0.5  # seconds from rest to the full movement of the head
MOUTH = 0.12  # seconds for the expression


def presence(
    frames: int, first: int, last: int, seconds: float, fps: float, device: torch.device | None = None
) -> Tensor:
    """How much of the motion shows in frames first..last-1 of a clip: (last - first,), 0 at its ends, 1 inside.

    Smoothstep, so that the speed is 0 too. A clip too short for both ramps shares its length between them.
    """
    ramp = max(1.0, min(seconds * fps, (frames - 1) / 2))
    at = torch.arange(first, last, dtype=torch.float32, device=device)
    x = (torch.minimum(at, frames - 1 - at) / ramp).clamp(0, 1)
    return x * x * (3 - 2 * x)


def ease(pose: HeadPose, rest: HeadPose, frames: int, first: int, fps: float) -> HeadPose:
    """Blend the poses of frames first.. of a clip with the portrait's pose at rest, (1, ...)."""
    last = first + len(pose.angles)
    where = pose.angles.device  # a copy to a GPU would wait for what it is doing
    head = presence(frames, first, last, HEAD, fps, where)[:, None]  # (b, 1)
    mouth = presence(frames, first, last, MOUTH, fps, where)[:, None, None]  # (b, 1, 1)
    return HeadPose(
        rest.angles + (pose.angles - rest.angles) * head,
        rest.vertical + (pose.vertical - rest.vertical) * head,
        rest.expression + (pose.expression - rest.expression) * mouth,
    )
