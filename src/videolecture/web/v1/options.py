"""A lecture's options as fields of /api/v1, out of the table of `rendering/options.py`, which checks their ranges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar, cast

from pydantic import AfterValidator, BaseModel, Field, WithJsonSchema, create_model

from videolecture.rendering import options
from videolecture.rendering.option import Option, Value
from videolecture.rendering.option_schema import schema

Model = TypeVar("Model", bound=BaseModel)

PathText = Annotated[str, Field(min_length=1, max_length=4096)]
UploadText = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", description="the id of an upload of this client's")]
_TYPES: Mapping[str, Any] = {"text": str, "whole": int, "number": float, "yes": bool, "slides": list[int]}

FILES: tuple[Option, ...] = tuple(option for option in options.at("v1") if option.kind == "file")
PLAIN: tuple[Option, ...] = tuple(option for option in options.at("v1") if option.kind != "file")


def with_options(model: type[Model]) -> type[Model]:
    """The model with a field for every option that clients may choose, files excepted."""
    return _with(model, {option.name: _field(option) for option in PLAIN})


def with_files(model: type[Model]) -> type[Model]:
    """The model with the path, or the upload, of every file that clients may name."""
    paths = {f"{option.name}_path": (PathText | None, Field(None, description=option.help)) for option in FILES}
    uploads = {f"{option.name}_upload": (UploadText | None, None) for option in FILES}
    return _with(model, {**paths, **uploads})


def chosen(wish: BaseModel) -> dict[str, Value]:
    """What a client chose of the plain options."""
    return {option.name: value for option in PLAIN if (value := getattr(wish, option.name)) is not None}


def _with(model: type[Model], fields: Mapping[str, Any]) -> type[Model]:
    return create_model(model.__name__, __base__=model, __doc__=model.__doc__, __module__=model.__module__, **fields)


def _field(option: Option) -> tuple[Any, Any]:
    annotated = cast(Any, Annotated)  # of a type that is known only when this runs
    kind = annotated[_TYPES[option.kind], AfterValidator(_checked(option)), WithJsonSchema(schema(option))]
    return kind | None, Field(None, description=option.help)


def _checked(option: Option) -> Callable[[Any], Any]:
    """Raises InputError, which pydantic lets through: it says more than its own errors do."""

    def check(value: Any) -> Any:
        option.check(tuple(value) if isinstance(value, list) else value)
        return value

    return check
