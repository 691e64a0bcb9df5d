"""Where this engine's weights are: in videolecture's own folder, or in an existing SadTalker checkout."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from videolecture.errors import MissingError
from videolecture.face.sadtalker.options import Values, clip_options, portrait_options
from videolecture.types import Motion

NETWORKS = {256: "SadTalker_V0.0.2_256.safetensors", 512: "SadTalker_V0.0.2_512.safetensors"}
MAPPINGS = {False: "mapping_00229-model.pth.tar", True: "mapping_00109-model.pth.tar"}  # by whole photo
ENHANCER = "GFPGANv1.4.pth"
FACE_WEIGHTS = ("face-landmarks", "iris", "face-detection-short", "face-detection-full")  # that find the face
# Where upstream's own download script and program put them, below SAD_TALKER_DIR_PATH.
CHECKOUT_FOLDERS = ("checkpoints", "gfpgan/weights")


@dataclass(frozen=True)
class Found:
    """A file of weights. Those of the manifest are genuine; a checkout's are its owner's."""

    path: Path
    genuine: bool


def weights_for(options: Values) -> dict[str, str]:
    """The files that a clip with these options depends on: name -> SHA-256. Raises MissingError, WeightsError."""
    from videolecture.weights import manifest, weight_path
    from videolecture.weights.place import known_digest

    chosen = portrait_options(options)
    names = [NETWORKS[chosen.size], MAPPINGS[chosen.whole_photo]]
    names += [ENHANCER] if clip_options(Motion(options=options)).enhancer else []
    used = {name: known_digest(find(name).path) for name in names}
    for name in FACE_WEIGHTS:
        weight_path(name)
        used[name] = manifest.find(name).identity
    return used


def any_networks() -> None:
    """Raises MissingError when there is no file of networks at all, for either size."""
    try:
        find(NETWORKS[256])
    except MissingError:
        find(NETWORKS[512])


def find(file_name: str, environment: Mapping[str, str] = os.environ) -> Found:
    """Find a file by its published name. Raises MissingError with the command, size and licence.

    A checkout that SAD_TALKER_DIR_PATH names is looked into when the weights were not pulled: its files need no second
    download. Whether a file there is the published one is compared too, but its owner may keep another there: its
    format cannot run code, and every name and shape in it is checked when it is read.
    """
    from videolecture.weights import manifest, weight_path
    from videolecture.weights.place import file_path, is_genuine

    name = "gfpgan" if file_name == ENHANCER else "sadtalker"
    try:
        path = weight_path(name)
        return Found(path / file_name if path.is_dir() else path, True)
    except MissingError as missing:
        checkout = environment.get("SAD_TALKER_DIR_PATH", "")
        known = next(file for file in manifest.find(name).files if file.name == file_name)
        for folder in CHECKOUT_FOLDERS if checkout else ():
            path = Path(checkout) / folder / file_name
            if path.is_file():
                return Found(path, is_genuine(path, known))
        what = missing.what
        if checkout:
            what += f" Nor is there a {file_name} in checkpoints or gfpgan/weights of {checkout}."
        ours = file_path(manifest.find(name), known)
        misplaced, place = next(_elsewhere(file_name, checkout, ours), (None, ours))
        if misplaced is None:
            raise MissingError(what, missing.remedy) from missing
        raise MissingError(
            f"{what} But there is {misplaced}.", f"If it is the one that was meant, move it to {place}."
        ) from missing


def _elsewhere(file_name: str, checkout: str, ours: Path) -> Iterator[tuple[Path, Path]]:
    """Files of that name where people put them by mistake, and where each belongs: `ours`, or the checkout's place."""
    from videolecture.weights import home

    theirs = Path(checkout) / CHECKOUT_FOLDERS[file_name == ENHANCER] / file_name
    for folder, place in ((home(), ours), (Path(checkout), theirs)) if checkout else ((home(), ours),):
        for below in ("", "weights", "weights/sadtalker", "weights/gfpgan", "checkpoints", "gfpgan"):
            path = folder / below / file_name
            if path.is_file() and path != place:
                yield path, place
