"""A map of the voices that Silero can become: what the speaker encoder hears of a mixture of presets in a timbre.

Spoken and embedded once, a few hundred random voices tell how embeddings depend on the numbers of a voice; a smooth
function (ridge regression) fitted to them is kept beside this file. To look for a sample's voice on the map takes
milliseconds, and because the map has averaged over sentences it cannot be fitted to one. Voices on it stay between the
presets, where the networks have learned to speak: numbers outside of them please the encoder, but no other one.

`python -m videolecture.speech.voice_map --language ru` draws it anew (some ten minutes on two cores). The maps that are
kept were drawn with the same voices and sentences from the vocoder's sound at 24 kHz instead of 48: to the encoder,
which hears nothing above 8 kHz, nearly the same.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from videolecture.speech import timbre
from videolecture.speech.encoder import Embedding
from videolecture.speech.presets import preset_embeddings

FILE = Path(__file__).with_name("silero_map_{}.npz")
SCALE = np.array([2.0, 0.35, 0.16, *[0.2] * timbre.COLOURS])  # half the breadth of the random voices
AXES = 3  # of the presets' embeddings that the effect of a timbre may depend on
RIDGE = 5.0

# The search: a cross-entropy method (Rubinstein 1999) over the mixture of the nearest presets and the timbre.
NEAREST = 6  # presets that are mixed
CROWD, BEST, ROUNDS = 400, 40, 40
SEED = 20_260_101
# What a voice pays for being far from its presets: cosine for each half breadth, squared. Colours pay most.
COST = np.array([0.004, 0.01, 0.015, *[0.008] * timbre.COLOURS])

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """A voice on the map."""

    mixture: Floats  # shares of the presets, they add up to 1
    timbre: Floats  # (13,)
    likeness: float  # cosine that the map promises


class VoiceMap:
    """One language's map."""

    def __init__(self, anchors: Floats, axes: Floats, weights: Floats) -> None:
        self.anchors = anchors  # (presets, 256) embeddings
        self._axes, self._weights = axes, weights  # (3, 256), (features, 256)

    def embeddings(self, mixtures: Floats, timbres: Floats) -> Floats:
        """Of voices (n, presets) in timbres (n, 13); shape (n, 256), length 1."""
        mixed = mixtures @ self.anchors
        heard = mixed + features(mixed @ self._axes.T, timbres) @ self._weights
        return np.asarray(heard / np.linalg.norm(heard, axis=1, keepdims=True))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What is kept in the file."""
        return {
            "anchors": self.anchors.astype(np.float16),
            "axes": self._axes.astype(np.float32),
            "weights": self._weights.astype(np.float16),
        }

    def find(self, target: Embedding, presets: Sequence[int]) -> Place:
        """The place most like an embedding, between the first `presets` (the nearest first); always the same."""
        near = np.array(presets[:NEAREST])
        random = np.random.default_rng(SEED)
        size = len(near) + timbre.SIZE
        mean, spread = np.zeros(size), np.ones(size)
        mean[0] = 1.0  # the nearest preset leads at first
        for _ in range(ROUNDS):
            crowd = np.concatenate([mean[None], mean + spread * random.standard_normal((CROWD, size))])
            mixtures, timbres = self._voices(crowd, near)
            score = self.embeddings(mixtures, timbres) @ target - (timbres / SCALE) ** 2 @ COST
            best = crowd[np.argsort(-score, kind="stable")[:BEST]]
            mean, spread = best.mean(axis=0), best.std(axis=0) + 1e-3
        mixtures, timbres = self._voices(mean[None], near)
        return Place(mixtures[0], timbres[0], float(self.embeddings(mixtures, timbres)[0] @ target))

    def _voices(self, crowd: Floats, near: NDArray[np.int64]) -> tuple[Floats, Floats]:
        shares = np.exp(2 * (crowd[:, : len(near)] - crowd[:, : len(near)].max(axis=1, keepdims=True)))
        mixtures = np.zeros((len(crowd), len(self.anchors)))
        mixtures[:, near] = shares / shares.sum(axis=1, keepdims=True)
        limits = np.minimum(np.array(timbre.LIMITS), 1.2 * SCALE)
        return mixtures, np.clip(crowd[:, len(near) :] * SCALE / 2, -limits, limits)


def features(axes: Floats, timbres: Floats) -> Floats:
    """What embeddings depend on besides the mixture itself, shape (n, 40)."""
    scaled = timbres / SCALE
    main = scaled[:, :3]
    columns = [np.ones(len(main)), *main.T, *scaled[:, 3:].T, *(main[:, [0, 2]] ** 3).T, *axes.T]
    columns += [main[:, i] * main[:, j] for i in range(3) for j in range(i, 3)]
    columns += [axes[:, i] * axes[:, j] for i in range(AXES) for j in range(i, AXES)]
    columns += [axes[:, i] * main[:, j] for i in range(AXES) for j in range(3)]
    return np.stack(columns, axis=1)


def fit(anchors: Floats, mixtures: Floats, timbres: Floats, heard: Floats) -> VoiceMap:
    """The map through voices that were heard: embeddings (n, 256)."""
    _, _, directions = np.linalg.svd(anchors - anchors.mean(axis=0), full_matrices=False)
    axes = directions[:AXES] / (anchors @ directions[:AXES].T).std(axis=0)[:, None]
    mixed = mixtures @ anchors
    columns = features(mixed @ axes.T, timbres)
    penalty = RIDGE * np.eye(columns.shape[1])
    weights = np.linalg.solve(columns.T @ columns + penalty, columns.T @ (heard - mixed))
    return VoiceMap(anchors, np.asarray(axes, dtype=np.float64), np.asarray(weights, dtype=np.float64))


@cache
def voice_map(language: str) -> VoiceMap:
    """The map that is kept for a language."""
    with np.load(str(FILE).format(language), allow_pickle=False) as stored:
        return VoiceMap(*(stored[name].astype(np.float64) for name in ("anchors", "axes", "weights")))


# How the map is drawn: random voices, each speaking some of these sentences.
PRACTICE = {
    "ru": (
        "Жили-были дед да баба, ели кашу с молоком.",
        "Широкая электрификация южных губерний даст мощный толчок хозяйству.",
        "Почему же вы считаете, что этот ответ неверен?",
        "Шесть мышат в камышах тихо шуршат у пруда.",
        "Эй, юный цыган, подъём, в объезд не поедем!",
        "Мой брат купил новую книгу о путешествиях.",
    ),
    "en": (
        "The quick brown fox jumps over the lazy dog.",
        "Why do you think that this answer is wrong?",
        "Please choose three large boxes by the garden wall.",
        "She sells sea shells on the shore, and they are cheap.",
        "My brother bought a new book about journeys.",
        "Good evening, we hope you enjoyed your voyage.",
    ),
}
VOICES = {"ru": 375, "en": 220}
SAID = {"ru": 2, "en": 1}  # sentences of each voice: English ones cost four times as much


def random_voice(random: np.random.Generator, language: str, presets: int) -> tuple[Floats, Floats]:
    """Shares of the presets and a timbre. With five presets any mixture, or a little beyond; with many up to three."""
    mixture = np.zeros(presets)
    if language == "ru":
        kind = random.integers(4)
        if kind == 0:
            mixture[random.integers(presets)] = 1.0
        else:
            mixture = random.dirichlet([0.5] * presets)
            mixture = mixture + (kind == 3) * (mixture - 1 / presets) * random.uniform(0, 0.5)
    else:
        count = int(random.integers(1, 4))
        chosen = random.choice(presets, count, False)
        mixture[chosen] = random.dirichlet([1] * count)
    main = random.uniform(-SCALE[:3], SCALE[:3]) * (random.random() < 0.85)
    return mixture, np.concatenate([main, random.normal(0, 0.2, timbre.COLOURS) * (random.random() < 0.8)])


def draw(language: str, count: int) -> VoiceMap:
    """Let `count` random voices speak, embed what they say, and fit the map."""
    from videolecture.speech.encoder import SpeakerEncoder
    from videolecture.speech.silero_network import EMBEDDING, RATE, SileroNetwork

    network, encoder = SileroNetwork(language), SpeakerEncoder()
    names, anchors = preset_embeddings(language)
    parts = np.stack([network.presets[name][:EMBEDDING] for name in names])
    spellings = [network.spell(text) for text in PRACTICE[language]]
    random = np.random.default_rng(1)
    mixtures, timbres, heard = [], [], []
    for _ in range(count):
        mixture, colour = random_voice(random, language, len(names))
        voice = np.concatenate([mixture @ parts, colour]).astype(np.float32)
        said = random.choice(len(spellings), SAID[language], False)
        sound = np.concatenate([network.speak(spellings[which], voice)[0] for which in said])
        mixtures.append(mixture)
        timbres.append(colour)
        heard.append(encoder.embed(sound, RATE))
    return fit(anchors.astype(np.float64), np.stack(mixtures), np.stack(timbres), np.stack(heard).astype(np.float64))


def main() -> None:
    """Write the file of a language."""
    import torch

    torch.set_num_threads(2)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", choices=tuple(VOICES), required=True)
    given = parser.parse_args()
    drawn = draw(given.language, VOICES[given.language])
    with Path(str(FILE).format(given.language)).open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **drawn.arrays())


if __name__ == "__main__":
    main()
