"""Packets of finished clips, timed anew for the film they become part of."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from videolecture.compose.mp4 import TICKS_PER_FRAME, reading, ticks
from videolecture.errors import EngineError
from videolecture.types import FPS, SAMPLES_PER_FRAME

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.video.stream import VideoStream

    from videolecture.compose.mp4 import AnyPacket

# Packets come in decoding order, at most so many frames ahead of when they are shown (x264's B-pyramid). Counting this
# delay for every clip, also for one too short to need it, keeps decoding times rising by one frame through the film.
REORDER_FRAMES = 2


class PictureTrack:
    """The pictures of several clips as one track: each clip begins exactly where its predecessor's sound ends."""

    def __init__(self, clips: Sequence[tuple[Path, int]]) -> None:
        """`clips`: file, samples of its sound. EngineError if those are not a whole number of frames."""
        for clip, samples in clips:
            if samples % SAMPLES_PER_FRAME or not samples:
                raise EngineError(
                    "The sound of «{clip}» lasts {samples} samples: not a whole number of frames.",
                    "Delete its audio fragment and run the same command again.",
                    code="clip-sound-length",
                    clip=clip,
                    samples=samples,
                )
        self._clips = [(clip, samples // SAMPLES_PER_FRAME) for clip, samples in clips]
        self.frames = sum(frames for _, frames in self._clips)
        self._headers: tuple[object, ...] = ()

    def size(self) -> tuple[int, int]:
        """(width, height) of the first clip's picture, which is that of all."""
        clip, _ = self._clips[0]
        with reading(clip) as source:
            if not source.streams.video:
                raise _unfit(clip, "it has no pictures")
            return source.streams.video[0].width, source.streams.video[0].height

    def add_to(self, container: OutputContainer) -> VideoStream:
        """A track of `container` that can carry these packets."""
        clip, _ = self._clips[0]
        with reading(clip) as source:
            self._headers = _headers(source)
            stream: VideoStream = container.add_stream_from_template(source.streams.video[0])
        return stream

    def packets(self, stream: VideoStream) -> Iterator[AnyPacket]:
        """The packets of all clips for `stream`, in decoding order.

        EngineError when a clip is damaged, has not as many frames as its sound, or was encoded in another way.
        """
        offset = 0  # frames
        for clip, frames in self._clips:
            yield from self._of_clip(clip, frames, offset, stream)
            offset += frames

    def _of_clip(self, clip: Path, frames: int, offset: int, stream: VideoStream) -> Iterator[AnyPacket]:
        count, tick = 0, ticks(FPS)
        with reading(clip) as source:
            if _headers(source) != self._headers:
                raise _unfit(clip, "it was encoded with other settings than the clips before it")
            for packet in source.demux(source.streams.video[0]):
                if packet.pts is None:  # the demuxer's last word
                    continue
                decode = (count - REORDER_FRAMES) * TICKS_PER_FRAME
                if not decode <= packet.pts < frames * TICKS_PER_FRAME or (count == 0 and not packet.is_keyframe):
                    raise _unfit(clip, f"its picture {count} is out of place")
                packet.pts += offset * TICKS_PER_FRAME
                packet.dts = decode + offset * TICKS_PER_FRAME
                packet.duration = TICKS_PER_FRAME
                packet.time_base = tick
                packet.stream = stream
                count += 1
                yield packet
        if count != frames:
            raise _unfit(clip, f"it has {count} pictures, its sound lasts {frames}")


def copied_sound(path: Path, stream: AudioStream) -> Iterator[AnyPacket]:
    """The sound packets of a file for a track of another one, encoder delay and all."""
    with reading(path) as source:
        for packet in source.demux(source.streams.audio[0]):
            if packet.pts is not None:
                packet.stream = stream
                yield packet


def interleaved(*tracks: Iterator[AnyPacket]) -> Iterator[AnyPacket]:
    """Packets of several tracks by decoding time, so that no track waits in memory for another."""
    return (packet for _, packet in heapq.merge(*map(_timed, tracks), key=itemgetter(0)))


def _timed(track: Iterator[AnyPacket]) -> Iterator[tuple[float, AnyPacket]]:
    tick = 0.0  # seconds: the same for all packets of a track
    for packet in track:
        if packet.dts is None or packet.time_base is None:
            raise ValueError("a packet without a time cannot be put into a film")
        tick = tick or float(packet.time_base)
        yield packet.dts * tick, packet


def _headers(source: InputContainer) -> tuple[object, ...]:
    """What has to be equal for packets to join: parameter sets, size, clock."""
    if not source.streams.video:
        return ()
    stream = source.streams.video[0]
    context = stream.codec_context
    return (context.name, context.extradata, context.width, context.height, stream.time_base)


def _unfit(clip: Path, reason: str) -> EngineError:
    return EngineError(
        "The clip «{clip}» cannot be joined: {reason}.",
        "Delete it and run the same command again.",
        code="clip-not-joined",
        clip=clip,
        reason=reason,
    )
