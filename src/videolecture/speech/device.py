"""The device that engines in PyTorch run on, and its memory."""

from __future__ import annotations

from videolecture.errors import InputError


def choose_device(engine: str, wanted: str = "") -> str:
    """The device to run on: the wanted one, or the fastest that this machine has. Raises InputError by its name."""
    import torch

    available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if not wanted:
        return next(name for name, there in available.items() if there)
    if not available.get(wanted.split(":")[0], False):
        raise InputError(
            "This machine has no device «{wanted}» for {engine}.",
            "It has: {there}.",
            code="speech-device",
            wanted=wanted,
            engine=engine,
            there=", ".join(name for name, is_there in available.items() if is_there),
        )
    return wanted


def out_of_memory(error: BaseException) -> bool:
    """Whether a device's memory is exhausted: CUDA has a class for it, Apple's GPU and the processor only say so."""
    said = str(error).lower()
    return isinstance(error, MemoryError) or "out of memory" in said or "can't allocate memory" in said


def free_memory(device: str) -> None:
    """Give back what PyTorch keeps for later, so that a smaller piece of work finds a whole stretch."""
    import torch

    if device.startswith("cuda"):
        torch.cuda.empty_cache()
    elif device == "mps":
        torch.mps.empty_cache()
