from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from videolecture.compose.scene.encoder import SceneSettings, groups, holds


@given(st.integers(1, 2000), st.integers(3, 130))
def test_groups_fill_a_stretch_and_none_is_a_lone_frame(frames: int, longest: int) -> None:
    found = groups(frames, longest)
    assert sum(found) == frames
    assert max(found) <= longest
    assert min(found) >= 2 or found == [1]


@pytest.mark.parametrize("size", [(480, 272), (1280, 720)])
def test_frames_that_stand_still_say_next_to_nothing(size: tuple[int, int]) -> None:
    packets = holds(size, SceneSettings())
    assert len(packets) == SceneSettings().group - 1
    assert max(map(len, packets)) < 100
