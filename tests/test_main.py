"""The program's beginning."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from videolecture.__main__ import main


def test_ctrl_c_while_the_libraries_load_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = builtins.__import__

    def interrupted(name: str, *more: Any) -> Any:
        if name == "videolecture.cli":
            raise KeyboardInterrupt
        return real(name, *more)

    monkeypatch.setattr(builtins, "__import__", interrupted)
    assert main() == 130
    assert capsys.readouterr().err == "\nStopped.\n"
