"""The published files of Chatterbox Multilingual into memory, through the classes of chatterbox-tts 0.1.7."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from videolecture.errors import EngineError, MissingError, WeightsError
from videolecture.speech.chatterbox.torchaudio import modules
from videolecture.speech.device import out_of_memory
from videolecture.speech.xtts.stand_in import torchaudio_importable

VOICE, SOUND, VOCABULARY = "ve.pt", "s3gen.pt", "grapheme_mtl_merged_expanded_v1.json"
TEXT = {"v3": "t3_mtl23ls_v3.safetensors", "v2": "t3_mtl23ls_v2.safetensors"}  # by the option `model`
# Numbers that the published classes compute themselves, and a file may leave out.
COMPUTED = frozenset({"tokenizer._mel_filters", "tokenizer.window"})


@dataclass(frozen=True)
class Model:
    """The loaded networks, in evaluation mode."""

    t3: Any  # text tokens to speech tokens
    s3gen: Any  # speech tokens to sound
    voices: Any  # who speaks
    tokenizer: Any  # tokenizers.Tokenizer
    watermarker: Any
    device: str


def load(files: dict[str, Path], model: str, device: str) -> Model:
    """Load the networks from files by their published names. Nothing but tensors is unpickled.

    Raises MissingError without the package or one of the files, WeightsError for files that are something else.
    """
    for name in (VOICE, SOUND, VOCABULARY, TEXT[model]):
        if not files[name].is_file():
            raise MissingError(
                "There is no {name} in {folder}.",
                "The folder must hold the files of Chatterbox Multilingual as published.",
                code="chatterbox-file-missing",
                name=name,
                folder=files[name].parent,
            )
    classes = _published()
    import torch
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    def tensors(name: str) -> Any:
        return torch.load(files[name], map_location="cpu", weights_only=True)

    try:
        t3 = _filled(classes.T3(classes.T3Config.multilingual()), load_file(files[TEXT[model]]))
        s3gen = _filled(classes.S3Gen(), tensors(SOUND))
        voices = _filled(classes.VoiceEncoder(), tensors(VOICE))
        tokenizer = Tokenizer.from_file(str(files[VOCABULARY]))
    except Exception as error:  # whatever its many libraries raise: one of them raises Exception itself
        if out_of_memory(error):
            raise too_large(device) from error
        raise WeightsError(
            "The files in {folder} are no Chatterbox Multilingual: {reason}.",
            "Run «videolecture models pull chatterbox», or name a folder with the files as published.",
            code="chatterbox-not-loaded",
            folder=files[SOUND].parent,
            reason=str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__,
        ) from error
    try:
        t3, s3gen, voices = (network.to(device).eval() for network in (t3, s3gen, voices))
    except (RuntimeError, MemoryError) as error:
        if not out_of_memory(error):
            raise
        raise too_large(device) from error
    return Model(t3, s3gen, voices, tokenizer, classes.Watermarker(), device)


def _filled(network: Any, state: Any) -> Any:
    """The network with these numbers, all of its own and no others."""
    found = network.load_state_dict(state, strict=False)
    wrong = [*(set(found.missing_keys) - COMPUTED), *found.unexpected_keys]
    if wrong:
        raise ValueError(f"{type(network).__name__} and the file differ in {sorted(wrong)[0]}")
    return network


def too_large(device: str) -> EngineError:
    """The device's memory is exhausted."""
    return EngineError(
        "Chatterbox does not fit into the memory of {device}.",
        'Free its memory, or choose the processor: device = "cpu" in [engines.chatterbox].',
        code="chatterbox-memory",
        device=device,
    )


@dataclass(frozen=True)
class _Classes:
    T3: Any
    T3Config: Any
    S3Gen: Any
    VoiceEncoder: Any
    Watermarker: Any
    T3Cond: Any


_loaded: list[_Classes] = []


def _published() -> _Classes:
    """The published classes, imported once (seconds)."""
    if _loaded:
        return _loaded[0]
    try:
        with torchaudio_importable(modules), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # deprecations inside its dependencies are no news to a user
            import perth
            from chatterbox.models.s3gen import S3Gen
            from chatterbox.models.t3 import T3
            from chatterbox.models.t3.modules.cond_enc import T3Cond
            from chatterbox.models.t3.modules.t3_config import T3Config
            from chatterbox.models.voice_encoder import VoiceEncoder
        if perth.PerthImplicitWatermarker is None:  # how the package tells that its own import failed
            raise ImportError("resemble-perth")
    except (ImportError, OSError) as error:  # OSError: a compiled half that misses its libraries
        raise MissingError(
            "The engine chatterbox needs chatterbox-tts, which cannot be imported here ({reason}).",
            "Run «videolecture engines install chatterbox»: it makes the engine a Python environment of its own.",
            code="chatterbox-missing",
            reason=error,
        ) from error
    _loaded.append(_Classes(T3, T3Config, S3Gen, VoiceEncoder, perth.PerthImplicitWatermarker, T3Cond))
    return _loaded[0]


def conditions(speaker: Any, prompt: Any, exaggeration: float) -> Any:
    """A voice as the text network takes it (T3Cond), new for every call: the published code writes into it."""
    import torch

    return _published().T3Cond(
        speaker_emb=speaker,
        cond_prompt_speech_tokens=prompt,
        emotion_adv=exaggeration * torch.ones(1, 1, 1, device=speaker.device),
    )
