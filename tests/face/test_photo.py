from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from videolecture.errors import InputError
from videolecture.face.photo import LONGEST_SIDE, load


def scene(width: int = 320, height: int = 300) -> Pillow.Image:
    """Red above, green below left, blue below right."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[: height // 2, :, 0] = 220
    pixels[height // 2 :, : width // 2, 1] = 220
    pixels[height // 2 :, width // 2 :, 2] = 220
    return Pillow.fromarray(pixels)


def saved(path: Path, picture: Pillow.Image, **options: Any) -> Path:
    picture.save(path, **options)
    return path


def test_a_photo_is_read_as_it_is_with_the_digest_of_its_file(tmp_path: Path) -> None:
    path = saved(tmp_path / "me.png", scene())
    photo, warnings = load(path)
    assert photo.name == "me.png"
    assert photo.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert np.array_equal(photo.pixels, np.asarray(scene()))
    assert warnings == ()


def test_exif_rotation_is_applied(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # taken with the camera turned: to be shown rotated by 90 degrees
    path = saved(tmp_path / "me.jpg", scene().rotate(90, expand=True), exif=exif, quality=95)
    photo, _ = load(path)
    assert photo.pixels.shape == (300, 320, 3)
    assert photo.pixels[10, 10, 0] > 150


@pytest.mark.parametrize("name", ["me.heic", "me.HEIF", "me.jpg", "me.png", "me"])
def test_a_phones_heic_is_read_upright_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    """The file is the scene above, stored on its side as a phone stores it (libheif 1.23 wrote it)."""
    path = tmp_path / name
    path.write_bytes((Path(__file__).parent / "phone.heic").read_bytes())
    photo, warnings = load(path)
    assert np.abs(photo.pixels.astype(int) - np.asarray(scene())).mean() < 4
    assert warnings == ()


@pytest.mark.parametrize("length", [30, 300, 600, 700])
def test_a_heic_cut_short_is_refused(tmp_path: Path, length: int) -> None:
    path = tmp_path / "me.heic"
    path.write_bytes((Path(__file__).parent / "phone.heic").read_bytes()[:length])
    with pytest.raises(InputError, match=r"me\.heic"):
        load(path)


def test_a_picture_of_several_is_its_first(tmp_path: Path) -> None:
    """As phones store a portrait with its depth: MPO, a JPEG with further pictures."""
    path = tmp_path / "me.jpg"
    scene().save(path, "MPO", save_all=True, append_images=[scene(100, 100)])
    assert load(path)[0].pixels.shape == (300, 320, 3)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_becomes_a_light_grey_wall(tmp_path: Path, mode: str) -> None:
    clear = Pillow.new("RGBA", (300, 300), (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), (0, 0, 150, 300))
    photo, _ = load(saved(tmp_path / "me.png", clear.convert(mode)))
    assert photo.pixels[150, 20].tolist() == [0, 0, 0]
    assert photo.pixels[150, 280].tolist() == [238, 238, 238]


@pytest.mark.parametrize("mode", ["L", "1", "CMYK", "I;16"])
def test_any_kind_of_colour_becomes_rgb(tmp_path: Path, mode: str) -> None:
    if mode == "I;16":
        picture = Pillow.fromarray(np.full((300, 300), 128 * 257, np.uint16))
    else:
        picture = Pillow.new("L", (300, 300), 128).convert(mode)
    photo, _ = load(saved(tmp_path / "me.tif", picture))
    assert photo.pixels.shape == (300, 300, 3)
    assert mode == "1" or abs(int(photo.pixels[100, 100].mean()) - 128) < 30


def test_a_small_photo_is_taken_with_a_warning(tmp_path: Path) -> None:
    photo, warnings = load(saved(tmp_path / "me.png", scene(200, 200)))
    assert photo.pixels.shape == (200, 200, 3)
    assert "small" in warnings[0]


def test_a_photo_of_8000_pixels_is_reduced(tmp_path: Path) -> None:
    photo, _ = load(saved(tmp_path / "me.jpg", Pillow.new("RGB", (8000, 6000), (90, 80, 70))))
    assert max(photo.pixels.shape[:2]) == LONGEST_SIDE
    assert photo.pixels.shape[1] * 3 == photo.pixels.shape[0] * 4
    assert photo.reduced == LONGEST_SIDE / 8000


def bomb() -> bytes:
    """A PNG of a hundred bytes that claims 30000 x 30000 pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    )


def png() -> bytes:
    buffer = io.BytesIO()
    noise = np.random.default_rng(0).integers(0, 255, (80, 80, 3), dtype=np.uint8)
    Pillow.fromarray(noise).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"This is a text.", "not an image"),
        (bomb(), "million pixels"),
        (png()[:9000], "damaged"),
    ],
)
def test_what_is_no_photo_is_refused_with_its_name_and_a_remedy(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "me.png"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load(path)
    assert says in caught.value.what
    assert "me.png" in caught.value.what
    assert caught.value.remedy


def test_missing_files_folders_and_specks_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.png", tmp_path, saved(tmp_path / "dot.png", Pillow.new("RGB", (20, 20)))):
        with pytest.raises(InputError):
            load(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(png())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "me.png"
    path.write_bytes(bytes(content))
    try:
        photo, _ = load(path)
    except InputError:
        return
    assert photo.pixels.dtype == np.uint8
