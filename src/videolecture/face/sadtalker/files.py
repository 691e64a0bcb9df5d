"""Where this engine's weights are: in videolecture's own folder, or in an existing SadTalker checkout."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from videolecture.errors import MissingError

NETWORKS = {256: "SadTalker_V0.0.2_256.safetensors", 512: "SadTalker_V0.0.2_512.safetensors"}
MAPPINGS = {False: "mapping_00229-model.pth.tar", True: "mapping_00109-model.pth.tar"}  # by whole photo
ENHANCER = "GFPGANv1.4.pth"
# Where upstream's own download script and program put them, below SAD_TALKER_DIR_PATH.
CHECKOUT_FOLDERS = ("checkpoints", "gfpgan/weights")


@dataclass(frozen=True)
class Found:
    """A file of weights. Those of the manifest are genuine; a checkout's are its owner's."""

    path: Path
    genuine: bool


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
    from videolecture.weights.place import is_genuine

    name = "gfpgan" if file_name == ENHANCER else "sadtalker"
    try:
        path = weight_path(name)
        return Found(path / file_name if path.is_dir() else path, True)
    except MissingError as missing:
        checkout = environment.get("SAD_TALKER_DIR_PATH", "")
        for folder in CHECKOUT_FOLDERS if checkout else ():
            path = Path(checkout) / folder / file_name
            if path.is_file():
                known = next(file for file in manifest.find(name).files if file.name == file_name)
                return Found(path, is_genuine(path, known))
        if not checkout:
            raise
        raise MissingError(
            f"{missing.what} Nor is there a {file_name} in checkpoints or gfpgan/weights of {checkout}.", missing.remedy
        ) from missing
