"""Logs into files that rotate; one line a message: time, level, logger, text."""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
import tempfile
import time
from pathlib import Path

from videolecture.storage.atomic import output_error

SIZE = 10_000_000  # bytes of one file
KEPT = 5  # older files beside it

_SECRET = re.compile(r"(?i)\b(bearer\s+|vl_|whsec_)[\w.~+/=-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")


class WithoutSecrets(logging.Formatter):
    """One line a message, times in UTC; tokens and passwords replaced, line breaks made visible."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's name)
        """One message without secrets and without line breaks that a client could have sent."""
        record.message = redact(record.message).replace("\r", "\\r").replace("\n", "\\n")
        return super().formatMessage(record)


def redact(text: str) -> str:
    """The text with everything that looks like a secret replaced."""
    return _SECRET.sub("***", text)


def check(folder: Path) -> None:
    """Raise OutputError where no log can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise output_error(folder, error) from error


def to_file(path: Path, level: int = logging.INFO) -> None:
    """Send everything that videolecture logs to this file, from now on."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=SIZE, backupCount=KEPT, encoding="utf-8")
        os.chmod(path, 0o600)  # noqa: PTH101 (names of people's files)
    except OSError as error:
        raise output_error(path, error) from error
    handler.setFormatter(WithoutSecrets())
    logger = logging.getLogger("videolecture")
    logger.addHandler(handler)
    logger.setLevel(level)
