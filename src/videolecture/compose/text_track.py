"""Subtitles inside an MP4: 3GPP timed text (mov_text), which players can switch on and off."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import av

from videolecture.compose.subtitles import Cue

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.subtitles.stream import SubtitleStream

    from videolecture.compose.mp4 import AnyPacket

# FFmpeg derives the track's style box from an ASS header: white letters on a dim box at the bottom, centred.
_STYLE = (
    b"[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\n"
    b"Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, "
    b"Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, "
    b"MarginV, Encoding\n"
    b"Style: Default,Arial,16,&H00FFFFFF,&H00FFFFFF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,3,1,0,2,10,10,10,0\n\n"
    b"[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)
_MILLISECOND = Fraction(1, 1000)


class TextTrack:
    """A track of cues in a container; FFmpeg's muxer fills the time between them with empty samples."""

    def __init__(self, container: OutputContainer) -> None:
        self.stream: SubtitleStream = container.add_stream("mov_text")
        self.stream.codec_context.subtitle_header = _STYLE
        self.stream.codec_context.time_base = _MILLISECOND
        self.stream.time_base = _MILLISECOND

    def packets(self, cues: Sequence[Cue]) -> Iterator[AnyPacket]:
        """One packet for each cue: the length of the text in bytes (16 bits, big endian), then the text in UTF-8."""
        for cue in cues:
            text = cue.text.encode("utf-8")
            packet: AnyPacket = av.Packet(struct.pack(">H", len(text)) + text)
            packet.pts = packet.dts = cue.start
            packet.duration = cue.end - cue.start
            packet.time_base = _MILLISECOND
            packet.is_keyframe = True
            packet.stream = self.stream
            yield packet
