"""The library that runs the networks says nothing that a user cannot use."""

from __future__ import annotations

import os

import pytest

from videolecture.face.landmarks import model
from videolecture.weights.place import weight_path


def test_loading_a_network_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    model.Model(weight_path("face-landmarks"))
    assert capfd.readouterr() == ("", "")


def test_what_is_not_mere_information_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    with model._without_chatter():
        os.write(2, b"INFO: Created a delegate.\nERROR: no memory.\n")
    os.write(2, b"INFO: afterwards.\n")
    assert capfd.readouterr().err == "ERROR: no memory.\nINFO: afterwards.\n"


def test_what_was_said_before_an_error_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError), model._without_chatter():
        os.write(2, b"ERROR: broken model.\n")
        raise ValueError
    assert capfd.readouterr().err == "ERROR: broken model.\n"
