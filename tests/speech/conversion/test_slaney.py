"""Slaney's mel scale."""

from __future__ import annotations

import numpy as np
import pytest

from videolecture.speech.conversion.slaney import to_hertz, to_mel


@pytest.mark.parametrize(("hertz", "mel"), [(0.0, 0.0), (500.0, 7.5), (1000.0, 15.0), (6400.0, 42.0)])
def test_the_scale_goes_through_its_published_points(hertz: float, mel: float) -> None:
    assert float(to_mel(hertz)) == pytest.approx(mel)


def test_there_and_back_is_nothing() -> None:
    hertz = np.geomspace(20, 12_000, 50)
    assert np.allclose(to_hertz(to_mel(hertz)), hertz)
