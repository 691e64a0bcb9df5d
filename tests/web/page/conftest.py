"""The application without its processes: what pages show and what /api/v1 does at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from videolecture import settings
from videolecture.web import config
from videolecture.web.app import create_app
from videolecture.web.service import Service


@contextmanager
def idle_service(home: Path) -> Iterator[Service]:
    """A service that renders nothing: its rendering process is not started."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VIDEOLECTURE_HOME", str(home))
        made = Service(settings.load(None, {}), config.load({"deck_bytes": 2000}, {}, {}))
        yield made
        made.looks.close()
        made.store.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with idle_service(tmp_path / "home") as made:
        yield made


@pytest.fixture
def client(service: Service) -> FlaskClient:
    """A browser on this machine."""
    return create_app(service).test_client()
