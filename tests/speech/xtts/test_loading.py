from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from videolecture.errors import MissingError, WeightsError
from videolecture.speech.xtts import loading
from videolecture.speech.xtts.limits import CHARACTERS
from videolecture.speech.xtts.loading import Model, load
from videolecture.speech.xtts.stand_in import torchaudio_importable
from videolecture.weights.place import digest


def test_a_checkpoint_in_the_published_layout_is_loaded(model: Model) -> None:
    assert model.languages[:4] == ("en", "ru", "de", "zh") and set(model.languages) == set(CHARACTERS)
    assert model.rate == 24_000
    assert model.sampling.repetition_penalty == 5.0 and model.sampling.top_p == 0.99
    assert not model.xtts.training


def test_an_old_checkpoint_is_loaded_and_stays_as_it_is(checkpoint: Path, tmp_path: Path) -> None:
    """The published file holds pickled configuration classes under their old names; coqui-tts would rewrite it."""
    import torch

    old = shutil.copytree(checkpoint, tmp_path / "old")
    with torchaudio_importable():
        from TTS.tts.configs.xtts_config import XttsConfig
        from TTS.tts.models import xtts as published
    state = torch.load(old / "model.pth", weights_only=True)
    with published._legacy_safe_globals():
        torch.save({"config": XttsConfig(), **state}, old / "model.pth")
    before = digest(old / "model.pth")
    loaded = load(old, "cpu")
    assert loaded.xtts.gpt.num_audio_tokens == 14
    assert digest(old / "model.pth") == before


def test_a_checkpoint_that_would_execute_code_is_refused(checkpoint: Path, tmp_path: Path) -> None:
    import torch

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (tmp_path / "executed",)

    bad = shutil.copytree(checkpoint, tmp_path / "bad")
    torch.save({"model": {}, "evil": Evil()}, bad / "model.pth")
    with pytest.raises(WeightsError):
        load(bad, "cpu")
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize("name", ["model.pth", "config.json", "vocab.json"])
def test_a_missing_file_is_named(checkpoint: Path, tmp_path: Path, name: str) -> None:
    part = shutil.copytree(checkpoint, tmp_path / "part")
    (part / name).unlink()
    with pytest.raises(MissingError, match=name):
        load(part, "cpu")


@pytest.mark.parametrize("name", ["model.pth", "config.json", "vocab.json"])
def test_a_file_of_something_else_is_refused_in_one_sentence(checkpoint: Path, tmp_path: Path, name: str) -> None:
    wrong = shutil.copytree(checkpoint, tmp_path / "wrong")
    (wrong / name).write_bytes(b"not what it says")
    with pytest.raises(WeightsError, match="no XTTS-v2") as caught:
        load(wrong, "cpu")
    assert "\n" not in str(caught.value)
    assert "models pull xtts" in caught.value.remedy


def test_the_licence_is_asked_for_before_anything_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COQUI_TOS_AGREED")
    with pytest.raises(MissingError, match="has not been accepted") as caught:
        load(tmp_path, "cpu")
    assert "COQUI_TOS_AGREED=1" in caught.value.remedy


def test_without_coqui_tts_the_command_that_installs_it_is_named(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_loaded", [])
    monkeypatch.setitem(__import__("sys").modules, "TTS.tts.configs.xtts_config", None)
    with pytest.raises(MissingError, match="coqui-tts") as caught:
        load(checkpoint, "cpu")
    assert "engines install xtts" in caught.value.remedy


def test_what_does_not_fit_is_named(checkpoint: Path, tmp_path: Path) -> None:
    """torch's own message begins with a heading that says nothing."""
    other = shutil.copytree(checkpoint, tmp_path / "other")
    config = (other / "config.json").read_text("utf-8")
    (other / "config.json").write_text(config.replace('"gpt_layers": 2', '"gpt_layers": 3'), "utf-8")
    with pytest.raises(WeightsError, match=r"Missing key.*gpt\."):
        load(other, "cpu")
