"""The page of a lecture of 300 fragments, in Chromium: how soon it answers to a click, a key, a filter."""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.running import new_home
from bench.service import running
from bench.table import Table
from videolecture.jobs.ledger import Ledger
from videolecture.jobs.rows import FragmentText, Order
from videolecture.jobs.states import State
from videolecture.jobs.store import Store
from videolecture.jobs.transitions import move

FRAGMENTS = 300
TIMES = 15  # that each interaction is measured
SENTENCE = "Предложение номер {n}, в котором сказано столько же, сколько в обычной лекции."
# From an input to the second frame after it: then what it changed is on the screen.
_SHOWN = """(act) => new Promise((done) => {
  const began = performance.now();
  document.querySelector(act.at)[act.what]?.();
  if (act.event) document.querySelector(act.at).dispatchEvent(new Event(act.event, { bubbles: true }));
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
})"""


def page(folder: Path) -> Table:
    """Measure the pages of a lecture that is queued and of the text of a new one."""
    home = new_home(folder / "home-page")
    identity = _lecture(home)
    rows: list[tuple[object, ...]] = []
    with running(home, folder) as port, _chromium() as browser:
        browser.goto(f"http://127.0.0.1:{port}/lectures/{identity}")
        browser.wait_for_selector(f"#fragment-{FRAGMENTS}", state="attached")
        rows.append(_row("the timeline: a press of Edit at the last fragment", browser, _edit))
        rows.append(_row("the timeline: scrolled from end to end", browser, _scroll))
        browser.goto(f"http://127.0.0.1:{port}/new")
        text = "\n_;\n".join(" ".join(SENTENCE.format(n=n) for _ in range(5)) for n in range(FRAGMENTS))
        browser.fill("#text", text)
        browser.wait_for_selector(f".read-fragment >> nth={FRAGMENTS - 1}", state="attached")
        rows.append(_row("a new lecture: a letter typed into its text", browser, _type))
        rows.append(_row("a new lecture: another layout", browser, _choose))
    note = f"A lecture of {FRAGMENTS} fragments, from an input to its picture on the screen (wanted: under 100 ms). "
    note += f"Measured at a load of {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors."
    return Table("The page", ("", "median, ms", "worst of 15, ms"), rows, note)


def _row(name: str, browser: Page, act: Callable[[Page, int], float]) -> tuple[object, ...]:
    taken = [act(browser, number) for number in range(TIMES)]
    return name, statistics.median(taken), max(taken)


def _measured(browser: Page, **act: Any) -> float:
    return float(browser.evaluate(_SHOWN, act))


def _edit(browser: Page, number: int) -> float:
    at = f"[data-edit='{FRAGMENTS}']" if number % 2 == 0 else ".edit-form .quiet"
    return _measured(browser, at=at, what="click")


def _scroll(browser: Page, number: int) -> float:
    at = f"#fragment-{1 if number % 2 else FRAGMENTS}"
    return _measured(browser, at=at, what="scrollIntoView")


def _type(browser: Page, _number: int) -> float:
    browser.evaluate("document.getElementById('text').setRangeText('а', 10, 10, 'end')")
    return _measured(browser, at="#text", event="input")


def _choose(browser: Page, number: int) -> float:
    return _measured(browser, at=f".layout:nth-of-type({number % 4 + 1}) input", what="click")


def _lecture(home: Path) -> str:
    """A lecture in the ledger that was stopped: its page has every fragment and all buttons."""
    store = Store(home)
    fragments = tuple(FragmentText(n, n, SENTENCE.format(n=n), 80) for n in range(1, FRAGMENTS + 1))
    out = home / "lectures" / "bench" / "out"
    request = {"text": str(out.parent / "text"), "voice": str(out.parent / "voice"), "out": str(out), "id": 1}
    slides = tuple((n,) for n in range(1, FRAGMENTS + 1))
    job = Ledger(store).submit(Order("bench", "v1", {**request, "title": "300"}, "d" * 64, slides, fragments))
    with store.writing() as connection:
        move(connection, job.number, State.CANCELLED, finished=2.0)
    store.close()
    return "bench"


@contextmanager
def _chromium() -> Iterator[Page]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("install Chromium first: the page is measured in it")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        made = chromium.new_page(viewport={"width": 1280, "height": 860})
        made.set_default_timeout(600_000)
        yield made
        chromium.close()
