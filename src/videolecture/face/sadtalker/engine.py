"""The engine `sadtalker`: SadTalker's published weights in our own inference, resident in one worker."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, ClassVar, cast

import numpy as np

from videolecture.engines import FaceEngine, Options
from videolecture.errors import EngineError, Term
from videolecture.face.sadtalker import files
from videolecture.face.sadtalker import options as choices
from videolecture.types import EngineInfo, Image, Motion, Photo, Portrait, Progress, Speech, Value

if TYPE_CHECKING:
    from videolecture.face.gfpgan.enhancer import Enhancer
    from videolecture.face.landmarks.find import FaceFinder
    from videolecture.face.sadtalker.model import Actor, Model
    from videolecture.face.sadtalker.motion import Driven

BEHAVIOUR = 4


class SadTalker(FaceEngine):
    """Head motion and expression from sound, drawn into a photo."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="sadtalker",
        kind="face",
        title="SadTalker",
        licence_code="Apache-2.0",
        licence_weights="Apache-2.0",
        commercial=True,
        behaviour=BEHAVIOUR,
        weights=("sadtalker", *files.FACE_WEIGHTS),
        gpu=True,
        needs="an NVIDIA GPU with 4 GB or more; on a CPU a frame takes seconds",
        limits="one face, looking at the camera; the enhancer gfpgan is for non-commercial use",
        noncommercial_options=choices.NONCOMMERCIAL,
    )
    options: ClassVar[Mapping[str, str]] = choices.OPTIONS

    @staticmethod
    def check_options(options: Options) -> None:
        """Raise InputError for a value that is not possible."""
        choices.check(cast("choices.Values", options))

    @classmethod
    def weights_for(cls, options: Options) -> Mapping[str, str]:
        """The files that a clip with these options depends on: name -> SHA-256. Raises MissingError, WeightsError."""
        return files.weights_for(cast("choices.Values", options))

    def __init__(self) -> None:
        """Raises MissingError or WeightsError when there are no weights for either size."""
        import torch

        files.any_networks()
        self._device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        # The small networks decide where everything goes: rounded to 10 bits, as GPUs do by themselves, they would move
        # it, and they cost next to nothing. The renderer computes in half precision.
        torch.backends.cudnn.allow_tf32 = False
        self._models: dict[tuple[str, str], Model] = {}  # by the digests of networks and mapping
        self._actors: dict[str, Actor] = {}
        self._enhancer: tuple[str, Enhancer] | None = None  # with its file's digest
        self._finder: FaceFinder | None = None

    # ------------------------------------------------------------------------------------------------------- the photo

    def prepare(self, photo: Photo, options: Mapping[str, str | int | float | bool], progress: Progress) -> Portrait:
        """Find the face, cut out the animated part, and reconstruct its 3DMM coefficients.

        Raises InputError where there is no face that can be animated, MissingError and WeightsError for the weights.
        """
        from videolecture.face.sadtalker.alignment import align
        from videolecture.face.sadtalker.coefficients import portrait_coefficients
        from videolecture.face.sadtalker.crop import region
        from videolecture.face.sadtalker.landmarks68 import landmarks68

        chosen = choices.portrait_options(options)
        progress(0.0, "looking for the face")
        face = self._faces().find(photo, str(options.get("face_box", "")))
        landmarks = landmarks68(face.points)
        part = region(photo.pixels, landmarks, chosen.preprocess, chosen.size)
        aligned = align(part.pixels, part.locate(landmarks))
        progress(0.3, "loading SadTalker")
        with self._enough_memory(chosen.size):
            model, identity, notes = self._model(chosen.size, chosen.whole_photo)
            progress(0.9, "reconstructing the face")
            coefficients = portrait_coefficients(model.reconstruct(aligned.pixels), aligned.parameters)
        data: dict[str, Value] = {
            "size": chosen.size,
            "preprocess": chosen.preprocess,
            "pixels": part.pixels,
            "box": np.array(part.box, dtype=np.int64),
            "coefficients": coefficients,
            "mesh": face.points.astype(np.float32),
        }
        if chosen.whole_photo:
            data["photo"] = photo.pixels
        progress(1.0, "the portrait is ready")
        return Portrait(self.info.name, _digest(data, identity), data, face.warnings + notes)

    # -------------------------------------------------------------------------------------------------------- the clip

    def animate(self, portrait: Portrait, speech: Speech, motion: Motion) -> Iterator[Image]:
        """One RGB frame after the other; the first and the last show the portrait at rest.

        Raises EngineError when memory does not suffice for one frame.
        """
        from videolecture.face.sadtalker.photo_frame import PhotoFrame

        count = round(speech.duration * motion.fps)
        if not count:
            return  # a sound shorter than half a frame
        enhancer = choices.clip_options(motion).enhancer
        stage = PhotoFrame(portrait, motion.size)
        with self._enough_memory(cast("int", portrait.data["size"]), enhancer):
            if not enhancer:
                self._let_go_of_enhancer()
            enhance = self._enhance(portrait) if enhancer else iter
            for frame in enhance(self._rendered(portrait, speech, motion, count)):
                yield stage.show(frame)

    def _rendered(self, portrait: Portrait, speech: Speech, motion: Motion, count: int) -> Iterator[Image]:
        """The squares of the clip's frames, as the renderer draws them."""
        from videolecture.face.batches import pictures
        from videolecture.face.sadtalker.frames import batch_size
        from videolecture.face.sadtalker.mel import FPS as TRAINED_FPS
        from videolecture.face.sadtalker.model import NAME

        size, whole = cast("int", portrait.data["size"]), "full" in str(portrait.data["preprocess"])
        model, _, _ = self._model(size, whole)
        actor = self._actor(model, portrait)
        driving = self._drive(model, actor, portrait, speech, motion)
        between = pictures(
            iter(range(1, count - 1)),
            batch_size(self._device, size, choices.clip_options(motion).batch),
            lambda some: model.keypoints(actor, driving, count, some[0], some[-1] + 1, motion.fps, TRAINED_FPS),
            lambda keypoints: model.render(actor, keypoints),
            (lambda keypoints: model.render_exactly(actor, keypoints)) if model.half else None,
            NAME,
        )
        yield actor.picture.copy()
        yield from (picture for _, picture in between)
        if count > 1:
            yield actor.picture.copy()

    def _drive(self, model: Model, actor: Actor, portrait: Portrait, speech: Speech, motion: Motion) -> Driven:
        """Driving coefficients of the clip at the rate the networks were trained for."""
        import soxr

        from videolecture.face.sadtalker import mel
        from videolecture.face.sadtalker.motion import Driven, Moves, chance

        chosen = choices.clip_options(motion)
        sound = np.ascontiguousarray(speech.samples, dtype=np.float32)
        if not np.isfinite(sound).all():
            raise EngineError(
                "The speech contains samples that are not numbers.",
                "Speak the fragment again.",
                code="sadtalker-not-numbers",
            )
        heard = soxr.resample(sound, speech.rate, mel.SAMPLE_RATE) if speech.rate != mel.SAMPLE_RATE else sound
        drawn = chance(max(1, round(speech.duration * mel.FPS)), motion.seed, sound)
        style = chosen.style(portrait.digest)
        moves = Moves(model.networks.exp, model.networks.pose, heard, actor.coefficients, drawn, style)
        scales = chosen.expression_scale, chosen.pose_scale
        return Driven(moves, actor.coefficients, model.whole_photo, chosen.still, *scales)

    def _enhance(self, portrait: Portrait) -> Callable[[Iterator[Image]], Iterator[Image]]:
        """The enhancer of this portrait's frames; loaded, so that the renderer knows what memory it leaves."""
        from videolecture.face.gfpgan.enhancer import Enhancer
        from videolecture.weights.place import known_digest

        left, top, right, bottom = (int(edge) for edge in cast("np.ndarray", portrait.data["box"]))
        mesh = cast("np.ndarray", portrait.data["mesh"]).copy()
        side = cast("int", portrait.data["size"])
        mesh[:, :2] = (mesh[:, :2] - (left, top)) * side / (right - left, bottom - top)
        path = files.find(files.ENHANCER).files[0].path
        key = known_digest(path)
        if self._enhancer is None or self._enhancer[0] != key:
            self._enhancer = None  # one in memory
            self._enhancer = key, Enhancer(path, self._device)
        enhancer = self._enhancer[1]
        return lambda frames: enhancer.enhance(frames, mesh)

    def _let_go_of_enhancer(self) -> None:
        """When a clip is made without it, the settings have changed."""
        from videolecture.face.batches import forget

        if self._enhancer is not None:
            self._enhancer = None
            forget()

    # ---------------------------------------------------------------------------------------------------- what is kept

    def _enough_memory(self, size: int, enhancer: str = "") -> AbstractContextManager[None]:
        """For the work within. Raises EngineError that says what needs less memory."""
        from videolecture.face.batches import enough_memory

        advice = Term("Free some memory", code="memory-free")
        if enhancer:
            advice = Term(
                "{first} or switch the enhancer {enhancer} off", code="memory-enhancer", first=advice, enhancer=enhancer
            )
        if size > 256:
            advice = Term("{first} or choose size 256", code="memory-size", first=advice)
        if self._device.type == "cuda":
            advice = Term("{first} or render without a GPU", code="memory-gpu", first=advice)
        return enough_memory(advice)

    def _faces(self) -> FaceFinder:
        if self._finder is None:
            from videolecture.face.landmarks.find import FaceFinder

            self._finder = FaceFinder()
        return self._finder

    def _model(self, size: int, whole_photo: bool) -> tuple[Model, str, tuple[Term, ...]]:
        """The networks, what identifies their files where these are not the published ones, and what to say of them."""
        from videolecture.face.sadtalker.model import Model
        from videolecture.weights.place import known_digest

        place = files.networks(size, whole_photo)
        networks, mapping = (file.path for file in place.files)
        key = known_digest(networks), known_digest(mapping)
        if key not in self._models:
            other = next((model for known, model in self._models.items() if known[0] == key[0]), None)
            if other is not None:
                self._models[key] = other.remapped(mapping, whole_photo)
            else:
                self._models.clear()  # one set of networks in memory
                self._actors.clear()
                half = self._device.type == "cuda"
                self._models[key] = Model(networks, mapping, whole_photo, self._device, half)
        return self._models[key], "" if place.genuine else "".join(key), place.notes

    def _actor(self, model: Model, portrait: Portrait) -> Actor:

        if portrait.digest not in self._actors:
            self._actors.clear()  # one portrait in memory
            pixels, coefficients = portrait.data["pixels"], portrait.data["coefficients"]
            self._actors[portrait.digest] = model.actor(cast("Image", pixels), cast("np.ndarray", coefficients))
        return self._actors[portrait.digest]


def _digest(data: Mapping[str, Value], identity: str) -> str:
    """SHA-256 of everything the clips depend on."""
    total = hashlib.sha256(f"sadtalker {BEHAVIOUR} {identity}".encode())
    for name, value in sorted(data.items()):
        content = np.ascontiguousarray(value).tobytes() if isinstance(value, np.ndarray) else str(value).encode()
        total.update(f"{name} {len(content)} ".encode() + content)
    return total.hexdigest()
