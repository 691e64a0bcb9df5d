"""What is installed: pinned dependencies, and a wheel that needs nothing of the repository."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import PIL.Image
import pytest

from tests import fakes

ROOT = Path(__file__).parents[1]
posix = pytest.mark.skipif(os.name == "nt", reason="folders of an environment on POSIX")


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


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path) -> Path:
    """The command, installed from the wheel into an environment of its own beside it.

    What it depends on is lent by the running environment through a path file; nothing else is.
    """
    environment = wheel.parent / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / "bin" / "python"
    install = ["-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run([sys.executable, *install], check=True)
    (site,) = environment.glob("lib/python*/site-packages")
    (site / "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    shutil.copy(ROOT / "tests" / "fakes.py", site / "fakes.py")
    return environment / "bin" / "videolecture"


def _outside(program: Path) -> dict[str, str]:
    """The process environment of somebody who has no checkout."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    home = program.parents[2] / "home"
    plugins = fakes.ENVIRONMENT.replace("tests.fakes", "fakes")
    own = {"HOME": str(home), "PLUGINS": plugins, "SPEECH": "tone", "FACE_ENGINE": "card", "SIZE": "64"}
    return {**kept, **{f"VIDEOLECTURE_{name}": value for name, value in own.items()}}


def test_the_wheel_has_every_file_of_the_package(wheel: Path) -> None:
    source = ROOT / "src"
    listed = subprocess.run(["git", "ls-files", "src"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    files = [ROOT / line for line in listed.stdout.splitlines()] or [
        path for path in source.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    wanted = {str(path.relative_to(source)) for path in files if path.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        assert not wanted - set(archive.namelist())


@posix
def test_what_the_wheel_installs_renders_a_lecture(program: Path, tmp_path: Path, recording: Path) -> None:
    (tmp_path / "lecture.txt").write_text("Раз. Два.\n_;\nТри.", "utf-8")
    PIL.Image.new("RGB", (64, 64), "grey").save(tmp_path / "me.png")
    command = [str(program), "render", "lecture.txt", "--face", "me.png", "--voice", str(recording), "--out", "out"]
    done = subprocess.run(
        [*command, "--language", "ru"], cwd=tmp_path, env=_outside(program), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    manifest = json.loads((tmp_path / "out" / "final" / "lecture_1.json").read_text("utf-8"))
    assert manifest and (tmp_path / "out" / "final" / "lecture_1.mp4").stat().st_size > 0


@posix
def test_what_the_wheel_installs_serves(program: Path, tmp_path: Path) -> None:
    command = [str(program), "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, env=_outside(program), stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        port = int(service.stdout.readline().rsplit(":", 1)[1])
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/ping")
            assert connection.getresponse().status == 200
            connection.close()
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait()


@posix
def test_what_is_tested_is_what_the_wheel_installed(program: Path, tmp_path: Path) -> None:
    asks = [str(program.with_name("python")), "-c", "import videolecture; print(videolecture.__file__)"]
    said = subprocess.run(asks, cwd=tmp_path, env=_outside(program), capture_output=True, text=True, check=True)
    assert Path(said.stdout.strip()).is_relative_to(program.parents[1])
