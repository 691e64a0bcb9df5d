"""Which part may import which: the architecture's rule 1, read off the source."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import videolecture
from videolecture import registry

ROOT = Path(videolecture.__file__).parent
HEAVY = ("torch", "numba", "ai_edge_litert", "cv2", "av", "scipy", "flask", "ray", "pymorphy3")

# Every package and loose module, from the bottom up: each imports only what stands before it.
ORDER = (
    *(
        "errors",
        "messages",
        "types",
        "home",
        "memory",
        "loudness",
        "bounded",
        "weights",
        "engines",
        "registry",
        "storage",
        "environments",
    ),
    *("text", "deck", "speech", "face", "compose"),  # the stages
    *("conformance", "output", "execute", "rendering", "lecture", "jobs", "settings", "web", "cli", "__main__"),
)
STAGES = {"text", "deck", "speech", "face", "compose"}
# What a stage may lean on: words, errors, names, weights, and small tools that know of no stage.
SHARED = {"types", "errors", "engines", "registry", "weights", "loudness", "storage", "memory", "home", "bounded"}
# Who puts stages together. The command line is here for `text` and `speak`, which show one stage at work; the
# conformance suites hold one at a time to its promises; lecture files read the front matter of texts.
CONDUCTORS = {"execute", "rendering", "lecture", "cli", "conformance"}
# Who may know the settings: they are handed on as arguments.
FRONT_DOORS = {"cli", "web", "settings", "__main__"}
LOOSE = 8  # modules at most beside the packages, without __init__ and __main__


def part(module: str) -> str:
    """The part of the package a dotted module name belongs to: "videolecture.face.photo" -> "face"."""
    return module.split(".")[1] if "." in module else ""


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield ".".join(("videolecture", *path.relative_to(ROOT).with_suffix("").parts)), path


def imported_modules(path: Path) -> set[str]:
    """The modules of videolecture that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith("videolecture"):
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= {
                name if name in MODULES or f"{name}.__init__" in MODULES else node.module or "" for name in inside
            }
    found = {name if name in MODULES else f"{name}.__init__" for name in names if name.startswith("videolecture")}
    return found & set(MODULES)


def imported(path: Path) -> set[str]:
    """The parts of videolecture that a file imports, anywhere in it."""
    return {part(name) for name in imported_modules(path)} - {"__init__"}


MODULES = dict(modules())


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_part_may(module: str) -> None:
    own = part(module)
    others = imported(MODULES[module]) - {own}
    if own == "__init__":
        return  # the package itself: its one function reaches for everything when called
    assert not (above := {other for other in others if ORDER.index(other) > ORDER.index(own)}), above
    if own in STAGES:
        assert others <= SHARED, "a stage knows no other stage and nothing above it"
    if own not in STAGES | CONDUCTORS:
        assert not others & STAGES, "only those that put the stages together import them"
    if own not in FRONT_DOORS:
        assert "settings" not in others, "settings are handed on as arguments"


def test_no_two_files_import_each_other_in_a_circle() -> None:
    graph = {module: imported_modules(path) - {module} for module, path in MODULES.items()}
    graph["videolecture.__init__"] = set()
    list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def test_only_a_few_modules_lie_loose_beside_the_packages() -> None:
    loose = {path.stem for path in ROOT.glob("*.py")} - {"__init__", "__main__"}
    assert len(loose) <= LOOSE, sorted(loose)


@pytest.mark.parametrize("module", MODULES)
def test_imports_inside_the_package_are_absolute(module: str) -> None:
    """So that the rules above can be read off the names."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]


def loaded_after(code: str) -> set[str]:
    """Which heavy libraries a fresh Python has loaded after some code."""
    asks = f"{code}\nimport sys\nprint('loaded:', *[name for name in {HEAVY!r} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-W", "error", "-c", asks], capture_output=True, text=True, check=True)
    return set(said.stdout.rpartition("loaded:")[2].split())


def test_importing_the_package_loads_no_heavy_library() -> None:
    assert loaded_after("import videolecture") == set()


@pytest.mark.parametrize("kind", ["speech", "face"])
def test_asking_what_engines_there_are_loads_no_heavy_library(kind: str) -> None:
    assert loaded_after(f"from videolecture import registry\nassert registry.infos({kind!r})") == set()


@pytest.mark.parametrize("name", registry.names("layout"))
def test_a_layout_loads_no_heavy_library(name: str) -> None:
    assert loaded_after(f"from videolecture import registry\nregistry.layout({name!r})") == set()
