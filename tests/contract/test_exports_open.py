"""Exported files open in LibreOffice: nothing becomes a formula, nothing is lost, links and lists work."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine

from outreach.exports.cells import Cell
from outreach.exports.csv_file import write_csv
from outreach.exports.ods import SheetData, write_ods
from outreach.records import Roster
from outreach.records.database import office_records, open_database
from outreach.usecases.showing.export_roster import export_roster
from tests.office import small_office

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

BEGINNINGS = (
    "=",
    "+",
    "-",
    "@",
    "＝",
    "＋",
    "－",
    "＠",
    "\t=",
    "\r=",
    "\n=",
    "\x00=",
    " =",
    "\u3000＝",
    "%",
    "'=",
    "{=",
    "of:=",
)
ENDINGS = (
    *("1+1", "cmd|' /C calc'!A0", "SUM(1+9)*cmd|' /C calc'!A0", 'HYPERLINK("https://example.org/?"&A1;"按我")'),
    *('WEBSERVICE("https://example.org/")', 'DDE("cmd";"/C calc";"x")', "2+5+cmd|' /C calc'!A0", "IMPORTXML(A1)"),
    *("A1", "0", "1E9", "NOW()"),
)
PAYLOADS = [begin + end for begin in BEGINNINGS for end in ENDINGS]
RARE = [
    "𠮷野家",
    "𡈽屋",
    "䶵䶵",
    "㐂",
    "·Kacaw·Mayaw",
    "Lekal‧Sumi",
    "Pawan Nawi（巴萬・那威）",
    "e\u0301",
    "é",
    "葛\U000e0100",
    "👵🏽",
]


@pytest.fixture(scope="module")
def soffice() -> str:
    found = shutil.which("soffice")
    if found is None:
        pytest.fail("LibreOffice is missing: install the program `soffice` (Debian: libreoffice-calc).")
    return found


@pytest.fixture
def convert(soffice: str, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Any:
    """Opens a file in LibreOffice and saves it as another format."""
    profile = tmp_path_factory.getbasetemp() / "profile"

    def converted(path: Path, suffix: str, how: str = "", reading: str = "") -> Path:
        out = tmp_path / f"as-{suffix}"
        command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        command += [f"--infilter={reading}"] if reading else []
        command += ["--convert-to", how or suffix, "--outdir", str(out), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
        assert (out / f"{path.stem}.{suffix}").exists(), done.stderr
        return out / f"{path.stem}.{suffix}"

    return converted


def rows_of(path: Path, sheet: int = 0) -> list[list[object]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_index(sheet).to_python()


def formula_cells(path: Path) -> int:
    """How many cells of an XLSX hold a formula."""
    with zipfile.ZipFile(path) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        return sum(len(list(ET.fromstring(package.read(name)).iter(f"{MAIN}f"))) for name in sheets)


def hyperlinks(path: Path) -> dict[str, str]:
    """Cell → target, of the first sheet of an XLSX."""
    with zipfile.ZipFile(path) as package:
        sheet = ET.fromstring(package.read("xl/worksheets/sheet1.xml"))
        ways = {
            way.get("Id"): way.get("Target", "")
            for way in ET.fromstring(package.read("xl/worksheets/_rels/sheet1.xml.rels"))
        }
    named = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    return {
        link.get("ref", ""): f"{ways[link.get(named)]}#{link.get('location', '')}"
        for link in sheet.iter(f"{MAIN}hyperlink")
    }


def shown(text: str) -> str:
    """What is left of a payload: line ends as LF, a tab as a blank, no other control character."""
    return text.replace("\r", "\n").replace("\t", " ").replace("\x00", "")


def test_hostile_and_rare_texts_survive_as_text(tmp_path: Path, convert: Any) -> None:
    texts = PAYLOADS + RARE
    path = tmp_path / "hostile.ods"
    write_ods(path, [SheetData("服務對象（含備註）", ["=1+1", "備註"], [[text, text] for text in texts])])

    back = convert(path, "xlsx")

    assert formula_cells(back) == 0
    assert CalamineWorkbook.from_path(back).sheet_names == ["服務對象（含備註）"]
    assert rows_of(back) == [["=1+1", "備註"], *([shown(text)] * 2 for text in texts)]
    assert rows_of(path) == rows_of(back)


def test_every_type_of_cell_survives(tmp_path: Path, convert: Any) -> None:
    cells: list[Cell] = ["06-000-0181", "007", 3, 2.25, -1, dt.date(2024, 2, 29), dt.time(23, 59), None, "尾"]
    path = tmp_path / "types.ods"
    write_ods(path, [SheetData("一", list("abcdefghi"), [cells]), SheetData("二", ["a"], [["甲"]])])

    back = convert(path, "xlsx")

    plain = ["06-000-0181", "007", 3.0, 2.25, -1.0, dt.date(2024, 2, 29), dt.time(23, 59), "", "尾"]
    assert rows_of(back)[1] == plain
    assert CalamineWorkbook.from_path(back).sheet_names == ["一", "二"]


def test_the_headings_stand_on_every_printed_page(tmp_path: Path, convert: Any) -> None:
    path = tmp_path / "frozen.ods"
    write_ods(path, [SheetData("一", ["甲"], [["乙"]])])

    with zipfile.ZipFile(convert(path, "ods")) as package:
        kept = package.read("content.xml").decode()

    assert "<table:table-header-rows>" in kept


def test_csv_brings_no_formula_into_libreoffice(tmp_path: Path, convert: Any) -> None:
    path = tmp_path / "hostile.csv"
    write_csv(path, ["=1+1", "備註"], [[text, f"好;{text}"] for text in PAYLOADS + RARE])

    # Comma, double quote, UTF-8, from line 1, and formulas evaluated as a careless reader would.
    back = convert(path, "xlsx", reading="CSV:44,34,76,1,,0,false,true,false,false,false,-1")

    assert formula_cells(back) == 0
    assert len(rows_of(back)) == 1 + len(PAYLOADS + RARE)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'office.db'}")


def exported(engine: Engine, folder: Path, roster_id: str, language: str = "zh") -> tuple[Path, ...]:
    with office_records(engine) as records:
        roster = records.get(Roster, roster_id)
        assert roster is not None
        return export_roster(records, roster, folder, language=language)


def test_the_visit_log_of_an_office_opens_with_its_links_and_lists(
    tmp_path: Path, engine: Engine, convert: Any
) -> None:
    log, table, _, _ = exported(engine, tmp_path / "out", small_office(engine, hostile='=HYPERLINK("https://x")'))

    back = convert(log, "xlsx")

    assert formula_cells(back) == 0
    assert CalamineWorkbook.from_path(back).sheet_names == ["訪視紀錄", "說明"]
    assert rows_of(back) == rows_of(log)
    links = list(hyperlinks(back).values())
    assert len(links) == len(rows_of(log)) - 1
    assert all("maps/2026-12-02-" in link and ".html#stop-" in link for link in links)
    with zipfile.ZipFile(back) as package:
        assert "見到本人,未遇（無人應門）" in package.read("xl/worksheets/sheet1.xml").decode()
    with table.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert [line[2] for line in lines] == [row[2] for row in rows_of(log)]


def test_the_roster_of_an_office_opens(tmp_path: Path, engine: Engine, convert: Any) -> None:
    roster = exported(engine, tmp_path / "out", small_office(engine, hostile="=1+1"))[2]

    back = convert(roster, "xlsx")

    assert formula_cells(back) == 0
    assert CalamineWorkbook.from_path(back).sheet_names == ["班表", "勤務明細", "未排入", "時數統計", "說明"]
    for sheet in range(5):
        assert rows_of(back, sheet) == rows_of(roster, sheet)
