"""How many frames of a clip are rendered at once: as many as memory allows."""

from __future__ import annotations

import torch

# Bytes of working memory that one more frame of a batch takes, at 256 pixels in half precision, rounded up from the
# largest maps alive together in the last block of the SPADE generator and in the dense motion's hourglass.
BYTES_PER_FRAME_256 = 1 << 30
MOST = 16  # frames; more gains nothing, as one frame alone is 1.2 TFLOP
WIDEST = 256  # channels of the renderer's largest maps, at the picture's size


def largest(size: int) -> int:
    """The most frames at 256 or 512 pixels whose largest map has no more values than GPU kernels count."""
    return ((1 << 31) - 1) // (WIDEST * size**2)


def batch_size(device: torch.device, size: int, wished: int) -> int:
    """Frames rendered at once on this device at 256 or 512 pixels; `wished` overrides it where it is not 0, up to the
    largest batch that there can be.
    """
    if wished:
        return min(wished, largest(size))
    if device.type != "cuda":
        return 1
    free, _ = torch.cuda.mem_get_info(device)
    # What an earlier clip has left with PyTorch is free for the next.
    kept = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    return fitting(free + kept, size)


def fitting(free: int, size: int) -> int:
    """The largest power of two of frames for so many free bytes: with other memory to spare mostly the same."""
    frames = min(MOST, free // (BYTES_PER_FRAME_256 * (size // 256) ** 2))
    return 1 << (max(1, int(frames)).bit_length() - 1)
