from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from videolecture.errors import EngineError, InputError
from videolecture.speech.xtts import decoding
from videolecture.speech.xtts.engine import Xtts
from videolecture.types import Sample, VoiceProfile

TEXTS = ["Первая фраза.", "Вторая фраза немного длиннее.", "Третья."]


def quiet(done: float, what: str = "") -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="module")
def voice(engine: Xtts) -> VoiceProfile:
    rate = 24_000
    sound = np.random.default_rng(2).normal(0, 0.1, 3 * rate).astype(np.float32)
    return engine.enroll(Sample("noise.wav", "1" * 64, sound, rate), "ru", quiet)


def test_a_voice_is_learned_the_same_way_every_time_and_depends_on_the_sample(engine: Xtts, sample: Sample) -> None:
    told: list[float] = []

    def progress(done: float, what: str = "") -> None:
        told.append(done)

    first, again = (engine.enroll(sample, "ru", progress) for _ in range(2))
    other = engine.enroll(replace(sample, samples=sample.samples[::-1].copy()), "ru", quiet)
    assert first.digest == again.digest != other.digest
    assert np.asarray(first.data["conditions"]).shape == (32, 32)
    assert np.asarray(first.data["speaker"]).shape == (512, 1)
    assert told[-1] == 1.0


def test_every_text_gets_its_sound_in_order(engine: Xtts, voice: VoiceProfile) -> None:
    spoken = list(engine.speak(TEXTS, voice, "ru", 5))
    assert len(spoken) == len(TEXTS)
    for speech in spoken:
        assert speech.rate == 24_000
        assert np.isfinite(speech.samples).all() and np.abs(speech.samples).max() > 0
        assert len(speech.samples) >= 1000


def test_the_same_arguments_give_the_same_samples_and_another_seed_others(engine: Xtts, voice: VoiceProfile) -> None:
    first, again, other = (next(engine.speak(TEXTS[:1], voice, "ru", seed)).samples for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_text_sounds_the_same_alone_and_beside_others(engine: Xtts, voice: VoiceProfile) -> None:
    together = list(engine.speak(TEXTS, voice, "ru", 5))
    for text, beside in zip(TEXTS, together, strict=True):
        alone = next(engine.speak([text], voice, "ru", 5))
        assert len(alone.samples) == len(beside.samples)
        np.testing.assert_allclose(alone.samples, beside.samples, atol=1e-3)


def test_a_text_of_too_many_tokens_is_spoken_in_parts(engine: Xtts, voice: VoiceProfile) -> None:
    """The fixture takes 120 tokens; the published assertion at 402 is the same one."""
    long = " ".join(["слово"] * 60)
    parts = engine._tokens(long, "ru")
    assert len(parts) == 4 and all(len(part) <= 120 for part in parts)
    speech = next(engine.speak([long], voice, "ru", 0))
    short = next(engine.speak(["слово"], voice, "ru", 0))
    assert len(speech.samples) > len(short.samples)


def test_a_text_that_the_model_does_not_finish_says_so(
    engine: Xtts, voice: VoiceProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    bias = engine._model.xtts.gpt.mel_head.bias
    never = bias.detach().clone()
    never[13] = -1e4
    monkeypatch.setattr(bias, "data", never)
    assert next(engine.speak(TEXTS[:1], voice, "ru", 0)).problems == ("the model did not come to an end",)


def test_every_sign_of_a_reading_is_in_the_tokens(engine: Xtts) -> None:
    tokenizer = engine._model.xtts.tokenizer.tokenizer
    (tokens,) = engine._tokens("Дв+е кн+иги — и всё: дв+адцать.", "ru")
    words = [tokenizer.id_to_token(token) for token in tokens]
    assert words[0] == "[ru]"
    assert "[UNK]" not in words
    assert "".join(words[1:]).replace("[SPACE]", " ") == "две книги, и всё, двадцать"


@pytest.mark.parametrize("said", ["CUDA out of memory. Tried to allocate 2 GiB", "MPS backend out of memory"])
def test_memory_that_runs_out_halves_what_is_decoded_together(
    engine: Xtts, voice: VoiceProfile, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    """CUDA has an exception of its own, Apple's GPU raises RuntimeError."""
    import torch

    sizes: list[int] = []

    def small(network: Any, conditions: Any, texts: Any, *rest: Any) -> Any:
        sizes.append(len(texts))
        if len(texts) > 1:
            raise (torch.OutOfMemoryError if said.startswith("CUDA") else RuntimeError)(said)
        return decoding.decode(network, conditions, texts, *rest)

    expected = [len(speech.samples) for speech in engine.speak(TEXTS, voice, "ru", 3)]
    monkeypatch.setattr("videolecture.speech.xtts.engine.decode", small)
    monkeypatch.setattr(engine, "_rows", 8)
    assert [len(speech.samples) for speech in engine.speak(TEXTS, voice, "ru", 3)] == expected
    assert sizes == [3, 1, 1, 1]


def test_memory_that_never_suffices_names_the_way_out(
    engine: Xtts, voice: VoiceProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*arguments: Any) -> Any:
        raise MemoryError("out of memory")

    monkeypatch.setattr("videolecture.speech.xtts.engine.decode", never)
    monkeypatch.setattr(engine, "_rows", 8)
    with pytest.raises(EngineError, match="memory") as caught:
        next(engine.speak(TEXTS, voice, "ru", 3))
    assert "cpu" in caught.value.remedy


def test_a_language_it_does_not_have_is_refused(engine: Xtts, voice: VoiceProfile, sample: Sample) -> None:
    with pytest.raises(InputError, match="«fi»"):
        next(engine.speak(["hei"], voice, "fi", 0))
    with pytest.raises(InputError, match="«fi»"):
        engine.enroll(sample, "fi", quiet)


def test_a_sample_too_short_is_refused(engine: Xtts, sample: Sample) -> None:
    with pytest.raises(InputError, match="too short"):
        engine.enroll(replace(sample, samples=sample.samples[:4000]), "ru", quiet)


def test_a_text_without_words_is_refused(engine: Xtts, voice: VoiceProfile) -> None:
    with pytest.raises(EngineError, match="nothing to say"):
        next(engine.speak(["…"], voice, "ru", 0))


def test_limits_are_the_published_tokenizers(engine: Xtts) -> None:
    assert dict(engine.info.longest_texts) == engine._model.xtts.tokenizer.char_limits
    assert engine.info.longest("ru") == 182


def test_an_option_that_is_no_text_is_refused() -> None:
    with pytest.raises(InputError, match="device"):
        Xtts.check_options({"device": 5})
