"""Decoding other people's pictures: any common file, upright and opaque RGB out, within a bound of pixels."""

from __future__ import annotations

import io
import warnings as python_warnings
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import pi_heif
from PIL import ExifTags, Image, ImageCms, ImageOps

# Told by their content, whatever a file is called. No format that runs another program. MPO (a JPEG with further
# pictures) is opened as JPEG; HEIF (phones' HEIC) by pi-heif, a decoder alone.
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF", "PPM", "AVIF", "HEIF")

Colour = tuple[int, int, int]


class NoPicture(Exception):  # noqa: N818 (says what a file is; callers make it an error in their own words)
    """The bytes are not a picture of a known format."""


class Damaged(Exception):  # noqa: N818
    """A picture, but cut short or broken."""


class TooLarge(Exception):  # noqa: N818
    """More pixels than the caller takes."""


@dataclass(frozen=True)
class Decoded:
    """A picture and the size that the file itself has, before it was reduced: (width, height), upright."""

    picture: Image.Image  # RGB
    size: tuple[int, int]


def decode(content: bytes, most_pixels: int, box: tuple[int, int], backdrop: Colour) -> Decoded:
    """The picture in `content`, reduced to fit in `box` (width, height) pixels if it is larger, never enlarged.

    EXIF rotation is applied, transparency flattened onto `backdrop`, embedded colour profiles are converted to sRGB,
    16 bits a sample are scaled to 8. Raises NoPicture, Damaged, TooLarge (before anything is decoded).
    """
    with python_warnings.catch_warnings():
        # Pillow warns of large images and odd metadata; the size is checked here, the rest does not matter.
        python_warnings.simplefilter("ignore")
        opened = _open(io.BytesIO(content))
        if opened.width * opened.height > most_pixels:
            raise TooLarge
        try:
            size = opened.size
            opened.draft("RGB", (max(box), max(box)))  # JPEG alone: decodes at a fraction where that is enough
            opened.load()
            turned = opened.getexif().get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
            upright = ImageOps.exif_transpose(opened)
            if upright.mode in ("1", "P", "PA"):  # Pillow would pick single pixels of these when it reduces them
                upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
            if upright.width > box[0] or upright.height > box[1]:
                upright.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=2.0)
            return Decoded(rgb(upright, backdrop), size[::-1] if turned else size)
        except Exception as error:  # truncated or damaged pixels: OSError, SyntaxError, ValueError, struct.error, ...
            raise Damaged from error


def measure(content: BinaryIO) -> tuple[int, int]:
    """Width and height of a picture as it is stored (a phone's may lie on its side), from its header. Raises NoPicture,
    TooLarge.
    """
    with python_warnings.catch_warnings():
        python_warnings.simplefilter("ignore")
        return _open(content).size


def _open(content: BinaryIO) -> Image.Image:
    pi_heif.register_heif_opener()
    try:
        return Image.open(content, formats=FORMATS)
    except Image.DecompressionBombError:
        raise TooLarge from None
    except Exception as error:  # Pillow's plugins raise anything at all on damaged headers
        raise NoPicture from error


def rgb(picture: Image.Image, backdrop: Colour) -> Image.Image:
    """The picture as RGB of 8 bits, its transparency flattened onto `backdrop`, its colour profile applied."""
    if picture.mode.startswith("I") or picture.mode == "F":
        deep = np.asarray(picture, dtype=np.float64)
        # 16 bits a sample unless the file says more; scaled, where Pillow's own conversion would clip.
        top = 65535.0 if deep.max() > 255 else 255.0
        return Image.fromarray((deep / top * 255.0).clip(0, 255).astype(np.uint8)).convert("RGB")
    if picture.has_transparency_data:
        whole = picture.convert("RGBA")
        ground = Image.new("RGBA", whole.size, (*backdrop, 255))
        return Image.alpha_composite(ground, whole).convert("RGB")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            if converted is not None:
                return converted
        except ImageCms.PyCMSError:
            pass  # a broken profile is no reason to refuse a picture: its numbers are taken as sRGB
    return picture.convert("RGB")
