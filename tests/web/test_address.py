"""Where the service cannot listen, its operator reads why."""

from __future__ import annotations

import os
import socket
import sys

import pytest

from videolecture.errors import InputError
from videolecture.web import address


def test_a_free_port_is_fine() -> None:
    address.check("127.0.0.1", 0)
    address.check("localhost", 0)


def test_a_port_in_use_is_named_with_who_uses_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(InputError) as caught:
            address.check("127.0.0.1", port)
    assert f"Port {port} of 127.0.0.1 is in use" in caught.value.what
    assert "--port" in caught.value.remedy
    if sys.platform == "linux":
        assert f"by process {os.getpid()} (" in caught.value.what


@pytest.mark.parametrize("host", ["192.0.2.1", "a" * 70])
def test_an_address_that_is_not_ours_is_refused(host: str) -> None:
    with pytest.raises(InputError):
        address.check(host, 0)
