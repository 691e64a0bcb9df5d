"""Which build of PyTorch suits this machine: without gigabytes of CUDA libraries by accident.

On Linux the torch on PyPI needs the CUDA libraries, several GB, also where there is no NVIDIA GPU. So: where pip would
take a build without CUDA, or there is an NVIDIA GPU, pip decides; otherwise the CPU build comes from PyTorch's own
index. VIDEOLECTURE_TORCH=pip skips the question and lets pip decide.

`tools/install_torch.py` runs this file before anything is installed: it needs the standard library alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from typing import NamedTuple

CPU_INDEX = "https://download.pytorch.org/whl/cpu"


class TorchBuild(NamedTuple):
    """What pip is told, and why."""

    options: tuple[str, ...]
    why: str


def choose(wanted: str, pip: Sequence[str]) -> TorchBuild:
    """Where `wanted` (torch, or torch==VERSION) is to come from; `pip`: the command that will install it."""
    if os.environ.get("VIDEOLECTURE_TORCH") == "pip" or has_nvidia_gpu():
        return TorchBuild((), f"Installing {wanted} as pip chooses it.")
    from_index = ("--index-url", CPU_INDEX)
    cuda = needs_cuda(wanted, pip)
    if cuda is None:
        return TorchBuild(from_index, f"pip finds no {wanted}; asking PyTorch's own index for its CPU build.")
    if cuda:
        return TorchBuild(
            from_index, f"No NVIDIA GPU here: installing the CPU build of {wanted} from PyTorch's own index."
        )
    return TorchBuild((), f"Installing {wanted}; the build that pip takes needs no CUDA libraries.")


def has_nvidia_gpu() -> bool:
    """Whether NVIDIA's own tool lists a GPU."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return False
    listed = subprocess.run([tool, "-L"], capture_output=True, text=True, check=False)  # noqa: S603 (found on the PATH)
    return listed.returncode == 0 and "GPU" in listed.stdout


def needs_cuda(wanted: str, pip: Sequence[str]) -> bool | None:
    """Whether the build of `wanted` that pip would take needs CUDA libraries; None when pip finds none."""
    command = [*pip, "install", "--dry-run", "--quiet", "--no-deps", "--ignore-installed", "--report", "-", wanted]
    asked = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 (pip of this Python)
    if asked.returncode != 0:
        return None
    (torch,) = json.loads(asked.stdout)["install"]
    needs = torch["metadata"].get("requires_dist", [])
    return any(line.startswith(("nvidia-", "cuda-")) and applies(line) for line in needs)


def applies(requirement: str) -> bool:
    """Whether a requirement is for this system: torch marks those on CUDA with system and processor."""
    from pip._vendor.packaging.requirements import Requirement  # pip is here by definition; packaging may not be

    marker = Requirement(requirement).marker
    return marker is None or marker.evaluate({"extra": ""})
