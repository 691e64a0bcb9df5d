"""The head of the Ray cluster that a service renders on dies and comes back, with every node: the lecture waits."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from tests.execute.clusters import HEAD, add_node, started
from tests.faults import course
from tests.faults.course import Contents
from tests.faults.nodes import NODE, known
from tests.web.conftest import Files


def head_restarts(home: Path, files: Files, expected: Contents, count: int) -> dict[str, object]:
    """Kill the whole cluster `count` times in mid-render, and start it again at the same address."""
    head = {**HEAD, "num_cpus": 0, "gcs_server_port": _free_port()}
    with started(known(files), **head) as cluster:
        add_node(cluster, known(files), **NODE)
        settings = files.folder / "settings.toml"
        settings.write_text(f'executor = "ray"\n[ray]\naddress = "{cluster.address}"\n')
        with course.service(home, files, "--config", str(settings)) as server:
            out = course.ask(server, files, 1)
            for turn in range(count):
                course.until_finished(server, 1, 1 + 3 * turn)
                with course.held(files, "animate"):  # fragments are in flight, for certain
                    course.until_reached(server, files, "animate", 1)
                    _kill(cluster)
                    server.until(lambda: course.look(server, 1)["paused"], "the lecture says that it waits", 1)
                add_node(cluster, known(files), **head)
                add_node(cluster, known(files), **NODE)
            course.succeeded(server, 1)
            happened = course.events(server, 1)
            log = (home / "logs" / "jobs.log").read_text("utf-8")
    told = [event["name"] for event in happened if event["name"] in ("paused", "continued")]
    assert told == ["paused", "continued"] * count, told
    assert log.count("does not answer any more") == count
    assert not (again := course.made_again(happened)), again
    assert not (wrong := course.different(course.contents(out), expected)), wrong
    tried = sum(event["name"] == "retrying" for event in happened)
    return {"head killed": count, "finished fragments made again": 0, "counted as failures": tried}


def _kill(cluster: Any) -> None:
    """As kill -9 of everything that belongs to the cluster."""
    for node in list(cluster.worker_nodes):
        cluster.remove_node(node, allow_graceful=False)
    cluster.remove_node(cluster.head_node, allow_graceful=False)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
