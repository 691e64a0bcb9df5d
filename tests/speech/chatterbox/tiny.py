"""A tiny network where Chatterbox's are large: its text network's parts under their published names, random numbers.

chatterbox-tts cannot live beside our packages, so its classes are not here: a real but small Llama decodes, and a tone
stands for the sound network. `python -m bench.chatterbox` speaks with the published classes, whole.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from videolecture.speech.chatterbox import loading
from videolecture.speech.chatterbox.engine import ROWS, TOKEN, Chatterbox
from videolecture.speech.chatterbox.loading import Model

SIZE, CODES = 32, 24  # width; of the last two codes one begins and one ends
LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя.,!?-'\"\u0301\u0306\u0308"


@dataclass
class Conditions:
    """As the published T3Cond."""

    speaker_emb: Any
    cond_prompt_speech_tokens: Any
    emotion_adv: Any


def text_network() -> Any:
    """What `decode` asks of T3, with the published names."""
    import torch
    from transformers import LlamaConfig, LlamaModel

    class Positions(torch.nn.Module):
        def __init__(self, count: int) -> None:
            super().__init__()
            self.emb = torch.nn.Embedding(count, SIZE)

        def get_fixed_embedding(self, place: int) -> Any:
            return self.emb(torch.tensor([[place]]))

    class T3(torch.nn.Module):
        hp = SimpleNamespace(
            start_text_token=255, stop_text_token=0, start_speech_token=CODES - 2, stop_speech_token=CODES - 1,
            speech_tokens_dict_size=CODES,
        )  # fmt: skip
        device = torch.device("cpu")

        def __init__(self) -> None:
            super().__init__()
            self.tfmr = LlamaModel(
                LlamaConfig(vocab_size=8, hidden_size=SIZE, intermediate_size=64, num_hidden_layers=2,
                            num_attention_heads=4, num_key_value_heads=4)
            )  # fmt: skip
            self.text_emb, self.speech_emb = torch.nn.Embedding(300, SIZE), torch.nn.Embedding(CODES, SIZE)
            self.text_pos_emb, self.speech_pos_emb = Positions(2050), Positions(1200)
            self.speech_head = torch.nn.Linear(SIZE, CODES, bias=False)

        def prepare_conditioning(self, heard: Conditions) -> Any:
            return heard.speaker_emb[:, None, :SIZE].repeat(1, 3, 1)

    with torch.random.fork_rng():
        torch.manual_seed(5)
        return T3().eval()


class SoundNetwork:
    """A token is a fiftieth of a second of its own tone, with a little of the noise that the real one draws."""

    def tokenizer(self, _waves: Any, max_len: int = 25) -> Any:
        import torch

        return torch.arange(min(max_len, 25))[None], None

    def mel_extractor(self, waves: Any) -> Any:
        return waves[:, : 80 * (waves.shape[1] // 480)].reshape(1, 80, -1)

    speaker_encoder = SimpleNamespace(inference=lambda waves: waves[:, :192])

    def inference(self, speech_tokens: Any, ref_dict: dict[str, Any]) -> Any:
        import torch

        steps = torch.repeat_interleave(0.2 + 0.01 * speech_tokens[0], TOKEN)
        return 0.3 * torch.sin(steps.cumsum(0)) + 0.01 * torch.randn(len(steps)), None


def engine() -> Chatterbox:
    """The engine with these networks."""
    from tokenizers import Tokenizer, models

    signs = ["[STOP]", "[UNK]", "[SPACE]", "[ru]", "[en]", *LETTERS]
    tokenizer = Tokenizer(models.BPE({sign: at for at, sign in enumerate(signs)}, [], unk_token="[UNK]"))  # noqa: S106
    tokenizer.add_special_tokens([sign for sign in signs if len(sign) > 1])
    voices = SimpleNamespace(
        embeds_from_wavs=lambda waves, sample_rate: np.resize(waves[0], (1, 256)) * math.sqrt(sample_rate)
    )
    watermarker = SimpleNamespace(apply_watermark=lambda sound, sample_rate: sound * (sample_rate / 24_000))
    made = Chatterbox.__new__(Chatterbox)
    made._model = Model(text_network(), SoundNetwork(), voices, tokenizer, watermarker, "cpu")
    made._rows = ROWS
    return made


def published(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine find a class for its conditions."""
    monkeypatch.setattr(loading, "_loaded", [SimpleNamespace(T3Cond=Conditions)])
