"""What was found in a photo, as pictures: for `videolecture portrait`, so that a user can choose the best photo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from videolecture.engines import FaceEngine
from videolecture.errors import InputError, Term
from videolecture.face.landmarks.find import Face, FaceFinder
from videolecture.types import SAMPLE_RATE, Image, Motion, Photo, Speech, Viseme, VisemeName

SIDE = 960  # pixels of the annotated picture's longer side
SAYS: tuple[VisemeName, ...] = (
    "pp",
    "aa",
    "pp",
    "ou",
    "ss",
    "ih",
)  # of the sample: the lips close, open, round, spread
SECONDS = 1.0
HEAD = 2.0  # of the face's size: what is shown of a photo in which the head is small
CLOSE = 384  # pixels of that picture's side


@dataclass(frozen=True)
class FoundFace:
    """The face of a photo, as it is shown to the user."""

    face: Face
    picture: Image  # the photo with the face's box, landmarks and irises drawn in
    warnings: tuple[Term, ...]


def look(photo: Photo, face_box: str = "") -> FoundFace:
    """Find the face and draw what was found. Raises InputError where there is none that can be animated."""
    face = FaceFinder().find(photo, face_box)
    return FoundFace(face, annotated(photo, face), face.warnings)


def annotated(photo: Photo, face: Face) -> Image:
    """The photo, at most 960 pixels, with the face's box (left, top, right, bottom as --face-box takes them)."""
    height, width = photo.pixels.shape[:2]
    scale = min(1.0, SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    picture = cv2.resize(photo.pixels, size, interpolation=cv2.INTER_AREA)
    thick = max(1, round(max(size) / 480))
    left, top, right, bottom = (round(value * scale) for value in face.box)
    cv2.rectangle(picture, (left, top), (right, bottom), (60, 220, 60), thick, cv2.LINE_AA)
    for index, (x, y) in enumerate((face.points[:, :2] + 0.5) * scale - 0.5):
        colour = (255, 220, 60) if index < 468 else (255, 80, 60)
        cv2.circle(picture, (round(float(x)), round(float(y))), thick, colour, -1, cv2.LINE_AA)
    label = ",".join(map(str, box_of(photo, face)))
    at = (max(2, left), max(14, top - 6))
    for ink, weight in (((0, 0, 0), 3), ((255, 255, 255), 1)):
        cv2.putText(picture, label, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, ink, weight, cv2.LINE_AA)
    return np.asarray(picture, dtype=np.uint8)


def box_of(photo: Photo, face: Face) -> list[int]:
    """The face's left, top, right and bottom in pixels of the photo's file, as --face-box takes them."""
    return [round(side / photo.reduced) for side in face.box]


def sample_speech() -> Speech:
    """One second without a voice in which every kind of mouth shape comes."""
    each = (SECONDS - 0.24) / len(SAYS)
    visemes = tuple(Viseme(name, 0.1 + i * each, 0.1 + (i + 1) * each, 1.0) for i, name in enumerate(SAYS))
    # Loud throughout: the puppet opens its mouth as far as the voice is loud.
    return Speech(np.full(round(SECONDS * SAMPLE_RATE), 0.1, np.float32), SAMPLE_RATE, (), visemes)


def sample_frames(
    engine: FaceEngine,
    photo: Photo,
    options: Mapping[str, str | int | float | bool] | None = None,
    motion: Motion | None = None,
) -> Iterator[Image]:
    """One second of the portrait speaking, 25 frames; the sound to it is silence."""
    portrait = engine.prepare(photo, options or {}, lambda _done, _what: None)
    yield from engine.animate(portrait, sample_speech(), motion or Motion())


def around_head(frames: list[Image]) -> list[Image]:
    """The frames, or the head in them alone where it is small: mouths and lids are what one chooses a photo by."""
    try:
        left, top, right, bottom = FaceFinder().find(Photo("frame", "", frames[0])).box
    except InputError:
        return frames  # an engine's own cropping may leave too little around the face to be found again
    height, width = frames[0].shape[:2]
    side = round(HEAD * max(right - left, bottom - top))
    if side >= min(height, width):
        return frames
    x = min(max(0, round((left + right - side) / 2)), width - side)
    y = min(max(0, round((top + bottom - side) / 2)), height - side)
    parts = (frame[y : y + side, x : x + side] for frame in frames)
    kind = cv2.INTER_AREA if side > CLOSE else cv2.INTER_CUBIC
    return [np.asarray(cv2.resize(part, (CLOSE, CLOSE), interpolation=kind), dtype=np.uint8) for part in parts]


def contact_sheet(frames: list[Image], columns: int = 5) -> Image:
    """Frames side by side, row by row; as many as fill whole rows."""
    rows = [np.hstack(frames[at : at + columns]) for at in range(0, len(frames) - columns + 1, columns)]
    return np.vstack(rows)
