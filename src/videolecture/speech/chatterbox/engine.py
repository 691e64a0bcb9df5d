"""The engine: what is known of a sample once, then every utterance of a fragment together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from videolecture.engines import Options, SpeechEngine
from videolecture.errors import EngineError, InputError
from videolecture.speech.chatterbox.decoding import Decoded, Sampling, decode
from videolecture.speech.chatterbox.loading import (
    SOUND,
    TEXT,
    VOCABULARY,
    VOICE,
    conditions,
    load,
    too_large,
)
from videolecture.speech.chatterbox.spelling import tokens
from videolecture.speech.device import choose_device, free_memory, out_of_memory
from videolecture.speech.input_errors import language_unknown, never_ended, nothing_to_say
from videolecture.speech.profile import profile_digest
from videolecture.types import EngineInfo, Progress, Sample, Samples, Speech, VoiceProfile
from videolecture.weights import find, folder_identity, require, weight_path

THREADS = 2  # fixed: the bytes of the sound depend on it
RATE, HEARD_RATE = 24_000, 16_000  # Hz of the sound, and that the networks hear samples at
TOKEN = 960  # samples of the sound for one speech token: 25 a second
PROMPT, SOUND_PROMPT = 6.0, 10.0  # seconds of the sample that the two networks imitate
PROMPT_TOKENS = 150
LEAST_SAMPLE = 1.0  # seconds
ROWS = 8  # utterances decoded together
EXAGGERATION = 0.5  # as published: neutral
BASE = "chatterbox"  # the weights that both versions share
STRESS = "silero-stress"  # by which the text stage marks the stress of Russian words
WEIGHTS = {version: f"chatterbox-{version}" for version in TEXT}
# Of the 23 published ones those that our reader reads and that need no reader of the model's own (he, ja, zh).
LANGUAGES = ("ar", "da", "de", "en", "es", "fi", "fr", "hi", "it", "ko", "nl", "no", "pl", "pt", "ru", "sv", "tr")


class Chatterbox(SpeechEngine):
    """Clones the sample's voice. The networks load at construction."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="chatterbox",
        kind="speech",
        title="Chatterbox Multilingual V3 (Resemble AI)",
        licence_code="MIT (chatterbox-tts)",
        licence_weights="MIT (Chatterbox, Silero Stress)",
        commercial=True,
        behaviour=1,
        weights=(BASE, WEIGHTS["v3"], STRESS),
        languages=LANGUAGES,
        rate=RATE,
        longest_text=300,
        needs="GPU with 6 GB (CUDA or Apple), or much patience",
        limits="its speech carries Resemble AI's inaudible watermark",
        cloning="the sample's voice",
        stress="acute accents; marked by Silero Stress",
        proven=False,
        own_environment=True,
    )
    options: ClassVar[Mapping[str, str]] = {
        "model": "v3 or v2: v3",
        "folder": "a folder with the files as published, instead of the pulled weights",
        "device": "cuda, cuda:1, mps or cpu; the fastest there is, if it is not said",
    }
    path_options: ClassVar[tuple[str, ...]] = ("folder",)
    manifest_options: ClassVar[tuple[str, ...]] = ("model",)
    # OFFLINE: nothing of it may go looking for files while a lecture is rendered.
    environment: ClassVar[Mapping[str, str]] = {
        "OMP_NUM_THREADS": str(THREADS),
        "OMP_WAIT_POLICY": "PASSIVE",
        "HF_HUB_OFFLINE": "1",
    }

    @staticmethod
    def has_chance(options: Options) -> bool:  # noqa: ARG004
        """It samples what it says."""
        return True

    @staticmethod
    def check_options(options: Options) -> None:
        """Raise InputError for a value that is no text, or a version that does not exist."""
        for name, value in options.items():
            if not isinstance(value, str) or (name == "model" and value not in TEXT):
                raise InputError(
                    "The option «{name}» of the engine chatterbox cannot be {value}.",
                    "It must be text; model is v3 or v2.",
                    code="chatterbox-option",
                    name=name,
                    value=value,
                )

    @classmethod
    def weights_for(cls, options: Options) -> Mapping[str, str]:
        """The published weights of the chosen version, unless a folder of one's own is named instead."""
        own = (BASE, WEIGHTS[str(options.get("model", "v3"))])
        require(STRESS, *(() if options.get("folder") else own))
        return {name: find(name).identity for name in (*own, STRESS)}

    @staticmethod
    def option_identity(name: str, value: object) -> object:
        """Of a folder of weights, what is in it."""
        if name != "folder":
            return value
        return folder_identity(Path(str(value)).expanduser())

    def __init__(self, options: Options | None = None) -> None:
        import torch

        chosen = dict(options or {})
        torch.set_num_threads(THREADS)
        version = str(chosen.get("model", "v3"))
        device = choose_device("Chatterbox", str(chosen.get("device", "")))
        self._model = load(_files(str(chosen.get("folder", "")), version), version, device)
        self._rows = ROWS

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        """What the networks know of a voice: who speaks, and the first seconds as they hear them."""
        import soxr
        import torch

        self._check_language(language)
        if len(sample.samples) < LEAST_SAMPLE * sample.rate:
            raise InputError(
                "The voice sample {name} is too short for Chatterbox: {seconds:.1f} s.",
                "Record 10 to 30 seconds of quiet, natural speech.",
                code="chatterbox-sample-short",
                name=sample.name,
                seconds=len(sample.samples) / sample.rate,
            )
        progress(0.0, "listening to the sample")
        model, device = self._model, self._model.device
        low = np.asarray(soxr.resample(sample.samples, sample.rate, HEARD_RATE), np.float32)
        high = np.asarray(soxr.resample(sample.samples, sample.rate, RATE), np.float32)[: round(SOUND_PROMPT * RATE)]
        with torch.inference_mode():
            speaker = model.voices.embeds_from_wavs([low], sample_rate=HEARD_RATE).mean(axis=0)
            prompt, _ = model.s3gen.tokenizer([low[: round(PROMPT * HEARD_RATE)]], max_len=PROMPT_TOKENS)
            progress(0.5, "listening to the sample")
            heard = torch.from_numpy(low[: round(SOUND_PROMPT * HEARD_RATE)])[None].to(device)
            features = model.s3gen.mel_extractor(torch.from_numpy(high)[None].to(device)).transpose(1, 2)[0]
            said, _ = model.s3gen.tokenizer(heard)
            timbre = model.s3gen.speaker_encoder.inference(heard)[0]
        length = min(said.shape[1], len(features) // 2)  # two columns of the spectrum for a token
        data = {
            "speaker": np.asarray(speaker, np.float32),  # (256,)
            "prompt": prompt[0].cpu().numpy().astype(np.int64),  # (up to 150,)
            "sound_tokens": said[0, :length].cpu().numpy().astype(np.int64),
            "sound_features": features[: 2 * length].float().cpu().numpy(),  # (steps, 80)
            "timbre": timbre.float().cpu().numpy(),  # (192,)
        }
        if not all(np.isfinite(value).all() for value in data.values()):
            raise InputError(
                "Chatterbox cannot learn a voice from the sample {name}: its numbers are not finite.",
                "Record quiet, natural speech.",
                code="chatterbox-sample-unusable",
                name=sample.name,
            )
        progress(1.0, "voice learned")
        return VoiceProfile(self.info.name, profile_digest(self.info, data), data)

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        """One Speech for each text; up to eight are decoded together."""
        self._check_language(language)
        for text in texts:
            if not any(sign.isalnum() for sign in text):
                raise nothing_to_say(text)
        rows = [(tokens(self._model.tokenizer, text, language), _seed(seed, text)) for text in texts]
        for text, decoded, (_, own) in zip(texts, self._decoded(voice, rows), rows, strict=True):
            cut = () if decoded.complete else (never_ended(),)
            yield Speech(self._sound(decoded, voice, own, text), RATE, problems=cut)

    def _decoded(self, voice: VoiceProfile, rows: Sequence[tuple[list[int], int]]) -> Iterator[Decoded]:
        """All rows in order, as many together as the device's memory takes."""
        speaker, prompt = self._tensor(voice, "speaker"), self._tensor(voice, "prompt")
        done = 0
        while done < len(rows):
            some = rows[done : done + self._rows]
            try:
                heard = conditions(speaker, prompt, EXAGGERATION)
                made = decode(self._model.t3, heard, [row[0] for row in some], [row[1] for row in some], Sampling())
            except (RuntimeError, MemoryError) as error:
                if not out_of_memory(error):
                    raise
                if len(some) == 1:
                    raise too_large(self._model.device) from error
                self._rows = len(some) // 2
                free_memory(self._model.device)
                continue
            yield from made
            done += len(some)

    def _sound(self, decoded: Decoded, voice: VoiceProfile, seed: int, text: str) -> Samples:
        """The sound of an utterance, watermarked as its makers want it."""
        import torch

        model = self._model
        if len(decoded.tokens) < 2:
            return np.zeros(TOKEN, np.float32)  # the checks will say that nothing is heard
        torch.manual_seed(seed)  # the sound network draws noise
        like = {
            "prompt_token": self._tensor(voice, "sound_tokens"),
            "prompt_token_len": torch.tensor([len(np.asarray(voice.data["sound_tokens"]))], device=model.device),
            "prompt_feat": self._tensor(voice, "sound_features"),
            "prompt_feat_len": None,
            "embedding": self._tensor(voice, "timbre"),
        }
        try:
            said = torch.tensor([decoded.tokens], device=model.device)
            made, _ = model.s3gen.inference(speech_tokens=said, ref_dict=like)
        except (RuntimeError, MemoryError) as error:
            if not out_of_memory(error):
                raise
            raise too_large(self._model.device) from error
        # As published: what is said just before the end has no sound of its own but noise.
        sound = made.flatten().float().cpu().numpy()[: (len(decoded.tokens) - 1) * TOKEN]
        if not np.isfinite(sound).all():
            raise EngineError(
                "Chatterbox could not speak «{text}»: its numbers are not finite.",
                "Shorten or reword it.",
                code="chatterbox-failed",
                text=text,
            )
        return np.asarray(model.watermarker.apply_watermark(sound, sample_rate=RATE), np.float32)

    def _tensor(self, voice: VoiceProfile, name: str) -> Any:
        import torch

        return torch.from_numpy(np.array(voice.data[name]))[None].to(self._model.device)

    def _check_language(self, language: str) -> None:
        if language not in LANGUAGES:
            raise language_unknown(self.info.name, language, LANGUAGES)


def _files(folder: str, version: str) -> dict[str, Path]:
    """Where the published files are, by their names."""
    if folder:
        return {name: Path(folder).expanduser() / name for name in (VOICE, SOUND, VOCABULARY, TEXT[version])}
    shared = weight_path(BASE)
    files = {name: shared / name for name in (VOICE, SOUND, VOCABULARY)}
    return {**files, TEXT[version]: weight_path(WEIGHTS[version])}


def _seed(seed: int, text: str) -> int:
    """A seed of the utterance's own, so that what it sounds like does not depend on what is spoken beside it."""
    return int.from_bytes(hashlib.sha256(f"{seed} {text}".encode()).digest()[:8], "big") >> 1
