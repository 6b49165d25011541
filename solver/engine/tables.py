"""The tables that the kernels work on, and how a kernel is compiled.

A kernel gets the tables as one address, that of a list of where each of them lies: an argument of a hundred arrays
would take minutes to compile and be copied at every call.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, models, register_model, typeof_impl, unbox
from numba.np import arrayobj

Ints = npt.NDArray[np.int64]
Function = TypeVar("Function", bound=Callable[..., Any])

SHAPES: dict[str, tuple[str, int]] = {
    "travel": ("int32", 3),
    "back": ("int32", 3),
    "seat": ("int64", 2),
    "unit": ("int64", 2),
    "workday": ("int64", 2),
    "week": ("int64", 2),
    "month": ("int64", 1),
    "series": ("int64", 2),
    "kit": ("int64", 2),
    "mix": ("int64", 2),
    "link": ("int64", 2),
    "slots": ("int64", 2),
    "slot_at": ("int64", 1),
    "spans": ("int64", 2),
    "lists": ("int64", 1),
    "fit": ("int32", 2),
    "extra": ("int32", 2),
    "liked": ("int8", 2),
    "above": ("int64", 2),
    "rate": ("int64", 1),
    "logarithm": ("int64", 1),
    "heat": ("int64", 1),
    "duty": ("int64", 2),
    "stop": ("int64", 3),
    "held": ("int64", 2),
    "served": ("int64", 2),
    "weekly": ("int64", 2),
    "monthly": ("int64", 1),
    "given": ("int64", 2),
    "open": ("int64", 1),
    "tally": ("int64", 1),
    "rng": ("uint64", 1),
    "old_duty": ("int64", 2),
    "old_stop": ("int64", 3),
    "old_held": ("int64", 2),
    "old_day": ("int64", 1),
    "best_duty": ("int64", 2),
    "best_stop": ("int64", 3),
    "draft": ("int64", 2),
    "found": ("int64", 1),
    "split": ("int64", 2),
    "touched": ("int64", 1),
    "logged": ("int64", 1),
    "dirty": ("int64", 1),
    "out": ("int64", 1),
    "queue": ("int64", 1),
    "starts": ("int64", 1),
    "keys": ("int64", 1),
    "tops": ("int64", 2),
}
"""Each table's kind of number and number of dimensions."""
ROW = 4
"""Entries of the list for each table: where it begins, and up to three lengths."""


class Tables:
    """A packed problem and a plan in the making. Columns stand in `columns.py`; times in seconds, as in `Problem`.

    Fixed: `travel[mode, a, b]`, `back[mode, b, a]`; `fit[seat, person]`: latest start, −1 when never; `extra[seat,
    person]`: cost of that person there; `liked[seat, person]`; `slots` of seat and day from `slot_at[seat * days +
    day]`; `lists`: everything that is a list, by the `_A` and `_B` columns.
    The plan: `duty`, `stop`, `held`, `served`, `weekly`, `monthly`, `given`, `open`, `tally`.
    What it was: `old_*` at the last accepted plan, `best_*` at the best one. The rest is scratch.
    """

    def __init__(self, **arrays: npt.NDArray[Any]) -> None:
        self.arrays = {name: np.ascontiguousarray(arrays[name], SHAPES[name][0]) for name in SHAPES}
        self.where = np.zeros((len(SHAPES), ROW), np.int64)
        for row, (name, (_, dimensions)) in zip(self.where, SHAPES.items(), strict=True):
            array = self.arrays[name]
            if array.ndim != dimensions:
                raise ValueError(f"table {name} has {array.ndim} dimensions")
            row[0], row[1 : 1 + dimensions] = array.ctypes.data, array.shape
        self.address = int(self.where.ctypes.data)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["arrays"][name]
        except KeyError:
            raise AttributeError(name) from None


class TablesType(types.Type):
    """The compiler's name for `Tables`."""

    def __init__(self) -> None:
        super().__init__(name="Tables")


TABLES = TablesType()


@typeof_impl.register(Tables)
def _typeof(value: Tables, context: object) -> TablesType:  # noqa: ARG001
    return TABLES


@register_model(TablesType)
class _Model(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, ir.IntType(64))


@unbox(TablesType)
def _unbox(kind: Any, value: Any, c: Any) -> NativeValue:  # noqa: ARG001
    held = c.pyapi.object_getattr_string(value, "address")
    address = c.pyapi.long_as_longlong(held)
    c.pyapi.decref(held)
    return NativeValue(address, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


def _array(name: str) -> Any:
    kind, dimensions = SHAPES[name]
    return types.Array(getattr(types, kind), dimensions, "C")


@infer_getattr
class _Attributes(AttributeTemplate):
    key = TablesType

    def generic_resolve(self, tables: TablesType, attribute: str) -> Any:
        return _array(attribute) if attribute in SHAPES else None


@lower_getattr_generic(TablesType)  # type: ignore[untyped-decorator]
def _attribute(context: Any, builder: Any, kind: Any, value: Any, attribute: str) -> Any:  # noqa: ARG001
    """One table: its address and lengths never change, so the compiler may look them up as seldom as it likes."""
    number, (numbers, dimensions) = list(SHAPES).index(attribute), SHAPES[attribute]
    word = ir.IntType(64)
    entries = builder.inttoptr(value, word.as_pointer())

    def entry(index: int) -> Any:
        loaded = builder.load(builder.gep(entries, [word(number * ROW + index)]))
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
        return loaded

    made = arrayobj.make_array(_array(attribute))(context, builder)
    lengths = [entry(1 + index) for index in range(dimensions)]
    strides = [word(np.dtype(numbers).itemsize)]
    for length in lengths[:0:-1]:
        strides.insert(0, builder.mul(strides[0], length))
    arrayobj.populate_array(
        made,
        data=builder.inttoptr(entry(0), made.data.type),
        shape=lengths,
        strides=strides,
        itemsize=strides[-1],
        meminfo=None,
    )
    return made._getvalue()


JIT = cast("Any", numba.njit)
PLAIN = cast("Any", types.unliteral)
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}


def kernel(function: Function) -> Function:
    """Compile a function that other kernels call, once and not anew for every constant that they call it with."""
    compiled: Any = numba.njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(
        function
    )
    template = compiled.get_call_template
    compiled.get_call_template = lambda given, named: template(tuple(PLAIN(kind) for kind in given), named)
    return cast("Function", compiled)


def entry(function: Function) -> Function:
    """Compile a function that Python calls, once for good: the machine code is kept beside the file."""
    compiled = JIT(**OPTIONS, cache=True)(function)
    return cast("Function", compiled)
