"""The whole way by the page alone, from uploads to the downloaded film, with the real engines."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from playwright.sync_api import expect

from tests.web.page import chromium
from tests.web.page.chromium import browser
from tests.web.server import REAL, ROOT, running
from videolecture.home import home as home_folder

pytestmark = chromium.needed


def test_a_lecture_is_uploaded_rendered_edited_and_downloaded_with_the_real_engines(tmp_path: Path) -> None:
    home, saved = tmp_path / "home", tmp_path / "film.mp4"
    home.mkdir()
    for shared in ("weights", "cache"):  # the voice may be known from other tests: learning it takes half a minute
        (home_folder() / shared).mkdir(exist_ok=True)
        (home / shared).symlink_to(home_folder() / shared, target_is_directory=True)
    with (
        running(home, environment=REAL) as server,
        browser(f"http://127.0.0.1:{server.port}", language="ru") as page,
    ):
        page.goto("/new")
        page.fill("#text", "Магнит притягивает железо.\n_;\nКонец.")
        page.set_input_files("[data-file=face]", ROOT / "examples" / "portrait.jpg")
        page.set_input_files("[data-file=voice]", ROOT / "examples" / "voice.wav")
        page.check("#consent")
        page.fill("#stated_by", "А. Иванова")
        page.click("[type=submit]")
        page.wait_for_url("**/lectures/*")
        page.click("[data-edit='2']")
        page.fill("#edit-2", "Спасибо.")
        page.click(".edit-form .primary")
        expect(page.locator(".sentence", has_text="Спасибо")).to_be_visible()
        with page.expect_download() as download:
            page.click(".downloads a >> nth=0")
        download.value.save_as(saved)
    with av.open(str(saved)) as film:
        pictures = [frame.to_ndarray(format="gray").astype(float) for frame in film.decode(video=0)]
    with av.open(str(saved)) as film:
        sound = np.concatenate([frame.to_ndarray().mean(axis=0) for frame in film.decode(audio=0)])
        assert film.streams.subtitles and len(film.chapters()) == 2
    assert len(pictures) > 40
    assert np.sqrt((sound**2).mean()) > 0.02, "nothing is heard"
    assert max(np.abs(one - pictures[0]).mean() for one in pictures) > 0.1, "nothing moves"
