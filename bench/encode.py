"""Composition: a clip beside bare x264 on the same frames; joining and mastering a lecture."""

from __future__ import annotations

import time
import wave
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from bench.running import EXAMPLES
from bench.table import Table
from videolecture.compose.assemble import Part, Section, join_slide, lecture
from videolecture.compose.encoding import EncoderSettings, write_clip
from videolecture.compose.subtitles import Caption
from videolecture.types import FPS, SAMPLE_RATE, SAMPLES_PER_FRAME, Image, Samples

SIDE = 512  # pixels
SECONDS = 20  # of the clip
REPEATED = 30  # times the clip, for a lecture of ten minutes


def encode(folder: Path) -> Table:
    """A portrait that sways and moves its lips, at 512 x 512; its sound is noise in syllables."""
    frames = list(portrait(SECONDS * FPS))
    samples = voice(SECONDS)
    pictures = [np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2YUV_I420), np.uint8) for frame in frames]
    clip, sound = folder / "clip.mp4", folder / "clip.wav"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        file.writeframes(np.round(samples * 32767).astype("<i2").tobytes())
    part = Part(clip, sound, (Caption("Предложение, которое здесь никто не читает.", 0.1, SECONDS - 0.1),))
    sections = [Section(str(number), (part,) * (REPEATED // 5)) for number in range(1, 6)]
    rows = [
        _row("bare x264 veryfast, 2 threads", SECONDS, lambda: _bare_x264(folder / "bare.h264", pictures)),
        _row("a clip: conversion, x264, AAC, MP4", SECONDS, lambda: write_clip(clip, iter(frames), samples)),
        _row(
            "a slide: pictures copied, sound encoded",
            SECONDS * REPEATED,
            lambda: join_slide([part] * REPEATED, folder / "slide.mp4"),
        ),
        _row(
            "the lecture: loudness, limiter, AAC, check, MP4",
            SECONDS * REPEATED,
            lambda: lecture(sections, folder / "lecture.mp4", "ru", lambda *_: None),
        ),
    ]
    columns = ("what", "**times faster than it plays**", "frames per second", "processor, s for a second")
    return Table(f"Composition, {SIDE} x {SIDE}", columns, rows)


def _row(what: str, played: int, work: Callable[[], object]) -> tuple[str, float, float, float]:
    """What it is, how much faster than playing, in frames too, and processor seconds for a second of film."""
    started, processor = time.perf_counter(), time.process_time()
    work()
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    return what, played / seconds, played * FPS / seconds, processor / played


def _bare_x264(path: Path, pictures: list[Image]) -> None:
    """x264 with the options of a clip and nothing around it."""
    settings = EncoderSettings()
    with av.open(str(path), "w", format="h264") as container:
        options = {"preset": settings.preset, "qp": str(settings.quantiser), "threads": str(settings.threads)}
        stream = container.add_stream("libx264", rate=FPS, options=options)
        stream.width = stream.height = SIDE
        stream.pix_fmt = "yuv420p"
        for number, yuv in enumerate(pictures):
            picture = av.VideoFrame.from_ndarray(yuv, format="yuv420p")
            picture.pts, picture.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))


def portrait(count: int, size: int = SIDE) -> Iterator[Image]:
    """So many frames of the example's portrait that sways and moves its lips, (size, size, 3)."""
    photo = np.asarray(cv2.imread(str(EXAMPLES / "portrait.jpg")), np.uint8)[:, :, ::-1]
    side = min(photo.shape[:2])
    still = cv2.resize(np.ascontiguousarray(photo[:side, :side]), (size, size), interpolation=cv2.INTER_AREA)
    for number in range(count):
        moved = np.array([[1, 0, 2 * np.sin(number / 23)], [0, 1, np.sin(number / 31)]], np.float32)
        frame = cv2.warpAffine(still, moved, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        opening = int(8 + 6 * np.sin(number * 0.9))
        cv2.ellipse(
            frame,
            (size // 2, size * 5 // 8),
            (size // 17, opening * size // SIDE),
            0,
            0,
            360,
            (90, 40, 40),
            -1,
            cv2.LINE_AA,
        )
        yield np.asarray(frame, np.uint8)


def voice(seconds: int) -> Samples:
    """Noise in syllables."""
    count = seconds * FPS * SAMPLES_PER_FRAME
    noise = np.convolve(np.random.default_rng(0).standard_normal(count), np.ones(12) / 12, "same")
    syllables = np.abs(np.sin(2 * np.pi * 3.1 * np.arange(count) / SAMPLE_RATE)) ** 3
    sound: Samples = np.clip(0.4 * noise * syllables, -1, 1).astype(np.float32)
    return sound
