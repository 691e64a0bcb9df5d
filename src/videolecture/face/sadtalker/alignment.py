"""Aligns a face to the standard 3D landmarks, as the face reconstruction was trained (Deng et al., 2019)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from videolecture.face.sadtalker.crop import Landmarks
from videolecture.types import Image

SIDE = 224  # pixels of the aligned face
RESCALE = 102.0  # how large the standard landmarks appear in it
# Eyes, nose tip and corners of the mouth on the mean face, in the 3DMM's units; x right, y up, z towards the camera.
STANDARD = np.array(
    [
        [-0.31148657, 0.29036078, 0.13377953],
        [0.30979887, 0.28972036, 0.13179526],
        [0.0032535, -0.04617932, 0.55244243],
        [-0.25216928, -0.38133916, 0.22405732],
        [0.2484662, -0.38128236, 0.22235769],
    ],
    dtype=np.float32,
)


@dataclass(frozen=True)
class Alignment:
    """The aligned face and the transformation that the mapping for `full` reads."""

    pixels: Image  # (224, 224, 3)
    parameters: NDArray[np.float64]  # scale, x, y: where the face lies, y counted upwards


def five_points(landmarks: Landmarks) -> Landmarks:
    """68 landmarks -> (5, 2): eyes, nose tip, corners of the mouth."""
    left_eye, right_eye = landmarks[[36, 39]], landmarks[[42, 45]]
    return np.stack([left_eye.mean(axis=0), right_eye.mean(axis=0), landmarks[30], landmarks[48], landmarks[54]])


def align(face: Image, landmarks: Landmarks) -> Alignment:
    """A face (h, w, 3) and its 68 landmarks -> the face scaled and shifted so that five of them fit the standard
    ones.
    """
    height, width = face.shape[:2]
    points = five_points(landmarks)
    points = np.stack([points[:, 0], height - 1 - points[:, 1]], axis=1)
    # Least squares for two rows of a camera: x = a . X + tx, y = b . X + ty.
    design = np.column_stack([STANDARD.astype(np.float64), np.ones(len(STANDARD))])
    fit, *_ = np.linalg.lstsq(design, points, rcond=None)  # (4, 2)
    scale = RESCALE / (np.linalg.norm(fit[:3], axis=0).sum() / 2)
    x, y = fit[3]
    scaled_width, scaled_height = int(width * scale), int(height * scale)
    left = int(scaled_width / 2 - SIDE / 2 + (x - width / 2) * scale)
    top = int(scaled_height / 2 - SIDE / 2 + (height / 2 - y) * scale)
    image = PIL.Image.fromarray(face).resize((scaled_width, scaled_height), PIL.Image.Resampling.BICUBIC)
    pixels = np.asarray(image.crop((left, top, left + SIDE, top + SIDE)))
    return Alignment(pixels, np.array([scale, x, y]))
