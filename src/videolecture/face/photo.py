"""Reading the portrait photo: any common image file in, upright opaque RGB out."""

from __future__ import annotations

import hashlib
import io
import warnings as python_warnings
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from videolecture.errors import InputError
from videolecture.types import Image, Photo

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "PPM", "AVIF", "MPO")  # no format that runs another program
LONGEST_SIDE = 4096  # pixels kept; no engine draws larger frames
SMALLEST_SIDE = 64  # pixels; below this nothing is left of a face
SMALL_SIDE = 256  # pixels; below this the user is warned
MOST_PIXELS = 150_000_000  # decoded; beyond it a file is taken for a decompression bomb
MOST_BYTES = 200_000_000  # of the file
BACKDROP = (238, 238, 238)  # what shows through transparency: a light grey wall

REMEDY = "Give a JPEG, PNG or WebP photo of one face looking at the camera."


def load(path: Path) -> tuple[Photo, tuple[str, ...]]:
    """The photo and warnings for the user.

    EXIF rotation is applied, transparency flattened onto light grey, embedded colour profiles converted to sRGB, and
    more than 4096 pixels reduced to that. Raises InputError for what cannot be used.
    """
    path = Path(path)
    content = _read(path)
    with python_warnings.catch_warnings():
        # Pillow warns of large images and odd metadata; the size is checked here, the rest does not matter.
        python_warnings.simplefilter("ignore")
        upright, reduced, notes = _decode(path, content)
    pixels: Image = np.ascontiguousarray(np.asarray(upright, dtype=np.uint8))
    return Photo(path.name, hashlib.sha256(content).hexdigest(), pixels, reduced), notes


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise InputError(f"The photo «{path}» is a folder.", REMEDY)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"The photo «{path}» is larger than {MOST_BYTES // 1_000_000} MB.", REMEDY)
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"The photo «{path}» does not exist.", "Check the path given as the face.") from None
    except OSError as error:
        raise InputError(f"The photo «{path}» cannot be read: {error.strerror or error}.", REMEDY) from error
    if not content:
        raise InputError(f"The photo «{path}» is an empty file.", REMEDY)
    return content


def _decode(path: Path, content: bytes) -> tuple[Pillow.Image, float, tuple[str, ...]]:
    try:
        opened = Pillow.open(io.BytesIO(content), formats=FORMATS)
    except Pillow.DecompressionBombError:
        raise _too_large(path) from None
    except Exception as error:  # Pillow's plugins raise anything at all on damaged headers
        raise InputError(f"«{path}» is not an image that can be read.", REMEDY) from error
    _check_size(path, *opened.size)
    longest = max(opened.size)
    try:
        opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # JPEG alone: decodes at a fraction where that is enough
        opened.load()
        upright, notes = _normalise(opened)
    except Exception as error:  # truncated or damaged pixels: OSError, SyntaxError, ValueError, struct.error, ...
        raise InputError(f"The photo «{path}» is damaged or cut short.", "Save or download it again.") from error
    return upright, max(upright.size) / longest, notes


def _check_size(path: Path, width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise _too_large(path)
    if min(width, height) < SMALLEST_SIDE:
        raise InputError(
            f"The photo «{path}» is only {width}x{height} pixels.",
            f"Give one of at least {SMALL_SIDE} pixels on its shorter side.",
        )


def _too_large(path: Path) -> InputError:
    return InputError(
        f"The photo «{path}» has more than {MOST_PIXELS // 1_000_000} million pixels.", "Save it in a smaller size."
    )


def _normalise(opened: Pillow.Image) -> tuple[Pillow.Image, tuple[str, ...]]:
    notes = []
    upright = ImageOps.exif_transpose(opened)
    if max(upright.size) > LONGEST_SIDE:
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Pillow.Resampling.LANCZOS, reducing_gap=2.0)
    if min(upright.size) < SMALL_SIDE:
        notes.append(
            f"The photo is small ({upright.width}x{upright.height} pixels): the video will be soft. "
            f"At least 512 pixels are better."
        )
    return _rgb(upright), tuple(notes)


def _rgb(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode.startswith("I") or picture.mode == "F":
        deep = np.asarray(picture, dtype=np.float64)
        # 16 bits a sample unless the file says more; scaled, where Pillow's own conversion would clip.
        top = 65535.0 if deep.max() > 255 else 255.0
        return Pillow.fromarray((deep / top * 255.0).clip(0, 255).astype(np.uint8)).convert("RGB")
    if picture.has_transparency_data:
        whole = picture.convert("RGBA")
        ground = Pillow.new("RGBA", whole.size, (*BACKDROP, 255))
        return Pillow.alpha_composite(ground, whole).convert("RGB")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted
        except ImageCms.PyCMSError:
            pass  # a broken profile is no reason to refuse the photo: its numbers are taken as sRGB
    return picture.convert("RGB")
