"""The texts of lectures as their fragments are spoken, read again when a client asks about their sentences."""

from __future__ import annotations

import threading
from collections import OrderedDict

from videolecture.errors import VideolectureError
from videolecture.execute.looks import TextRead
from videolecture.jobs.requests import request_from, shown
from videolecture.jobs.rows import Job
from videolecture.web.looks import Looks
from videolecture.web.refusals import Unusable

MOST = 8  # texts that are kept as they were read


class LectureTexts:
    """The texts of the lectures that were asked about last: a job's text never changes."""

    def __init__(self, looks: Looks) -> None:
        self._looks = looks
        self._lock = threading.Lock()
        self._read: OrderedDict[int, TextRead] = OrderedDict()

    def of(self, job: Job) -> TextRead:
        """The text of a job, read once. Raises Unusable."""
        with self._lock:
            if found := self._read.get(job.number):
                self._read.move_to_end(job.number)
                return found
        try:
            read = self._looks.lecture(request_from(job.request))
        except VideolectureError as error:
            raise Unusable("unusable", error=shown(job.request, error)) from error
        with self._lock:
            self._read[job.number] = read
            while len(self._read) > MOST:
                self._read.popitem(last=False)
        return read
