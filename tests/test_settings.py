"""Settings: defaults, file, environment, in that order; mistakes are named."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Literal

import pytest

from videolecture.errors import InputError
from videolecture.rendering import options
from videolecture.rendering.option import Option
from videolecture.settings import Settings, load
from videolecture.speech.kokoro.engine import Kokoro


def test_without_file_and_environment_the_defaults_hold() -> None:
    assert load(None, {}) == Settings()


def test_the_file_overlays_defaults_and_the_environment_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('language = "en"\nsize = 256\n')
    settings = load(file, {"VIDEOLECTURE_SIZE": "720"})
    assert (settings.language, settings.lecture["size"]) == ("en", 720)


def test_the_original_services_names_are_understood(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('LECTURES_TEXT_DELIMITER = "###"\nSAD_TALKER_DIR_PATH = "SadTalker"\n')
    settings = load(file, {"LOGS_DIR_PATH": "/var/log/videolecture"})
    assert settings.delimiter == "###"
    assert settings.sadtalker_folder == tmp_path / "SadTalker"
    assert settings.logs == Path("/var/log/videolecture").resolve()


def test_workers_hear_of_a_checkout_that_the_file_names_and_the_environment_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('SAD_TALKER_DIR_PATH = "SadTalker"\nSAD_TALKER_INFERENCE = "inference.py"\n')
    heard = load(file, {}).for_workers({})
    assert heard == {"SAD_TALKER_DIR_PATH": str(tmp_path / "SadTalker"), "SAD_TALKER_INFERENCE": "inference.py"}
    outside = {"SAD_TALKER_DIR_PATH": "/opt/other"}
    assert load(file, outside).for_workers(outside) == {"SAD_TALKER_INFERENCE": "inference.py"}


def test_a_face_engines_table_is_overlaid_by_what_was_chosen(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[engines.sadtalker]\npython = "/opt/python"\nsize = 512\npreprocess = "full"\n')
    settings = load(file, {})
    assert settings.face_options("sadtalker") == {"size": 512, "preprocess": "full"}
    chosen = settings.face_options("sadtalker", ["preprocess=crop", "enhancer = gfpgan"])
    assert chosen == {"size": 512, "preprocess": "crop", "enhancer": "gfpgan"}
    with pytest.raises(InputError, match="«gfpgan» is not understood"):
        settings.face_options("sadtalker", ["gfpgan"])


def test_relative_paths_are_taken_against_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('logs = "log"\n')
    assert load(file, {}).logs == tmp_path / "log"


def test_an_engine_has_a_table_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[engines.xtts]\npython = "/opt/xtts/bin/python"\n')
    assert load(file, {}).engines["xtts"]["python"] == "/opt/xtts/bin/python"


@pytest.mark.parametrize("engine", ["speech", "face"])
def test_an_option_of_one_kind_of_engine_travels_with_that_engines_own(
    engine: Literal["speech", "face"], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(options.BY_NAME, "tempo", Option("tempo", "text", None, "", "", engine=engine))
    asked = Settings().request({"tempo": "slow"})
    assert asked[f"{engine}_options"] == {"tempo": "slow"}
    assert "tempo" not in asked


def test_an_engines_paths_are_taken_against_the_file_and_links_stay(tmp_path: Path) -> None:
    (tmp_path / "python").symlink_to(sys.executable)
    file = tmp_path / "settings.toml"
    file.write_text('[engines.xtts]\npython = "./python"\nfolder = "weights"\n[engines.http]\npython = "python3"\n')
    engines = load(file, {}).engines
    assert engines["xtts"] == {"python": str(tmp_path / "python"), "folder": str(tmp_path / "weights")}
    assert engines["http"]["python"] == "python3"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('langauge = "ru"', "langauge"),
        ('size = "big"', "size"),
        ("size = true", "size"),
        ("commercial = 3", "commercial"),
        ("delimiter = 3", "delimiter"),
        ("logs = 3", "logs"),
        ("engines = 3", "engines"),
        ("[engines]\nxtts = 3", "xtts"),
        ("[engines.xtts]\npython = 3", "python"),
        ("[engines.xtts]\nfolder = 3", "folder"),
        ("size = ", "TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(InputError, match=named):
        load(file, {})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.toml"):
        load(tmp_path / "nowhere.toml", {})


def test_every_setting_is_documented() -> None:
    for setting in dataclasses.fields(Settings):
        assert setting.metadata["about"], setting.name


def test_a_lecture_to_be_sold_takes_an_engine_that_may_be_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kokoro, "weights_for", classmethod(lambda _cls, _options: {}))
    sold: dict[str, str | bool] = {"language": "en", "commercial": True}
    assert load(None, {}).request(sold)["speech"] == "kokoro"
    assert load(None, {}).request({**sold, "speech": "silero"})["speech"] == "silero"
    assert load(None, {}).request({"language": "en"})["speech"] == "silero"
