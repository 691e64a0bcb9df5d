"""A package of the published layout: a torch.package with the object `model` of `tts_models`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.speech.silero_cis.front import Front


def write_package(path: Path, model: object | None = None, resource: str = "model") -> dict[str, object]:
    """Write it; the options of an engine that may load it."""
    from torch.package.package_exporter import PackageExporter

    with PackageExporter(str(path)) as package:
        package.intern("tests.speech.silero_cis.**")
        package.extern(["torch.**", "__future__", "collections.**"])
        package.save_pickle("tts_models", resource, Front() if model is None else model)
    return {"file": str(path), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
