"""What everything that can be added promises, as tests to be inherited: an engine of another package runs the same.

    from videolecture.conformance.speech import SpeechEngineSuite

    class TestMine(SpeechEngineSuite):
        name = "mine"

One class for each kind: `speech.SpeechEngineSuite`, `face.FaceEngineSuite`, `layout.LayoutSuite`,
`deck.DeckReaderSuite`. docs/extending.md shows each with what it is run on. They need pytest and nothing of the
repository: `pip install 'videolecture[conformance]'`.
"""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite(*(f"{__name__}.{kind}" for kind in ("speech", "face", "layout", "deck")))
