"""Debian's Chromium, driven by Playwright, and axe on what it shows."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.waiting import PATIENCE

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
# CI has it (tools/system_packages.sh) and may not skip what needs it.
needed = pytest.mark.skipif(PROGRAM is None and not os.environ.get("CI"), reason="Chromium is not installed")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
OPTIONS = [
    *("--no-sandbox", "--disable-dev-shm-usage"),
    *("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),  # Chromium's own microphone, which beeps
    *("--disable-gpu", "--disable-gpu-rasterization", "--disable-software-rasterizer"),  # a drawn GPU costs most of all
    *("--disable-extensions", "--disable-background-networking", "--disable-component-update", "--mute-audio"),
]

expect.set_options(timeout=PATIENCE * 1000)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser that may use a microphone."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=PROGRAM, args=OPTIONS)
        yield chromium
        chromium.close()


@contextmanager
def opened(
    chromium: Browser, address: str, language: str = "en", dark: bool = False, phone: bool = False
) -> Iterator[Page]:
    """A page with nothing kept from others. Errors of scripts fail the test."""
    errors: list[str] = []
    context = chromium.new_context(
        base_url=address,
        locale={"en": "en-GB", "ru": "ru-RU"}[language],
        color_scheme="dark" if dark else "light",
        viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 860},
        reduced_motion="reduce",
    )
    context.on("weberror", lambda one: errors.append(f"{one.error.message} {one.error.stack}"))
    context.set_default_timeout(PATIENCE * 1000)
    yield context.new_page()
    context.close()
    assert errors == []


@contextmanager
def browser(address: str, language: str = "en", dark: bool = False, phone: bool = False) -> Iterator[Page]:
    """A page of a browser of its own."""
    with launched() as chromium, opened(chromium, address, language, dark, phone) as page:
        yield page


@contextmanager
def held(page: Page, script: str) -> Iterator[None]:
    """A script comes only after the block, which is to lead to a page that asks for it."""
    asked: list[Route] = []
    page.route(f"**/static/{script}", lambda route: asked.append(route))
    yield
    while not asked:
        page.wait_for_timeout(10)  # what the browser says is heard meanwhile
    for route in asked:
        route.continue_()
    page.unroute(f"**/static/{script}")
    page.wait_for_load_state()


def follow(page: Page, link: str) -> None:
    """Follow a link and wait until the scripts of its page run."""
    with page.expect_navigation():
        page.click(link)


def check_access(page: Page, inside: str | None = None) -> None:
    """No violation of WCAG 2.2 AA, in the page or in a part of it, and it is not too wide."""
    found = Axe().run(page, context=inside, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    check_width(page)


def check_width(page: Page) -> None:
    """Nothing stands beyond the window's width."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it is wider than the window"
