"""Several people in one sample."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.conversion.speaker_encoder import SpeakerEncoder
from videolecture.speech.conversion.speakers import has_several_speakers
from videolecture.speech.silero.network import RATE, SileroNetwork


def test_two_people_in_a_sample_are_noticed_and_one_is_not() -> None:
    network, encoder = SileroNetwork("ru"), SpeakerEncoder()
    texts = ("Широкая электрификация южных губерний даст мощный толчок.", "Мой брат купил новую книгу о путешествиях.")
    said = {
        name: [network.speak(network.spell(text), network.presets[name])[0] for text in texts]
        for name in ("aidar", "kseniya")
    }
    alone = encoder.pieces(np.concatenate(said["kseniya"]), RATE)
    together = encoder.pieces(np.concatenate([*said["kseniya"], *said["aidar"]]), RATE)
    assert not has_several_speakers(alone)
    assert has_several_speakers(together)


def stretches(angle: float, first: int, second: int) -> NDArray[np.float32]:
    """Embeddings of two groups, so far apart."""
    groups = [(1.0, 0.0)] * first + [(np.cos(angle), np.sin(angle))] * second
    return np.array(groups, dtype=np.float32)


def test_two_alike_voices_are_noticed_where_they_share_the_sample() -> None:
    alike = float(np.arccos(0.78))
    assert has_several_speakers(stretches(alike, 6, 5))
    assert not has_several_speakers(stretches(alike, 9, 2))  # one person, who changed the tone once
    assert not has_several_speakers(stretches(float(np.arccos(0.82)), 6, 5))  # one person in two moods
