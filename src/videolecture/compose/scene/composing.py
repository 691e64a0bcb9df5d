"""Face clip + slide pictures with their times + layout + canvas -> one scene, which joins with the lecture's others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from videolecture.compose.encoding import ClipReport
from videolecture.compose.joining import interleaved
from videolecture.compose.mp4 import SoundEncoder, writing
from videolecture.compose.scene.arrangement import Arrangement
from videolecture.compose.scene.description import Scene
from videolecture.compose.scene.encoder import Kind, SceneEncoder, SceneSettings
from videolecture.compose.scene.timeline import State, states
from videolecture.compose.scene.yuv import planes_of, to_rgb
from videolecture.compose.wavs import BLOCK, length, stretches
from videolecture.errors import EngineError
from videolecture.storage.atomic import written_aside
from videolecture.types import FPS, SAMPLES_PER_FRAME, Image, Progress, Samples

if TYPE_CHECKING:
    from videolecture.compose.mp4 import AnyPacket

_PROGRESS_EVERY = 25  # frames
_LAST_FRAMES = (2, 4, 6, 8, 8)  # by how much finer a scene's last frames are: the next scene opens with their picture


def compose_scene(
    scene: Scene,
    out: Path,
    *,
    clip: Path | None = None,
    sound: Path | None = None,
    settings: SceneSettings | None = None,
    progress: Progress = lambda *_: None,
) -> ClipReport:
    """Write a scene to `out` (.mp4); the file appears when it is whole. The same input gives the same bytes.

    `clip` is the fragment's face clip, with as many frames as the scene (where `scene.rests` any clip, of which the
    first frame is used); needed where the layout shows a face. `sound` is the fragment's WAV; None is silence.
    Memory does not grow with the scene's length.

    Raises EngineError when clip or sound are damaged or of another length, InputError for a picture that cannot be
    read, OutputError when the file cannot be written, and whatever `progress` raises.
    """
    settings = settings or SceneSettings()
    if sound is not None and length(sound) != scene.frames * SAMPLES_PER_FRAME:
        raise EngineError(
            "«{sound}» lasts {samples} samples, its scene {frames} frames of {each}.",
            "Delete it and run the same command again.",
            code="scene-sound-length",
            sound=sound,
            samples=length(sound),
            frames=scene.frames,
            each=SAMPLES_PER_FRAME,
        )
    arrangement = Arrangement(scene, clip)
    moves = arrangement.face_box is not None and not scene.rests
    shown = states(scene.frames, scene.pictures, scene.marks, scene.cues, fades=scene.before is not None)
    with written_aside(out) as aside, writing(aside, FPS) as container:
        encoder = SceneEncoder(container, scene.canvas, settings, _finer(shown, moves, settings))
        pictures = (_moving if moves else _still)(arrangement, shown, encoder)
        voice = SoundEncoder(container, settings.sound_bitrate)
        watched = _watched(pictures, scene.frames, progress)
        for packet in interleaved(watched, _encoded(sound, scene.frames, voice)):
            container.mux(packet)
    return ClipReport(scene.frames, scene.frames / FPS)


def picture(scene: Scene, clip: Path | None = None, at: float = 0.0) -> Image:
    """A scene's picture at a time (seconds), the face at rest: a preview. (height, width, 3) RGB. Raises as above."""
    shown = states(scene.frames, scene.pictures, scene.marks, scene.cues, fades=scene.before is not None)
    state = [state for state in shown if state.start <= round(at * FPS)][-1]
    return to_rgb(planes_of(Arrangement(scene, clip).still(state)))


def _moving(arrangement: Arrangement, shown: tuple[State, ...], encoder: SceneEncoder) -> Iterator[AnyPacket]:
    """Every frame, each with its face."""
    ground = arrangement.ground(shown[0])
    block = np.empty_like(ground)
    frame, faces = planes_of(block), arrangement.faces()
    for state, kind in zip(shown, _kinds(shown, moves=True), strict=True):
        ground = arrangement.ground(state)
        np.copyto(block, ground)
        for place, face in zip(range(state.frames), faces, strict=False):
            arrangement.paste(frame, planes_of(ground), face)
            yield encoder.picture(block, "move" if place else kind)
    next(faces, None)  # which raises unless they have come to their end


def _still(arrangement: Arrangement, shown: tuple[State, ...], encoder: SceneEncoder) -> Iterator[AnyPacket]:
    """Every state once, with the face at rest if there is one."""
    for state, kind in zip(shown, _kinds(shown, moves=False), strict=True):
        block = arrangement.still(state)
        if state.frames > 1:
            yield from encoder.still(block, state.frames)
        else:
            yield encoder.picture(block, kind)


def _kinds(shown: tuple[State, ...], moves: bool) -> tuple[Kind, ...]:
    """How each state's first frame is encoded. Where nothing moves, packets are repeated after key frames only."""

    def after(before: State, state: State) -> Kind:
        held = not moves and (before.frames > 1 or state.frames > 1)
        return "key" if state.fresh or held else "change"

    return ("key", *(after(before, state) for before, state in pairwise(shown)))


def _finer(shown: tuple[State, ...], moves: bool, settings: SceneSettings) -> dict[int, int]:
    """By how much finer which of the encoder's frames are: what stands still afterwards must be right at once."""
    finer, encoded = {}, 0
    for state, kind in zip(shown, _kinds(shown, moves), strict=True):
        if kind == "change":
            finer[encoded] = settings.finer
        encoded += state.frames if moves else 1
    if moves:
        finer |= {encoded - len(_LAST_FRAMES) + place: by for place, by in enumerate(_LAST_FRAMES)}
    return {frame: by for frame, by in finer.items() if frame > 0}


def _encoded(sound: Path | None, frames: int, encoder: SoundEncoder) -> Iterator[AnyPacket]:
    for samples in stretches([sound]) if sound else _silence(frames * SAMPLES_PER_FRAME):
        yield from encoder.encode(samples)
    yield from encoder.finish()


def _silence(samples: int) -> Iterator[Samples]:
    for start in range(0, samples, BLOCK):
        yield np.zeros(min(BLOCK, samples - start), np.float32)


def _watched(pictures: Iterator[AnyPacket], frames: int, progress: Progress) -> Iterator[AnyPacket]:
    for number, packet in enumerate(pictures):
        if number % _PROGRESS_EVERY == 0:
            progress(number / frames, "compose")
        yield packet
