from __future__ import annotations

import pytest

from videolecture.errors import InputError
from videolecture.face.sadtalker.options import clip_options, portrait_options
from videolecture.types import Motion


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("size", 300),
        ("size", "large"),
        ("preprocess", "zoom"),
        ("preprocess", "FULL"),
        ("size", float("inf")),
        ("size", "2_56"),
        ("size", "２５６"),
        ("size", 10**400),
        ("size", "9" * 400),
        pytest.param("size", 10**5000, id="size of thousands of digits"),
        pytest.param("preprocess", 10**5000, id="preprocess of thousands of digits"),
    ],
)
def test_a_wrong_portrait_option_is_refused_by_name(name: str, value: str | int) -> None:
    with pytest.raises(InputError, match=name):
        portrait_options({name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pose_style", 46),
        ("pose_style", -1),
        ("pose_style", 1.5),
        ("pose_style", "any"),
        ("expression_scale", "much"),
        ("expression_scale", float("nan")),
        ("enhancer", "photoshop"),
        ("batch", -1),
        ("batch", True),
        ("pose_style", float("inf")),
        ("still", "perhaps"),
        ("expression_scale", True),
        ("expression_scale", 10**400),
        ("expression_scale", "9" * 400),
        pytest.param("batch", 10**5000, id="batch of thousands of digits"),
        pytest.param("still", 10**5000, id="still of thousands of digits"),
        pytest.param("enhancer", 10**5000, id="enhancer of thousands of digits"),
    ],
)
def test_a_wrong_clip_option_is_refused_by_name(name: str, value: str | float) -> None:
    with pytest.raises(InputError, match=name) as caught:
        clip_options(Motion(options={name: value}))
    assert len(str(caught.value)) < 200


def test_the_defaults_are_the_published_behaviour() -> None:
    assert portrait_options({}).size == 256
    options = clip_options(Motion())
    assert (options.expression_scale, options.pose_scale, options.style("x")) == (1.0, 1.0, 0)


def test_an_automatic_style_belongs_to_the_portrait() -> None:
    options = clip_options(Motion(options={"pose_style": "auto"}))
    styles = {options.style(str(n)) for n in range(200)}
    assert options.style("a") == options.style("a")
    assert len(styles) > 30
    assert min(styles) >= 0
    assert max(styles) <= 45


def test_values_may_come_as_text_from_a_command_line() -> None:
    options = clip_options(Motion(options={"pose_style": "45", "expression_scale": "1.5", "enhancer": "gfpgan"}))
    assert (options.pose_style, options.expression_scale, options.enhancer) == (45, 1.5, "gfpgan")
    assert portrait_options({"size": "512"}).size == 512
