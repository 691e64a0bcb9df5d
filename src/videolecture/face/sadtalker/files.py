"""Where this engine's weights are: in videolecture's own folder, or in an existing SadTalker checkout."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from videolecture.errors import MissingError, Term, WeightsError
from videolecture.face.sadtalker.options import Values, clip_options, portrait_options
from videolecture.types import Motion

NETWORKS = {256: "SadTalker_V0.0.2_256.safetensors", 512: "SadTalker_V0.0.2_512.safetensors"}
MAPPINGS = {False: "mapping_00229-model.pth.tar", True: "mapping_00109-model.pth.tar"}  # by whole photo
ENHANCER = "GFPGANv1.4.pth"
FACE_WEIGHTS = ("face-landmarks", "iris", "face-detection-short", "face-detection-full")  # that find the face
# Where upstream's own download script and program put them, below SAD_TALKER_DIR_PATH.
CHECKOUT_FOLDERS = ("checkpoints", "gfpgan/weights")


@dataclass(frozen=True)
class FoundFiles:
    """A file of weights. Those of the manifest are genuine; a checkout's are its owner's."""

    path: Path
    genuine: bool


@dataclass(frozen=True)
class Place:
    """Files of weights that lie together."""

    files: tuple[FoundFiles, ...]  # in the order in which they were asked for
    notes: tuple[Term, ...]  # for the user: why these and no others

    @property
    def genuine(self) -> bool:
        """Whether all are the published files."""
        return all(file.genuine for file in self.files)


def weights_for(options: Values) -> dict[str, str]:
    """The files that a clip with these options depends on: name -> SHA-256. Raises MissingError, WeightsError."""
    from videolecture.weights import manifest, weight_path
    from videolecture.weights.place import known_digest

    chosen = portrait_options(options)
    found = list(networks(chosen.size, chosen.whole_photo).files)
    found += find(ENHANCER).files if clip_options(Motion(options=options)).enhancer else ()
    used = {file.path.name: known_digest(file.path) for file in found}
    for name in FACE_WEIGHTS:
        weight_path(name)
        used[name] = manifest.find(name).identity
    return used


def any_networks() -> None:
    """Raises MissingError or WeightsError when there is no file of networks that can be used, for either size."""
    try:
        find(NETWORKS[256])
    except (MissingError, WeightsError):
        try:
            find(NETWORKS[512])
        except (MissingError, WeightsError):
            pass
        else:
            return
        raise


def networks(size: int, whole_photo: bool) -> Place:
    """The networks for a size and the mapping that goes with them. Raises MissingError, WeightsError."""
    return find(NETWORKS[size], MAPPINGS[whole_photo])


def find(*names: str, environment: Mapping[str, str] = os.environ) -> Place:
    """The place where all of these files are, by their published names: our own folder of weights, or else the
    checkout that SAD_TALKER_DIR_PATH names, whose files need no second download.

    Whether a file there is the published one is compared too, but its owner may keep another there: its format cannot
    run code, and every name and shape in it is checked when it is read. Raises MissingError, or WeightsError for a
    damaged file of ours, with what was looked at, the command, size and licence.
    """
    from videolecture.weights import manifest
    from videolecture.weights.consent import require_consent
    from videolecture.weights.place import file_path, genuine_file, is_genuine

    weights = manifest.find("gfpgan" if ENHANCER in names else "sadtalker")
    known = [next(file for file in weights.files if file.name == name) for name in names]
    checkout = environment.get("SAD_TALKER_DIR_PATH", "")
    theirs = [_in_checkout(checkout, name) for name in names]
    try:
        require_consent(weights.name)
        return Place(tuple(FoundFiles(genuine_file(weights, file), True) for file in known), ())
    except (MissingError, WeightsError) as ours:
        files = [FoundFiles(path, is_genuine(path, file)) for path, file in zip(theirs, known, strict=True) if path]
        if len(files) == len(names):
            notes = []
            if isinstance(ours, WeightsError):
                notes.append(
                    Term(
                        "{cause.what} Those of {checkout} are used.",
                        code="weights-of-checkout",
                        cause=ours,
                        checkout=checkout,
                    )
                )
            notes += [
                Term(
                    "{path} is not the published file: its owner's weights are used.",
                    code="weights-own",
                    path=file.path,
                )
                for file in files
                if not file.genuine
            ]
            return Place(tuple(files), tuple(notes))
        absent = [file for path, file in zip(theirs, known, strict=True) if not path]
        failure = (
            type(ours)(
                "{cause.what} Nor is there a {name} in {folders} of {checkout}.",
                "{cause.remedy}",
                code="sadtalker-not-in-checkout",
                cause=ours,
                name=absent[0].name,
                folders=", ".join(CHECKOUT_FOLDERS),
                checkout=checkout,
            )
            if checkout
            else ours
        )
        for file in absent:
            place = file_path(weights, file)
            for misplaced, where in () if place.is_file() else _elsewhere(file.name, checkout, place):
                raise MissingError(
                    "{cause.what} But there is {misplaced}.",
                    "If it is the one that was meant, move it to {where}.",
                    code="sadtalker-misplaced",
                    cause=failure,
                    misplaced=misplaced,
                    where=where,
                ) from ours
        raise failure from ours


def _in_checkout(checkout: str, name: str) -> Path | None:
    """The file in a checkout, None where it has none."""
    paths = [Path(checkout) / folder / name for folder in CHECKOUT_FOLDERS] if checkout else []
    return next((path for path in paths if path.is_file()), None)


def _elsewhere(file_name: str, checkout: str, ours: Path) -> Iterator[tuple[Path, Path]]:
    """Files of that name where people put them by mistake, and where each belongs: `ours`, or the checkout's place."""
    from videolecture.home import home

    theirs = Path(checkout) / CHECKOUT_FOLDERS[file_name == ENHANCER] / file_name
    for folder, place in ((home(), ours), (Path(checkout), theirs)) if checkout else ((home(), ours),):
        for below in ("", "weights", "weights/sadtalker", "weights/gfpgan", "checkpoints", "gfpgan"):
            path = folder / below / file_name
            if path.is_file() and path != place:
                yield path, place
