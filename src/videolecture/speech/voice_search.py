"""The search for a sample's voice: gradient ascent from the nearest preset through the model's own networks.

Searched is the timbre (pitch, vocal tract, colour), thirteen numbers; the goal is the cosine of the speaker encoder
between stretches of short sentences and the sample. The speaker's own 256 numbers stay the preset's: moving them raises
that cosine as well, but lowers that of an encoder which the search did not use. Whatever was found is judged on other
sentences, and has to be better there than the preset it began with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.jit._fuser import optimized_execution

from videolecture.speech import timbre
from videolecture.speech.encoder import HOP, PARTIAL, WINDOW, Embedding, SpeakerEncoder, filterbank
from videolecture.speech.encoder import RATE as ENCODER_RATE
from videolecture.speech.silero_network import EMBEDDING, RATE, SileroNetwork, Spelling, Voice
from videolecture.types import Progress

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
EXAM = {
    "ru": (
        "Первая железная дорога соединила две столицы в середине девятнадцатого века.",
        "Если малому изменению величины отвечает малое изменение функции, она непрерывна.",
    ),
    "en": (
        "The first railway connected the two capitals in the middle of the nineteenth century.",
        "If a small change of the argument leads to a small change of the value, it is continuous.",
    ),
}


@dataclass(frozen=True)
class Effort:
    """How long to search: counted in steps, never in seconds, so that the result is the same on every machine."""

    steps: int
    stretches: int  # of 1.6 s, heard in every step


# English costs four times as much a second: its vocoder has twelve times the weights.
EFFORTS = {"ru": Effort(40, 3), "en": Effort(30, 2)}

VOCODER_RATE = 24_000  # Hz: half the work of 48 kHz, and the encoder hears nothing above 8 kHz
STRETCH = 130  # mel steps of 12.5 ms: one partial utterance of the encoder, 1.6 s, and an edge
EDGE = 8  # mel steps of silence at the start of a sentence
LEVEL = 10 ** (-30 / 10)  # power at which the encoder listens
SIZES = (0.5, 0.1, 0.05, *[0.1] * timbre.COLOURS)  # usual sizes of the timbre's numbers
PACE = 0.3  # of them in a step
MEANS, SQUARES = 0.9, 0.95  # Adam's decays
WARMING = 5  # steps until the full pace
STARTS = 2  # presets that the search looks at
SHIFTS, LENGTHS = (-1.3, 0.0, 1.3), (-0.08, 0.0, 0.08)  # where it looks first: of pitch and vocal tract
COARSE = 0.2  # of the progress
CHECKED = 2  # times in a search that the voice is judged
SEED = 20_260_101
BETTER = 0.005  # cosine by which a later candidate must beat an earlier one: the smaller change is kept


@dataclass(frozen=True)
class Found:
    """The result of a search."""

    voice: Voice
    before: float  # cosine of the nearest preset and the sample, on the exam's sentences
    after: float  # of the voice found; never lower


class VoiceSearch:
    """Searches one language's voices."""

    def __init__(self, network: SileroNetwork, encoder: SpeakerEncoder, language: str) -> None:
        self._network, self._encoder = network, encoder
        self._effort = EFFORTS[language]
        self._practice = [network.spell(text) for text in PRACTICE[language]]
        self._exam = [network.spell(text) for text in EXAM[language]]

    def find(self, target: Embedding, presets: Sequence[Voice], progress: Progress) -> Found:
        """The voice most like the target's that the nearest `presets`, the first ones, can become."""
        before = self._likeness(presets[0], target, self._exam)
        after, chosen = before, presets[0]
        steps = self._effort.steps
        start = self._coarse(presets[:STARTS], target, lambda done, what: progress(COARSE * done, what))
        for number, voice in enumerate(self._descent(start, torch.from_numpy(target)), start=1):
            progress(COARSE + (1 - COARSE) * number / steps, f"searching the voice, step {number} of {steps}")
            if number % (steps // CHECKED) == 0:
                score = self._likeness(voice, target, self._exam)
                if score > after + BETTER:
                    after, chosen = score, voice
        return Found(chosen, before, after)

    def _coarse(self, presets: Sequence[Voice], target: Embedding, progress: Progress) -> Voice:
        """The best of some higher, lower, longer and shorter voices: gradients see only what is near."""
        best, highest = presets[0], -1.0
        corners = [(preset, shift, length) for preset in presets for shift in SHIFTS for length in LENGTHS]
        for number, (preset, shift, length) in enumerate(corners, start=1):
            voice = preset.copy()
            voice[EMBEDDING], voice[EMBEDDING + 2] = shift, length
            score = self._likeness(voice, target, self._practice[:1])
            best, highest = (voice, score) if score > highest else (best, highest)
            progress(number / len(corners), "looking for the pitch")
        return best

    def _likeness(self, voice: Voice, target: Embedding, spellings: Sequence[Spelling]) -> float:
        spoken = np.concatenate([self._network.speak(spelling, voice)[0] for spelling in spellings])
        return float(self._encoder.embed(spoken, RATE) @ target)

    def _descent(self, start: Voice, goal: torch.Tensor) -> Iterator[Voice]:
        """The voice after each step of Adam (Kingma and Ba 2015), each on random stretches of another sentence."""
        random = np.random.default_rng(SEED)
        sizes, limits = torch.tensor(SIZES), torch.tensor(timbre.LIMITS)
        colour, mean, square = torch.from_numpy(start[EMBEDDING:]), torch.zeros(timbre.SIZE), torch.zeros(timbre.SIZE)
        durations = self._network.rounded_durations(self._practice, torch.from_numpy(start))
        for step in range(1, self._effort.steps + 1):
            which = int(random.integers(len(self._practice)))
            latest = int(durations[which].sum()) - EDGE - STRETCH
            at = random.integers(EDGE, max(EDGE + 1, latest), self._effort.stretches)
            gradient = self._gradient(self._practice[which], durations[which], colour, at, goal)
            mean = MEANS * mean + (1 - MEANS) * gradient
            square = SQUARES * square + (1 - SQUARES) * gradient**2
            direction = mean / (1 - MEANS**step) / ((square / (1 - SQUARES**step)).sqrt() + 1e-9)
            pace = PACE * min(1.0, step / WARMING) * (1 - (step - 1) / self._effort.steps) ** 0.5
            colour = torch.clamp(colour + pace * sizes * direction, -limits, limits)
            yield np.concatenate([start[:EMBEDDING], colour.numpy()])

    def _gradient(
        self,
        spelling: Spelling,
        durations: torch.Tensor,
        colour: torch.Tensor,
        at: NDArray[np.int64],
        target: torch.Tensor,
    ) -> torch.Tensor:
        """How the likeness of some stretches of a sentence changes with the timbre, shape (13,)."""
        with torch.enable_grad(), optimized_execution(False):
            colour = colour.clone()
            colour.requires_grad = True
            mel = self._network.mel(spelling, durations, colour)
            stretches = torch.cat([mel[:, :, start : start + STRETCH] for start in at.tolist()])
            sound = self._network.vocoder(stretches, VOCODER_RATE).reshape(len(at), -1)
            power = sound.pow(2).mean(dim=1)[:, None, None] + 1e-9
            heard = self._encoder.forward(_mel(sound)[:, :PARTIAL] * LEVEL / power).mean(dim=0)
            (gradient,) = torch.autograd.grad(heard @ target / heard.norm(), colour)
        return gradient


def _mel(sound: torch.Tensor) -> torch.Tensor:
    """The encoder's mel spectrogram (batch, steps, 40) of sound at 24 kHz: longer windows have the same 40 Hz bins."""
    ratio = VOCODER_RATE / ENCODER_RATE
    window, hop = round(WINDOW * ratio), round(HOP * ratio)
    frames = sound.unfold(1, window, hop) * torch.hann_window(window)
    power = torch.fft.rfft(frames).abs().pow(2)[:, :, : WINDOW // 2 + 1] / ratio**2
    return torch.matmul(power, torch.from_numpy(filterbank().T.astype(np.float32)))
