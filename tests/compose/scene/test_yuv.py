from __future__ import annotations

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace

from videolecture.compose.scene.yuv import planes_of, to_rgb, to_yuv
from videolecture.types import Box


def test_colours_are_those_of_bt709_as_ffmpeg_reckons_them() -> None:
    colours = np.array([[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [90, 120, 200]], np.uint8)
    picture = np.repeat(np.repeat(colours[None], 8, axis=0), 8, axis=1)
    frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
        format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
    )
    theirs, ours = planes_of(np.asarray(frame.to_ndarray(), np.uint8)), planes_of(to_yuv(picture))
    for one, other in zip(theirs.each(), ours.each(), strict=True):
        step = 8 if one.shape[1] == picture.shape[1] else 4
        assert np.abs(one[2, step // 2 :: step].astype(int) - other[2, step // 2 :: step]).max() <= 1
    assert np.abs(to_rgb(ours).astype(int) - picture)[:, 4::8].max() <= 3


def test_a_part_is_a_view_of_the_same_place_in_every_plane() -> None:
    block = np.zeros((18, 16), np.uint8)
    whole = planes_of(block)
    for plane in whole.part(Box(4, 2, 6, 8)).each():
        plane[:] = 9
    assert whole.y[2:10, 4:10].all() and whole.y.sum() == 9 * 48
    assert whole.u[1:5, 2:5].all() and whole.u.sum() == whole.v.sum() == 9 * 12
    assert block.sum() == 9 * (48 + 24)
