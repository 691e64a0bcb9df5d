"""The pictures of docs/page.md, by `python -m tests.web.page.pictures`: the page makes a lecture with real engines."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.waiting import until
from tests.web.page.chromium import browser, follow
from tests.web.server import REAL, ROOT, running
from videolecture.home import home

TEXT = """Good afternoon! Lightning strikes the Earth about 44 times a second.
_;
A storm cloud is a machine that parts charges: ice and hail collide inside it, at -15 °C.
_;
The charge comes down in steps of 50 m. I read once that a stroke lasts for 30 microseconds; it is as hot as 30,000 K.
_;
Count the seconds until you hear the thunder, and divide them by 3: so many kilometres away it was."""
DECK = """# Where lightning comes from

- 44 strikes a second, all over the Earth
- one of them lasts for a fifth of a second

---

# A machine that parts charges

- ice and hail collide inside the cloud
- light crystals rise, heavy hail stays below

---

# The stroke

- steps of 50 m, a channel of 2 cm
- 30 microseconds, 30,000 K

---

# How far away?

- sound: 340 m in a second
"""
WIDTH = 1000  # pixels of a picture
FADING = 600  # milliseconds in which the browser's own sign of loading goes away
DRAWN = 4  # HTMLMediaElement.readyState: nothing is waited for


def main() -> None:
    """Write them."""
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "home"
        own.mkdir()
        (own / "weights").symlink_to(home() / "weights", target_is_directory=True)
        with running(own, environment=REAL | {"VIDEOLECTURE_LANGUAGE": "en"}) as server:
            address = f"http://127.0.0.1:{server.port}"
            with browser(address, dark=True) as page:
                page.goto("/settings")
                _save(page, "settings")
            with browser(address) as page:
                _make(page, Path(folder))


def _make(page: Page, folder: Path) -> None:
    deck = folder / "lightning.md"
    deck.write_text(DECK, "utf-8")
    page.goto("/new")
    page.fill("#title", "Where lightning comes from")
    page.set_input_files("[data-file=deck]", deck)
    expect(page.locator(".deck-titles li").first).to_be_visible()
    page.fill("#text", TEXT)
    expect(page.locator(".read-fragment")).to_have_count(4)
    page.set_input_files("[data-file=face]", ROOT / "examples" / "portrait.jpg")
    expect(page.locator(".face-box")).to_be_visible()
    page.set_input_files("[data-file=voice]", ROOT / "examples" / "voice.wav")
    expect(page.locator("canvas.wave")).to_be_visible()
    page.check("#consent")
    page.fill("#stated_by", "A. Ivanova")
    _save(page, "new", 1500)
    page.click("summary >> text=Further options")
    page.fill("[name=silent_slide]", "0.2")
    page.click("[type=submit]")
    expect(page.locator("#fragment-2.succeeded")).to_be_visible()
    until(
        lambda: page.evaluate("document.getElementById('newest').readyState") >= DRAWN, "the newest fragment is drawn"
    )
    page.wait_for_timeout(FADING)
    _save(page, "making", 760)
    expect(page.locator("#film")).to_be_visible()
    page.click(".sentence >> nth=1")
    expect(page.locator(".sentence >> nth=1")).to_have_attribute("aria-current", "true")
    page.evaluate("document.getElementById('film').pause()")
    _save(page, "film", 1000)
    follow(page, "text=Edit the whole text")
    expect(page.locator(".read-fragment")).to_have_count(4)
    page.fill("#text", page.input_value("#text").replace("44 times", "46 times"))
    expect(page.locator("#rewrite [type=submit]")).to_be_enabled()
    _save(page, "text")


def _save(page: Page, name: str, height: int = 860) -> None:
    page.set_viewport_size({"width": 1280, "height": height})
    page.evaluate("scrollTo(0, 0)")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.thumbnail((WIDTH, WIDTH * 2))
    target = ROOT / "docs" / "page" / f"{name}.jpg"
    target.parent.mkdir(exist_ok=True)
    shot.save(target, quality=82, optimize=True)


if __name__ == "__main__":
    main()
