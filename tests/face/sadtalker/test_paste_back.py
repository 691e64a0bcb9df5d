from __future__ import annotations

import numpy as np

from videolecture.face.sadtalker.paste_back import PasteBack

BOX = (60, 40, 220, 200)


def photo() -> np.ndarray:
    y, x = np.mgrid[:300, :320]
    waves = 20 * np.sin(x / 17) + 20 * np.cos(y / 13)
    return (
        np.stack([90 + x / 4 + waves, 60 + y / 3 + waves, 150 - x / 8 - waves], axis=-1).clip(0, 255).astype(np.uint8)
    )


def part(image: np.ndarray) -> np.ndarray:
    return image[BOX[1] : BOX[3], BOX[0] : BOX[2]]


def test_the_photos_own_crop_gives_the_photo_back() -> None:
    image = photo()
    assert np.abs(PasteBack(image, BOX).paste(part(image).copy()).astype(int) - image).max() <= 1


def test_a_colour_cast_leaves_no_rectangle() -> None:
    image = photo()
    cast = (part(image) + np.array([14, -10, 8])).clip(0, 255).astype(np.uint8)
    pasted = PasteBack(image, BOX).paste(cast).astype(int)
    assert np.abs(pasted - image).max() <= 3  # the cast is corrected, inside the box too
    steps = np.abs(np.diff(pasted - image, axis=1)).max(), np.abs(np.diff(pasted - image, axis=0)).max()
    assert max(steps) <= 1


def test_nothing_changes_outside_the_box_and_the_correction_does_not_flicker() -> None:
    image = photo()
    paste = PasteBack(image, BOX)
    paste.paste(part(image).copy())
    noise = np.random.default_rng(0).integers(0, 255, (160, 160, 3)).astype(np.uint8)
    first, second = paste.paste(noise), paste.paste(noise)
    assert np.array_equal(first, second)
    outside = np.ones(image.shape[:2], dtype=bool)
    outside[BOX[1] : BOX[3], BOX[0] : BOX[2]] = False
    assert np.array_equal(first[outside], image[outside])
    edge = np.abs(first.astype(int) - image)[BOX[1], BOX[0] : BOX[2]]
    assert edge.max() <= 2  # the outermost row is the photo's


def test_an_edge_of_the_photo_is_not_feathered() -> None:
    image = np.zeros((100, 100, 3), dtype=np.uint8)
    paste = PasteBack(image, (0, 0, 100, 100))
    paste.paste(image)
    assert (paste.paste(np.full((100, 100, 3), 200, dtype=np.uint8)) == 200).all()
