"""The face engine `puppet`: one photo animated as a layered 2.5D mesh, on any CPU, faster than it is watched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from videolecture.engines import FaceEngine
from videolecture.errors import InputError, Term
from videolecture.types import EngineInfo, Image, Motion, Photo, Portrait, Progress, Speech, Value

if TYPE_CHECKING:
    from videolecture.face.puppet.rig import Rig

KEPT_SIDE = 2560  # pixels of the photo's longer side kept in the portrait: frames are rarely larger
NEAR = 60.0  # pixels between the eyes' corners, at least, at which the mouth is looked at
FOUND, CUT_OUT = 0.6, 0.8  # parts of the time until the face is found, and the person cut out
LEAST_SIZE, MOST_SIZE = 64, 4096  # pixels of a frame's longer side
LIPS_HIDDEN = "Little of the mouth is seen moving: a photo whose lips show is better."


class Puppet(FaceEngine):
    """A 2.5D mesh puppet of the photo: lips, jaw, eyes, brows, head and breath move, the background does not."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="puppet",
        kind="face",
        title="2.5D mesh puppet of one photo",
        licence_code="Apache-2.0",
        licence_weights="Apache-2.0 (MediaPipe models)",
        commercial=True,
        behaviour=14,
        weights=("face-detection-short", "face-detection-full", "face-landmarks", "iris", "selfie-segmentation"),
        measured="262 frames a second of 512 pixels on two cores, encoded (make bench)",
        limits="Small head movements only; the face must look roughly at the camera.",
    )

    options: ClassVar[Mapping[str, str]] = {
        "face_box": "left,top,right,bottom in pixels of the photo: which face",
        "gaze": "steady, natural or lively",
        "whole_photo": "true: show a very tall or wide photo whole, not the part around the person",
    }

    crops: ClassVar[bool] = True  # of a very tall or wide photo, the part around the person; see face/framing.py

    @staticmethod
    def warm_up() -> None:
        """Compile the inner loops and keep them on disk, so that the first clip does not wait (about 30 s, once)."""
        from videolecture.face.puppet import compiled

        compiled.warm_up()

    def __init__(self) -> None:
        self._rig: tuple[tuple[str, int], Rig] | None = None

    def prepare(self, photo: Photo, options: Mapping[str, str | int | float | bool], progress: Progress) -> Portrait:
        """Find the face, cut out the person, look at how the mouth shows.

        Options: face_box "left,top,right,bottom" in pixels of the photo's file; whole_photo.
        """
        from videolecture.face import framing
        from videolecture.face.landmarks.find import FaceFinder
        from videolecture.face.landmarks.mesh import MeshModel
        from videolecture.face.landmarks.segmentation import Segmentation
        from videolecture.face.puppet import layers
        from videolecture.face.puppet.calibration import calibrate
        from videolecture.face.puppet.features import measure
        from videolecture.face.puppet.rig import Rig, frame_size, resize

        progress(0.0, "looking for the face")
        face_box = str(options.get("face_box", ""))
        face = FaceFinder().find(photo, face_box)
        progress(FOUND, "cutting out the person")
        picture, points, notes = framing.shown(photo, face.points, face.box, framing.whole(options))
        height, width = picture.shape[:2]
        if max(width, height) > KEPT_SIDE:
            kept_width, kept_height = frame_size(width, height, KEPT_SIDE)
            picture = resize(picture, kept_width, kept_height)
            scale = kept_width / width
            points = points * np.float32(scale)
        matte = layers.matte(picture, measure(points), Segmentation())
        progress(CUT_OUT, "looking at how the mouth shows")
        longer = max(picture.shape[:2])
        size = min(max(Motion().size, round(NEAR / measure(points).frame.unit * longer)), KEPT_SIDE)
        found = calibrate(Rig(picture, points, matte, size), points * np.float32(size / longer), MeshModel())
        part = f" {height}x{width}" if notes else ""
        digest = hashlib.sha256(f"puppet {self.info.behaviour} {photo.digest} {face_box}{part}".encode()).hexdigest()
        progress(1.0, "the portrait is ready")
        data: dict[str, Value] = {"photo": picture, "landmarks": points, "matte": matte, **found.data()}
        hidden = () if found.seen else (Term(LIPS_HIDDEN, code="face-lips-hidden"),)
        return Portrait("puppet", digest, data, (*notes, *face.warnings, *hidden))

    def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Iterator[Image]:
        """Frames of round(duration * fps); the first and the last are the rest picture.

        Options of the motion: gaze "steady", "natural" or "lively".
        """
        from videolecture.face.puppet.calibration import from_data
        from videolecture.face.puppet.performance import perform

        if not LEAST_SIZE <= motion.size <= MOST_SIZE:
            raise InputError(
                "Frames of {size} pixels cannot be made.",
                "Use {least} to {most}.",
                code="puppet-size",
                size=motion.size,
                least=LEAST_SIZE,
                most=MOST_SIZE,
            )
        rig = self._rigged(portrait, motion.size)
        for pose in perform(speech, motion, from_data(portrait.data)):
            yield rig.draw(pose)

    def _rigged(self, portrait: Portrait, size: int) -> Rig:
        """The portrait at this size; the last one is kept, since clips of a lecture share it."""
        from videolecture.face.puppet.rig import Rig

        key = (portrait.digest, size)
        if self._rig is None or self._rig[0] != key:
            data = portrait.data
            self._rig = (
                key,
                Rig(
                    np.asarray(data["photo"], dtype=np.uint8),
                    np.asarray(data["landmarks"], dtype=np.float32),
                    np.asarray(data["matte"], dtype=np.uint8),
                    size,
                ),
            )
        return self._rig[1]
