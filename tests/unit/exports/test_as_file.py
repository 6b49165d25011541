"""The three formats of an export say the same, and none of them lets a text become a formula."""

import datetime as dt
import io
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from outreach.exports.as_file import as_file
from outreach.exports.cells import Link
from outreach.exports.ods import SheetData

CELLS = ("測試甲", 3, 2.5, dt.date(2026, 2, 28), dt.time(8, 5), Link("看", "maps/a.html"), None, "=1+1", "0912", "尾")
SHEETS = [SheetData("訪視", [f"欄{number}" for number in range(len(CELLS))], [CELLS]), SheetData("說明", ["甲"], [])]


def rows(suffix, sheets=SHEETS):
    return CalamineWorkbook.from_filelike(io.BytesIO(as_file(sheets, suffix))).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("suffix", ["ods", "xlsx"])
def test_each_kind_of_cell_keeps_its_type(suffix):
    whole = ["測試甲", 3.0, 2.5, dt.date(2026, 2, 28), dt.time(8, 5), "看", "", "=1+1", "0912", "尾"]
    assert rows(suffix) == [[f"欄{number}" for number in range(10)], whole]


def test_csv_says_the_first_sheet_with_nothing_that_begins_a_formula():
    text = as_file(SHEETS, "csv").decode("utf-8-sig")
    assert text.splitlines()[1] == '"測試甲",3,2.5,"2026-02-28","08:05","maps/a.html","","\'=1+1","0912","尾"'


@pytest.mark.parametrize("text", ["=1+1", "+886", "-2", "@SUM(A1)", "007", "1E5", "https://example.org/", "{=1}"])
def test_a_text_in_xlsx_is_a_text(text):
    made = as_file([SheetData("訪視", [text], [[text]])], "xlsx")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet
    assert rows("xlsx", [SheetData("訪視", [text], [[text]])]) == [[text], [text]]


def test_what_no_cell_may_hold_is_left_out_or_refused():
    assert rows("xlsx", [SheetData("訪視", ["甲"], [["乙\x00\x0b丙\ud800"]])])[1] == ["乙丙"]
    with pytest.raises(TypeError):
        as_file([SheetData("訪視", ["甲"], [[dt.datetime(2026, 1, 1, tzinfo=dt.UTC)]])], "xlsx")


@pytest.mark.parametrize("suffix", ["ods", "xlsx", "csv"])
def test_the_same_sheets_give_the_same_bytes(suffix):
    assert as_file(SHEETS, suffix, page_line="A & B") == as_file(SHEETS, suffix, page_line="A & B")
