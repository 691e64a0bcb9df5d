"""Logs tell one thing a line, and no secret."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from videolecture.jobs import logs


@pytest.mark.parametrize(
    "secret",
    [
        "Authorization: Bearer abc.DEF-123",
        "vl_0aB3-_x",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "http://me:word@host/x",
    ],
)
def test_secrets_are_replaced(secret: str) -> None:
    shown = logs.redact(f"said {secret} then")
    for part in ("abc.DEF-123", "0aB3-_x", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "word"):
        assert part not in shown
    assert shown.startswith("said") and shown.endswith("then")


def test_a_message_is_one_line_whatever_a_client_sent(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "web.log"
    logs.to_file(path)
    logger = logging.getLogger("videolecture")
    try:
        logging.getLogger("videolecture.web").info("GET %s", "/x\r\n2026-01-01 forged")
    finally:
        for handler in logger.handlers[:]:
            handler.close()
            logger.removeHandler(handler)
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == 1
    assert "forged" in lines[0]
