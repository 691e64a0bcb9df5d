"""American states written short."""

from __future__ import annotations

import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("in St. Louis, Mo.", "in saint louis, missouri."),
        ("from Boston, Mass., in May", "from boston, massachusetts, in may."),
    ],
)
def test_states(written: str, spoken: str) -> None:
    assert speak(written, "en").sentence.spoken == spoken
