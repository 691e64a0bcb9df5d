"""The face in a photo: which one, where exactly, and whether it can be animated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from videolecture.errors import InputError, Term
from videolecture.face.landmarks.detection import Detection, Detector
from videolecture.face.landmarks.mesh import Mesh, MeshModel, Square, square_around
from videolecture.face.landmarks.model import Floats
from videolecture.types import Image, Photo

LEAST_PRESENCE = 0.5  # of the mesh model, that its crop shows a face
MOST_ROLL = 50.0  # degrees the head may lean
MOST_YAW = 38.0  # degrees it may be turned aside; beyond it half of the mouth is hidden
MOST_PITCH = 38.0  # degrees up or down
WARN_YAW = 22.0  # degrees from which the result suffers
SMALL_FACE = 60.0  # pixels between the eyes' outer corners below which the face is soft
TINY = 100.0  # pixels of a face under which its lean is a guess
CUT = 0.05  # of the face may lie outside the photo: landmarks at the contour are off by as much
RIVAL = 0.35  # another face is mentioned when its prominence is at least this fraction of the chosen one's

TURNED = "The face is turned aside by about {degrees:.0f} degrees: one looking at the camera is better."
CUT_OFF = "The photo's edge cuts off a part of the face: one with the whole head is better."
FAR = "The face is small ({pixels:.0f} pixels between the eyes): a closer photo is better."


@dataclass(frozen=True)
class Face:
    """The chosen face."""

    points: Floats  # (478, 3), see Mesh
    box: tuple[float, float, float, float]  # left, top, right, bottom of the landmarks, pixels
    roll: float  # degrees, clockwise positive
    yaw: float  # degrees, toward image right positive
    pitch: float  # degrees, down positive
    warnings: tuple[Term, ...]


class FaceFinder:
    """Detection and landmarks; the networks are loaded once."""

    def __init__(self) -> None:
        self._detector = Detector()
        self._mesh = MeshModel()

    def find(self, photo: Photo, face_box: str = "") -> Face:
        """The largest clear face of the photo, or the one in `face_box`: "left,top,right,bottom", pixels of its file.

        Raises InputError where there is none, or none that can be animated: with the reason.
        """
        image = photo.pixels
        notes: list[Term] = []
        if face_box:
            detection = self._in_box(photo, face_box)
        else:
            detection, others = self._largest(photo)
            if others:
                several = Term(
                    "There are {count} faces in «{photo}»; the largest speaks. --face-box picks another.",
                    code="face-several",
                    count=others + 1,
                    photo=photo.name,
                )
                notes.append(several)
        mesh = self._mesh.locate(image, _square(detection))
        if _is_cut(mesh.points, image):
            notes.append(Term(CUT_OFF, code="face-cut"))
        face = _face(mesh, notes)
        _check_pose(photo, face)
        return face

    def _largest(self, photo: Photo) -> tuple[Detection, int]:
        upright = self._faces(photo.pixels)
        lying = {turns: self._faces(np.rot90(photo.pixels, turns)) for turns in (2, 1, 3)} if not upright else {}
        if not upright:
            for turns, faces in lying.items():
                if faces:
                    turned = np.ascontiguousarray(np.rot90(photo.pixels, turns))
                    raise _not_upright(photo, turns, max(self._size(turned, face) for face in faces))
            raise InputError(
                "No face was found in «{name}».",
                "Give a photo where one face looks at the camera, well lit and not too small.",
                code="face-not-found",
                name=photo.name,
            )
        ranked = sorted(upright, key=lambda detection: -_prominence(detection))
        best = ranked[0]
        self._check_upright(photo, best)
        seen = [best]
        for other in ranked[1:]:
            if _prominence(other) >= RIVAL * _prominence(best) and not self._among(other, seen, photo.pixels):
                seen.append(other)
        return best, len(seen) - 1

    def _among(self, found: Detection, faces: list[Detection], image: Image) -> bool:
        """Whether it is one of these faces, found again: in a large photo two detectors and overlapping parts find the
        same face with boxes that share little. Their meshes lie on one another.
        """
        meshes = [self._mesh.locate(image, _square(each), careful=False) for each in (found, *faces)]
        centres = [mesh.points[:468, :2].mean(axis=0) for mesh in meshes]
        sizes = [float(np.ptp(mesh.points[:468, 1])) for mesh in meshes]
        return any(
            float(np.hypot(*(centres[0] - centre))) < max(sizes[0], size) / 2
            for centre, size in zip(centres[1:], sizes[1:], strict=True)
        )

    def _faces(self, image: Image) -> list[Detection]:
        """Detections that the mesh model confirms."""
        image = np.ascontiguousarray(image)
        confirmed = []
        for detection in self._detector.find(image):
            mesh = self._mesh.locate(image, _square(detection), careful=False)
            if mesh.presence >= LEAST_PRESENCE:
                confirmed.append(detection)
        return confirmed

    def _size(self, image: Image, detection: Detection) -> float:
        """The height of a face in pixels by its mesh: a detection of a small face may be twice as large."""
        return float(np.ptp(self._mesh.locate(image, _square(detection), careful=False).points[:468, 1]))

    def _check_upright(self, photo: Photo, detection: Detection) -> None:
        """An upside-down face is found too, with its chin taken for a forehead: whoever scores higher is right."""
        size = self._size(photo.pixels, detection)
        if size < TINY:
            return  # which way up so small a face is cannot be told so; its mesh tells whether it leans
        left, top, right, bottom = detection.box
        margin = detection.size * 0.7
        height, width = photo.pixels.shape[:2]
        x0, y0 = max(0, int(left - margin)), max(0, int(top - margin))
        x1, y1 = min(width, int(right + margin)), min(height, int(bottom + margin))
        around = photo.pixels[y0:y1, x0:x1]
        scores = []
        for turns in range(4):
            found = [d for d in self._faces(np.rot90(around, turns)) if abs(np.degrees(d.roll)) < MOST_ROLL]
            scores.append(max((d.score for d in found), default=0.0))
        best = int(np.argmax(scores))
        if best and scores[best] > scores[0] + 0.1:
            raise _not_upright(photo, best, size)

    def _in_box(self, photo: Photo, face_box: str) -> Detection:
        left, top, right, bottom = (side * photo.reduced for side in parse_box(face_box))
        height, width = photo.pixels.shape[:2]
        if not (0 <= left < right <= width and 0 <= top < bottom <= height):
            raise InputError(
                "The face box {box} is not inside «{name}» ({width}x{height} pixels).",
                "Give left,top,right,bottom in pixels of the photo.",
                code="face-box-outside",
                box=face_box,
                name=photo.name,
                width=round(width / photo.reduced),
                height=round(height / photo.reduced),
            )
        margin = max(right - left, bottom - top) * 0.5
        x0, y0 = max(0, int(left - margin)), max(0, int(top - margin))
        part = photo.pixels[y0 : min(height, int(bottom + margin)), x0 : min(width, int(right + margin))]
        centre = np.array([(left + right) / 2 - x0, (top + bottom) / 2 - y0])
        faces = self._faces(part)
        inside = [f for f in faces if left - x0 <= (f.box[0] + f.box[2]) / 2 <= right - x0]
        inside = [f for f in inside if top - y0 <= (f.box[1] + f.box[3]) / 2 <= bottom - y0]
        if not inside:
            raise InputError(
                "There is no face inside the box {box} of «{name}».",
                "Draw it around a face.",
                code="face-box-empty",
                box=face_box,
                name=photo.name,
            )
        near = min(inside, key=lambda f: float(np.hypot(*((np.array(f.box[:2]) + f.box[2:]) / 2 - centre))))
        moved = tuple(value + shift for value, shift in zip(near.box, (x0, y0, x0, y0), strict=True))
        return Detection(
            near.score, (moved[0], moved[1], moved[2], moved[3]), near.points + np.array([x0, y0], dtype=np.float32)
        )


def parse_box(text: str) -> tuple[float, float, float, float]:
    """Four numbers out of "left,top,right,bottom". Raises InputError."""
    try:
        left, top, right, bottom = (float(part) for part in text.replace(";", ",").split(","))
    except ValueError:
        raise _no_box(text) from None
    if not all(np.isfinite((left, top, right, bottom))):
        raise _no_box(text)
    return left, top, right, bottom


def _no_box(text: str) -> InputError:
    return InputError(
        "The face box «{text}» is not four numbers.",
        "Write it as left,top,right,bottom, for example 120,80,360,340.",
        code="face-box-malformed",
        text=text,
    )


def _prominence(detection: Detection) -> float:
    """What is large and surely a face: folds of clothes are taken for large faces, too, but with little confidence."""
    return detection.size * detection.score**2


def _square(detection: Detection) -> Square:
    left, top, right, bottom = detection.box
    return Square((left + right) / 2, (top + bottom) / 2, detection.size * 1.5, detection.roll)


def _face(mesh: Mesh, notes: list[Term]) -> Face:
    points = mesh.points
    square = square_around(points)
    yaw, pitch = _turn(points)
    eyes = float(np.hypot(*(points[263, :2] - points[33, :2])))
    if abs(yaw) > WARN_YAW:
        notes.append(Term(TURNED, code="face-aside", degrees=abs(yaw)))
    if eyes < SMALL_FACE:
        notes.append(Term(FAR, code="face-far", pixels=eyes))
    low, high = points[:468, :2].min(axis=0), points[:468, :2].max(axis=0)
    box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return Face(points, box, float(np.degrees(square.roll)), yaw, pitch, tuple(notes))


def _is_cut(points: Floats, image: Image) -> bool:
    """Whether the photo ends before the face does."""
    low, high = points[:468, :2].min(axis=0), points[:468, :2].max(axis=0)
    spare = CUT * (high - low)
    return bool(np.any(low < -spare) or np.any(high > np.array(image.shape[1::-1]) + spare))


def _turn(points: Floats) -> tuple[float, float]:
    """(yaw, pitch) in degrees, from the depth of the cheeks' and of the forehead's and chin's points."""
    across = points[454] - points[234]
    down = points[152] - points[10]
    yaw = np.degrees(np.arctan2(across[2], np.hypot(across[0], across[1])))
    pitch = np.degrees(np.arctan2(down[2], np.hypot(down[0], down[1])))
    return float(yaw), float(pitch)


def _check_pose(photo: Photo, face: Face) -> None:
    size = max(face.box[2] - face.box[0], face.box[3] - face.box[1])
    if max(abs(face.roll) - MOST_ROLL, abs(face.yaw) - MOST_YAW, abs(face.pitch) - MOST_PITCH) > 0 and size < TINY:
        raise _too_small(photo, size)
    if abs(face.roll) > MOST_ROLL:
        raise InputError(
            "The face in «{name}» leans by {roll:.0f} degrees.",
            "Rotate the photo so that it is upright. Where no face leans so, something else was taken for "
            "one: give a photo where one face looks at the camera.",
            code="face-leans",
            name=photo.name,
            roll=abs(face.roll),
        )
    if abs(face.yaw) > MOST_YAW:
        raise InputError(
            "The face in «{name}» is turned aside by about {yaw:.0f} degrees.",
            "Give a photo where the face looks at the camera.",
            code="face-turned",
            name=photo.name,
            yaw=abs(face.yaw),
        )
    if abs(face.pitch) > MOST_PITCH:
        raise InputError(
            "The face in «{name}» looks up or down by about {pitch:.0f} degrees.",
            "Give a photo where the face looks at the camera.",
            code="face-nods",
            name=photo.name,
            pitch=abs(face.pitch),
        )


def _not_upright(photo: Photo, turns: int, size: float) -> InputError:
    if size < TINY:
        return _too_small(photo, size)
    if turns == 2:
        return InputError(
            "The face in «{name}» is upside down.",
            "Rotate the photo so that the face is upright.",
            code="face-upside-down",
            name=photo.name,
        )
    return InputError(
        "The face in «{name}» lies on its side.",
        "Rotate the photo so that the face is upright.",
        code="face-on-its-side",
        name=photo.name,
    )


def _too_small(photo: Photo, size: float) -> InputError:
    return InputError(
        "The face in «{photo}» is only {size} pixels large.",
        "Give a closer photo, or a larger copy of this one.",
        code="face-too-small",
        photo=photo.name,
        size=round(size / photo.reduced),
    )
