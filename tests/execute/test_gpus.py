"""Which GPUs there are, and a worker for each: proved by an engine that tells what its process sees."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path
from typing import Any

import pytest

from tests import fakes
from videolecture.errors import InputError
from videolecture.execute import gpus
from videolecture.execute.processes import ProcessExecutor
from videolecture.execute.setup import Setup
from videolecture.execute.tasks import Enroll, Input, Places

MACHINE = """GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-aaaa-0)
GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-bbbb-1)
  MIG 3g.20gb     Device  0: (UUID: MIG-cccc-2)
  MIG 3g.20gb     Device  1: (UUID: MIG-dddd-3)
"""


def test_all_are_the_machines_own_a_divided_one_by_its_parts() -> None:
    assert gpus.chosen("all", {}, lambda: MACHINE) == ["GPU-aaaa-0", "MIG-cccc-2", "MIG-dddd-3"]


def test_all_are_those_that_the_program_may_see() -> None:
    assert gpus.chosen("all", {"CUDA_VISIBLE_DEVICES": "2,5"}) == ["2", "5"]


def test_named_ones_are_taken_as_they_are_and_none_means_no_choice() -> None:
    assert gpus.chosen("0, 3", {}) == ["0", "3"]
    assert gpus.chosen("", {}) == []


@pytest.mark.parametrize("environment", [{}, {"CUDA_VISIBLE_DEVICES": ""}, {"CUDA_VISIBLE_DEVICES": "-1"}])
def test_where_there_is_none_it_is_said(environment: dict[str, str]) -> None:
    with pytest.raises(InputError, match="no GPU that the program can use"):
        gpus.chosen("all", environment, lambda: "")


@pytest.fixture
def executor(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessExecutor]:
    monkeypatch.setenv("VIDEOLECTURE_PLUGINS", fakes.ENVIRONMENT)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "4,7")
    workers = ProcessExecutor(Setup(gpus="all"))
    yield workers
    workers.close()


def test_every_gpu_has_a_worker_of_its_own_that_sees_no_other(
    executor: ProcessExecutor, tmp_path: Path, recording: Path
) -> None:
    """Tasks are asked for until two processes have answered: how many each gets is theirs to decide."""
    seen: set[tuple[str, str]] = set()
    while len(seen) < 2:
        asked: list[Any] = []
        for _ in range(2):
            output = tmp_path / f"voice-{len(list(tmp_path.iterdir()))}"
            output.mkdir()
            task = Enroll("environment", "job", Input("file", "sample"), "ru")
            asked.append(executor.submit(task, Places(output, {task.sample: recording}), lambda *_: None))
        wait(asked)
        for one in asked:
            gpu, process = one.result().warnings
            seen.add((gpu, process))
    assert {gpu for gpu, _ in seen} == {"4", "7"}
    assert executor.width == 2
