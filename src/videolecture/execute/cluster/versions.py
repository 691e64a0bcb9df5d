"""What must be the same on every machine, because the bytes of sounds and clips depend on it."""

from __future__ import annotations

from importlib import metadata

import videolecture
from videolecture import registry
from videolecture.errors import InputError
from videolecture.execute.tasks import Side

# Those that compute samples and pixels. Python's and Ray's own versions are compared by Ray when a node joins.
LIBRARIES = ("numpy", "scipy", "torch", "onnxruntime", "ai-edge-litert", "numba", "opencv-python-headless", "av")


def versions(side: Side, engine: str) -> dict[str, str]:
    """Names and versions of this machine, as far as an engine depends on them."""
    found = {"videolecture": videolecture.__version__}
    if side == "speech" or side == "face":
        info = registry.engine(side, engine).info
        found[f"{engine} (behaviour)"] = str(info.behaviour)
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "none"
    return found


def check(node: str, theirs: dict[str, str], ours: dict[str, str]) -> None:
    """Raise InputError for a node that would give other bytes, naming what differs."""
    differing = [name for name, version in ours.items() if theirs.get(name) != version]
    if not differing:
        return
    pairs = ", ".join(f"{name} {theirs.get(name, '-')} ≠ {ours[name]}" for name in differing)
    raise InputError(
        "The node {node} of the Ray cluster has other versions than this machine: {pairs}.",
        "Install the same on every machine, from the same constraints.txt or container image.",
        code="ray-versions",
        node=node,
        pairs=pairs,
    )
