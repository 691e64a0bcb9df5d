"""From a sound to motion coefficients: expression by ExpNet, head pose by PoseVAE, blinks at random moments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.signal import savgol_filter

from videolecture.face.sadtalker.coefficients import ALIGNMENT, EXPRESSION, POSE, Coefficients
from videolecture.face.sadtalker.exp_net import ExpNet
from videolecture.face.sadtalker.mel import Mel, mel_windows
from videolecture.face.sadtalker.pose_vae import LATENT, PoseVAE, chunks

BLINK = (0.5, 0.9, 1.0, 0.9, 0.5)  # how far the eyes close in five frames
SHORTEST_WITH_BLINK = 21  # frames
GAP = (10, 70)  # frames between blinks: the shortest and, exclusive, the longest
SMOOTHING = 13  # frames of the Savitzky-Golay filter, of order 2, that calms the pose
BLOCK = 256  # frames whose mel windows are heard at a time


@dataclass(frozen=True)
class Chance:
    """The random parts of a clip's motion."""

    blinks: NDArray[np.float32]  # (t, 1), 0 open .. 1 closed
    noise: NDArray[np.float32]  # (chunks(t), 64)


def chance(frames: int, seed: int, sound: NDArray[np.float32]) -> Chance:
    """Draw them. The same seed and sound give the same; another sound gives another head movement."""
    digest = hashlib.sha256(np.ascontiguousarray(sound).tobytes()).digest()
    random = np.random.default_rng([seed & 0xFFFFFFFF, *np.frombuffer(digest[:16], dtype=np.uint32).tolist()])
    blinks = np.zeros((frames, 1), dtype=np.float32)
    at = 0
    while frames >= SHORTEST_WITH_BLINK:
        at += int(random.integers(GAP[0], max(GAP[0] + 1, min(frames // 2, GAP[1]))))
        if at + len(BLINK) > frames - 1:
            break
        blinks[at : at + len(BLINK), 0] = BLINK
        at += len(BLINK)
    return Chance(blinks, random.standard_normal((chunks(frames), LATENT), dtype=np.float32))


def smooth(pose: NDArray[np.float32]) -> NDArray[np.float32]:
    """Calm the pose over time, (t, 6). Clips of one or two frames have nothing to calm."""
    window = min(SMOOTHING, (len(pose) - 1) // 2 * 2 + 1)
    if window < 3:
        return pose
    return np.asarray(savgol_filter(pose, window, 2, axis=0), dtype=np.float32)


def hear(mel: Mel, frames: int, device: torch.device) -> Iterator[tuple[slice, torch.Tensor]]:
    """Mel windows of a clip, some frames at a time: memory does not grow with its length."""
    for first in range(0, frames, BLOCK):
        part = slice(first, min(frames, first + BLOCK))
        yield part, torch.from_numpy(mel_windows(mel, part.start, part.stop)).to(device)


def motion_coefficients(
    exp: ExpNet, pose: PoseVAE, mel: Mel, portrait: Coefficients, drawn: Chance, style: int
) -> Coefficients:
    """(t, 70): expression and pose of every frame, for a portrait's 73 coefficients and pose style 0..45."""
    device = exp.mapping1.weight.device
    frames = len(drawn.blinks)
    source = torch.tensor(portrait, device=device)
    blinks = torch.tensor(drawn.blinks, device=device)
    expressions, features = [], []
    for part, windows in hear(mel, frames, device):
        reference = source[EXPRESSION].expand(len(windows), -1)
        expressions.append(exp(windows, reference, blinks[part]))
        features.append(pose.encode(windows))
    poses = pose(torch.cat(features), torch.tensor(drawn.noise, device=device), style, source[POSE])
    return np.concatenate((torch.cat(expressions).cpu().numpy(), smooth(poses.cpu().numpy())), axis=1)


def driving_coefficients(
    motion: Coefficients,
    portrait: Coefficients,
    whole_photo: bool,
    still: bool,
    expression_scale: float,
    pose_scale: float = 1.0,
) -> Coefficients:
    """Scale the motion, hold the head where it is to be still; (t, 70), or (t, 73) where the whole photo is shown."""
    driving = np.tile(portrait, (len(motion), 1))  # (t, 73)
    driving[:, EXPRESSION] = motion[:, EXPRESSION] * expression_scale
    if not still:
        driving[:, POSE] = portrait[POSE] + (motion[:, POSE] - portrait[POSE]) * pose_scale
        if pose_scale == 1.0:
            driving[:, POSE] = motion[:, POSE]
    return driving if whole_photo else driving[:, : ALIGNMENT.start]
