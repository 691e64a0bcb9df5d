from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from videolecture.bounded.picture import Damaged, NoPicture, TooLarge, decode

WHITE = (255, 255, 255)


def encoded(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def test_a_large_picture_is_reduced_into_the_box_and_a_small_one_left() -> None:
    wide = encoded(Image.new("RGB", (400, 100), "red"))
    assert decode(wide, 10**6, (200, 200), WHITE).picture.size == (200, 50)
    assert decode(wide, 10**6, (800, 800), WHITE).picture.size == (400, 100)


def test_turned_pictures_stand_upright_and_say_their_upright_size() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    decoded = decode(encoded(Image.new("RGB", (40, 10)), "JPEG", exif=exif), 10**6, (100, 100), WHITE)
    assert decoded.picture.size == decoded.size == (10, 40)


def test_sixteen_bits_are_scaled_not_clipped() -> None:
    deep = Image.fromarray(np.full((8, 8), 32768, np.uint16))
    assert decode(encoded(deep), 10**6, (4, 4), WHITE).picture.getpixel((0, 0)) == (127, 127, 127)


def test_a_reduced_palette_picture_is_averaged_not_picked() -> None:
    stripes = Image.fromarray(np.tile(np.array([[0, 255]], np.uint8), (64, 32))).convert("P")
    reduced = np.asarray(decode(encoded(stripes), 10**6, (16, 16), WHITE).picture)
    assert 100 < reduced.mean() < 156 and reduced.std() < 30


def test_cmyk_becomes_rgb() -> None:
    ink = Image.new("CMYK", (8, 8), (0, 255, 255, 0))
    red, green, blue = np.asarray(decode(encoded(ink, "JPEG"), 10**6, (8, 8), WHITE).picture)[4, 4]
    assert red > 180 and green < 80 and blue < 80


def test_transparency_lies_on_the_backdrop() -> None:
    assert decode(encoded(Image.new("RGBA", (4, 4))), 10**6, (4, 4), (1, 2, 3)).picture.getpixel((0, 0)) == (1, 2, 3)


def test_what_is_no_picture_is_broken_or_too_large_is_told_apart() -> None:
    whole = encoded(Image.effect_noise((64, 64), 50))
    with pytest.raises(NoPicture):
        decode(b"%PDF-1.7", 10**6, (9, 9), WHITE)
    with pytest.raises(Damaged):
        decode(whole[: len(whole) // 2], 10**6, (9, 9), WHITE)
    with pytest.raises(TooLarge):
        decode(whole, 64 * 64 - 1, (9, 9), WHITE)
