"""Profiles and portraits as plain files: scalars in JSON, arrays in NPZ without pickles.

Same content, same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from videolecture.types import Portrait, Value, VoiceProfile

_SCALARS = "record.json"
_ARRAYS = "record.npz"


def save(folder: Path, record: VoiceProfile | Portrait) -> None:
    """Write a profile or a portrait into a folder."""
    scalars: dict[str, Value] = {}
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    for name, value in record.data.items():
        if isinstance(value, np.ndarray):
            arrays[name] = value
        else:
            scalars[name] = value
    fields: dict[str, object] = {
        "engine": record.engine,
        "digest": record.digest,
        "warnings": list(record.warnings),
        "data": scalars,
    }
    if isinstance(record, VoiceProfile):
        fields["gain"] = record.gain
    (folder / _SCALARS).write_text(json.dumps(fields, ensure_ascii=False, indent=1), "utf-8")
    np.savez(folder / _ARRAYS, allow_pickle=False, **{name: arrays[name] for name in sorted(arrays)})


def load_profile(folder: Path) -> VoiceProfile:
    """The profile that `save` wrote."""
    fields, data = _load(folder)
    return VoiceProfile(
        fields["engine"], fields["digest"], data, gain=fields["gain"], warnings=tuple(fields["warnings"])
    )


def load_portrait(folder: Path) -> Portrait:
    """The portrait that `save` wrote."""
    fields, data = _load(folder)
    return Portrait(fields["engine"], fields["digest"], data, warnings=tuple(fields["warnings"]))


def _load(folder: Path) -> tuple[dict[str, Any], Mapping[str, Value]]:
    fields = json.loads((folder / _SCALARS).read_text("utf-8"))
    data: dict[str, Value] = dict(fields["data"])
    with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
        data.update({name: arrays[name] for name in arrays.files})
    return fields, data
