"""Executors run tasks: in this process (inline) or in worker processes that keep their engines loaded (processes)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, ClassVar, Protocol, cast

if TYPE_CHECKING:  # an engine's process in another environment has nothing that tasks need
    from videolecture.errors import VideolectureError
    from videolecture.execute.setup import Setup
    from videolecture.execute.tasks import Places, R, Task

Report = Callable[[float, str], None]
"""report(done 0..1, what): called from any thread while a task runs."""


class Executor(Protocol):
    """The verbs of concurrent.futures, and a cancel that ends the work itself."""

    name: ClassVar[str]

    @staticmethod
    def check(setup: Setup) -> None:
        """Raise what keeps it from working and can be known before anything is started."""
        ...

    @property
    def width(self) -> int:
        """How many fragments can be at the same stage at once: so many more must be ready before they are needed."""
        ...

    @property
    def waits_for(self) -> VideolectureError | None:
        """What must come back before anything goes on, as an error says it; None: nothing is wrong."""
        ...

    def submit(self, task: Task[R], places: Places, report: Report) -> Future[R]:
        """Run the task; its files are whole in places.output when the future is done."""
        ...

    def cancel(self, job: str) -> None:
        """Stop everything of a job, queued or running. Returns when nothing of it runs any more."""
        ...

    def close(self) -> None:
        """End every worker at once, whatever it does."""
        ...


def executor_class(name: str) -> type[Executor]:
    """The class of the executor with that name. Raises InputError for an unknown one."""
    from videolecture import registry  # not in the process of an engine in another environment

    return cast("type[Executor]", registry.find("executor", name))


def new_executor(name: str, setup: Setup | None = None) -> Executor:
    """An executor with its workers; whoever asked for it closes it. Raises what its `check` raises, and WorkerError."""
    make = cast("Callable[[Setup | None], Executor]", executor_class(name))
    return make(setup)
