"""What operators and load balancers watch: /healthz, /readyz, /metrics."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, current_app
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from videolecture.errors import VideolectureError
from videolecture.jobs.schema import fragments, jobs
from videolecture.jobs.states import State
from videolecture.web.service import Service

blueprint = Blueprint("observability", __name__)

_requests = Counter("videolecture_requests", "HTTP requests", ["method", "route", "status"], registry=None)
_seconds = Histogram("videolecture_request_seconds", "Seconds until the answer", ["route"], registry=None)


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """One more request."""
    _requests.labels(method, route, str(status)).inc()
    _seconds.labels(route).observe(seconds)


@blueprint.get("/healthz")
def healthz() -> tuple[str, int]:
    """Whether the process answers at all."""
    return "ok\n", 200


@blueprint.get("/readyz")
def readyz() -> tuple[str, int]:
    """Whether jobs are taken: the ledger can be read and the rendering process lives."""
    service: Service = current_app.extensions["videolecture"]
    try:
        service.ledger.jobs(limit=1)
    except VideolectureError:
        return "the ledger cannot be read\n", 503
    return ("ok\n", 200) if service.supervisor.ready else ("the rendering process is starting\n", 503)


@blueprint.get("/metrics")
def metrics() -> Response:
    """In the text format of Prometheus."""
    registry = CollectorRegistry()
    for collector in (_requests, _seconds, _Ledger(current_app.extensions["videolecture"])):
        registry.register(collector)
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _Ledger(Collector):
    """Gauges and counters that are read from the ledger when they are asked for."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        """One reading."""
        made = fragments.c.state == State.SUCCEEDED
        rendered = made & fragments.c.reused.is_(False)
        with self._service.store.reading() as connection:
            by_state = connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state))
            counts: dict[str, int] = dict(by_state.tuples().all())
            paused = connection.execute(select(func.count()).where(jobs.c.paused != "")).scalar_one()
            one = select(func.count(), func.sum(fragments.c.duration), func.sum(fragments.c.speech_seconds))
            sums = connection.execute(one.add_columns(func.sum(fragments.c.face_seconds)).where(rendered)).one()
            reused = connection.execute(select(func.count()).where(made & fragments.c.reused.is_(True))).scalar_one()
        states = GaugeMetricFamily("videolecture_jobs", "Jobs by state", labels=["state"])
        for state in State:
            states.add_metric([state.value], counts.get(state.value, 0))
        yield states
        yield GaugeMetricFamily("videolecture_jobs_paused", "Jobs that wait for their operator", paused)
        fragments_made = CounterMetricFamily("videolecture_fragments", "Fragments in the ledger", labels=["how"])
        fragments_made.add_metric(["rendered"], sums[0])
        fragments_made.add_metric(["reused"], reused)
        yield fragments_made
        yield CounterMetricFamily("videolecture_lecture_seconds", "Seconds of lecture rendered", sums[1] or 0)
        work = CounterMetricFamily("videolecture_work_seconds", "Seconds of work", labels=["stage"])
        work.add_metric(["speech"], sums[2] or 0)
        work.add_metric(["face"], sums[3] or 0)
        yield work
