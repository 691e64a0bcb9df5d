"""A lecture of a thousand fragments on many workers of a Ray cluster on this machine: are they busy, and is the driver?

`python -m bench.scaling [--fragments 1000] [--workers 12] [--seconds 8]`. The stand-in engines sleep, so that two
processors can have many workers; that they would compute instead changes nothing for the rest.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import psutil

from bench import standin
from bench.limits import put
from bench.running import EXAMPLES
from bench.table import Table
from videolecture.execute import Report
from videolecture.execute.cluster import connection
from videolecture.execute.cluster.executor import RayExecutor
from videolecture.execute.setup import Setup
from videolecture.execute.tasks import Animate, Places, R, Task
from videolecture.rendering import pipeline
from videolecture.rendering.plan import plan
from videolecture.rendering.request import RenderRequest
from videolecture.storage.cache import Cache

ROOT = Path(__file__).parents[1]
STORE = 200_000_000  # bytes of the object store
SPEAKERS = 3  # workers of the speech engine, which is so much faster
LOOK = 0.5  # seconds between two looks at the driver's memory


@dataclass
class Watched:
    """An executor that notes when its clips begin and end."""

    name: ClassVar[str] = "watched"
    waits_for: ClassVar[None] = None

    inner: RayExecutor
    spans: list[tuple[float, float]] = field(default_factory=list)  # of the engines' work, monotonic
    most: int = 0  # bytes of this process

    @property
    def width(self) -> int:
        """The executor's own."""
        return self.inner.width

    @staticmethod
    def check(setup: Setup) -> None:
        """Nothing can be wrong."""

    def submit(self, task: Task[R], places: Places, report: Report) -> Future[R]:
        """Submit, and note when a clip was made."""
        future = self.inner.submit(task, places, report)
        if isinstance(task, Animate):
            future.add_done_callback(self._note)
        return future

    def _note(self, done: Future[Any]) -> None:
        now = time.monotonic()
        if done.exception() is None:
            self.spans.append((now - done.result().seconds, now))

    def cancel(self, job: str) -> None:
        """Cancel."""
        self.inner.cancel(job)

    def close(self) -> None:
        """Close."""
        self.inner.close()


@contextmanager
def cluster(workers: int, seconds: float) -> Iterator[Any]:
    """A local Ray with room for so many workers."""
    path = os.pathsep.join(filter(None, (str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", ""))))
    known = {"VIDEOLECTURE_PLUGINS": standin.PLUGINS, "PYTHONPATH": path}
    os.environ |= known | {standin.SPEAKS: str(seconds / 8), standin.ANIMATES: str(seconds)}
    ray = connection.library()
    ray.init(
        address="local",
        num_cpus=workers + SPEAKERS,
        object_store_memory=STORE,
        include_dashboard=False,
        log_to_driver=False,
        configure_logging=False,
    )
    try:
        yield ray
    finally:
        ray.shutdown()


def scaling(folder: Path, fragments: int = 1000, workers: int = 12, seconds: float = 8.0) -> Table:
    """Render the lecture with the stand-ins."""
    os.environ["VIDEOLECTURE_HOME"] = str(folder / "home")
    text = folder / "lecture.txt"
    text.write_text(lecture(fragments), "utf-8")
    with cluster(workers, seconds):
        request = RenderRequest(
            text, EXAMPLES / "portrait.jpg", EXAMPLES / "voice.wav", folder / "out", language="en", size=64,
            speech="standin", face_engine="standin",
        )  # fmt: skip
        engines = {"standin": {"most": workers}}
        watched = Watched(RayExecutor(Setup(ray={"engines": engines})))
        ended = threading.Event()
        threading.Thread(target=_watch, args=(watched, ended), daemon=True).start()
        began, before = time.monotonic(), time.process_time()
        try:
            result = pipeline.run(plan(request), watched, Cache(folder / "cache"), lambda _: None)
        finally:
            watched.close()
            ended.set()
        wall, processor = time.monotonic() - began, time.process_time() - before
    busy, steady = share_busy(watched.spans, workers)
    row = (result.rendered, workers, wall, steady, 100 * busy, watched.most / 1e6, 1000 * processor / fragments)
    columns = ("fragments", "face workers", "whole, s", "all workers wanted, s", "**busy, %**", "**driver, MB**",
               "driver's processor, ms a fragment")  # fmt: skip
    note = (
        f"Stand-in engines that take {seconds:g} s for a clip and {seconds / 8:g} s for its speech; every worker is "
        "an actor with a process of its own. Busy: the engines' time of the time from the first moment at which all "
        "workers are at work until fewer clips are left than there are workers. Driver: the most that its process had "
        "(RSS), and all of its work from the text to the joined film."
    )
    return Table("A long lecture on many workers (wanted: 95 % busy, driver under 500 MB)", columns, [row], note)


def lecture(fragments: int) -> str:
    """A lecture of so many fragments: ten a slide, five sentences each."""
    slides = []
    for first in range(0, fragments, 10):
        numbers = range(first, min(first + 10, fragments))
        slides.append("\n".join(f"Fragment {n}. It goes on. And on. And on. It ends." for n in numbers))
    return "\n_;\n".join(slides)


def share_busy(spans: list[tuple[float, float]], workers: int) -> tuple[float, float]:
    """The engines' share of the workers' time while there is work for all, and how long that is, in seconds."""
    moments = sorted([(begin, 1) for begin, _ in spans] + [(end, -1) for _, end in spans])
    at_work, first = 0, None
    for moment, change in moments:
        at_work += change
        if at_work == workers and first is None:
            first = moment
    ends = sorted(end for _, end in spans)
    if first is None or len(ends) <= workers or ends[-workers] <= first:
        return 0.0, 0.0
    last = ends[-workers]
    worked = sum(max(0.0, min(end, last) - max(begin, first)) for begin, end in spans)
    return worked / (workers * (last - first)), last - first


def _watch(watched: Watched, ended: threading.Event) -> None:
    process = psutil.Process()
    while not ended.wait(LOOK):
        watched.most = max(watched.most, process.memory_info().rss)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.scaling", description=__doc__)
    parser.add_argument("--fragments", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=8.0, help="that a clip takes (8)")
    parser.add_argument("--write", type=Path, metavar="FILE.md", help="put the table there, too, between its marks")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="videolecture-bench-") as place:
        table = scaling(Path(place), options.fragments, options.workers, options.seconds).markdown()
    print(table)
    if options.write:
        put(options.write, "scaling", table)


if __name__ == "__main__":
    main()
