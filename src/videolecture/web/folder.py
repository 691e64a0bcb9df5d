"""A lecture as a ZIP of a folder that `videolecture render` takes: lecture.toml, inputs, changes."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from videolecture.jobs.requests import request_from
from videolecture.jobs.retention import own_files, own_folder
from videolecture.jobs.rows import Job
from videolecture.lecture.file import NAME
from videolecture.lecture.writing import to_toml
from videolecture.storage.atomic import output_error

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same lecture gives the same ZIP


def packed(home: Path, job: Job) -> IO[bytes]:
    """The ZIP, open for reading, gone when it is closed. Raises OutputError where there is no room for it."""
    request = request_from(job.request)
    folder = own_folder(home, job)
    files = own_files(folder) if folder else ()
    try:
        file = tempfile.TemporaryFile(dir=home)  # noqa: SIM115 (the answer closes it)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:  # photos, sounds, decks: packed already
            archive.writestr(zipfile.ZipInfo(NAME, _EPOCH), to_toml(request))
            for path in files:
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix() if folder else path.name, _EPOCH)
                with archive.open(entry, "w", force_zip64=True) as target, path.open("rb") as source:
                    shutil.copyfileobj(source, target, 1 << 20)
    except OSError as error:
        raise output_error(home, error) from error
    file.seek(0)
    return file
