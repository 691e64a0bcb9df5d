"""The face, pasted into the frame as the encoder takes it: whole where it covers, mixed along its edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from videolecture.compose.canvas import Size, cropped
from videolecture.compose.mp4 import reading
from videolecture.compose.scene.soft_edges import distance, filled
from videolecture.compose.scene.yuv import Planes
from videolecture.errors import EngineError
from videolecture.types import Box, FaceStyle

if TYPE_CHECKING:
    import av


@dataclass(frozen=True)
class _Edge:
    """One plane's share of the mask: where the face covers wholly, and how much it does along the edge."""

    whole: NDArray[np.bool_] | None  # None: everywhere
    at: tuple[NDArray[np.intp], NDArray[np.intp]]  # rows and columns of the pixels that are mixed
    share: NDArray[np.uint16]  # of the face there, in 255ths


class Paste:
    """Puts faces into one box of a frame."""

    def __init__(self, box: Box, style: FaceStyle) -> None:
        size = (box.width, box.height)
        mask = filled(distance(size, (0, 0, *size), style.radius), style.feather) if style.radius else None
        edges = [_edge(mask)]
        if mask is not None:
            mask = np.asarray(cv2.resize(mask, (size[0] // 2, size[1] // 2), None, 0, 0, cv2.INTER_AREA), np.float32)
        edges.append(_edge(mask))
        self._edges = (edges[0], edges[1], edges[1])
        self._box = box

    def __call__(self, frame: Planes, ground: Planes, face: Planes) -> None:
        """Paste a face of the box's size into `frame`, which is `ground` outside the box."""
        onto, below = frame.part(self._box).each(), ground.part(self._box).each()
        for place, under, over, edge in zip(onto, below, face.each(), self._edges, strict=True):
            if edge.whole is None:
                np.copyto(place, over)
                continue
            np.copyto(place, over, where=edge.whole)
            mixed = under[edge.at] * (255 - edge.share) + over[edge.at] * edge.share
            place[edge.at] = ((mixed + 127) // 255).astype(np.uint8)


def _edge(mask: NDArray[np.float32] | None) -> _Edge:
    if mask is None:
        nowhere = np.zeros(0, np.intp)
        return _Edge(None, (nowhere, nowhere), np.zeros(0, np.uint16))
    share = np.rint(mask * 255).astype(np.uint16)
    rows, columns = np.nonzero((share > 0) & (share < 255))
    return _Edge(share == 255, (rows, columns), share[rows, columns])


def faces(clip: Path, size: Size, focus: tuple[float, float]) -> Iterator[Planes]:
    """The frames of a face clip, cropped around the focus and scaled to (width, height), which are even.

    Views of the decoder's memory where nothing is to be scaled: each is valid until the next one is asked for.
    Raises EngineError when the clip is damaged.
    """
    with reading(clip) as container:
        if not container.streams.video:
            raise _no_pictures(clip)
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1  # a second thread for so small a picture costs more than it brings
        for frame in container.decode(stream):
            yield fitting(decoded(frame), size, focus)


def first_face(clip: Path) -> Planes:
    """A copy of the first frame of a face clip, which shows the face at rest. Raises EngineError when it is damaged."""
    with reading(clip) as container:
        for frame in container.decode(video=0) if container.streams.video else ():
            return Planes(*(plane.copy() for plane in decoded(frame).each()))
    raise _no_pictures(clip)


def _no_pictures(clip: Path) -> EngineError:
    return EngineError(
        "«{clip}» has no pictures.",
        "Delete it and run the same command again.",
        code="clip-no-pictures",
        clip=clip,
    )


def fitting(face: Planes, size: Size, focus: tuple[float, float]) -> Planes:
    """A face cropped around the focus and scaled to (width, height); a view where nothing is to be scaled."""
    part = face.part(cropped((face.y.shape[1], face.y.shape[0]), size, focus))
    if part.y.shape[::-1] == size:
        return part
    how = cv2.INTER_AREA if part.y.shape[1] > size[0] else cv2.INTER_CUBIC
    half = (size[0] // 2, size[1] // 2)
    sizes = zip(part.each(), (size, half, half), strict=True)
    return Planes(*(np.asarray(cv2.resize(plane, to, interpolation=how), np.uint8) for plane, to in sizes))


def decoded(frame: av.VideoFrame) -> Planes:
    """Views of the planes of a decoded frame of yuv420p."""
    y, u, v = (
        np.frombuffer(cast("memoryview[int]", plane), np.uint8).reshape(-1, plane.line_size)[
            : plane.height, : plane.width
        ]
        for plane in frame.planes
    )
    return Planes(y, u, v)
