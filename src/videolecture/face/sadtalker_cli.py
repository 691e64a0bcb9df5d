"""The engine `sadtalker-cli`: an existing SadTalker checkout, run by its own interpreter as the original service did.

Settings, from the environment: SAD_TALKER_PYTHON_PATH (the checkout's Python), SAD_TALKER_INFERENCE (its
inference.py; relative to the checkout) and SAD_TALKER_DIR_PATH (the checkout).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, cast

import numpy as np
from filelock import FileLock, Timeout

from videolecture.bounded.program import Tree
from videolecture.engines import FaceEngine, Options
from videolecture.errors import EngineError, MissingError
from videolecture.face.sadtalker import options as choices
from videolecture.face.sadtalker.files import CHECKOUT_FOLDERS, FACE_WEIGHTS
from videolecture.types import EngineInfo, Image, Motion, Photo, Portrait, Progress, Speech

BEHAVIOUR = 1
POLL = 0.5  # seconds
PLACE = "videolecture-sadtalker-"  # its folders; beside each lies a lock, held while it is used
LEAST_WORK = 0.05  # of one processor: with less, and nothing written, the program is waiting for something
# Options of ours that the checkout's program takes by the same name.
PASSED_ON = ("size", "preprocess", "expression_scale", "enhancer")
OURS = ("batch", "face_box")  # that it does not have


@dataclass(frozen=True)
class Checkout:
    """Where the checkout and its interpreter are."""

    python: Path
    inference: Path
    folder: Path

    @classmethod
    def configured(cls, environment: Mapping[str, str]) -> Checkout:
        """Read the three settings. Raises MissingError that names the one that is missing or wrong."""
        folder = _existing(environment, "SAD_TALKER_DIR_PATH", None)
        return cls(
            _existing(environment, "SAD_TALKER_PYTHON_PATH", None),
            _existing(environment, "SAD_TALKER_INFERENCE", folder),
            folder,
        )


def _existing(environment: Mapping[str, str], name: str, base: Path | None) -> Path:
    value = environment.get(name, "")
    if not value:
        raise MissingError(
            "The engine sadtalker-cli needs the setting {name}.",
            "Set SAD_TALKER_PYTHON_PATH, SAD_TALKER_INFERENCE and SAD_TALKER_DIR_PATH to an existing "
            "checkout, or choose the engine sadtalker, which needs none.",
            code="sadtalker-cli-setting",
            name=name,
        )
    path = Path(value).expanduser()
    path = base / path if base is not None else path.absolute()
    if not path.exists():
        raise MissingError(
            "{name} names {path}, which does not exist.",
            "Correct the setting.",
            code="sadtalker-cli-path",
            name=name,
            path=path,
        )
    return path


class SadTalkerCli(FaceEngine):
    """Starts the checkout's inference.py for every clip and hands out the frames of the video that it writes."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="sadtalker-cli",
        kind="face",
        title="SadTalker, an existing checkout",
        licence_code="Apache-2.0",
        licence_weights="Apache-2.0",
        commercial=True,
        behaviour=BEHAVIOUR,
        weights=FACE_WEIGHTS,
        needs="a SadTalker checkout with its own Python and weights",
        limits="clips do not start and end at rest; every clip loads all models anew; the enhancer gfpgan is for "
        "non-commercial use",
        rests=False,
        noncommercial_options=choices.NONCOMMERCIAL,
    )
    options: ClassVar[Mapping[str, str]] = {name: about for name, about in choices.OPTIONS.items() if name not in OURS}

    @staticmethod
    def check_options(options: Options) -> None:
        """Raise InputError for a value that is not possible."""
        choices.check(cast("choices.Values", options))

    def __init__(self) -> None:
        """Raises MissingError that names the setting that is missing or wrong."""
        Checkout.configured(os.environ)
        self._report: Progress = _silent
        _sweep()

    @classmethod
    def weights_for(cls, options: Options) -> Mapping[str, str]:  # noqa: ARG003 (the same for all options)
        """What its clips depend on: the program, and what the checkout's files of weights look like from outside."""
        from videolecture.weights import manifest, weight_path

        checkout = Checkout.configured(os.environ)
        for name in FACE_WEIGHTS:
            weight_path(name)
        kept = [path for folder in CHECKOUT_FOLDERS for path in sorted((checkout.folder / folder).glob("*"))]
        seen = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in kept if path.is_file()]
        return {
            checkout.inference.name: hashlib.sha256(checkout.inference.read_bytes()).hexdigest(),
            "checkpoints": hashlib.sha256(repr(seen).encode()).hexdigest(),
            **{name: manifest.find(name).identity for name in FACE_WEIGHTS},
        }

    def report_to(self, progress: Progress) -> None:
        """Where to say that the program still works."""
        self._report = progress

    def prepare(self, photo: Photo, options: Mapping[str, str | int | float | bool], progress: Progress) -> Portrait:
        """Check the settings, and that there is a face: the checkout itself looks for it in every clip, and late.

        Raises InputError where there is none.
        """
        from videolecture.face.landmarks.find import FaceFinder

        checkout = Checkout.configured(os.environ)
        progress(0.0, "looking for the face")
        FaceFinder().find(photo)
        progress(1.0, "the checkout is there")
        digest = hashlib.sha256(
            f"sadtalker-cli {BEHAVIOUR} {checkout} {sorted(options.items())} {photo.digest}".encode()
        )
        return Portrait(self.info.name, digest.hexdigest(), {"photo": photo.pixels, "name": photo.name})

    def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Iterator[Image]:
        """The frames of the checkout's video, as many as the sound lasts.

        Raises MissingError for the settings and EngineError, with what the checkout's program wrote, when it fails.
        However this ends, the program and all its descendants end with it.
        """
        count = round(speech.duration * motion.fps)
        if not count:
            return  # a sound shorter than half a frame
        checkout = Checkout.configured(os.environ)
        style = choices.clip_options(motion).style(portrait.digest)
        _sweep()
        with _folder() as folder:
            photo = cast("Image", portrait.data["photo"])
            videos = run(checkout, photo, speech, motion, folder, style, self._report)
            yield from frames_of(videos[0], count, motion)


@contextmanager
def _folder() -> Iterator[Path]:
    """An empty folder for one run, locked from before it exists until it is gone."""
    folder = Path(tempfile.gettempdir()) / f"{PLACE}{uuid.uuid4().hex}"
    lock = FileLock(f"{folder}.lock")
    with lock:
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    Path(lock.lock_file).unlink(missing_ok=True)


def _sweep() -> None:
    """Remove what processes that were killed left behind, a photo and a voice: the folders that nobody holds."""
    for path in Path(tempfile.gettempdir()).glob(f"{PLACE}*.lock"):
        try:
            with FileLock(path, timeout=0):
                shutil.rmtree(path.with_suffix(""), ignore_errors=True)
            path.unlink(missing_ok=True)
        except (Timeout, OSError):  # in use, or another user's
            continue


def _silent(done: float, what: str) -> None:
    """For callers who do not listen."""


def run(
    checkout: Checkout,
    photo: Image,
    speech: Speech,
    motion: Motion,
    folder: Path,
    style: int = 0,
    progress: Progress = _silent,
) -> list[Path]:
    """Run the checkout once in an empty `folder`; its videos, renamed as the original service did: `fragment_1.mp4`,
    ...

    As long as the program writes or computes, `progress` hears of it: a clip may take hours.
    """
    image, sound, results = folder / "face.png", folder / "fragment.wav", folder / "results"
    _write_png(image, photo)
    _write_wav(sound, speech)
    results.mkdir()
    command = [str(checkout.python), str(checkout.inference)]
    command += ["--source_image", str(image), "--driven_audio", str(sound), "--result_dir", str(results)]
    for name in PASSED_ON:
        if motion.options.get(name) not in (None, ""):
            command += [f"--{name}", str(motion.options[name])]
    command += ["--pose_style", str(style)]
    if choices.clip_options(motion).still:
        command.append("--still")
    written, worked = 0, 0.0
    with Tree(command, checkout.folder, os.environ, folder / "log.txt") as tree:
        while (finished := tree.wait(POLL)) is None:
            before, written = (written, worked), tree.written()
            worked = tree.worked()
            if written > before[0] or worked > before[1] + LEAST_WORK * POLL:
                progress(0.0, f"SadTalker: {tree.last_line()}")
    videos = sorted(results.glob("*.mp4"), key=lambda path: path.stat().st_mtime_ns)
    if finished.code:
        raise EngineError(
            "SadTalker's {script} ended with code {status}. It wrote:\n{output}\n",
            "Run it by hand in the checkout with the same photo to see whether the checkout works.",
            code="sadtalker-cli-failed",
            script=checkout.inference.name,
            status=finished.code,
            output=finished.output,
        )
    if not videos:
        raise EngineError(
            "SadTalker's {script} ended without a video. It wrote:\n{output}\n",
            "Run it by hand in the checkout with the same photo to see whether the checkout works.",
            code="sadtalker-cli-no-video",
            script=checkout.inference.name,
            output=finished.output,
        )
    return [video.rename(results / f"{sound.stem}_{number}.mp4") for number, video in enumerate(videos, start=1)]


def frames_of(video: Path, count: int, motion: Motion) -> Iterator[Image]:
    """Exactly `count` RGB frames of a video, streaming, scaled to the clip's size: its last frame repeats if it is
    short.
    """
    import av

    from videolecture.face.sadtalker.photo_frame import even, fitted

    given = 0
    frame: Image | None = None
    with av.open(str(video)) as container:
        for decoded in container.decode(video=0):
            if given == count:
                break
            pixels = np.asarray(decoded.to_ndarray(format="rgb24"), dtype=np.uint8)
            scale = motion.size / max(pixels.shape[:2])
            frame = fitted(pixels, even(pixels.shape[1] * scale), even(pixels.shape[0] * scale))
            yield frame
            given += 1
    if frame is None:
        raise EngineError(
            "SadTalker wrote a video without frames.",
            "Look whether the checkout works on its own.",
            code="sadtalker-cli-no-frames",
        )
    for _ in range(count - given):
        yield frame


def _write_png(path: Path, photo: Image) -> None:
    import PIL.Image

    PIL.Image.fromarray(photo).save(path)


def _write_wav(path: Path, speech: Speech) -> None:
    import wave

    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1)
        stream.setsampwidth(2)
        stream.setframerate(speech.rate)
        stream.writeframes((np.clip(speech.samples, -1, 1) * 32767).astype("<i2").tobytes())
