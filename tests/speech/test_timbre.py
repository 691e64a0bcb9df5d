"""The timbre: pitch, vocal tract, colour."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from videolecture.speech import timbre


def test_zeros_change_nothing() -> None:
    mel = torch.randn(1, 128, 20)
    plain = torch.zeros(timbre.SIZE)
    assert torch.allclose(timbre.shaped(mel, plain), mel, atol=0.02)
    assert torch.equal(timbre.pitched(mel, plain), mel)


@pytest.mark.parametrize("length", [-0.1, 0.1])
def test_a_longer_vocal_tract_lowers_the_formants(length: float) -> None:
    formant = torch.exp(-(((torch.arange(128.0) - 60) / 3) ** 2))[None, :, None].repeat(1, 1, 4)
    changed = torch.zeros(timbre.SIZE)
    changed[2] = length
    moved = int(timbre.shaped(formant, changed)[0, :, 0].argmax())
    hertz = timbre._hertz(torch.arange(128.0), 128)
    assert float(hertz[moved] / hertz[60]) == pytest.approx(float(np.exp(-length)), rel=0.03)


def test_every_number_has_a_gradient() -> None:
    mel, pitch = torch.randn(2, 128, 10), torch.randn(1, 1, 9)
    numbers = torch.full((timbre.SIZE,), 0.01, requires_grad=True)
    with torch.enable_grad():  # published packages switch gradients off for the whole process when they load
        change = timbre.shaped(mel, numbers).pow(2).sum() + timbre.pitched(pitch, numbers).pow(2).sum()
    change.backward()  # type: ignore[no-untyped-call]
    assert numbers.grad is not None
    assert (numbers.grad != 0).all()
