from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from videolecture.face.sadtalker.keypoint_detector import HeadPose
from videolecture.face.sadtalker.rest import ease, presence


@given(frames=st.integers(1, 400), seconds=st.floats(0.01, 2), fps=st.floats(10, 60))
def test_a_clip_of_any_length_is_at_rest_at_both_ends_and_symmetric(frames: int, seconds: float, fps: float) -> None:
    whole = presence(frames, 0, frames, seconds, fps)
    assert whole[0] == whole[-1] == 0
    assert ((whole >= 0) & (whole <= 1)).all()
    assert torch.allclose(whole, whole.flip(0))


@given(frames=st.integers(2, 60), cut=st.integers(1, 59))
def test_batches_see_the_same_easing_as_the_whole_clip(frames: int, cut: int) -> None:
    cut = min(cut, frames - 1)
    parts = torch.cat((presence(frames, 0, cut, 0.4, 25), presence(frames, cut, frames, 0.4, 25)))
    assert torch.equal(parts, presence(frames, 0, frames, 0.4, 25))


@pytest.mark.parametrize("frames", [1, 2, 3, 80])
def test_the_first_and_the_last_pose_are_the_portraits_own_exactly(frames: int) -> None:
    torch.manual_seed(0)

    def pose(count: int) -> HeadPose:
        return HeadPose(torch.randn(count, 3) * 20, torch.randn(count, 1), torch.randn(count, 15, 3))

    rest, moving = pose(1), pose(frames)
    eased = ease(moving, rest, frames, 0, 25)
    for name in ("angles", "vertical", "expression"):
        assert torch.equal(getattr(eased, name)[0], getattr(rest, name)[0])
        assert torch.equal(getattr(eased, name)[-1], getattr(rest, name)[0])
        if frames == 80:
            assert torch.allclose(getattr(eased, name)[40], getattr(moving, name)[40], atol=1e-5)
