"""Files are opened in a process of their own: whatever it comes to there, the caller gets tables or a sentence."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from outreach.intake.faults import IntakeRefused
from outreach.intake.handed import files_at
from outreach.intake.in_child import open_in_child
from outreach.intake.open_workbook import open_workbook
from outreach.intake.raw import HandedFile
from tests.small_workbook import headings_of, small_workbook, write

FILE = HandedFile("人員.csv", "編號,姓名\nV01,林示範\n".encode())


def refusal(script: str, *, seconds: int = 5) -> IntakeRefused:
    """How a child that runs this script instead of reading is reported."""
    with pytest.raises(IntakeRefused) as refused:
        open_in_child([FILE], seconds=seconds, command=(sys.executable, "-c", script))
    assert refused.value.zh.endswith("。")
    return refused.value


@pytest.mark.parametrize("name", ["book.ods", "book.xlsx", "book"])
def test_the_tables_are_the_same_as_without_a_child(tmp_path: Path, name: str) -> None:
    files = files_at(write(tmp_path / name, headings_of(small_workbook())))
    there, here = open_in_child(files), open_workbook(files)
    assert [(table.title, table.from_csv) for table in there] == [(table.title, table.from_csv) for table in here]
    for one, other in zip(there, here, strict=True):
        cells = [[cell for cell in row if cell != ""] for row in one.rows]
        assert cells == [[cell for cell in row if cell != ""] for row in other.rows]
        assert [list(map(type, row)) for row in cells] == [
            [type(cell) for cell in row if cell != ""] for row in other.rows
        ]


def test_a_refusal_comes_back_with_its_figures() -> None:
    with pytest.raises(IntakeRefused) as refused:
        open_in_child([HandedFile("a.csv", b"x\n" * 20_001)])
    assert (refused.value.code, refused.value.facts) == ("too_many_rows", {"most": 20_000})


def test_too_much_memory_is_a_sentence() -> None:
    wide = HandedFile("a.csv", (b",".join([b"text"] * 100) + b"\n") * 10_000)
    with pytest.raises(IntakeRefused) as refused:
        open_in_child([wide], memory=64 * 2**20)
    assert refused.value.code == "too_much_memory"
    assert len(open_in_child([wide])[0].rows) == 10_000


ENDS = {
    "it crashes": ("import os; os.kill(os.getpid(), 11)", "reading_failed"),
    "it is killed": ("import os; os.kill(os.getpid(), 9)", "too_much_memory"),
    "it aborts": ("import os; os.abort()", "too_much_memory"),
    "it raises": ("raise RuntimeError", "reading_failed"),
    "it says nothing": ("pass", "reading_failed"),
    "it says nonsense": ("print('nonsense')", "reading_failed"),
    "it says half": ("""print('{"peak_mb": 1}\\n{"table": "x", "csv": false}\\n["a"]')""", "reading_failed"),
    "a row before a table": ("""print('{"peak_mb": 1}\\n["a"]\\n{"end": true}')""", "reading_failed"),
    "a cell of another kind": (
        """print('{"peak_mb": 1}\\n{"table": "x", "csv": false}\\n[{"py/object": "os.system"}]\\n{"end": true}')""",
        "reading_failed",
    ),
    "nested beyond all depth": ("""print('{"peak_mb": 1}\\n' + '[' * 100000)""", "reading_failed"),
    "an unknown refusal": ("""print('{"peak_mb": 1}\\n{"refused": "x", "facts": {}}')""", "reading_failed"),
    "a refusal with a text in it": (
        """print('{"peak_mb": 1}\\n{"refused": "too_many_rows", "facts": {"most": "<b>"}}')""",
        "reading_failed",
    ),
    "more and more": ("import sys\nwhile True: sys.stdout.write('x' * 2**20)", "too_many_cells"),
}


@pytest.mark.parametrize("how", ENDS)
def test_every_end_of_the_child_is_a_sentence(how: str) -> None:
    script, code = ENDS[how]
    assert refusal(script, seconds=20).code == code


@pytest.mark.parametrize("script", ["import time; time.sleep(60)", "while True: pass"])
def test_a_child_that_does_not_end_is_ended(script: str) -> None:
    began = time.monotonic()
    refused = refusal(script, seconds=1)
    assert (refused.code, refused.facts) == ("took_too_long", {"seconds": 1})
    assert time.monotonic() - began < 50  # long before it would have ended by itself


def test_the_child_knows_nothing_of_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_DATABASE", "postgresql://somebody:secret@host/office")
    script = """
import os
assert not [name for name in os.environ if name.startswith(("OUTREACH", "HOME", "PG"))]
print('{"peak_mb": 1}')
print('{"end": true}')
"""
    assert open_in_child([FILE], command=(sys.executable, "-c", script)) == ()


def test_the_child_can_write_no_file(tmp_path: Path) -> None:
    target = tmp_path / "written"
    script = f"""
from outreach.intake import child
child._limit(512 * 2**20, 20)
open({str(target)!r}, "w").write("x")
"""
    refusal(script)
    assert target.stat().st_size == 0


def test_a_child_of_somebody_with_less_has_less() -> None:
    script = """
import resource
from outreach.intake import child
resource.setrlimit(resource.RLIMIT_CPU, (7, 7))
child._limit(512 * 2**20, 20)
assert resource.getrlimit(resource.RLIMIT_CPU) == (7, 7)
assert resource.getrlimit(resource.RLIMIT_AS) == (512 * 2**20, 512 * 2**20)
print('{"peak_mb": 1}')
print('{"end": true}')
"""
    # What it prints goes into a pipe, which is no file that it could fill.
    assert open_in_child([FILE], command=(sys.executable, "-c", script)) == ()


def test_no_child_is_left_behind() -> None:
    before = _children()
    for _ in range(3):
        refusal("import time; time.sleep(60)", seconds=1)
    assert _children() == before


def _children() -> set[str]:
    return {child for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()}
