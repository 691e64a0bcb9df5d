"""Install PyTorch into the Python that runs this, without gigabytes of CUDA libraries by accident.

    python tools/install_torch.py [constraints.txt]

A torch that is there already stays. Which build is taken, and why: src/videolecture/environments/torch_build.py.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
CHOICE = Path(__file__).parents[1] / "src" / "videolecture" / "environments" / "torch_build.py"


def main() -> int:
    """Install torch and say what was done; the exit status of pip."""
    try:
        print(f"torch {importlib.metadata.version('torch')} is already here.")
        return 0
    except importlib.metadata.PackageNotFoundError:
        pass
    wanted = pinned(Path(sys.argv[1])) if len(sys.argv) > 1 else "torch"
    choice = torch_build().choose(wanted, PIP)
    print(choice.why, flush=True)
    status = subprocess.run([*PIP, "install", wanted, *choice.options], check=False).returncode  # noqa: S603 (our pip)
    if status and choice.options:
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


def torch_build() -> ModuleType:
    """The module that knows which build suits; the package itself is not installed yet, nor what it needs."""
    spec = importlib.util.spec_from_file_location("torch_build", CHOICE)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(CHOICE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main())
