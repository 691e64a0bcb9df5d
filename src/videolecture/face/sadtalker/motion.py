"""From a sound to motion coefficients: expression by ExpNet, head pose by PoseVAE, blinks at random moments."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.signal import savgol_filter

from videolecture.face.sadtalker.coefficients import ALIGNMENT, EXPRESSION, POSE, Coefficients
from videolecture.face.sadtalker.exp_net import ExpNet
from videolecture.face.sadtalker.mel import Sound, mel_windows
from videolecture.face.sadtalker.pose_vae import CHUNK, LATENT, PoseVAE, chunks

BLINK = (0.5, 0.9, 1.0, 0.9, 0.5)  # how far the eyes close in five frames
SHORTEST_WITH_BLINK = 21  # frames
GAP = (10, 70)  # frames between blinks: the shortest and, exclusive, the longest
SMOOTHING = 13  # frames of the Savitzky-Golay filter, of order 2, that calms the pose


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


def smooth(pose: NDArray[np.float32], clip: int) -> NDArray[np.float32]:
    """Calm the pose of a part of a clip of so many frames over time, (t, 6).

    The part's outermost frames are calmed as if the clip ended there. Clips of one or two frames have nothing to calm.
    """
    window = min(SMOOTHING, (clip - 1) // 2 * 2 + 1)
    if window < 3:
        return pose
    return np.asarray(savgol_filter(pose, window, 2, axis=0), dtype=np.float32)


@cache
def _queue(device: torch.device) -> torch.cuda.Stream:
    """One for all clips: PyTorch keeps a workspace for every stream that ever ran a matrix product."""
    return torch.cuda.Stream(device)  # type: ignore[no-untyped-call]


class Moves:
    """The motion coefficients of a clip, computed as they are asked for: neither the first frame nor the memory
    depends on the clip's length.
    """

    def __init__(
        self, exp: ExpNet, pose: PoseVAE, sound: Sound, portrait: Coefficients, drawn: Chance, style: int
    ) -> None:
        """Sound at 16 kHz; the portrait's 73 coefficients; pose style 0..45."""
        self._exp, self._pose, self._sound, self._drawn, self._style = exp, pose, sound, drawn, style
        self._device = exp.mapping1.weight.device
        # A queue of its own: the result is waited for, but not the frames that a GPU is rendering meanwhile.
        self._queue = _queue(self._device) if self._device.type == "cuda" else None
        with torch.cuda.stream(self._queue):
            self._portrait = torch.tensor(portrait, device=self._device)
        self._chunks: dict[int, Coefficients] = {}
        self.frames = len(drawn.blinks)

    def rows(self, first: int, last: int) -> Coefficients:
        """(last - first, 70): expression and pose of frames first..last-1; best asked for in order."""
        # With a whole window beyond both ends, or the clip's own end, smoothing gives what it gives on the whole clip.
        begin, end = max(0, first - SMOOTHING), min(self.frames, last + SMOOTHING)
        chunks = range(max(0, begin - 1) // CHUNK, max(0, end - 2) // CHUNK + 1)
        self._chunks = {n: rows for n, rows in self._chunks.items() if n >= chunks.start}
        for n in chunks:
            if n not in self._chunks:
                self._chunks[n] = self._chunk(n)
        start = chunks.start * CHUNK + 1 if chunks.start else 0  # the frame that the first of these chunks begins with
        rows = np.concatenate([self._chunks[n] for n in chunks])[begin - start : end - start]
        calm = smooth(rows[:, POSE], self.frames)
        return np.concatenate((rows[:, EXPRESSION], calm), axis=1)[first - begin : last - begin]

    def _chunk(self, n: int) -> Coefficients:
        """Frames 1 + 32 n.. of the clip, 32 or what is left, and frame 0 before the first of them: (t, 70).

        Frame 0 has the portrait's pose. A chunk at the end that is not full is drawn from the last 32 frames of which
        only the missing ones are used.
        """
        first, last = 1 + CHUNK * n, min(self.frames, 1 + CHUNK * (n + 1))
        own = 0 if n == 0 else first  # the first frame whose expression is wanted
        moving = max(1, last - CHUNK)  # the first frame that the pose is drawn from
        begin = min(own, moving)
        with torch.inference_mode(), torch.cuda.stream(self._queue):
            heard = torch.from_numpy(mel_windows(self._sound, begin, last)).to(self._device)
            blinks = torch.tensor(self._drawn.blinks[own:last], device=self._device)
            reference = self._portrait[EXPRESSION].expand(last - own, -1)
            expression = self._exp(heard[own - begin :], reference, blinks)
            rest = self._portrait[POSE]
            pose = rest.expand(last - own, -1)
            if last > first:
                noise = torch.tensor(self._drawn.noise[n], device=self._device)
                moved = self._pose(self._pose.encode(heard[moving - begin :]), noise, self._style, rest)
                pose = torch.cat((rest[None][: first - own], moved[first - last :]))
            return np.asarray(torch.cat((expression, pose), dim=1).cpu().numpy())


@dataclass(frozen=True)
class Driven:
    """A clip's moves as driving coefficients, see `driving_coefficients`."""

    moves: Moves
    portrait: Coefficients  # (73,)
    whole_photo: bool
    still: bool
    expression_scale: float
    pose_scale: float = 1.0

    @property
    def frames(self) -> int:
        """How many there are."""
        return self.moves.frames

    def rows(self, first: int, last: int) -> Coefficients:
        """Those of frames first..last-1: (last - first, 70 or 73)."""
        moved, scales = self.moves.rows(first, last), (self.expression_scale, self.pose_scale)
        return driving_coefficients(moved, self.portrait, self.whole_photo, self.still, *scales)


def driving_coefficients(
    motion: Coefficients,
    portrait: Coefficients,
    whole_photo: bool,
    still: bool,
    expression_scale: float,
    pose_scale: float = 1.0,
) -> Coefficients:
    """Scale the motion, hold the head where it is to be still; (t, 70), or (t, 73) where the whole photo is shown.

    Every frame for itself.
    """
    driving = np.tile(portrait, (len(motion), 1))  # (t, 73)
    driving[:, EXPRESSION] = motion[:, EXPRESSION] * expression_scale
    if not still:
        driving[:, POSE] = portrait[POSE] + (motion[:, POSE] - portrait[POSE]) * pose_scale
        if pose_scale == 1.0:
            driving[:, POSE] = motion[:, POSE]
    return driving if whole_photo else driving[:, : ALIGNMENT.start]
