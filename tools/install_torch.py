"""Install PyTorch into the Python that runs this, without gigabytes of CUDA libraries by accident.

    python tools/install_torch.py [constraints.txt]

On Linux the torch on PyPI needs the CUDA libraries, several GB, also where there is no NVIDIA GPU. So, in this order:
1. torch is there already: leave it;
2. pip would take a build without CUDA, or there is an NVIDIA GPU: let pip;
3. otherwise: the CPU build from PyTorch's own index.
VIDEOLECTURE_TORCH=pip skips the question and lets pip decide.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def main() -> int:
    """Install torch and say what was done; the exit status of pip."""
    try:
        print(f"torch {importlib.metadata.version('torch')} is already here.")
        return 0
    except importlib.metadata.PackageNotFoundError:
        pass
    wanted = pinned(Path(sys.argv[1])) if len(sys.argv) > 1 else "torch"
    if os.environ.get("VIDEOLECTURE_TORCH") == "pip" or has_nvidia_gpu():
        print(f"Installing {wanted} as pip chooses it.", flush=True)
        return install(wanted)
    cuda = needs_cuda(wanted)
    if cuda is None:
        print(f"pip finds no {wanted}; asking PyTorch's own index for its CPU build.", flush=True)
    elif cuda:
        print(f"No NVIDIA GPU here: installing the CPU build of {wanted} from PyTorch's own index.", flush=True)
    else:
        print(f"Installing {wanted}; the build that pip takes needs no CUDA libraries.", flush=True)
        return install(wanted)
    status = install(wanted, "--index-url", CPU_INDEX)
    if status:
        print(
            f"The CPU build of {wanted} could not be installed. Install torch into {sys.prefix} as suits it, "
            "or accept the build with CUDA libraries (several GB) with VIDEOLECTURE_TORCH=pip; then run this again.",
            file=sys.stderr,
        )
    return status


def pinned(constraints: Path) -> str:
    """The line of a constraints file that pins torch."""
    lines = constraints.read_text(encoding="utf-8").split()
    return next((line for line in lines if line.startswith("torch==")), "torch")


def has_nvidia_gpu() -> bool:
    """Whether NVIDIA's own tool lists a GPU."""
    tool = shutil.which("nvidia-smi")
    if tool is None:
        return False
    listed = subprocess.run([tool, "-L"], capture_output=True, text=True, check=False)  # noqa: S603 (found on the PATH)
    return listed.returncode == 0 and "GPU" in listed.stdout


def needs_cuda(wanted: str) -> bool | None:
    """Whether the build of `wanted` that pip would take needs CUDA libraries; None when pip finds none."""
    command = [*PIP, "install", "--dry-run", "--quiet", "--no-deps", "--ignore-installed", "--report", "-", wanted]
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


def install(wanted: str, *options: str) -> int:
    """Run pip install; its exit status."""
    return subprocess.run([*PIP, "install", wanted, *options], check=False).returncode  # noqa: S603 (pip of this Python)


if __name__ == "__main__":
    sys.exit(main())
