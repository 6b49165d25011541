"""ODS and XLSX files put together by hand, so that there can be in them what no spreadsheet program writes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.small_workbook import write

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def ods(path: Path, rows: str, before: str = "", more: dict[str, str] | None = None) -> Path:
    """An ODS file with these rows on one sheet."""
    body = f'<office:body><office:spreadsheet><table:table table:name="人員">{rows}</table:table></office:spreadsheet>'
    content = f'<?xml version="1.0"?>{before}<office:document-content {NAMESPACES}>{body}</office:body>'
    return pack(
        path,
        {"mimetype": ODS_TYPE, "META-INF/manifest.xml": MANIFEST, "content.xml": f"{content}</office:document-content>"}
        | (more or {}),
    )


def xlsx(path: Path, rows: str, shared: str = "", more: dict[str, str] | None = None) -> Path:
    """An XLSX file as a spreadsheet writes it, with these rows on its first sheet and these shared texts."""
    with zipfile.ZipFile(write(path.with_name("whole.xlsx"), {"人員": [["x"]]})) as whole:
        members = {name: whole.read(name).decode() for name in whole.namelist()}
    members["xl/worksheets/sheet1.xml"] = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    members["xl/sharedStrings.xml"] = f"<sst {MAIN}>{shared}</sst>"
    return pack(path, members | (more or {}))


def pack(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def row(cells: str, times: int | str = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


def cells(times: int, text: str = "x") -> str:
    return CELL.replace("<table:table-cell", f'<table:table-cell table:number-columns-repeated="{times}"').replace(
        ">x<", f">{text}<"
    )
