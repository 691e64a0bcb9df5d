from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("==") for line in lines if line and not line.startswith("#")]
    return {_normal(name): version for name, _, version in pairs}


def test_every_direct_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {_normal(re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0]) for line in wanted} - {"videolecture"}
    assert not names - set(_pins()), "add them, and what they need, to constraints.txt"


def test_pins_name_a_version_that_every_build_has() -> None:
    """No local part such as +cpu: the constraints hold on machines with other builds too."""
    assert all(version and "+" not in version for version in _pins().values())
