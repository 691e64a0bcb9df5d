"""The published package into memory: its own front is called, its networks are not taken apart.

What the package is like stands in its publisher's examples (snakers4/silero-models, examples_tts_cis.ipynb): a
torch.package whose object `model` of `tts_models` has `speakers` and `apply_tts`. Loading it runs its code. So it is
loaded only when its SHA-256 is the manifest's, or the one that the operator has written down for a file of his own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from videolecture.errors import MissingError, WeightsError
from videolecture.types import Samples
from videolecture.weights import known_digest

PACKAGE, OBJECT = "tts_models", "model"
PREFIX = "ru_"  # of the voices that read Russian
RATE = 48_000  # Hz; the front offers 8000 and 24000 too


class Front:
    """The front of a loaded package."""

    def __init__(self, path: Path) -> None:
        """Raises WeightsError for a file that is no such package."""
        import torch
        from torch.package.package_importer import PackageImporter

        try:
            with torch.no_grad():  # as below
                self._front = cast(Any, PackageImporter(str(path)).load_pickle(PACKAGE, OBJECT))
            self.voices: Sequence[str] = tuple(sorted(name for name in self._front.speakers if name.startswith(PREFIX)))
            callable_front = callable(self._front.apply_tts)
        except Exception as error:  # whatever code of another package raises
            raise _not_loaded(path, str(error).partition("\n")[0]) from error
        if not self.voices or not callable_front:
            raise _not_loaded(path, f"it has no voices called {PREFIX}...")

    def say(self, text: str, voice: str) -> Samples:
        """The sound of a text in the front's own spelling, at RATE."""
        import torch

        with torch.no_grad():  # which gives back what the front switches off for the whole process
            sound = self._front.apply_tts(text=text, speaker=voice, sample_rate=RATE)
        return np.asarray(sound, np.float32).reshape(-1)


def trusted(path: Path, sha256: str) -> Path:
    """The operator's own file. Raises MissingError without it, WeightsError if it is not the one he wrote down."""
    if not path.is_file():
        raise MissingError(
            "There is no {path}.",
            "Put the publisher's v5_cis_base.pt there, or name it in [engines.silero-cis] file.",
            code="silero-cis-file-missing",
            path=path,
        )
    if (found := known_digest(path)) != sha256.lower():
        raise WeightsError(
            "{path} is not the file that the settings name: its SHA-256 is {found}.",
            "Loading it would run its code. If you trust this file, write that into [engines.silero-cis] sha256.",
            code="silero-cis-file-other",
            path=path,
            found=found,
        )
    return path


def _not_loaded(path: Path, reason: str) -> WeightsError:
    return WeightsError(
        "{path} is no Silero v5 package that can be loaded: {reason}",
        "Run «videolecture models pull silero-cis», or name the publisher's file in [engines.silero-cis] file.",
        code="silero-cis-not-loaded",
        path=path,
        reason=reason,
    )
