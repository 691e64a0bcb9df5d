"""The map of voices."""

from __future__ import annotations

import numpy as np
import pytest

from videolecture.speech import timbre
from videolecture.speech.presets import preset_embeddings
from videolecture.speech.voice_map import SCALE, fit, random_voice, voice_map


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_kept_map_has_the_presets_in_their_order(language: str) -> None:
    names, anchors = preset_embeddings(language)
    kept = voice_map(language).anchors
    assert kept.shape == (len(names), 256)
    assert np.abs(kept - anchors).max() < 0.01


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_voice_of_the_map_is_found_again(language: str) -> None:
    voices = voice_map(language)
    mixture = np.zeros((1, len(voices.anchors)))
    mixture[0, [0, 2]] = 0.5
    colour = np.concatenate([SCALE[:3] * [0.5, 0.0, -0.5], np.zeros(timbre.COLOURS)])[None]
    target = voices.embeddings(mixture, colour)[0].astype(np.float32)
    near = np.argsort(-(voices.anchors @ target)).tolist()
    place = voices.find(target, near)
    assert place.likeness > 0.95
    assert place.likeness > (voices.anchors @ target).max() + 0.01
    assert place.mixture.sum() == pytest.approx(1.0)
    assert (np.abs(place.timbre) <= np.array(timbre.LIMITS)).all()
    assert voices.find(target, near).timbre.tobytes() == place.timbre.tobytes()


def test_a_map_is_fitted_to_what_was_heard() -> None:
    random = np.random.default_rng(0)
    anchors = random.standard_normal((5, 256))
    anchors /= np.linalg.norm(anchors, axis=1, keepdims=True)
    higher = random.standard_normal(256) / 16  # what a higher pitch does to every embedding
    drawn = [random_voice(random, "ru", 5) for _ in range(200)]
    mixtures, timbres = np.stack([m for m, _ in drawn]), np.stack([t for _, t in drawn])
    heard = mixtures @ anchors + timbres[:, :1] * higher
    fitted = fit(anchors, mixtures[:150], timbres[:150], heard[:150])
    wanted = heard[150:] / np.linalg.norm(heard[150:], axis=1, keepdims=True)
    assert (fitted.embeddings(mixtures[150:], timbres[150:]) * wanted).sum(axis=1).min() > 0.9
