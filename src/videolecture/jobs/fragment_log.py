"""One line of the log for each fragment of a job, with its times."""

from __future__ import annotations

import logging

from videolecture.jobs.rows import Job
from videolecture.rendering import events

_log = logging.getLogger("videolecture.jobs")


class FragmentLog:
    """One line of the log per fragment, with its times."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._speech: dict[int, float] = {}

    def __call__(self, event: events.Event) -> None:
        """Log what is worth a line."""
        head = f"job={self._job.number} lecture={self._job.lecture}"
        match event:
            case events.Spoken():
                self._speech[event.fragment] = event.seconds
            case events.Rendered():
                _log.info(
                    "%s slide=%d fragment=%d duration=%.2f speech_seconds=%.2f face_seconds=%.2f fps=%.0f reused=%s",
                    head,
                    event.slide,
                    event.fragment,
                    event.duration,
                    self._speech.get(event.fragment, 0.0),
                    event.seconds,
                    event.frames_per_second,
                    event.cached,
                )
            case events.FragmentFailed() | events.Retrying() | events.Paused():
                _log.warning("%s %s: %s", head, event.name, event.what)
            case events.Warned():
                _log.info("%s note: %s", head, event.what)
            case _:
                pass
