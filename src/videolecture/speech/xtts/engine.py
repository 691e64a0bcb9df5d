"""The engine: a sample's latents once, then every utterance of a fragment together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from videolecture.engines import Options, SpeechEngine
from videolecture.errors import EngineError, InputError, MissingError
from videolecture.speech.device import choose_device, free_memory, out_of_memory
from videolecture.speech.input_errors import language_unknown, never_ended, nothing_to_say
from videolecture.speech.utterances import split
from videolecture.speech.xtts.decoding import Decoded, Network, decode
from videolecture.speech.xtts.limits import CHARACTERS, LANGUAGES
from videolecture.speech.xtts.loading import Model, load
from videolecture.speech.xtts.spelling import respell
from videolecture.types import EngineInfo, Progress, Sample, Samples, Speech, VoiceProfile
from videolecture.weights import find, folder_identity, weight_path

THREADS = 2  # fixed: the bytes of the sound depend on it
ROWS = 8  # utterances decoded together
JOINT = 0.12  # seconds between the parts of a text that had to be split for its tokens
VOICE_RATE, SPEAKER_RATE = 22_050, 16_000  # Hz that the two encoders of a voice were trained at
LEAST_SAMPLE = 1.0  # seconds; the published code fails under 0.33


class Xtts(SpeechEngine):
    """Clones the sample's voice. The checkpoint loads at construction; latents are made once for each sample."""

    info: ClassVar[EngineInfo] = EngineInfo(
        name="xtts",
        kind="speech",
        title="XTTS-v2 (Coqui)",
        licence_code="MPL-2.0 (coqui-tts)",
        licence_weights="Coqui Public Model License 1.0.0: non-commercial, outputs too",
        commercial=False,
        behaviour=2,
        weights=("xtts",),
        languages=LANGUAGES,
        rate=24_000,
        longest_text=min(CHARACTERS.values()),
        longest_texts=CHARACTERS,
        gpu=True,
        needs="GPU with 4 GB (CUDA or Apple), or patience: about 5 s of two cores for a second of speech",
        limits="non-commercial use only; the licence is accepted by the operator",
        cloning="the sample's voice",
        measured="as fast as it plays on two cores, random weights (python -m bench.xtts_render); quality not measured",
        extra="xtts",
    )
    options: ClassVar[Mapping[str, str]] = {
        "folder": "a folder with model.pth, config.json and vocab.json as published, instead of the pulled weights",
        "device": "cuda, cuda:1, mps or cpu; the fastest there is, if it is not said",
    }
    path_options: ClassVar[tuple[str, ...]] = ("folder",)
    environment: ClassVar[Mapping[str, str]] = {"OMP_NUM_THREADS": str(THREADS), "OMP_WAIT_POLICY": "PASSIVE"}

    @staticmethod
    def has_chance(options: Options) -> bool:  # noqa: ARG004
        """It samples what it says."""
        return True

    @staticmethod
    def check_options(options: Mapping[str, object]) -> None:
        """Raise InputError for a value that is no text."""
        for name, value in options.items():
            if not isinstance(value, str):
                raise InputError(
                    "The option «{name}» of the engine xtts cannot be {value}.",
                    "It must be text.",
                    code="xtts-option",
                    name=name,
                    value=value,
                )

    @classmethod
    def weights_for(cls, options: Options) -> Mapping[str, str]:
        """The published weights, which have to be there unless a folder of one's own is named instead."""
        if not options.get("folder"):
            return super().weights_for(options)
        return {name: find(name).identity for name in cls.info.weights}

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
        device = choose_device("XTTS", str(chosen.get("device", "")))
        folder = str(chosen.get("folder", ""))
        self._model: Model = load(Path(folder) if folder else weight_path("xtts"), device)
        self._network = Network(self._model.xtts.gpt)
        self._rows = ROWS

    def enroll(self, sample: Sample, language: str, progress: Progress) -> VoiceProfile:
        """The sample's latents: what the text model and the vocoder each know a voice by."""
        import soxr
        import torch

        self._check_language(language)
        if len(sample.samples) < LEAST_SAMPLE * sample.rate:
            raise InputError(
                "The voice sample {name} is too short for XTTS: {seconds:.1f} s.",
                "Record 6 to 30 seconds of quiet, natural speech.",
                code="xtts-sample-short",
                name=sample.name,
                seconds=len(sample.samples) / sample.rate,
            )
        progress(0.0, "listening to the sample")
        xtts, config = self._model.xtts, self._model.xtts.config
        heard = sample.samples[: config.max_ref_len * sample.rate]
        if config.sound_norm_refs:
            heard = heard * (0.75 / max(float(np.abs(heard).max()), 1e-6))
        with torch.inference_mode():
            sound = torch.from_numpy(soxr.resample(heard, sample.rate, VOICE_RATE).astype(np.float32))[None]
            conditions = xtts.get_gpt_cond_latents(sound, VOICE_RATE, config.gpt_cond_len, config.gpt_cond_chunk_len)
            progress(0.6, "listening to the sample")
            sound = torch.from_numpy(soxr.resample(heard, sample.rate, SPEAKER_RATE).astype(np.float32))[None]
            speaker = xtts.get_speaker_embedding(sound, SPEAKER_RATE)
        data = {
            "conditions": conditions[0].float().cpu().numpy(),  # (32, model size)
            "speaker": speaker[0].float().cpu().numpy(),  # (512, 1)
        }
        if not all(np.isfinite(value).all() for value in data.values()):
            raise InputError(
                "XTTS cannot learn a voice from the sample {name}: its numbers are not finite.",
                "Record quiet, natural speech.",
                code="xtts-sample-unusable",
                name=sample.name,
            )
        progress(1.0, "voice learned")
        return VoiceProfile(self.info.name, _digest(self.info, data), data)

    def speak(self, texts: Sequence[str], voice: VoiceProfile, language: str, seed: int) -> Iterator[Speech]:
        """One Speech for each text; up to eight are decoded together."""
        self._check_language(language)
        conditions = self._tensor(voice, "conditions")
        speaker = self._tensor(voice, "speaker")
        parts = [self._tokens(text, language) for text in texts]
        rows = [(tokens, _seed(seed, text, place)) for text, own in zip(texts, parts, strict=True)
                for place, tokens in enumerate(own)]  # fmt: skip
        decoded = self._decoded(conditions, rows)
        for text, own in zip(texts, parts, strict=True):
            spoken = [next(decoded) for _ in own]
            sounds = [self._vocoded(part, speaker, text) for part in spoken]
            cut = () if all(part.complete for part in spoken) else (never_ended(),)
            yield Speech(_joined(sounds, self.info.rate), self.info.rate, problems=cut)

    def _tokens(self, text: str, language: str) -> list[list[int]]:
        """The text's tokens, in as many parts as the model's longest text asks for."""
        tokenizer = self._model.xtts.tokenizer
        spelled = respell(text, language)
        if not any(sign.isalnum() for sign in spelled):
            raise nothing_to_say(text)
        if language in ("ru", "en"):  # read by us already: its own cleaning finds abbreviations where there are none
            tokens = tokenizer.tokenizer.encode(f"[{language}]{spelled}".replace(" ", "[SPACE]")).ids
        else:
            tokens = self._encoded(spelled, language)
        if len(tokens) <= self._network.longest_text:
            return [tokens]
        if len(spelled) < 2:
            raise EngineError(
                "XTTS cannot say «{text}».",
                "Write it in other words.",
                code="xtts-cannot-say",
                text=text,
            )
        return [part for half in split(spelled, -(-len(spelled) // 2)) for part in self._tokens(half, language)]

    def _encoded(self, spelled: str, language: str) -> list[int]:
        """Through the published tokenizer's own cleaning: it writes Chinese, Japanese and Korean in Latin letters."""
        try:
            return list(self._model.xtts.tokenizer.encode(spelled, language))
        except ImportError as error:
            raise MissingError(
                "XTTS cannot read «{language}» without a package that is not installed ({reason}).",
                "Install it: pip install 'coqui-tts[{language}]'.",
                code="xtts-reader-missing",
                language=language,
                reason=error,
            ) from error
        except (NotImplementedError, ValueError, OverflowError, KeyError) as error:
            raise EngineError(
                "The tokenizer of XTTS can make nothing of «{text}» in «{language}».",
                "Write numbers and abbreviations in words.",
                code="xtts-tokenizer",
                text=spelled,
                language=language,
            ) from error

    def _decoded(self, conditions: Any, rows: Sequence[tuple[list[int], int]]) -> Iterator[Decoded]:
        """All rows in order, as many together as the device's memory takes."""
        done = 0
        while done < len(rows):
            some = rows[done : done + self._rows]
            try:
                made = decode(
                    self._network, conditions, [row[0] for row in some], [row[1] for row in some], self._model.sampling
                )
            except (RuntimeError, MemoryError) as error:
                if not out_of_memory(error):
                    raise
                if len(some) == 1:
                    raise EngineError(
                        "XTTS does not fit into the memory of {device}.",
                        'Free its memory, or choose the processor: device = "cpu" in [engines.xtts].',
                        code="xtts-memory",
                        device=self._model.device,
                    ) from error
                self._rows = len(some) // 2
                free_memory(self._model.device)
                continue
            yield from made
            done += len(some)

    def _vocoded(self, decoded: Decoded, speaker: Any, text: str) -> Samples:
        import torch

        with torch.inference_mode():
            try:
                sound = self._model.xtts.hifigan_decoder(decoded.latents[None], g=speaker)
            except (RuntimeError, MemoryError) as error:
                if not out_of_memory(error):
                    raise
                raise EngineError(
                    "The vocoder of XTTS does not fit into the memory of {device} for «{text}».",
                    'Free its memory, or choose the processor: device = "cpu" in [engines.xtts].',
                    code="xtts-vocoder-memory",
                    device=self._model.device,
                    text=text,
                ) from error
        return np.asarray(sound.flatten().float().cpu().numpy(), dtype=np.float32)

    def _tensor(self, voice: VoiceProfile, name: str) -> Any:
        import torch

        value = np.asarray(voice.data[name], dtype=np.float32)
        return torch.from_numpy(value.copy())[None].to(self._model.device)

    def _check_language(self, language: str) -> None:
        if language not in self._model.languages:
            raise language_unknown(self.info.name, language, self._model.languages)
        if language not in CHARACTERS:
            raise InputError(
                "How long a text XTTS takes in «{language}» is not known.",
                "Choose another language.",
                code="xtts-length-unknown",
                language=language,
            )


def _seed(seed: int, text: str, place: int) -> int:
    """A seed of the utterance's own, so that what it sounds like does not depend on what is spoken beside it."""
    return int.from_bytes(hashlib.sha256(f"{seed} {place} {text}".encode()).digest()[:8], "big") >> 1


def _joined(sounds: Sequence[Samples], rate: int) -> Samples:
    if len(sounds) == 1:
        return sounds[0]
    silence = np.zeros(round(JOINT * rate), dtype=np.float32)
    pieces = [piece for sound in sounds for piece in (sound, silence)]
    return np.concatenate(pieces[:-1])


def _digest(info: EngineInfo, data: Mapping[str, Any]) -> str:
    total = hashlib.sha256(f"{info.name} {info.behaviour}\n".encode())
    for name in sorted(data):
        total.update(np.ascontiguousarray(data[name], dtype="<f4").tobytes())
    return total.hexdigest()
