"""Restores the face in every frame of a clip, streaming, without flicker.

What would flicker is taken away: the network's noise is the stored one; the alignment is the mean over neighbouring
frames; the mask is the oval of our own face mesh, moved with it, with a soft edge.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from videolecture.face.batches import pictures, precision
from videolecture.face.gfpgan.checkpoint import load
from videolecture.face.gfpgan.network import GfpGan
from videolecture.face.landmarks.mesh import MeshModel, square_around
from videolecture.types import Image

NAME = "The enhancer GFPGAN"
SIDE = 512
# Where the network expects the eyes, the nose's tip and the mouth's corners (FFHQ's alignment, as published).
TEMPLATE = np.array(
    [
        [192.98138, 239.94708],
        [318.90277, 240.1936],
        [256.63416, 314.01935],
        [201.26117, 371.41043],
        [313.08905, 371.15118],
    ]
)
# Mesh points whose mean is each of the five.
FIVE = ((33, 160, 158, 133, 153, 144), (362, 385, 387, 263, 373, 380), (1, 1, 1, 4), (61,), (291,))
# The outline of the face, all around.
OVAL: tuple[int, ...] = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377)
OVAL += (152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)
BORDER = (135, 133, 132)[::-1]  # RGB of what lies beyond the picture, as published
EDGE = 0.035  # standard deviation of the mask's soft edge, as a part of 512 pixels
COARSE = 4  # pixels of 512 for one of the mask: its edge is so soft that the frames differ by rounding alone
INSET = 0.05  # how far the mask stays within the oval, the same
NEIGHBOURS = 2  # frames on either side over which the alignment is averaged
LEAST_PRESENCE = 0.5
LEAST_OUTPUT = 512  # pixels: smaller frames are doubled first, or there is no room for the detail
GPU_BATCH = 8  # faces restored at once; a CPU gains nothing by more than one

Points = NDArray[np.float32]  # (478, 3)


@dataclass(frozen=True)
class Aligned:
    """A frame on its way through the network."""

    large: Image  # (h, w, 3): the frame, doubled where it is small
    face: Image  # (512, 512, 3): its face, as the network expects it
    there: NDArray[np.float64]  # (2, 3): from `large` to `face`
    outline: NDArray[np.float64]  # (36, 2): the face's in pixels of `face`


class Enhancer:
    """GFPGAN on its device, with the face mesh that finds the face."""

    def __init__(self, path: Path, device: torch.device, batch: int = 0) -> None:
        """Load the published file; `batch` faces are restored at once, 0: as many as suit the device. Raises
        WeightsError.
        """
        self._device = device
        self._network: GfpGan = load(path).to(device)
        self._mesh = MeshModel()
        self.half = device.type == "cuda"
        self._batch = batch or (GPU_BATCH if self.half else 1)

    def enhance(self, frames: Iterator[Image], mesh: Points) -> Iterator[Image]:
        """Frames (s, s, 3) and the mesh of the face at rest in them, pixels -> as many frames, at least 512 pixels
        large.
        """
        followed = steadied(followed_faces(self._mesh, frames, mesh))
        for aligned, restored in self.restored(_aligned(frame, points) for frame, points in followed):
            yield pasted(aligned, restored)

    def restored(self, aligned: Iterator[Aligned]) -> Iterator[tuple[Aligned, Image]]:
        """Each with its restored face, (512, 512, 3). Where memory does not suffice for one, that error passes."""
        exact = self._exactly if self.half else None
        return pictures(aligned, self._batch, self._inputs, lambda faces: self._run(faces, self.half), exact, NAME)

    def _inputs(self, aligned: list[Aligned]) -> Tensor:
        """(b, 3, 512, 512), in [-1, 1]."""
        faces = torch.from_numpy(np.stack([one.face for one in aligned]))
        if self._device.type == "cuda":  # copied without waiting for what the GPU is doing
            faces = faces.pin_memory().to(self._device, non_blocking=True)
        return faces.permute(0, 3, 1, 2) / 255 * 2 - 1

    def _run(self, faces: Tensor, half: bool) -> Tensor:
        """RGB in [-1, 1] -> black at 0 and white at 1, both (b, 3, 512, 512)."""
        with torch.inference_mode(), precision(self._device, half):
            return (self._network(faces).float() + 1) / 2  # type: ignore[no-any-return]

    def _exactly(self, faces: Tensor) -> Tensor:
        return self._run(faces, half=False)


def _aligned(frame: Image, points: Points) -> Aligned:
    factor = 2 if max(frame.shape[:2]) < LEAST_OUTPUT else 1
    height, width = frame.shape[0] * factor, frame.shape[1] * factor
    large = cv2.resize(frame, (width, height), interpolation=cv2.INTER_CUBIC) if factor > 1 else frame
    flat = points[:, :2].astype(np.float64) * factor
    there = similarity(five(flat), TEMPLATE)
    face = cv2.warpAffine(large, there, (SIDE, SIDE), borderMode=cv2.BORDER_CONSTANT, borderValue=BORDER)
    outline = flat[list(OVAL)] @ there[:, :2].T + there[:, 2]
    return Aligned(np.asarray(large, dtype=np.uint8), np.asarray(face, dtype=np.uint8), there, outline)


def pasted(aligned: Aligned, restored: Image) -> Image:
    """The frame with its restored face (512, 512, 3)."""
    height, width = aligned.large.shape[:2]
    back = cv2.invertAffineTransform(aligned.there)
    face = cv2.warpAffine(restored, back, (width, height), flags=cv2.INTER_CUBIC)
    coarse = np.array([[COARSE, 0, (COARSE - 1) / 2], [0, COARSE, (COARSE - 1) / 2], [0, 0, 1]])
    share = cv2.warpAffine(oval_mask(aligned.outline), back @ coarse, (width, height))
    return np.asarray(cv2.blendLinear(face, aligned.large, share, 1 - share), dtype=np.uint8)


def followed_faces(model: MeshModel, frames: Iterator[Image], mesh: Points) -> Iterator[tuple[Image, Points]]:
    """Every frame with its mesh, the one at rest where no face is found.

    The search begins at the place of rest each time: the same picture gives the same mesh, whatever came before it.
    """
    rest = mesh.astype(np.float32)
    for frame in frames:
        found = model.locate(frame, square_around(rest), careful=False)
        yield frame, found.points if found.presence >= LEAST_PRESENCE else rest


def steadied(followed: Iterator[tuple[Image, Points]]) -> Iterator[tuple[Image, Points]]:
    """Average every frame's mesh with its neighbours'; holds no more than their frames."""
    window: deque[tuple[Image, Points]] = deque()
    at = 0  # index in the window of the frame that is due
    for item in followed:
        window.append(item)
        if len(window) > at + NEIGHBOURS:
            yield _mean(window, at)
            at += 1
            if at > NEIGHBOURS:
                window.popleft()
                at -= 1
    while at < len(window):
        yield _mean(window, at)
        at += 1


def _mean(window: deque[tuple[Image, Points]], at: int) -> tuple[Image, Points]:
    reach = min(NEIGHBOURS, at, len(window) - 1 - at)  # the same on both sides, so that a movement is not delayed
    points = [window[i][1] for i in range(at - reach, at + reach + 1)]
    mean: Points = np.mean(points, axis=0).astype(np.float32)
    return window[at][0], mean


def five(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mesh points (478, 2) -> (5, 2): eyes, nose tip, mouth corners."""
    return np.stack([points[list(indices)].mean(axis=0) for indices in FIVE])


def similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The (2, 3) turn, scale and shift that carries source (n, 2) to target with least squares."""
    zeros, ones = np.zeros(len(source)), np.ones(len(source))
    x, y = source.T
    rows = np.concatenate([np.stack([x, -y, ones, zeros], axis=1), np.stack([y, x, zeros, ones], axis=1)])
    (a, b, tx, ty), *_ = np.linalg.lstsq(rows, target.T.ravel(), rcond=None)
    return np.array([[a, -b, tx], [b, a, ty]])


def oval_mask(outline: NDArray[np.float64]) -> NDArray[np.float32]:
    """The outline in template pixels (n, 2) -> (512 / COARSE, 512 / COARSE), 0..1, soft at its edge, 0 at the
    template's border.
    """
    mask = np.zeros((SIDE, SIDE), dtype=np.uint8)
    cv2.fillPoly(mask, [np.rint(outline).astype(np.int32)], 255)
    inset = max(1, round(INSET * SIDE))
    mask[:inset], mask[-inset:], mask[:, :inset], mask[:, -inset:] = 0, 0, 0, 0
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * inset + 1, 2 * inset + 1))
    side = SIDE // COARSE
    small = cv2.resize(cv2.erode(mask, kernel), (side, side), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small.astype(np.float32), (0, 0), EDGE * side)
    return np.asarray(soft, dtype=np.float32) / np.float32(255)
