"""The device of engines in PyTorch."""

from __future__ import annotations

import pytest

from videolecture.errors import InputError
from videolecture.speech.device import choose_device


def test_a_device_that_is_not_there_is_refused() -> None:
    assert choose_device("XTTS", "cpu") == "cpu"
    assert choose_device("XTTS") in ("cpu", "cuda", "mps")
    with pytest.raises(InputError, match="«abacus» for Chatterbox"):
        choose_device("Chatterbox", "abacus")
