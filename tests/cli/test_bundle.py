"""`videolecture doctor --bundle`: enough to help with, nothing of the lecture and no secret."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from videolecture.cli import bundle
from videolecture.settings import Settings


def test_the_report_has_the_logs_without_secrets_and_without_what_they_quote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIDEOLECTURE_HOME", str(tmp_path / "home"))
    log = tmp_path / "home" / "logs" / "jobs.log"
    log.parent.mkdir(parents=True)
    log.write_text("INFO job=1 note: «слова лекции» too short\nINFO Bearer abcdef0123 job=2 failed\n", "utf-8")
    bundle.write(tmp_path / "report.zip", ["all well with «silero»"], Settings())
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert texts.keys() == {"findings.txt", "versions.txt", "settings.json", "jobs.txt", "jobs.log"}
    assert "job=1 note: «…» too short" in texts["jobs.log"]
    assert "abcdef0123" not in texts["jobs.log"]
    assert "слова" not in "".join(texts.values())
    assert "silero" in texts["findings.txt"]
    assert "numpy==" in texts["versions.txt"]
