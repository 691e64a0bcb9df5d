"""Reading the portrait photo: any common image file in, upright opaque RGB out."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from videolecture.bounded import picture
from videolecture.errors import InputError, Term, reason
from videolecture.types import Image, Photo

LONGEST_SIDE = 4096  # pixels kept; no engine draws larger frames
SMALLEST_SIDE = 64  # pixels; below this nothing is left of a face
SMALL_SIDE = 256  # pixels; below this the user is warned
MOST_PIXELS = 150_000_000  # decoded; beyond it a file is taken for a decompression bomb
MOST_BYTES = 200_000_000  # of the file
BACKDROP = (238, 238, 238)  # what shows through transparency: a light grey wall

REMEDY = "Give a JPEG, PNG, WebP or HEIC photo of one face looking at the camera."


def load(path: Path) -> tuple[Photo, tuple[Term, ...]]:
    """The photo and warnings for the user.

    EXIF rotation is applied, transparency flattened onto light grey, embedded colour profiles converted to sRGB, and
    more than 4096 pixels reduced to that. Raises InputError for what cannot be used.
    """
    path = Path(path)
    content = _read(path)
    upright, reduced, notes = _decode(path, content)
    pixels: Image = np.ascontiguousarray(np.asarray(upright, dtype=np.uint8))
    return Photo(path.name, hashlib.sha256(content).hexdigest(), pixels, reduced), notes


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise InputError(
            "The photo «{path}» is a folder.",
            REMEDY,
            code="photo-folder",
            path=path,
        )
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(
                "The photo «{path}» is larger than {most} MB.",
                REMEDY,
                code="photo-too-large",
                path=path,
                most=MOST_BYTES // 1000000,
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            "The photo «{path}» does not exist.",
            "Check the path given as the face.",
            code="photo-missing",
            path=path,
        ) from None
    except OSError as error:
        raise InputError(
            "The photo «{path}» cannot be read: {reason}.",
            REMEDY,
            code="photo-unreadable",
            path=path,
            reason=reason(error),
        ) from error
    if not content:
        raise InputError(
            "The photo «{path}» is an empty file.",
            REMEDY,
            code="photo-empty",
            path=path,
        )
    return content


def _decode(path: Path, content: bytes) -> tuple[Pillow.Image, float, tuple[Term, ...]]:
    try:
        decoded = picture.decode(content, MOST_PIXELS, (LONGEST_SIDE, LONGEST_SIDE), BACKDROP)
    except picture.TooLarge:
        raise InputError(
            "The photo «{path}» has more than {most} million pixels.",
            "Save it in a smaller size.",
            code="photo-pixels",
            path=path,
            most=MOST_PIXELS // 1000000,
        ) from None
    except picture.NoPicture as error:
        raise InputError(
            "«{path}» is not an image that can be read.",
            REMEDY,
            code="photo-no-image",
            path=path,
        ) from error
    except picture.Damaged as error:
        raise InputError(
            "The photo «{path}» is damaged or cut short.",
            "Save or download it again.",
            code="photo-damaged",
            path=path,
        ) from error
    upright = decoded.picture
    _check_size(path, *decoded.size)
    notes = []
    if min(upright.size) < SMALL_SIDE:
        small = Term(
            "The photo is small ({width}x{height} pixels): the video will be soft. At least 512 pixels are better.",
            code="photo-small",
            width=upright.width,
            height=upright.height,
        )
        notes.append(small)
    return upright, max(upright.size) / max(decoded.size), tuple(notes)


def _check_size(path: Path, width: int, height: int) -> None:
    if min(width, height) < SMALLEST_SIDE:
        raise InputError(
            "The photo «{path}» is only {width}x{height} pixels.",
            "Give one of at least {least} pixels on its shorter side.",
            code="photo-too-small",
            path=path,
            width=width,
            height=height,
            least=SMALL_SIDE,
        )
