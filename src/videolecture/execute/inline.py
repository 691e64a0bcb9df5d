"""Runs tasks in the caller's own process and thread: for debugging, and for tests of what tasks do."""

from __future__ import annotations

from concurrent.futures import Future
from typing import ClassVar, cast

from videolecture.errors import Cancelled, VideolectureError
from videolecture.execute import Report, messages
from videolecture.execute.engines import Engines
from videolecture.execute.setup import Setup
from videolecture.execute.tasks import LoadFace, LoadSpeech, Places, R, Task
from videolecture.execute.work import run


class InlineExecutor:
    """submit() returns a finished future. cancel() takes effect at the running task's next report."""

    name: ClassVar[str] = "inline"

    width = 1  # of the caller's thread
    waits_for: VideolectureError | None = None  # nothing can go away

    def __init__(self, setup: Setup | None = None) -> None:
        self._pythons = dict(setup.pythons) if setup else {}
        self._engines = Engines(self._pythons)
        self._cancelled: set[str] = set()

    @staticmethod
    def check(setup: Setup) -> None:
        """Nothing can be wrong."""

    def submit(self, task: Task[R], places: Places, report: Report) -> Future[R]:
        """Run the task now."""
        future: Future[R] = Future()
        if isinstance(task, (LoadSpeech, LoadFace)):  # nothing else goes on meanwhile: engines load when needed
            future.set_result(messages.result_from_json(cast("Task[R]", task), {}))
            return future

        def progress(done: float, what: str = "") -> None:
            report(done, what)
            if task.job in self._cancelled:
                raise Cancelled

        try:
            progress(0.0)
            future.set_result(run(task, places, self._engines, progress))
        except Exception as error:
            future.set_exception(messages.error_from_json(messages.error_to_json(error, task, places)))
        return future

    def cancel(self, job: str) -> None:
        """The job's running task ends at its next report, later ones at once."""
        self._cancelled.add(job)

    def close(self) -> None:
        """Forget the loaded engines."""
        self._engines = Engines(self._pythons)
