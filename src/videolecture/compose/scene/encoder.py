"""H.264 for scenes: what moves is encoded frame by frame; what stands still is encoded once and its packets repeated.

A picture that stands still is one key frame, followed by frames in which every block is skipped. Those frames hold
nothing of the picture: they are the same packets for every picture of a size, made once. A closed group of them may
end at any frame, so that a still stretch of any length costs one key frame, and the film keeps its constant rate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import av
import numpy as np
from av.video.frame import PictureType

from videolecture.compose.canvas import Size
from videolecture.compose.encoding import tell_colours
from videolecture.compose.mp4 import SOUND_BITRATE, TICKS_PER_FRAME, ticks
from videolecture.compose.scene.yuv import Plane
from videolecture.errors import EngineError
from videolecture.types import FPS

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.video.codeccontext import VideoCodecContext
    from av.video.stream import VideoStream

    from videolecture.compose.mp4 import AnyPacket

BEHAVIOUR = 1  # raised whenever the same frames give other bytes: part of every scene key

Kind = Literal["key", "change", "move"]
"""key: a group begins here; change: the still part changes, encoded as finely as a key frame; move: only the face."""

_TIME_BASE = Fraction(1, FPS)


@dataclass(frozen=True)
class SceneSettings:
    """How scenes are encoded. Scenes of one lecture share their settings: only then do their packets join."""

    preset: str = "veryfast"  # x264's
    quantiser: int = 20  # x264's, of what moves; lower is better
    finer: int = 8  # by how much finer what stands still is encoded, where it appears
    threads: int = 1  # one: the frame's packet comes at once, and a second thread costs a quarter more processor time
    keyframe_seconds: int = 5  # a player can jump to any place within so many seconds
    sound_bitrate: int = SOUND_BITRATE  # bits per second

    @property
    def group(self) -> int:
        """Frames from key frame to key frame, at most."""
        return self.keyframe_seconds * FPS

    def identity(self) -> dict[str, str | int]:
        """Everything that the bytes of a scene depend on besides its frames and sound: part of every scene key."""
        codec = ".".join(str(number) for number in av.library_versions["libavcodec"])
        return {**asdict(self), "behaviour": BEHAVIOUR, "libavcodec": codec}


class SceneEncoder:
    """One track of pictures; frames in, packets out at once, each timed by its place in the scene."""

    def __init__(
        self, container: OutputContainer, size: Size, settings: SceneSettings, finer: Mapping[int, int]
    ) -> None:
        """`finer`: by how much finer than usual a frame is encoded; frames counted as they come to `picture`."""
        stream: VideoStream = container.add_stream("libx264", rate=FPS, options=_x264(settings, finer))
        _set_up(stream.codec_context, size)
        self._stream = stream
        self._size = size
        self._settings = settings
        self._shown = 0  # frames of the scene so far
        self._encoded = 0  # of these, the ones that went through x264

    def picture(self, frame: Plane, kind: Kind) -> AnyPacket:
        """The packet of a frame, (height * 3 / 2, width); it may be overwritten afterwards."""
        packet = _packet(self._stream.codec_context, frame, self._encoded, kind == "key")
        self._encoded += 1
        return self._timed(packet, packet.is_keyframe)

    def still(self, frame: Plane, frames: int) -> Iterator[AnyPacket]:
        """The packets of a picture that stands for so many frames."""
        first = self.picture(frame, "key")
        key = bytes(first)
        held = holds(self._size, self._settings)
        for number, group in enumerate(groups(frames, self._settings.group)):
            yield self._timed(av.Packet(key), True) if number else first
            for packet in held[: group - 1]:
                yield self._timed(av.Packet(packet), False)

    def _timed(self, packet: AnyPacket, key: bool) -> AnyPacket:
        packet.pts = packet.dts = self._shown * TICKS_PER_FRAME
        packet.duration = TICKS_PER_FRAME
        packet.time_base = ticks(FPS)
        packet.is_keyframe = key
        packet.stream = self._stream
        self._shown += 1
        return packet


def groups(frames: int, longest: int) -> list[int]:
    """Lengths of the groups that so many still frames make; none of a single frame, unless there is only one."""
    whole, rest = divmod(frames, longest)
    if rest == 1 and whole:
        return [longest] * (whole - 1) + [longest - 1, 2]
    return [longest] * whole + ([rest] if rest else [])


@lru_cache(maxsize=4)
def holds(size: Size, settings: SceneSettings) -> tuple[bytes, ...]:
    """The packets after a group's key frame while nothing changes, as many as the longest group has.

    Every block of such a frame says "as before", so that these packets follow any key frame of the same size and
    settings. They are made of a grey picture, of which x264 has nothing else to say either.
    """
    context = av.CodecContext.create("libx264", "w")
    context.options = _x264(settings, {})
    _set_up(context, size)
    grey = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
    packets = [bytes(_packet(context, grey, number, number == 0)) for number in range(settings.group)]
    return tuple(packets[1:])


def _packet(context: VideoCodecContext, block: Plane, number: int, key: bool) -> AnyPacket:
    frame = av.VideoFrame.from_numpy_buffer(block, format="yuv420p")
    frame.pts, frame.time_base = number, _TIME_BASE
    frame.pict_type = PictureType.I if key else PictureType.NONE
    packets = context.encode(frame)
    if len(packets) != 1:
        raise EngineError(
            "The encoder gave {packets} packets for a frame, one was expected.",
            code="scene-packets",
            packets=len(packets),
        )
    return packets[0]


def _set_up(context: VideoCodecContext, size: Size) -> None:
    if size[0] % 2 or size[1] % 4:  # PyAV takes a block of yuv420p for one of so many rows
        raise EngineError(
            "A canvas of {width}x{height} cannot be encoded: rows must be a multiple of four.",
            code="scene-rows",
            width=size[0],
            height=size[1],
        )
    context.width, context.height, context.pix_fmt = size[0], size[1], "yuv420p"
    context.time_base, context.framerate = _TIME_BASE, Fraction(FPS)
    tell_colours(context)


def _x264(settings: SceneSettings, finer: Mapping[int, int]) -> dict[str, str]:
    """As clips are encoded (`encoding.py` says why), and without delay: no B frames, no looking ahead.

    Measured at 1080p with a face in a corner (processor time): B frames cost 4 % more, make files 10 % smaller; marking
    what stands still for x264 (mb_info) saves 10 %, but PyAV cannot set it. What stands still is skipped in any case.
    """
    zones = "/".join(f"{at},{at},q={max(1, settings.quantiser - by)}" for at, by in sorted(finer.items()))
    parameters = [
        f"qp={settings.quantiser}",
        f"ipratio={2 ** (settings.finer / 6):.4f}",
        "mbtree=0:scenecut=0:bframes=0:weightp=0:rc-lookahead=0:sync-lookahead=0:force-cfr=1",
        f"keyint={settings.group}:open-gop=0:stitchable=1:cpu-independent=1:sliced-threads=0",
        *([f"zones={zones}"] if zones else []),
    ]
    return {
        "preset": settings.preset,
        "threads": str(settings.threads),
        "forced-idr": "1",
        "x264-params": ":".join(parameters),
        "flags": "+bitexact+cgop",
    }
