"""The word tables that the readers go by: TOML files beside this one, each loaded once, at first use."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name`.toml. What it means is said at its top and by the module that reads it."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """The words of a table's entry, which lists them separated by spaces."""
    return frozenset(table(name)[key].split())
