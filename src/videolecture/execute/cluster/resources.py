"""The table [ray] of the settings: where the cluster is, and what the actors of each engine ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from videolecture import registry
from videolecture.errors import InputError
from videolecture.execute.tasks import Side

SCENE = "scene"  # what composes scenes, where an engine's name stands


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class Wanted:
    """What each actor of an engine asks of the cluster ([ray.engines.NAME])."""

    cpus: Annotated[float, Field(ge=0)] = 1.0
    gpus: Annotated[float, Field(ge=0)] | None = None  # may be a part; none: one for engines that use it, if there are
    memory: Annotated[int, Field(ge=0)] = 0  # bytes that the node must have; 0: whatever there is
    most: Annotated[int, Field(ge=1)] = 1000  # actors


@checked(frozen=True, config=ConfigDict(extra="forbid"))
class RaySettings:
    """The whole table."""

    address: str = ""  # HOST:PORT of the head, or auto: the cluster that this machine is part of; "": a local Ray
    patience: Annotated[float, Field(gt=0)] = 1800.0  # seconds that a cluster may be away, until its lectures fail
    engines: Mapping[str, Wanted] = field(default_factory=dict)


@dataclass(frozen=True)
class Share:
    """What one actor takes, as Ray's options."""

    cpus: float
    gpus: float
    memory: int

    def options(self) -> dict[str, Any]:
        """For `options()` of Ray's class."""
        memory = {"memory": self.memory} if self.memory else {}
        return {"num_cpus": self.cpus, "num_gpus": self.gpus, **memory}

    def fits(self, room: Mapping[str, float]) -> bool:
        """Whether there is room for it, in Ray's names of resources."""
        return all(room.get(name, 0.0) >= amount for name, amount in self._amounts.items())

    def taken(self, room: Mapping[str, float], times: int) -> dict[str, float]:
        """The room without so many of them."""
        return {name: amount - times * self._amounts.get(name, 0.0) for name, amount in room.items()}

    @property
    def _amounts(self) -> dict[str, float]:
        return {"CPU": self.cpus, "GPU": self.gpus, "memory": float(self.memory)}


def read(table: Mapping[str, Any]) -> RaySettings:
    """The table, checked. Raises InputError."""
    try:
        found: RaySettings = TypeAdapter(RaySettings).validate_python(dict(table))
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(
            "The setting «{name}» in the table [ray] is wrong: «{value}».",
            "Known: address, patience, and cpus, gpus, memory, most in [ray.engines.NAME].",
            code="ray-setting",
            name=".".join(str(part) for part in first["loc"] if isinstance(part, str)),
            value=first["input"],
        ) from error
    for name in found.engines:
        if name != SCENE and name not in registry.names("speech"):
            registry.target("face", name)
    return found


def share(settings: RaySettings, side: Side, engine: str, cluster_gpus: float) -> tuple[Share, int]:
    """What an actor takes, and how many of them there may be."""
    wanted = settings.engines.get(engine or side, Wanted())
    gpus = wanted.gpus
    if gpus is None:
        uses = (side == "speech" or side == "face") and registry.engine(side, engine).info.gpu
        gpus = 1.0 if uses and cluster_gpus else 0.0
    return Share(wanted.cpus, gpus, wanted.memory), wanted.most
