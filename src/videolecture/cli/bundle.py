"""The report of `videolecture doctor --bundle`: findings, versions, settings, jobs and logs, without secrets."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import json
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from videolecture.cli.logs import folder
from videolecture.errors import VideolectureError
from videolecture.home import home as home_folder
from videolecture.jobs import logs
from videolecture.settings import Settings
from videolecture.storage.atomic import written_aside

_LOG_BYTES = 500_000  # of the end of each log
_JOBS = 50  # the newest
_FINDINGS = "findings.txt"
_QUOTED = re.compile("«[^»]*»")  # what messages quote: words of the lecture, names of files


def write(path: Path, findings: Sequence[str], settings: Settings) -> None:
    """Write the report as a ZIP file. Raises OutputError where that cannot be written."""
    texts = {
        _FINDINGS: "\n".join(findings) + "\n",
        "versions.txt": "\n".join(sorted(f"{d.name}=={d.version}" for d in importlib.metadata.distributions())) + "\n",
        "settings.json": json.dumps(
            {name: getattr(settings, name) for name in (entry.name for entry in dataclasses.fields(settings))},
            default=lambda value: dict(value) if hasattr(value, "keys") else str(value),
            indent=1,
        ),
        "jobs.txt": _jobs(),
    }
    for log in sorted(folder(settings).glob("*.log")):
        texts[log.name] = log.read_bytes()[-_LOG_BYTES:].decode("utf-8", "replace")
    with written_aside(path) as aside, zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, logs.redact(text if name == _FINDINGS else _QUOTED.sub("«…»", text)))


def _jobs() -> str:
    """States, times and errors of the newest jobs; no text, no file names."""
    from videolecture.jobs.ledger import Ledger
    from videolecture.jobs.store import Store

    try:
        store = Store(home_folder())
        found = Ledger(store).jobs(limit=_JOBS)
        store.close()
    except VideolectureError as error:
        return f"{error}\n"
    lines = []
    for job in found:
        shown = (job.number, job.origin, job.state, job.created, job.started, job.finished, job.paused, job.error)
        lines.append("\t".join(str(value) for value in shown))
    return "\n".join(lines) + "\n"
