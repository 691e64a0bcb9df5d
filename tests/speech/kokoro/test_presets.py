"""The stored measures of Kokoro's own voices."""

from __future__ import annotations

import numpy as np
import pytest

from tests.speech.kokoro.one import network
from videolecture.speech.kokoro.network import PRESETS
from videolecture.speech.kokoro.presets import compute, kokoro_presets


def test_the_stored_measures_are_those_of_the_presets() -> None:
    stored, computed = kokoro_presets("en"), compute(network(), "en", ("am_adam",))
    assert stored.names == PRESETS["en"]
    at = stored.names.index("am_adam")
    assert stored.embeddings[at] @ computed.embeddings[0] > 0.98
    assert abs(np.log2(computed.pitches[0] / stored.pitches[at])) < 0.05


@pytest.mark.parametrize("language", PRESETS)
def test_every_preset_was_measured(language: str) -> None:
    stored = kokoro_presets(language)
    np.testing.assert_allclose(np.linalg.norm(stored.embeddings, axis=1), 1, atol=0.01)
    assert (stored.pitches > 70).all()
