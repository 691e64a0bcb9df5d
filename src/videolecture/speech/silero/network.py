"""The networks inside a Silero model: text symbols -> durations and pitch -> mel spectrogram -> sound.

A published model is a torch.package archive around TorchScript: a FastPitch-like tacotron with predictors of duration
and pitch, and a HiFi-GAN vocoder. The published front (`apply_tts`) hides the durations of the symbols in English and
the speaker's numbers in both languages; the networks under it are the same and are called here one by one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from videolecture.speech.silero.alphabet import Alphabet
from videolecture.weights import weight_path

if TYPE_CHECKING:
    import torch

RATE = 48_000  # Hz
STEP = 0.0125  # seconds of one mel step
# Mel steps of the silence at a sentence's end, at least: the networks give it 3 or 4, and some sentences then break off
# in their last vowel.
FADING = 8.0
SPEAKER = [128, 64, 64]  # numbers of a speaker for the tacotron, the durations and the pitch
EMBEDDING = sum(SPEAKER)
VOICE_SIZE = EMBEDDING + 2  # and what is done to the pitch: moved, in its standard deviations; stretched, a logarithm

WEIGHTS = {"ru": "silero-ru", "en": "silero-en"}  # language -> name in the weights' manifest

Voice = NDArray[np.float32]  # (258,): the speaker embeddings of the three networks, then the pitch's two numbers


@dataclass(frozen=True)
class Spelling:
    """A text as the networks read it: one symbol for each input step, the first and the last are silence."""

    symbols: tuple[str, ...]  # in the language's own letters; `+` stands before a stressed vowel
    ids: tuple[int, ...]


class SileroNetwork:
    """One language's model. Loads about 50 MB when constructed, after the file's digest was checked."""

    def __init__(self, language: str) -> None:
        import torch
        from torch.package.package_importer import PackageImporter

        from videolecture.speech.silero.hifigan import Vocoder

        # torch.package runs pickled code: weight_path raises unless the file's SHA-256 is the manifest's.
        package = PackageImporter(str(weight_path(WEIGHTS[language])))
        front = cast(Any, package.load_pickle("tts_models", "model"))
        torch.set_grad_enabled(True)  # loading the package switches gradients off for the whole process
        self.scripts = front.models[0] if hasattr(front, "models") else front.model
        if self.scripts.set_accent:
            front.unpack_q_model()  # restores the accentor's quantised embedding
        self.alphabet = Alphabet(language, front.symbols, dict(front.symb_ascii_dict))
        self.ids: dict[str, int] = dict(self.scripts.symbol_to_id)
        networks = self.scripts.tts_model
        self.tacotron, self.vocoder = networks.tacotron, Vocoder(networks.vocoder)
        self.durations, self.pitch = networks.dur_predictor, networks.pitch_predictor
        self.tables: list[torch.Tensor] = [
            self.tacotron.speaker_embedding.weight,
            self.durations.dur_pred.speaker_embedding.weight,
            self.pitch.pitch_pred.speaker_embedding.weight,
        ]
        for parameter in networks.parameters():
            parameter.requires_grad_(requires_grad=False)
        names = front.speaker_to_ids[0] if hasattr(front, "speaker_to_ids") else front.speaker_to_id
        self.slot = int(names["random"])  # the row whose numbers may be anything
        self.presets: dict[str, Voice] = {
            name: np.concatenate([*(table[row].numpy() for table in self.tables), np.zeros(2, np.float32)])
            for name, row in names.items()
            if name != "random"
        }

    def spell(self, text: str) -> Spelling:
        """The symbols of a text; words without a stress mark get the model's own (Russian)."""
        written = self.alphabet.encode(text)
        if self.scripts.set_accent:
            written = self._accented(written)
        letters = f"{self.scripts.sos_token}{written}{self.scripts.eos_token}"
        return Spelling(self.alphabet.decode(letters), tuple(self.ids[letter] for letter in letters))

    def speak(
        self, spelling: Spelling, voice: Voice, tempo: float = 1.0
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Samples at 48 kHz and the duration of every symbol in mel steps of 12.5 ms; `tempo` above 1 is faster."""
        import torch
        from torch.jit._fuser import optimized_execution

        # Without TorchScript's profiling the first sentence takes half a second, not five; the bytes are the same.
        with torch.no_grad(), optimized_execution(False):
            self._use(voice)
            durations = torch.round(self._durations(spelling) / tempo)
            durations[0, -1] = max(float(durations[0, -1]), FADING)
            mel = self.mel(spelling, durations, voice)
            sound = self.vocoder(mel, RATE).reshape(-1)
        return sound.numpy(), durations[0].long().numpy()

    def mel(self, spelling: Spelling, durations: torch.Tensor, voice: Voice) -> torch.Tensor:
        """The mel spectrogram, shape (1, 128, steps), in a voice that is in use."""
        sequence, speaker, mask = self._inputs(spelling)
        moved, stretched = (float(number) for number in voice[EMBEDDING:])
        pitch = self.pitch(sequence, speaker, mask) * math.exp(stretched) + moved
        # The network writes into the durations it is given.
        return cast("torch.Tensor", self.tacotron(sequence, speaker, mask, durations.clone(), pitch))

    def _durations(self, spelling: Spelling) -> torch.Tensor:
        """In mel steps, not yet rounded, shape (1, symbols)."""
        import torch

        sequence, speaker, mask = self._inputs(spelling)
        return torch.relu(torch.exp(self.durations(sequence, speaker, mask, 1.0)) - 1)

    def _use(self, voice: Voice) -> None:
        import torch

        for table, part in zip(self.tables, np.split(voice[:EMBEDDING], np.cumsum(SPEAKER[:-1])), strict=True):
            table[self.slot] = torch.from_numpy(part)

    def _inputs(self, spelling: Spelling) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        import torch

        sequence = torch.tensor([spelling.ids])
        return sequence, torch.tensor([self.slot]), torch.zeros(sequence.shape, dtype=torch.bool)

    def _accented(self, written: str) -> str:
        """The text with `+` before the stressed vowel of each word, and ё where it belongs, by the model's accentor."""
        raw, clean, mask = self.scripts._tokenize_clean(written, self.alphabet.clean(written))
        predictions = self.scripts._get_model_preds(clean)
        words = self.scripts.postprocess_accentor(raw, clean, mask, *predictions, True)
        return str(self.scripts._fuse_words_to_sentence(words))
