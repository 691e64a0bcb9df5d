"""Measures finished files: `python quality/media.py OUT`, OUT being the folder that a render wrote.

For every film in OUT/final: does it decode without an error in two decoders, how loud is it, where are its true peaks,
do sound and picture end together, are chapters and subtitles whole and reachable. For every clip: do its two tracks
end within a frame, and does it last as long as its audio fragment. Ends with 1 if anything is not as wanted.
"""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
import pysubs2

from videolecture.loudness import LoudnessMeter, TruePeakMeter

FRAME = Fraction(1, 25)  # seconds
LOUDNESS = (-17.0, -15.0)  # LUFS
PEAK = -1.5  # dBTP
LINE, LINES = 42, 2  # characters, lines
READABLE = 25.0  # characters a second that a reader follows at most


@dataclass(frozen=True)
class Finding:
    """One thing that was measured."""

    what: str
    value: str
    wanted: str
    good: bool


def film(path: Path) -> Iterator[Finding]:
    """Everything about one finished lecture and the subtitles beside it."""
    yield from decoding(path)
    yield from tracks(path)
    yield from sound(path)
    yield from chapters(path)
    yield from subtitles(path)


def decoding(path: Path) -> Iterator[Finding]:
    """Both decoders read every packet; they are FFmpegs of different versions, built by different people."""
    errors = _second_decoder(path, "-xerror", "-map", "0:v", "-map", "0:a", "-f", "null", "-").stderr.decode()
    yield Finding("errors of the second decoder", str(errors.count("\n")), "0", not errors)
    with av.open(str(path)) as container:
        frames = sum(1 for _ in container.decode(video=0))
        promised = container.streams.video[0].frames
    yield Finding("frames decoded", str(frames), str(promised), frames == promised)
    data = path.read_bytes()[: 1 << 20]
    index, media = data.find(b"moov"), data.find(b"mdat")
    yield Finding("index before the media", str(index < media or media < 0), "True", index < media or media < 0)


def tracks(path: Path) -> Iterator[Finding]:
    """Codecs, formats, and where each track ends."""
    with av.open(str(path)) as container:
        picture, heard = container.streams.video[0], container.streams.audio[0]
        kind = f"{picture.codec_context.name} {picture.codec_context.pix_fmt} {float(picture.average_rate or 0):g} fps"
        yield Finding("picture", kind, "h264 yuv420p 25 fps", kind == "h264 yuv420p 25 fps")
        kind = f"{heard.codec_context.name} {heard.codec_context.sample_rate} Hz"
        yield Finding("sound", kind, "aac 48000 Hz", kind == "aac 48000 Hz")
        gap = abs(_end(picture) - _end(heard))
        yield Finding("sound and picture end apart, s", f"{float(gap):.6f}", "<= 0.04", gap <= FRAME)
        starts = sorted(packet.pts for packet in container.demux(picture) if packet.pts is not None)
        steps = {later - earlier for earlier, later in itertools.pairwise(starts)}
        yield Finding("different steps between frames", str(len(steps)), "1", len(steps) <= 1)


def sound(path: Path) -> Iterator[Finding]:
    """Loudness and true peak of what the second decoder puts out, sample by sample."""
    loudness, peak = LoudnessMeter(48_000), TruePeakMeter()
    for block in _heard(path):
        loudness.add(block)
        peak.add(block)
    measured = loudness.integrated()
    yield Finding("loudness, LUFS", f"{measured:.2f}", "-16 ± 1", LOUDNESS[0] <= measured <= LOUDNESS[1])
    yield Finding("true peak, dBTP", f"{peak.peak():.2f}", f"<= {PEAK}", peak.peak() <= PEAK)


def chapters(path: Path) -> Iterator[Finding]:
    """Chapters cover the film, have names, and a jump to each shows a frame of its start."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None  # noqa: S101 (every MP4 track has one)
        spans = [
            (chapter["start"] * (chapter["time_base"] or 0), chapter["end"] * (chapter["time_base"] or 0))
            for chapter in container.chapters()
        ]
        named = sum(1 for chapter in container.chapters() if chapter["metadata"].get("title", "").strip())
        yield Finding("chapters with a name", f"{named} of {len(spans)}", "all", bool(spans) and named == len(spans))
        edges = [Fraction(0), *(end for _, end in spans)]
        whole = [start for start, _ in spans] == edges[:-1] and abs(edges[-1] - _end(stream)) <= FRAME
        yield Finding("chapters cover the film", str(whole), "True", whole)
        missed = 0
        for start, _ in spans:
            wanted = int(start / stream.time_base)
            container.seek(wanted, stream=stream)
            found = next((f.pts for f in container.decode(stream) if f.pts is not None and f.pts >= wanted), None)
            missed += found is None or (found - wanted) * stream.time_base > FRAME
        yield Finding("chapters missed by a jump", str(missed), "0", not missed)


def subtitles(path: Path) -> Iterator[Finding]:
    """The same cues inside and in both files beside; readable, in order, inside the film."""
    text = _second_decoder(path, "-f", "srt", "-").stdout.decode("utf-8")
    inside = [_cue(event) for event in pysubs2.SSAFile.from_string(text, format_="srt")] if text.strip() else []
    for suffix in (".srt", ".vtt"):
        beside = path.with_suffix(suffix)
        events = list(pysubs2.load(str(beside))) if beside.exists() else []
        same = bool(events) and [_cue(event) for event in events] == inside
        yield Finding(f"cues in {suffix} and inside", f"{len(events)} and {len(inside)}", "the same", same)
    overlaps = sum(1 for (_, end, _), (start, _, _) in itertools.pairwise(inside) if start < end)
    yield Finding("cues that overlap", str(overlaps), "0", not overlaps)
    lines = [cue.split("\n") for _, _, cue in inside]
    clumsy = sum(1 for cue in lines if len(cue) > LINES or max(map(len, cue)) > LINE)
    yield Finding("cues too large", str(clumsy), "0", not clumsy)
    fast = sum(1 for start, end, cue in inside if len(cue) > READABLE * (end - start) / 1000)
    yield Finding(f"cues faster than {READABLE:g} letters/s", str(fast), "few", fast <= 0.1 * len(inside))
    with av.open(str(path)) as container:
        seconds = _end(container.streams.video[0])
    late = sum(1 for _, end, _ in inside if Fraction(end, 1000) > seconds + FRAME)
    yield Finding("cues after the end", str(late), "0", not late)


def clips(folder: Path) -> Iterator[Finding]:
    """Clips against their audio fragments, and joined slides against themselves."""
    for path in sorted((folder / "video_fragments").glob("*.mp4")):
        name = path.stem.replace("video", "audio").rsplit("_", 1)[0]
        with wave.open(str(folder / "audio_fragments" / f"{name}.wav")) as file:
            length = Fraction(file.getnframes(), file.getframerate())
        yield _ends_together(path, length)
    for path in sorted((folder / "combined").glob("*.mp4")):
        yield _ends_together(path, None)


def _ends_together(path: Path, length: Fraction | None) -> Finding:
    with av.open(str(path)) as container:
        ends = [_end(container.streams.video[0]), _end(container.streams.audio[0])]
    apart = max([*ends, length or ends[0]]) - min([*ends, length or ends[0]])
    return Finding(f"{path.name}: ends apart, s", f"{float(apart):.6f}", "<= 0.04", apart <= FRAME)


def _end(stream: av.video.stream.VideoStream | av.audio.stream.AudioStream) -> Fraction:
    return (stream.duration or 0) * (stream.time_base or Fraction(0))


def _cue(event: pysubs2.SSAEvent) -> tuple[int, int, str]:
    return event.start, event.end, event.plaintext


def _second_decoder(path: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), *options]
    return subprocess.run(command, capture_output=True, check=False)  # noqa: S603 (its complaints are what we want)


def _heard(path: Path) -> Iterator[np.ndarray[tuple[int], np.dtype[np.float32]]]:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-vn", "-f", "f32le", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:  # noqa: S603 (our own command)
        assert process.stdout is not None  # noqa: S101 (it was asked for)
        while block := process.stdout.read(4 * 48_000):
            yield np.frombuffer(block, np.float32)


def main() -> int:
    """Measure a folder, print what was found."""
    parser = argparse.ArgumentParser(prog="python quality/media.py")
    parser.add_argument("out", type=Path, help="the folder that a render wrote")
    out = parser.parse_args().out
    films = sorted((out / "final").glob("*.mp4"))
    if not films:
        print(f"No film in {out / 'final'}.")
        return 1
    findings = [(path.name, finding) for path in films for finding in film(path)]
    findings += [("clips", finding) for finding in clips(out)]
    width = max(len(finding.what) for _, finding in findings)
    for where, finding in findings:
        sign = "ok " if finding.good else "BAD"
        print(f"{sign} {where:16} {finding.what:{width}} {finding.value:>22}   wanted: {finding.wanted}")
    return 0 if all(finding.good for _, finding in findings) else 1


if __name__ == "__main__":
    sys.exit(main())
