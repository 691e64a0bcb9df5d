"""A tiny XTTS-v2 checkpoint in the published layout: the published classes, small sizes, random numbers."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

from videolecture.speech.xtts.stand_in import torchaudio_importable

LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяё"
LANGUAGES = ("en", "ru", "de", "zh-cn", "ar", "cs", "es", "fr", "hi", "hu", "it", "ja", "ko", "nl", "pl", "pt", "tr")
SIZES = {
    "gpt_layers": 2,
    "gpt_n_model_channels": 32,
    "gpt_n_heads": 4,
    "gpt_max_audio_tokens": 24,
    "gpt_max_text_tokens": 120,
    "gpt_num_audio_tokens": 14,
    "gpt_start_audio_token": 12,
    "gpt_stop_audio_token": 13,
    "gpt_use_perceiver_resampler": True,
    "decoder_input_dim": 32,
}


def write_checkpoint(folder: Path) -> None:
    """Write model.pth, config.json and vocab.json into a folder that is there."""
    import torch

    write_vocabulary(folder / "vocab.json")
    with torchaudio_importable(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
        from TTS.tts.layers.xtts.tokenizer import VoiceBpeTokenizer
        from TTS.tts.models.xtts import Xtts as Published
    config = XttsConfig(model_args=XttsArgs(**SIZES), languages=list(LANGUAGES), repetition_penalty=5.0, top_p=0.99)
    config.save_json(str(folder / "config.json"))
    with torch.random.fork_rng():
        torch.manual_seed(1)
        model = Published(config)
        model.tokenizer = VoiceBpeTokenizer(vocab_file=str(folder / "vocab.json"))
        model.init_models()
        with torch.no_grad():  # random numbers large enough that every text sounds different
            for name, value in model.gpt.named_parameters():
                if value.dim() > 1:
                    value.normal_(0, 0.3 if "head" in name or "embedding" in name else 0.1)
        torch.save({"model": model.state_dict()}, folder / "model.pth")


def write_vocabulary(path: Path) -> None:
    """One token per letter, in the format of the published vocab.json."""
    special = ["[STOP]", "[UNK]", "[SPACE]", "[START]", *(f"[{language}]" for language in LANGUAGES)]
    plain = list(LETTERS + "äöüß,.!?'-0123456789")
    added = [
        {"id": place, "content": name, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
         "special": True}
        for place, name in enumerate(special)
    ]  # fmt: skip
    tokenizer: dict[str, Any] = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": added,
        "normalizer": None,
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": "[UNK]",
            "continuing_subword_prefix": None,
            "end_of_word_suffix": None,
            "fuse_unk": False,
            "vocab": {name: place for place, name in enumerate(special + plain)},
            "merges": [],
        },
    }
    path.write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8")
