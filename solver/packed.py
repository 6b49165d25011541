"""Tables that kernels work on, all behind one address, and how a kernel is compiled.

A kernel gets its tables as one number, the address of a list of where each of them lies: an argument of a hundred
arrays would take minutes to compile and be copied at every call.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, infer_getattr, models, register_model, typeof_impl, unbox
from numba.np import arrayobj

Function = TypeVar("Function", bound=Callable[..., Any])
Shapes = Mapping[str, tuple[str, int]]
"""Each table's kind of number and number of dimensions."""
STEPS = 1024
"""Parts of a run; each has its heat."""
ROW = 4
"""Entries of the list for each table: where it begins, and up to three lengths."""


class PackedTables:
    """Arrays by name, in the order of `SHAPES`, which a subclass gives; `address` is that of the list of them."""

    SHAPES: ClassVar[Shapes]

    def __init__(self, **arrays: npt.NDArray[Any]) -> None:
        shapes = self.SHAPES
        self.arrays = {name: np.ascontiguousarray(arrays[name], shapes[name][0]) for name in shapes}
        self.where = np.zeros((len(shapes), ROW), np.int64)
        for row, (name, (_, dimensions)) in zip(self.where, shapes.items(), strict=True):
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


SHAPES_OF: dict[str, Shapes] = {}


class TablesKind(types.Type):
    """The compiler's type of a class of tables. It is told by its name alone, so that kept code is found again."""


class _Model(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, ir.IntType(64))


class _Attributes(AttributeTemplate):
    key = TablesKind

    def generic_resolve(self, kind: Any, attribute: str) -> Any:
        return _array(kind, attribute) if attribute in SHAPES_OF[kind.name] else None


def kind_of(tables: type[PackedTables]) -> TablesKind:
    """Tell the compiler of a class of tables; its type."""
    found = TablesKind(name=f"{tables.__module__}.{tables.__name__}")
    SHAPES_OF[found.name] = tables.SHAPES
    cast("Any", typeof_impl.register(tables))(lambda value, context: found)
    return found


def _array(kind: TablesKind, name: str) -> Any:
    numbers, dimensions = SHAPES_OF[kind.name][name]
    return types.Array(getattr(types, numbers), dimensions, "C")


def _unbox(kind: Any, value: Any, c: Any) -> NativeValue:  # noqa: ARG001
    held = c.pyapi.object_getattr_string(value, "address")
    address = c.pyapi.long_as_longlong(held)
    c.pyapi.decref(held)
    return NativeValue(address, is_error=cgutils.is_not_null(c.builder, c.pyapi.err_occurred()))


def _table(context: Any, builder: Any, value: Any, number: int, kind: Any) -> Any:
    """One table: its address and lengths never change, so the compiler may look them up as seldom as it likes."""
    word = ir.IntType(64)
    entries = builder.inttoptr(value, word.as_pointer())

    def entry(index: int) -> Any:
        loaded = builder.load(builder.gep(entries, [word(number * ROW + index)]))
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
        return loaded

    made = arrayobj.make_array(kind)(context, builder)
    lengths = [entry(1 + index) for index in range(kind.ndim)]
    strides = [word(kind.dtype.bitwidth // 8)]
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


def _look_up(context: Any, builder: Any, kind: Any, value: Any, attribute: str) -> Any:
    number = list(SHAPES_OF[kind.name]).index(attribute)
    return _table(context, builder, value, number, _array(kind, attribute))


register_model(TablesKind)(_Model)
infer_getattr(_Attributes)
cast("Any", unbox(TablesKind))(_unbox)
cast("Any", lower_getattr_generic(TablesKind))(_look_up)


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


def version_of(room: str) -> int:
    """A number that changes with the text of a package's kernels, rules and terms; `room`: the path of one of its
    files.
    """
    here = Path(__file__).parent
    rooms = (Path(room).parent, here / "rules", here / "objective")
    files = [*(file for each in rooms for file in sorted(each.glob("*.py"))), Path(__file__)]
    return zlib.crc32(b"".join(file.read_bytes() for file in files))


def compile_once(function: Any, signature: tuple[Any, ...]) -> None:
    """Load the kept machine code of an entry, or compile it and keep it."""
    try:
        function.compile(signature)
    except (AttributeError, ImportError, EOFError, pickle.UnpicklingError):
        # What an older version kept may name things that are no longer there, or be cut off.
        function._cache.flush()
        function.compile(signature)


A, B, C, TOP = np.uint64(12), np.uint64(25), np.uint64(27), np.uint64(33)
STAR = np.uint64(0x2545F4914F6CDD1D)


@kernel
def roll(w: Any, sides: int) -> int:
    """A random number from 0 to `sides - 1`, below 2³¹; its whole state lies in the tables (xorshift64*)."""
    x = w.rng[0]
    x ^= x >> A
    x ^= x << B
    x ^= x >> C
    w.rng[0] = x
    return int((np.int64((x * STAR) >> TOP) * sides) >> 31)
