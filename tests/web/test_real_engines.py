"""A client of the original service, with plain HTTP, gets a lecture made by the real engines."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np

from tests.web.server import REAL, ROOT, running
from videolecture.home import home as home_folder

TEXT = "Добрый день.\n_;\nМагнит притягивает железо.\n_;"


def test_an_original_client_gets_a_playable_lecture_from_the_real_engines(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for shared in ("weights", "cache"):  # the voice may be known from other tests: learning it takes half a minute
        (home_folder() / shared).mkdir(exist_ok=True)
        (home / shared).symlink_to(home_folder() / shared, target_is_directory=True)
    (tmp_path / "lecture.txt").write_text(TEXT, "utf-8")
    with running(
        home, "--allow-root", str(tmp_path), "--allow-root", str(ROOT / "examples"), environment=REAL
    ) as server:
        assert server.get("/ping").json == {"error": False, "message": "Pong", "result": True}
        body = {
            "face_path": str(ROOT / "examples" / "portrait.jpg"),
            "voice_path": str(ROOT / "examples" / "voice.wav"),
            "lecture_text_path": str(tmp_path / "lecture.txt"),
            "generated_dir_path": str(tmp_path / "out"),
            "id": 3,
        }
        assert server.ask("POST", "/generate", body).json == {
            "error": False,
            "message": "Генерация запущена",
            "result": [[1], [2]],
        }
        final = tmp_path / "out" / "final"
        server.until((final / "lecture_3.json").exists, "the lecture is finished", 3)
        assert (ended := server.ended(3))["state"] == "succeeded", ended  # its job ends a moment after its files
        assert server.get("/generate/cancel").json["result"] is False
    with av.open(str(final / "lecture_3.mp4")) as film:
        pictures = [frame.to_ndarray(format="gray").astype(float) for frame in film.decode(video=0)]
    with av.open(str(final / "lecture_3.mp4")) as film:
        sound = np.concatenate([frame.to_ndarray().mean(axis=0) for frame in film.decode(audio=0)])
        assert film.streams.subtitles and len(film.chapters()) == 2
    told = json.loads((final / "lecture_3.json").read_text("utf-8"))
    assert len(pictures) == told["film"]["frames"] > 40
    assert abs(len(sound) / 48_000 - told["film"]["seconds"]) < 0.05
    assert np.sqrt((sound**2).mean()) > 0.02, "nothing is heard"
    assert max(np.abs(one - pictures[0]).mean() for one in pictures) > 0.1, "nothing moves"
