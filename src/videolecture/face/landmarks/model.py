"""One .tflite model, run by LiteRT on one thread."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videolecture.errors import MissingError

Floats = NDArray[np.float32]


class Model:
    """A loaded network: one image in, arrays out. One thread, so that results do not depend on the machine's load."""

    def __init__(self, path: Path) -> None:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        try:
            from ai_edge_litert.interpreter import Interpreter
        except ImportError as error:
            raise MissingError(
                "The package ai-edge-litert is not installed.",
                "Run: pip install videolecture",
                code="litert-missing",
            ) from error
        with _without_chatter():
            self._interpreter = Interpreter(str(path), num_threads=1)
            self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]
        self._outputs = self._interpreter.get_output_details()

    @property
    def side(self) -> int:
        """Pixels of the square input's side."""
        return int(self._input["shape"][1])

    def __call__(self, image: Floats) -> list[Floats]:
        """Outputs for an image of shape (side, side, 3), in the model's order, the batch axis removed."""
        self._interpreter.set_tensor(self._input["index"], np.ascontiguousarray(image[None], dtype=np.float32))
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(output["index"])[0].copy() for output in self._outputs]


@contextlib.contextmanager
def _without_chatter() -> Iterator[None]:
    """Keep «INFO: Created TensorFlow Lite XNNPACK delegate for CPU.» to itself; everything else is passed on.

    The library writes it to the descriptor of stderr itself, and no setting of its Python package keeps it from that.
    """
    try:
        stderr = os.dup(2)
    except OSError:  # closed: nothing is shown anyway
        yield
        return
    with tempfile.TemporaryFile() as written:
        os.dup2(written.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
            written.seek(0)
            said = b"".join(line for line in written if not line.startswith(b"INFO: "))
            if said:
                os.write(2, said)
