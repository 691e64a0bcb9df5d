"""Every face engine in the table keeps its promises (`videolecture.conformance.face`)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.face import random_weights
from tests.face.checkout import write_checkout
from videolecture import registry
from videolecture.conformance.face import FaceEngineSuite
from videolecture.engines import FaceEngine
from videolecture.errors import MissingError
from videolecture.face.sadtalker import files, options


@pytest.fixture(scope="module", autouse=True)
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A SadTalker checkout with random weights of the published shapes, where the parity data are at hand."""
    with pytest.MonkeyPatch.context() as patch:
        folder = write_checkout(tmp_path_factory.mktemp("conformance") / "checkout", patch)
        data = random_weights.data_folder("sadtalker", "VIDEOLECTURE_PARITY_DATA")
        if (data / "shapes.json").is_file():
            (folder / "checkpoints").symlink_to(random_weights.sadtalker(data), target_is_directory=True)
        patch.setattr(options, "SIZES", (128, *options.SIZES))
        patch.setitem(files.NETWORKS, 128, files.NETWORKS[256])
        yield


class TestPuppet(FaceEngineSuite):
    name = "puppet"

    @classmethod
    def make(cls) -> FaceEngine:
        try:
            return registry.face_engine(cls.name)()
        except MissingError as missing:
            pytest.skip(str(missing))


class TestSadTalkerCli(TestPuppet):
    name = "sadtalker-cli"
    durations = (0.0, 0.01, 0.04)
    clip = 0.12
    other = 0.08


class TestSadTalker(TestSadTalkerCli):
    name = "sadtalker"
    # Its networks are convolutional: at 128 pixels they are the same, with a quarter of the work.
    options = {"size": 128, "preprocess": "resize"}  # noqa: RUF012 (read only)

    @classmethod
    def make(cls) -> FaceEngine:
        random_weights.require(random_weights.data_folder("sadtalker", "VIDEOLECTURE_PARITY_DATA"))
        return super().make()


def test_no_engine_is_left_out() -> None:
    tested = {suite.name for suite in (TestPuppet, TestSadTalkerCli, TestSadTalker)}
    assert tested == set(registry.TABLE["face"])
