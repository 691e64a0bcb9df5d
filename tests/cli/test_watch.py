"""`videolecture watch`: a saved change renders what it touches, and a mistake waits for the next one."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests import fakes
from tests.waiting import PATIENCE
from videolecture import settings
from videolecture.cli import lecture, watch
from videolecture.cli.watch import Watching


@pytest.fixture
def folder(tmp_path: Path, recording: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))
    folder = tmp_path / "lecture"
    folder.mkdir()
    (folder / "lecture.txt").write_text("Раз. Два.\n_;\nТри.", "utf-8")
    (folder / "me.wav").write_bytes(recording.read_bytes())
    Image.fromarray(np.full((64, 64, 3), 90, np.uint8)).save(folder / "me.png")
    named = 'text = "lecture.txt"\nface = "me.png"\nvoice = "me.wav"\n'
    (folder / "lecture.toml").write_text(f'{named}speech = "tone"\nface_engine = "card"\nsize = 64\n', "utf-8")
    return folder


def test_a_saved_change_makes_again_what_it_touches(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    watch.arguments(parser)
    options = parser.parse_args([str(folder)])
    with Watching(options, settings.load(None, {"VIDEOLECTURE_EXECUTOR": "inline"})) as watching:
        watching.render()
        assert "fragments 1 spoken and rendered; 2 spoken and rendered, 0 fragments reused" in capsys.readouterr().out
        (folder / "lecture.txt").write_text("Раз. Два.\n_;\nЧетыре.", "utf-8")
        assert watching.watcher.changed.wait(PATIENCE)
        watching.render()
        assert "fragment 2 spoken and rendered, 1 fragment reused" in capsys.readouterr().out
        before = (folder / "lecture.toml").read_text("utf-8")
        (folder / "lecture.toml").write_text(before + "fase = 3\n", "utf-8")
        assert watching.watcher.changed.wait(PATIENCE)
        watching.render()
        assert "Perhaps «face» is meant." in capsys.readouterr().out
        (folder / "lecture.toml").write_text(before, "utf-8")
        assert watching.watcher.changed.wait(PATIENCE)
        watching.render()
        assert "nothing to make, 2 fragments reused" in capsys.readouterr().out


def test_what_is_saved_while_it_is_not_watched_yet_is_rendered(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parser = argparse.ArgumentParser()
    watch.arguments(parser)
    options = parser.parse_args([str(folder)])
    (folder / "short.txt").write_text("Пять.", "utf-8")
    with Watching(options, settings.load(None, {"VIDEOLECTURE_EXECUTOR": "inline"})) as watching:
        begin = watching.watcher.watch

        def saved_before(files: Iterable[Path]) -> bool:
            told = (folder / "lecture.toml").read_text("utf-8")
            if "lecture.txt" in told:
                (folder / "lecture.toml").write_text(told.replace("lecture.txt", "short.txt"), "utf-8")
            return begin(files)

        monkeypatch.setattr(watching.watcher, "watch", saved_before)
        watching.render()
    assert "fragment 1 spoken and rendered, 0 fragments reused" in capsys.readouterr().out


def test_what_is_watched_is_what_the_lecture_is_made_of(folder: Path) -> None:
    parser = argparse.ArgumentParser()
    watch.arguments(parser)
    options = parser.parse_args([str(folder)])
    found = lecture.of(options)
    request = lecture.request(found, options, settings.Settings())
    names = {path.name for path in watch.files_of(found, request)}
    assert names == {"lecture.toml", "lecture.txt", "me.png", "me.wav"}
