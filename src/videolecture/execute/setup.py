"""What an executor is told of the place it works in. Plain data: the process that renders is told it over a pipe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 300.0  # seconds without a sign of progress after which a worker counts as hung


@dataclass(frozen=True)
class Setup:
    """Where engines live and on what they work. JSON values."""

    pythons: Mapping[str, str] = field(default_factory=dict)  # engines that live in another environment (`foreign`)
    patience: float = PATIENCE  # time that the machine slept does not count, and no task has a limit as a whole
    gpus: str = ""  # all, or CUDA's names with commas between: one worker for each and engine; "": one as it comes
    ray: Mapping[str, Any] = field(default_factory=dict)  # the table [ray] of the settings
