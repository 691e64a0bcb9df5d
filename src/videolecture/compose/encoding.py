"""One clip: frames and sound, as they come, into an MP4 file of H.264 and AAC that joins with others of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation, VideoReformatter

from videolecture.compose.ahead import ahead
from videolecture.compose.mp4 import SOUND_BITRATE, SoundEncoder, writing
from videolecture.errors import EngineError
from videolecture.storage.atomic import written_aside
from videolecture.types import FPS, SAMPLE_RATE, Image, Progress, Samples

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.video.codeccontext import VideoCodecContext
    from av.video.stream import VideoStream

    from videolecture.compose.mp4 import AnyPacket

BEHAVIOUR = 4  # raised whenever the same frames and sound give other bytes: part of every clip key
_PROGRESS_EVERY = 5  # frames
_KEY_FRAMES = 18  # by which a key frame's quantiser is finer: what stands still keeps its quality at no further cost
_LAST_FRAMES = (5, 9, 13, 17, 17)  # the same of a clip's last frames: the next clip opens with their picture


@dataclass(frozen=True)
class EncoderSettings:
    """How clips are encoded. Clips of one lecture share their settings: only then do their packets join."""

    preset: str = "veryfast"  # x264's
    quantiser: int = 20  # x264's, of what moves; lower is better
    threads: int = 2  # fixed: another number gives other bytes
    keyframe_seconds: int = 5  # a player can jump to any place within so many seconds
    sound_bitrate: int = SOUND_BITRATE  # bits per second

    def identity(self) -> dict[str, str | int]:
        """Everything that the bytes of a clip depend on besides its frames and sound: part of every clip key."""
        codec = ".".join(str(number) for number in av.library_versions["libavcodec"])
        return {**asdict(self), "behaviour": BEHAVIOUR, "libavcodec": codec}


@dataclass(frozen=True)
class ClipReport:
    """What was written."""

    frames: int
    seconds: float  # of picture and of sound


def write_clip(
    path: Path,
    frames: Iterator[Image],
    samples: Samples,
    fps: int = FPS,
    settings: EncoderSettings | None = None,
    progress: Progress | None = None,
) -> ClipReport:
    """Encode frames as they come, with their sound, into `path`; the file appears when it is whole.

    `frames` are RGB (height, width, 3), all of one size with even sides, exactly round(seconds * fps) of them;
    `samples` are 48 kHz mono. Frames are made a few ahead in a thread of their own; nothing is kept of one once it is
    encoded. The same input gives the same bytes.

    Raises OutputError when the file cannot be written, EngineError when the frames are not as promised.
    """
    expected = round(len(samples) * fps / SAMPLE_RATE)
    settings = settings or EncoderSettings()
    with closing(ahead(frame.copy() for frame in frames)) as made:  # an engine may use one buffer for all
        first = next(made, None)
        if first is None or not expected:
            raise EngineError(
                "«{name}» would be empty: there are no frames or no sound for it.",
                code="encoding-empty",
                name=path.name,
            )
        with written_aside(path) as aside, writing(aside, fps) as container:
            picture = _PictureEncoder(container, first, fps, settings, expected)
            sound = SoundEncoder(container, settings.sound_bitrate)
            for packet in _interleaved(picture, sound, _counted(first, made, expected, path, progress), samples, fps):
                container.mux(packet)
    return ClipReport(expected, len(samples) / SAMPLE_RATE)


def _interleaved(
    picture: _PictureEncoder, sound: SoundEncoder, frames: Iterator[Image], samples: Samples, fps: int
) -> Iterator[AnyPacket]:
    """Every frame with the stretch of sound that belongs to it, so that neither track is kept waiting in memory."""
    heard = 0
    for number, frame in enumerate(frames, start=1):
        yield from picture.encode(frame)
        until = number * SAMPLE_RATE // fps
        yield from sound.encode(samples[heard:until])
        heard = until
    yield from picture.finish()
    yield from sound.encode(samples[heard:])
    yield from sound.finish()


def _counted(
    first: Image, others: Iterator[Image], expected: int, path: Path, progress: Progress | None
) -> Iterator[Image]:
    """The frames, checked: all of one size and exactly as many as the sound lasts."""
    frame: Image | None = first
    count = 0
    while frame is not None:
        if frame.shape != first.shape:
            raise EngineError(
                "Frame {count} of «{name}» is {shape}, the first one {first}.",
                code="encoding-other-size",
                count=count,
                name=path.name,
                shape=frame.shape,
                first=first.shape,
            )
        if count == expected:
            raise EngineError(
                "The face engine made more than the {expected} frames that «{name}» lasts.",
                code="encoding-too-many",
                expected=expected,
                name=path.name,
            )
        yield frame
        count += 1
        if progress and count % _PROGRESS_EVERY == 0:
            progress(count / expected, "encode")
        frame = next(others, None)
    if count < expected:
        raise EngineError(
            "The face engine made {count} frames, «{name}» lasts {expected}.",
            code="encoding-other-count",
            count=count,
            name=path.name,
            expected=expected,
        )


class _PictureEncoder:
    """x264: RGB frames to packets of one track of a container."""

    def __init__(
        self, container: OutputContainer, first: Image, fps: int, settings: EncoderSettings, frames: int
    ) -> None:
        height, width = first.shape[:2]
        if height % 2 or width % 2:
            raise EngineError(
                "A frame of {width}x{height} cannot be encoded: both sides must be even.",
                code="encoding-odd-size",
                width=width,
                height=height,
            )
        stream: VideoStream = container.add_stream("libx264", rate=fps, options=_x264(settings, fps, frames))
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        self._time_base = context.time_base = Fraction(1, fps)
        tell_colours(context)
        self._stream = stream
        self._convert = VideoReformatter()  # kept: setting one up costs as much as the conversion
        self._count = 0

    def encode(self, frame: Image) -> Iterator[AnyPacket]:
        """Packets that are ready once this frame is in; `frame` may be overwritten afterwards."""
        rgb = av.VideoFrame.from_numpy_buffer(np.ascontiguousarray(frame), format="rgb24")
        yuv = self._convert.reformat(
            rgb,
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.BILINEAR,
            threads=1,
        )
        yuv.pts = self._count
        yuv.time_base = self._time_base
        self._count += 1
        yield from self._stream.encode(yuv)

    def finish(self) -> Iterator[AnyPacket]:
        """The packets that x264 still holds."""
        yield from self._stream.encode(None)


def tell_colours(context: VideoCodecContext) -> None:
    """Let the file say that its colours are BT.709, of limited range."""
    context.colorspace = Colorspace.ITU709
    context.color_range = ColorRange.MPEG
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709


def even(frame: Image) -> Image:
    """A frame without the last row or column of a side of odd length: H.264 4:2:0 needs even sides."""
    return np.ascontiguousarray(frame[: frame.shape[0] // 2 * 2, : frame.shape[1] // 2 * 2])


def _x264(settings: EncoderSettings, fps: int, frames: int) -> dict[str, str]:
    """Options that make clips join: closed groups of pictures, headers that do not depend on the pictures.

    "stitchable" is x264's own word for the latter, "cpu-independent" keeps the bytes equal on every kind of processor.
    Quantisers are constant: a background that stands still then comes out of every key frame as the same pixels, where
    rate control would make it pulse, and jump where clips join.
    """
    keyint = settings.keyframe_seconds * fps
    ends = [(frames - len(_LAST_FRAMES) + at, finer) for at, finer in enumerate(_LAST_FRAMES)]
    zones = [f"{number},{number},q={max(1, settings.quantiser - finer)}" for number, finer in ends if number >= 0]
    parameters = [
        f"qp={settings.quantiser}",
        f"ipratio={2 ** (_KEY_FRAMES / 6):.4f}",
        "mbtree=0:scenecut=0:b-adapt=0:rc-lookahead=3",
        f"keyint={keyint}:open-gop=0:stitchable=1:cpu-independent=1:sliced-threads=0:lookahead-threads=1",
        f"zones={'/'.join(zones)}",
    ]
    return {
        "preset": settings.preset,
        "threads": str(settings.threads),
        "x264-params": ":".join(parameters),
        "flags": "+bitexact+cgop",
    }
