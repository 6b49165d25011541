"""Kept machine code: found again, and made anew when what was kept cannot be read."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = """
from numba import types

from solver.packed import compile_once, entry


@entry
def double(number: int) -> int:
    return 2 * number


compile_once(double, (types.int64,))
"""


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("kept", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "kept.py"
    path.write_text(SOURCE, encoding="utf-8")
    assert load(path).double(4) == 8
    return path


def test_kept_code_is_found_again(kept: Path) -> None:
    assert sum(load(kept).double.stats.cache_hits.values()) == 1


@pytest.mark.parametrize("left", [0.5, 0.9])
def test_code_that_was_cut_off_is_made_anew(kept: Path, left: float) -> None:
    (index,) = kept.parent.glob("__pycache__/*.nbi")
    whole = index.read_bytes()
    index.write_bytes(whole[: int(left * len(whole))])
    again = load(kept).double
    assert again(5) == 10
    assert not again.stats.cache_hits
    assert sum(load(kept).double.stats.cache_hits.values()) == 1
