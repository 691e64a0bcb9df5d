"""Which GPUs of this machine get workers of their own. Asked of the driver's own tool: no library is loaded for it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Mapping

from videolecture.errors import InputError

ALL = "all"
VARIABLE = "CUDA_VISIBLE_DEVICES"  # what a process sees of them: CUDA's own
_PATIENCE = 60.0  # seconds that the driver's tool may take; the first call after a start of the machine is slow


def chosen(gpus: str, environment: Mapping[str, str] = os.environ, ask: Callable[[], str] | None = None) -> list[str]:
    """The names, as CUDA takes them, of the GPUs that `Setup.gpus` means. Raises InputError where there are none.

    All are those that the program itself may see. `ask` prints what `nvidia-smi -L` does.
    """
    if not gpus:
        return []
    names = gpus
    if gpus == ALL:
        names = environment[VARIABLE] if VARIABLE in environment else ",".join(listed((ask or _ask)()))
    found = [name.strip() for name in names.split(",") if name.strip()]
    if not found or found == ["-1"]:
        raise InputError(
            "There is no GPU that the program can use (gpus = «{gpus}»).",
            "Check nvidia-smi and CUDA_VISIBLE_DEVICES, or leave the setting gpus empty.",
            code="gpus-none",
            gpus=gpus,
        )
    return found


def listed(text: str) -> list[str]:
    """The UUIDs in the output of `nvidia-smi -L`: of a divided GPU (MIG) those of its parts."""
    found: list[str] = []
    divided = ""
    for name in re.findall(r"UUID:\s*((?:GPU|MIG)-[^\s)]+)", text):
        if name.startswith("GPU-"):
            divided = name
            found.append(name)
            continue
        if divided in found:
            found.remove(divided)
        found.append(name)
    return found


def _ask() -> str:
    try:
        return subprocess.run(
            ["nvidia-smi", "-L"],  # noqa: S607 (wherever the driver has put it)
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
