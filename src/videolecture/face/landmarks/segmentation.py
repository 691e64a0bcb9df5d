"""Selfie segmentation: how much each pixel belongs to the person."""

from __future__ import annotations

import cv2
import numpy as np

from videolecture.face.landmarks.model import Floats, Model
from videolecture.types import Image
from videolecture.weights import weight_path


class Segmentation:
    """MediaPipe's selfie segmentation, general model."""

    def __init__(self) -> None:
        self._model = Model(weight_path("selfie-segmentation"))

    def person(self, image: Image) -> Floats:
        """(height, width), 0..1, of the given picture stretched over the model's square."""
        side = self._model.side
        small = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
        mask = self._model(small)[0].reshape(side, side)
        whole = cv2.resize(mask, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        return np.asarray(whole, dtype=np.float32)
