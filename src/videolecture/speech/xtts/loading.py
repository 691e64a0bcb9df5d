"""The published XTTS-v2 layout (model.pth, config.json, vocab.json) into memory, through coqui-tts' own classes."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from videolecture.errors import EngineError, MissingError, WeightsError
from videolecture.speech.device import out_of_memory
from videolecture.speech.xtts.sampling import Sampling
from videolecture.speech.xtts.stand_in import torchaudio_importable
from videolecture.weights import require_consent

FILES = ("model.pth", "config.json", "vocab.json")  # speakers_xtts.pth holds preset voices: not needed to clone


@dataclass(frozen=True)
class Model:
    """A loaded checkpoint."""

    xtts: Any  # TTS.tts.models.xtts.Xtts, in evaluation mode, on `device`
    device: str
    sampling: Sampling
    languages: tuple[str, ...]  # ISO 639-1
    rate: int  # Hz of the sound


def load(folder: Path, device: str) -> Model:
    """Load a checkpoint. Only tensors and plain configuration values are unpickled (weights_only).

    Raises MissingError without the extra, without the licence accepted, or without one of the files; WeightsError for
    files that are no XTTS-v2.
    """
    require_consent("xtts")
    for name in FILES:
        if not (folder / name).is_file():
            raise MissingError(
                "There is no {name} in {folder}.",
                "The folder must hold the files as published: model.pth, config.json and vocab.json.",
                code="xtts-file-missing",
                name=name,
                folder=folder,
            )
    classes = _coqui()
    try:
        config = classes.config()
        config.load_json(str(folder / "config.json"))
        xtts = classes.checkpoint(config)
        xtts.load_checkpoint(config, checkpoint_dir=str(folder), eval=True, strict=True)
    except Exception as error:  # whatever its many libraries raise: one of them raises Exception itself
        raise WeightsError(
            "The files in {folder} are no XTTS-v2 that can be loaded: {reason}",
            "Run «videolecture models pull xtts», or name a folder with the files as published.",
            code="xtts-not-loaded",
            folder=folder,
            reason=_first_lines(error),
        ) from error
    sampling = Sampling(config.temperature, config.top_k, config.top_p, config.repetition_penalty)
    languages = tuple(dict.fromkeys(language.split("-")[0] for language in config.languages))
    xtts.eval()
    return Model(_moved(xtts, device), device, sampling, languages, config.audio.output_sample_rate)


def _moved(xtts: Any, device: str) -> Any:
    try:
        return xtts.to(device)
    except (RuntimeError, MemoryError) as error:
        if not out_of_memory(error):
            raise
        raise EngineError(
            "XTTS does not fit into the memory of {device}.",
            'Free its memory, or choose the processor: device = "cpu" in [engines.xtts].',
            code="xtts-loading-memory",
            device=device,
        ) from error


@dataclass(frozen=True)
class _Classes:
    config: Any
    checkpoint: Any


_loaded: list[_Classes] = []


def _coqui() -> _Classes:
    """coqui-tts' classes, imported once (seconds)."""
    if _loaded:
        return _loaded[0]
    try:
        # Deprecations inside its dependencies are no news to a user.
        with torchaudio_importable(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from TTS.tts.configs.xtts_config import XttsConfig
            from TTS.tts.models import xtts as published
    except ImportError as error:
        raise MissingError(
            "The engine xtts needs coqui-tts, which cannot be imported here ({reason}).",
            "Run «videolecture engines install xtts»: it makes the engine a Python environment of its own.",
            code="xtts-missing",
            reason=error,
        ) from error
    _loaded.append(_Classes(XttsConfig, _checkpoint_class(published)))
    return _loaded[0]


def _checkpoint_class(published: Any) -> Any:
    """The published model, whose loading only reads files; the original's rewrites a checkpoint of an old format."""
    import torch

    class Checkpoint(published.Xtts):  # type: ignore[misc]
        def _load_checkpoint(self, model_path: Path) -> dict[str, Any]:
            with published._legacy_safe_globals():
                found = torch.load(model_path, map_location="cpu", weights_only=True, mmap=True)
            return dict(found["model"])

    return Checkpoint


def _first_lines(error: BaseException) -> str:
    """The first line, and the next where that is a heading: torch says «Error(s) in loading state_dict:» first."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    said = " ".join(lines[:2]) if lines[0].endswith(":") else lines[0]
    return said[:200].rstrip(".") + "."
