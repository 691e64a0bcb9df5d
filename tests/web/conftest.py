"""One running service for all tests that do not disturb it, and the files that clients name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.web.server import Server, running

TEXT = "Первое предложение. Второе. Третье. Четвёртое. Пятое. Шестое.\n_;\n\n_;\nНа последнем слайде одно.\n_;"


@dataclass(frozen=True)
class Files:
    folder: Path
    text: Path
    face: Path
    voice: Path

    def original(self, number: int, text: str | None = None) -> dict[str, object]:
        """The body of the original's POST /generate."""
        if text is not None:
            (self.folder / f"text_{number}.txt").write_text(text, "utf-8")
        return {
            "face_path": str(self.face),
            "voice_path": str(self.voice),
            "lecture_text_path": str(self.folder / f"text_{number}.txt" if text is not None else self.text),
            "generated_dir_path": str(self.folder / f"out_{number}"),
            "id": number,
        }

    def paths(self, text: str = "Одно предложение.") -> dict[str, object]:
        """The body of PUT /api/v1/lectures/..."""
        return {"text": text, "face_path": str(self.face), "voice_path": str(self.voice)}


def make_files(folder: Path, recording: Path) -> Files:
    folder.mkdir(exist_ok=True)
    files = Files(folder, folder / "lecture.txt", folder / "me.png", folder / "me.wav")
    files.text.write_text(TEXT, "utf-8")
    assert cv2.imwrite(str(files.face), np.full((64, 64, 3), 90, np.uint8))
    files.voice.write_bytes(recording.read_bytes())
    return files


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, recording: Path) -> Files:
    return make_files(tmp_path_factory.mktemp("course"), recording)


@pytest.fixture(scope="package")  # not longer: three processes beside the tests of everything else
def server(tmp_path_factory: pytest.TempPathFactory, files: Files) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("service") / "home"
    with running(home, "--allow-root", str(files.folder)) as started:
        yield started
