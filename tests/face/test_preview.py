from __future__ import annotations

import numpy as np

from videolecture.conformance.drawn import drawn_photo
from videolecture.face import preview
from videolecture.face.puppet.engine import Puppet
from videolecture.types import Motion, Photo


def test_what_was_found_is_drawn_into_the_photo() -> None:
    photo = drawn_photo()
    found = preview.look(photo)
    assert found.picture.shape == photo.pixels.shape
    left, top, right, bottom = (round(value) for value in found.face.box)
    green = found.picture[(top + bottom) // 2, [left, right]].astype(int)
    assert (green[:, 1] > green[:, 0] + 80).all()
    assert np.array_equal(found.picture[:100, :100], photo.pixels[:100, :100])


def test_a_large_photo_is_shown_reduced() -> None:
    assert preview.look(drawn_photo(1200)).picture.shape == (960, 960, 3)


def test_the_sample_lasts_a_second_and_moves_the_lips() -> None:
    frames = list(preview.sample_frames(Puppet(), drawn_photo(), motion=Motion(size=128)))
    assert len(frames) == 25
    mouth = [frame[80:98, 52:76].astype(int) for frame in frames]
    assert max(np.abs(a - mouth[0]).max() for a in mouth) > 60
    sheet = preview.contact_sheet(frames)
    assert sheet.shape == (5 * 128, 5 * 128, 3)


def test_of_a_small_face_the_head_alone_is_shown() -> None:
    wide = np.full((512, 1200, 3), 170, np.uint8)
    wide[:, 300:812] = drawn_photo().pixels
    (head,) = preview.around_head([wide])
    assert head.shape == (preview.CLOSE, preview.CLOSE, 3)
    found = preview.look(Photo("head.png", "", head)).face.box
    assert 0.4 < (found[2] - found[0]) / preview.CLOSE < 0.6
    blank = [np.zeros((200, 300, 3), np.uint8)]
    assert preview.around_head(blank) is blank
