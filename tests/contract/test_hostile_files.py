"""What is no workbook, or one that would harm its reader, is refused with a sentence before it is read."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.intake.faults import IntakeRefused
from outreach.intake.handed import files_at
from outreach.intake.limits import LARGEST_FILE_MB, MOST_MEMBERS, MOST_ROWS
from outreach.intake.open_workbook import open_workbook
from tests.raw_workbooks import CELL, MAIN, MANIFEST, ODS_TYPE, cells, ods, pack, row, xlsx
from tests.small_workbook import headings_of, small_workbook, write, write_csv


def refusal(path: Path) -> str:
    with pytest.raises(IntakeRefused) as refused:
        open_workbook(files_at(path))
    assert refused.value.zh.endswith("。")
    assert refused.value.en.endswith(".")
    return refused.value.code


ODS_BOMBS: dict[str, tuple[str, str]] = {
    "repeated rows": (row(CELL, 1_000_000), "too_many_rows"),
    "a filled row after a gap": (row(CELL) + row("<table:table-cell/>", 1_000_000) + row(CELL), "too_many_rows"),
    "repeated columns": (row(cells(16_384)), "too_many_columns"),
    "rows times columns": (row(cells(250), 19_000), "too_many_cells"),
    "spaces": (row(cells(1, '<text:s text:c="900000000"/>')), "too_many_cells"),
    "a long text repeated": (row(cells(250, "x" * 300_000)), "too_many_cells"),
    "a count beyond all counting": (row(CELL, "9" * 30), "damaged"),
    "a count that is none": (row(CELL, "-1"), "damaged"),
    "an element that never closes": ("<table:table-row>", "damaged"),
}


@pytest.mark.parametrize("case", ODS_BOMBS)
def test_an_ods_that_grows_when_read(tmp_path: Path, case: str) -> None:
    rows, code = ODS_BOMBS[case]
    assert refusal(ods(tmp_path / "bomb.ods", rows)) == code


def test_the_empty_rest_of_a_sheet_is_no_bomb(tmp_path: Path) -> None:
    rest = row('<table:table-cell table:number-columns-repeated="16384"/>', 1_048_574)
    path = ods(tmp_path / "book.ods", row(CELL + '<table:table-cell table:number-columns-repeated="16383"/>') + rest)
    assert [table.rows for table in open_workbook(files_at(path))] == [[["x"]]]


def test_just_as_many_rows_as_allowed(tmp_path: Path) -> None:
    assert len(open_workbook(files_at(ods(tmp_path / "a.ods", row(CELL, MOST_ROWS))))[0].rows) == MOST_ROWS
    assert refusal(ods(tmp_path / "b.ods", row(CELL, MOST_ROWS + 1))) == "too_many_rows"


XLSX_BOMBS: dict[str, tuple[str, str, str]] = {
    "a far cell": ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "", "too_many_rows"),
    "a far column": ('<row r="1"><c r="XFD1"><v>1</v></c></row>', "", "too_many_columns"),
    "a cell of no name": ('<row r="1"><c r="?1"><v>1</v></c></row>', "", "damaged"),
    "a long text shared": (
        "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5000)),
        f"<si><t>{'x' * 30_000}</t></si>",
        "too_many_cells",
    ),
}


@pytest.mark.parametrize("case", XLSX_BOMBS)
def test_an_xlsx_that_grows_when_read(tmp_path: Path, case: str) -> None:
    rows, shared, code = XLSX_BOMBS[case]
    assert refusal(xlsx(tmp_path / "bomb.xlsx", rows, shared)) == code


def test_far_cells_that_are_only_formatted_are_no_bomb(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert [table.rows for table in open_workbook(files_at(xlsx(tmp_path / "book.xlsx", rows)))] == [[[1.0]]]


def test_a_document_type_is_never_read(tmp_path: Path) -> None:
    entity = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    assert refusal(ods(tmp_path / "a.ods", row(cells(1, "&b;")), entity)) == "damaged"
    outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
    assert refusal(ods(tmp_path / "b.ods", row(CELL), outside)) == "damaged"
    styles = {"xl/styles.xml": f"<?xml version='1.0'?>{entity}<styleSheet {MAIN}/>"}
    assert refusal(xlsx(tmp_path / "c.xlsx", "", more=styles)) == "damaged"


def test_macros_are_refused(tmp_path: Path) -> None:
    assert refusal(ods(tmp_path / "a.ods", row(CELL), more={"Basic/Standard/Module1.xml": "<x/>"})) == "macros"
    assert refusal(ods(tmp_path / "b.ods", row(CELL), more={"Scripts/python/x.py": "x"})) == "macros"
    assert refusal(xlsx(tmp_path / "c.xlsx", "", more={"xl/vbaProject.bin": "x"})) == "macros"
    types = {
        "[Content_Types].xml": "<Types><Default ContentType='application/vnd.ms-excel.sheet.macroEnabled'/></Types>"
    }
    assert refusal(xlsx(tmp_path / "d.xlsx", "", more=types)) == "macros"


def test_a_worksheet_that_hides_from_the_measure_is_refused(tmp_path: Path) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    hidden = f'<Relationships><Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>'
    assert refusal(xlsx(tmp_path / "a.xlsx", "", more={"xl/_rels/workbook.xml.rels": hidden})) == "damaged"


def test_archives_that_are_too_much(tmp_path: Path) -> None:
    many = {f"Pictures/{n}.png": "" for n in range(MOST_MEMBERS)}
    assert refusal(ods(tmp_path / "a.ods", row(CELL), more=many)) == "too_many_members"
    assert refusal(ods(tmp_path / "b.ods", row(CELL), more={"Pictures/1.png": "0" * 2**27})) == "unpacks_too_large"


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", row(cells(1, "x" * 100_000)))
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"content.xml") - 46
    content[entry + 24 : entry + 28] = struct.pack("<I", 100)
    path.write_bytes(content)
    assert refusal(path) == "damaged"


def _nothing(path: Path) -> Path:
    path.touch()
    return path


def _huge(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE_MB * 2**20 + 1)
    return path


def _bytes(content: bytes) -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return make


NO_WORKBOOKS: list[tuple[str, Callable[[Path], Path], str]] = [
    ("absent.ods", lambda path: path, "not_found"),
    ("nothing.ods", _nothing, "empty_file"),
    ("nothing.csv", _nothing, "empty_file"),
    ("huge.ods", _huge, "file_too_large"),
    ("picture.ods", _bytes(b"\x89PNG\r\n\x1a\n" + bytes(100)), "not_a_spreadsheet"),
    ("letter.txt", _bytes("各位同仁".encode()), "not_a_spreadsheet"),
    ("old.xls", _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "old_or_locked"),
    ("text.xlsx", lambda path: pack(path, {"word/document.xml": "<x/>"}), "not_a_spreadsheet"),
    (
        "letter.ods",
        lambda path: pack(path, {"mimetype": "application/vnd.oasis.opendocument.text"}),
        "not_a_spreadsheet",
    ),
    ("hollow.ods", lambda path: pack(path, {"mimetype": ODS_TYPE}), "damaged"),
    ("cut.ods", _bytes(b"PK\x03\x04" + bytes(40)), "damaged"),
    ("picture.csv", _bytes(b"\x89PNG\r\n\x1a\n\xff\xff"), "bad_encoding"),
    ("folder", lambda path: path.mkdir() or path, "empty_file"),  # type: ignore[func-returns-value]
]


@pytest.mark.parametrize(("name", "make", "code"), NO_WORKBOOKS, ids=[name for name, _, _ in NO_WORKBOOKS])
def test_what_is_no_workbook(tmp_path: Path, name: str, make: Callable[[Path], Path], code: str) -> None:
    assert refusal(make(tmp_path / name)) == code


def test_a_locked_ods_is_told_apart(tmp_path: Path) -> None:
    locked = {"META-INF/manifest.xml": MANIFEST.replace("/>", "><manifest:encryption-data/></manifest:manifest>")}
    assert refusal(ods(tmp_path / "a.ods", row(CELL), more=locked)) == "old_or_locked"


def test_a_csv_in_either_encoding_with_embedded_lines(tmp_path: Path) -> None:
    table = [["編號", "姓名"], ["C01", "王\n小明"], [], ["C02", "a,b"]]
    for encoding in ("utf-8", "utf-8-sig", "cp950"):
        (read,) = open_workbook(files_at(write_csv(tmp_path / "人員.csv", table, encoding)))
        assert (read.title, read.rows) == ("人員", table)


def test_a_csv_gives_back_text_that_was_guarded_against_formulas(tmp_path: Path) -> None:
    table = [["'=1+1", "'+886", "'-", "'@x", "'＝1", "'  =1", "'tis", "''=", "=1"]]
    (read,) = open_workbook(files_at(write_csv(tmp_path / "人員.csv", table)))
    assert read.rows == [["=1+1", "+886", "-", "@x", "＝1", "  =1", "'tis", "''=", "=1"]]


def test_a_csv_with_too_many_rows_or_a_very_long_cell(tmp_path: Path) -> None:
    assert refusal(write_csv(tmp_path / "a.csv", [["x"]] * (MOST_ROWS + 1))) == "too_many_rows"
    (read,) = open_workbook(files_at(write_csv(tmp_path / "b.csv", [["x" * 500_000, "\0y"]])))
    assert [len(str(cell)) for cell in read.rows[0]] == [500_000, 2]


@pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
def test_a_file_with_a_few_wrong_bytes_is_read_or_refused(tmp_path: Path, suffix: str) -> None:
    content = write(tmp_path / f"book{suffix}", headings_of(small_workbook())).read_bytes()
    path, chance = tmp_path / f"bent{suffix}", random.Random(7)
    refused = 0
    for _ in range(60):
        bent = bytearray(content)
        for _ in range(chance.randint(1, 20)):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        path.write_bytes(bent[: chance.choice([len(bent), len(bent), chance.randrange(len(bent))])])
        try:
            open_workbook(files_at(path))
        except IntakeRefused:
            refused += 1
    assert refused > 30
