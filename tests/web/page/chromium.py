"""Debian's Chromium, driven by Playwright, and axe on what it shows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.web.server import PATIENCE

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
# CI has it (tools/system_packages.sh) and may not skip what needs it.
needed = pytest.mark.skipif(PROGRAM is None and not os.environ.get("CI"), reason="Chromium is not installed")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

expect.set_options(timeout=PATIENCE * 1000)


@contextmanager
def browser(address: str, language: str = "en", dark: bool = False, phone: bool = False) -> Iterator[Page]:
    """A page of a browser that may use a microphone: Chromium's own, which beeps. Errors of scripts fail the test."""
    microphone = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    errors: list[str] = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=PROGRAM, args=["--no-sandbox", "--disable-dev-shm-usage", *microphone]
        )
        context = chromium.new_context(
            base_url=address,
            locale={"en": "en-GB", "ru": "ru-RU"}[language],
            color_scheme="dark" if dark else "light",
            viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 860},
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("pageerror", lambda error: errors.append(f"{error.message} {error.stack}"))
        yield page
        chromium.close()
    assert errors == []


def check_access(page: Page) -> None:
    """No violation of WCAG 2.2 AA, and nothing that stands beyond the window's width."""
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it is wider than the window"
