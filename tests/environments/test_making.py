"""Engines' own environments, made of tiny packages that lie in a folder."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock

from videolecture import environments
from videolecture.environments import place
from videolecture.environments.making import pinned
from videolecture.errors import Cancelled, EngineError, InputError
from videolecture.settings import Settings


def quiet(done: float, what: str) -> None:
    """Progress that nobody watches."""


def wheel(folder: Path, name: str) -> None:
    """A package that holds one module."""
    about = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}.py", "WORD = 'hello'\n")
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that pip finds packages in, and nowhere else; the list of the engine `tiny` asks for two."""
    folder, lists = tmp_path / "wheels", tmp_path / "lists"
    for each in (folder, lists):
        each.mkdir()
    (lists / "tiny.txt").write_text("# what it needs\ntiny_one==1.0\nTiny.Two==1.0  # and this\n", "utf-8")
    monkeypatch.setattr(place, "LOCKS", lists)
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    wheel(folder, "tiny_one")
    return folder


def test_what_was_broken_off_goes_on_is_found_without_a_setting_and_can_be_removed(wheels: Path) -> None:
    assert environments.state("tiny") == "missing"
    with pytest.raises(EngineError, match=r"tiny cannot be made: pip says «.*tiny-two") as broken:
        environments.make("tiny", quiet)
    assert "again: it goes on where it stopped" in broken.value.remedy
    assert environments.state("tiny") == "unfinished"
    assert "tiny" not in Settings().pythons()

    wheel(wheels, "tiny_two")
    told: list[str] = []
    environments.make("tiny", lambda _, what: told.append(what))
    assert not [what for what in told if "tiny-one" in what], "what is there is not fetched again"
    python = Settings().pythons()["tiny"]
    said = subprocess.run([python, "-c", "import tiny_one, tiny_two; print(tiny_two.WORD)"], capture_output=True)
    assert said.stdout.split() == [b"hello"]
    assert environments.size("tiny") > 10

    named = Settings(engines={"tiny": {"python": "/my/python"}})
    assert named.pythons()["tiny"] == "/my/python", "an interpreter that the settings name comes first"

    (place.LOCKS / "tiny.txt").write_text("tiny_one==1.0\n", "utf-8")
    assert environments.state("tiny") == "outdated"
    environments.make("tiny", quiet)
    assert environments.state("tiny") == "installed"

    environments.remove("tiny")
    environments.remove("tiny")
    assert environments.state("tiny") == "missing"
    assert "tiny" not in Settings().pythons()


def test_an_installation_that_is_stopped_is_not_taken_for_whole(wheels: Path) -> None:
    def stop(done: float, what: str) -> None:
        if "tiny-one" in what:
            raise Cancelled

    with pytest.raises(Cancelled):
        environments.make("tiny", stop)
    assert environments.state("tiny") == "unfinished"


def test_two_processes_do_not_work_on_one_environment(wheels: Path, tmp_path: Path) -> None:
    locks = tmp_path / "home" / "locks"
    locks.mkdir(parents=True)
    with FileLock(locks / "engine-tiny.lock"), pytest.raises(EngineError, match="another process"):
        environments.remove("tiny")


def test_an_engine_without_an_environment_is_refused_and_those_that_have_one_are_named() -> None:
    with pytest.raises(InputError, match="silero") as refused:
        environments.make("silero", quiet)
    for name in environments.names():
        assert name in refused.value.remedy


@pytest.mark.parametrize("name", environments.names())
def test_every_package_of_a_list_has_one_version(name: str) -> None:
    packages = [pin.partition("==")[0] for pin in pinned(place.lock(name))]
    assert len(set(packages)) == len(packages)
    assert "torch" in packages
