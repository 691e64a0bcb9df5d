"""The examples of docs/extending.md, as they stand there: installed as a package, listed, held to the promises."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "extending.md").read_text("utf-8")
FILES = dict(re.findall(r"```python\n# (\w+\.py)\n(.*?)```", DOCUMENT, re.DOTALL))
(DECLARED,) = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
POINTS: Mapping[str, str] = tomllib.loads(DECLARED)["project"]["entry-points"]["videolecture.engines"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages, as pip leaves it, with the examples in it."""
    folder = tmp_path_factory.mktemp("site")
    for name, code in FILES.items():
        (folder / name).write_text(code, "utf-8")
    about = folder / "examples-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: examples\nVersion: 1.0\n", "utf-8")
    points = "\n".join(f"{name} = {target}" for name, target in POINTS.items())
    (about / "entry_points.txt").write_text(f"[videolecture.engines]\n{points}\n", "utf-8")
    return folder


def run(site: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(site), str(ROOT / "src")])
    environment = {**os.environ, "PYTHONPATH": path}
    environment.pop("VIDEOLECTURE_PLUGINS", None)
    return subprocess.run(
        [sys.executable, *command], cwd=site, env=environment, capture_output=True, text=True, check=False
    )


def test_every_kind_has_an_example_with_its_test() -> None:
    assert {name.partition(".")[0] for name in POINTS} == {"speech", "face", "layout", "deck"}
    modules = {target.partition(":")[0] for target in POINTS.values()}
    assert set(FILES) == {f"{prefix}{module}.py" for module in modules for prefix in ("", "test_")}


@pytest.fixture(scope="module")
def examples(site: Path) -> subprocess.CompletedProcess[str]:
    """All of the examples' tests, in one process: most of its time is starting."""
    names = [name for name in FILES if name.startswith("test_")]
    return run(site, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-W", "error", *names)


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("test_")])
def test_an_example_keeps_the_promises_of_its_kind(examples: subprocess.CompletedProcess[str], name: str) -> None:
    outcomes = re.findall(rf"^{re.escape(name)}::.* (PASSED|FAILED|ERROR|SKIPPED) ", examples.stdout, re.MULTILINE)
    assert set(outcomes) == {"PASSED"}, examples.stdout + examples.stderr
    assert len(outcomes) >= 7


def test_engines_of_an_installed_package_are_listed(site: Path) -> None:
    done = run(site, "-m", "videolecture", "engines", "--json")
    assert done.returncode == 0, done.stderr
    assert {"hum", "lamp", "silero", "puppet"} <= {info["name"] for info in json.loads(done.stdout)}


def test_an_engine_that_breaks_a_promise_is_told_which(site: Path) -> None:
    """The suites can fail: a humming that is another one each time."""
    changed = FILES["hum.py"].replace("0.3 * swell", "np.random.default_rng().uniform(0.2, 0.3) * swell")
    (site / "hum.py").write_text(changed, "utf-8")
    try:
        done = run(site, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_hum.py", "-k", "same_samples")
    finally:
        (site / "hum.py").write_text(FILES["hum.py"], "utf-8")
    assert "test_the_same_arguments_give_the_same_samples" in done.stdout
    assert done.returncode == 1
