"""The identity of what an engine learned from a sample."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np

from videolecture.types import EngineInfo, Value


def profile_digest(info: EngineInfo, data: Mapping[str, Value]) -> str:
    """SHA-256 of an engine's name, its behaviour and everything in a profile: part of every key of its speech."""
    parts = hashlib.sha256(f"{info.name} {info.behaviour}\n".encode())
    for name, value in sorted(data.items()):
        parts.update(f"{name}\n".encode())
        parts.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())
    return parts.hexdigest()
