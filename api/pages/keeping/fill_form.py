"""From the values of a form to what its controls show: the mirror of `read_form`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from api.pages.keeping.options import TYPED, Options
from api.pages.keeping.shapes import Shape

Pairs = Iterator[tuple[str, tuple[str, ...]]]


def typed_from(shapes: Sequence[Shape], values: Mapping[str, Any], options: Options) -> dict[str, tuple[str, ...]]:
    """What the controls show for these values of a form's fields, as JSON has them."""
    return dict(pair for shape in shapes for pair in _typed(shape, shape.name, values.get(shape.name), options))


def _typed(shape: Shape, path: str, value: Any, options: Options) -> Pairs:
    if shape.how in _MANY:
        yield from _MANY[shape.how](shape, path, value or {}, options)
    elif shape.how in ("choices", "weekdays"):
        if value:
            yield path, tuple(value)
    elif shape.how == "tick":
        if value:
            yield path, ("1",)
    elif value is not None:
        yield path, (_text(shape, value, options),)


def _place(shape: Shape, path: str, value: Any, options: Options) -> Pairs:
    for part in shape.parts:
        yield from _typed(part, f"{path}.{part.name}", value.get(part.name), options)


def _rows(shape: Shape, path: str, value: Any, options: Options) -> Pairs:
    for number, row in enumerate(value):
        yield from _place(shape, f"{path}.{number}", row, options)


def _links(shape: Shape, path: str, value: Any, options: Options) -> Pairs:
    for number, record_id in enumerate(value):
        yield f"{path}.{number}", (options.text(shape.kind, record_id),)


def _counts(_shape: Shape, path: str, value: Any, _options: Options) -> Pairs:
    for name, count in value.items():
        yield f"{path}.{name}", (str(count),)


_MANY: dict[str, Callable[[Shape, str, Any, Options], Pairs]] = {
    "place": _place,
    "rows": _rows,
    "links": _links,
    "counts": _counts,
}


def _text(shape: Shape, value: Any, options: Options) -> str:
    if shape.how == "link" and shape.kind in TYPED:
        return options.text(shape.kind, value)
    if shape.how == "lines":
        return "\n".join(f"{options.code('clients', row['client_id'])} {row['units']}" for row in value)
    if shape.how == "words":
        return "、".join(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
