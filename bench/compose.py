"""Composing scenes at 1080p: the processor time of one process that decodes, pastes, draws and encodes."""

from __future__ import annotations

import time
import wave
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import psutil

from bench.encode import portrait, voice
from bench.table import Table
from videolecture import registry
from videolecture.compose.canvas import canvas
from videolecture.compose.encoding import write_clip
from videolecture.compose.scene.backdrop import Mark
from videolecture.compose.scene.composing import compose_scene
from videolecture.compose.scene.description import Scene
from videolecture.compose.scene.timeline import Shown, TimedMark
from videolecture.compose.subtitles import Cue
from videolecture.types import FPS

CANVAS = canvas("1080p")
SECONDS = 30  # of a scene with a face
LONG = 600  # of a scene without one


def compose(folder: Path) -> Table:
    """A face that sways and moves its lips on a page of small type; its sound is noise in syllables."""
    slides = [slide_picture(folder / f"{name}.png", name) for name in ("first", "second")]
    scene = Scene(SECONDS * FPS, CANVAS, "corner", (Shown(0.0, slides[0]),))
    alone = replace(scene, layout="slide", frames=LONG * FPS)
    sounds = {seconds: wav(folder / f"{seconds}.wav", seconds) for seconds in (SECONDS, LONG)}
    minute = tuple(Shown(60.0 * number, slides[number % 2]) for number in range(LONG // 60))
    cues = tuple(Cue(3000 * number, 3000 * number + 2900, "Two lines of\nsubtitles") for number in range(LONG // 3))
    marks = (TimedMark(5.0, Mark("point", 0.3, 0.4)), TimedMark(15.0, Mark("highlight", 0.1, 0.1, 0.4, 0.3)))
    cases = [
        ("`corner`", scene),
        ("`corner`, a circle, a pointer and a highlight", replace(scene, shape="circle", marks=marks)),
        ("`side`", replace(scene, layout="side")),
        ("`face`", replace(scene, layout="face")),
        ("`slide`, one picture", alone),
        ("`slide`, a picture each minute", replace(alone, pictures=minute)),
        ("`slide`, burned subtitles every 3 s", replace(alone, burned=True, cues=cues)),
        ("a silent slide, the face at rest", replace(scene, rests=True)),
    ]
    rows = [_row(what, case, folder, sounds[case.frames // FPS]) for what, case in cases]
    columns = ("scene", "**processor, ms a frame**", "times faster than it plays", "kilobits per second", "memory, MB")
    note = f"Memory is what the process holds after it. {SECONDS} s with a face, {LONG} s without."
    return Table(f"Scenes, {CANVAS[0]} x {CANVAS[1]}", columns, rows, note)


def _row(what: str, scene: Scene, folder: Path, sound: Path) -> tuple[str, float, float, int, int]:
    clip = clip_for(scene, folder)
    out = folder / "scene.mp4"
    started, processor = time.perf_counter(), time.process_time()
    compose_scene(scene, out, clip=clip, sound=sound)
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    played = scene.frames / FPS
    rate = round(out.stat().st_size * 8 / played / 1000)
    memory = round(psutil.Process().memory_info().rss / 1e6)
    return what, processor / scene.frames * 1000, played / seconds, rate, memory


def clip_for(scene: Scene, folder: Path) -> Path | None:
    """A clip of a face as long as the scene and of the size that its layout asks for; None where it shows none."""
    size = registry.layout(scene.layout)().size_class(scene.scenery())
    seconds = scene.frames // FPS
    clip = folder / f"face_{size}_{seconds}.mp4"
    if size and not clip.exists():
        write_clip(clip, portrait(scene.frames, size), voice(seconds))
    return clip if size else None


def slide_picture(path: Path, title: str) -> Path:
    """A page of a title, lines of small type and a photo."""
    picture, font = np.full((CANVAS[1], CANVAS[0], 3), 250, np.uint8), cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(picture, f"Lightning, {title} page", (110, 150), font, 2.4, (40, 80, 180), 5, cv2.LINE_AA)
    for line in range(9):
        text = f"{line + 1}. Crystals of ice and grains of snow collide in a cloud"
        cv2.putText(picture, text, (120, 270 + line * 70), font, 1.1, (40, 40, 40), 2, cv2.LINE_AA)
    photo = next(portrait(1, 400))
    picture[560:960, 1060:1460] = photo[:, :, ::-1]
    cv2.imwrite(str(path), picture)
    return path


def wav(path: Path, seconds: int) -> Path:
    """So many seconds of noise in syllables."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(np.round(voice(seconds) * 32767).astype("<i2").tobytes())
    return path
