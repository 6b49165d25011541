"""Files that are wrong as a whole: each must be refused with a sentence, or, where it can be read, be read entirely."""

from __future__ import annotations

import io
import zipfile

from tests.malformed.shape import Chance, Make, Malformed, clients, good_of, made, table_of, written
from tests.raw_workbooks import CELL, MAIN, MANIFEST, ODS_TYPE, cells, ods, pack, row, xlsx

_SHEET = "服務對象"
_ROWS = 12


def _whole(chance: Chance, suffix: str) -> tuple[bytes, dict[str, str]]:
    rows = clients(chance, _ROWS)
    return written(chance, {_SHEET: table_of(rows)}, suffix)[1], good_of(rows)


def _with_members(data: bytes, more: dict[str, bytes]) -> bytes:
    """The same archive with further or other members."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            if name not in more:
                archive.writestr(name, source.read(name))
        for name, content in more.items():
            archive.writestr(name, content)
    return target.getvalue()


def _truncated(kind: str, number: int, chance: Chance) -> Malformed:
    if number % 2:
        return _hollow(kind, number, chance)
    suffix = chance.choice([".ods", ".xlsx"])
    data, _ = _whole(chance, suffix)
    return Malformed(kind, f"cut{suffix}", data[: int(len(data) * (0.02 + 0.093 * (number % 10)))])


_MAGIC = (
    b"\x89PNG\r\n\x1a\n",
    b"%PDF-1.7\n",
    b"\x1f\x8b\x08\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"<html><table><tr><td>\xe7\xb7\xa8",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"PK\x05\x06" + bytes(18),
    b"Rar!\x1a\x07\x01\x00",
    b"\x00\x00\x00\x00",
    b"PK\x03\x04",
)


def _wrong_magic(kind: str, number: int, chance: Chance) -> Malformed:
    return Malformed(kind, chance.choice(["a.ods", "a.xlsx"]), _MAGIC[number % 10] + chance.randbytes(400))


def _zip_bomb(kind: str, number: int, chance: Chance) -> Malformed:
    zeros = b"0" * (130 + number) * 2**20
    if number % 2:
        data, _ = _whole(chance, ".xlsx")
        return Malformed(kind, "bomb.xlsx", _with_members(data, {"xl/media/image1.png": zeros}))
    sheet = f"<worksheet {MAIN}><sheetData>".encode() + zeros + b"</sheetData></worksheet>"
    data, _ = _whole(chance, ".xlsx")
    return Malformed(kind, "bomb.xlsx", _with_members(data, {"xl/worksheets/sheet1.xml": sheet}))


def _repeated_cells(kind: str, number: int, chance: Chance) -> Malformed:
    times = chance.randrange(30_000, 1_000_000)
    bombs = (
        row(CELL, times),
        row(cells(16_384)),
        row(cells(250), 19_999),
        row(CELL) + row("<table:table-cell/>", 1_048_000) + row(CELL),
        row(cells(1, f'<text:s text:c="{times * 1000}"/>')),
        row(cells(255, "x" * 300_000)),
        row(CELL, "9" * 40),
        row(row(CELL, 1000), 1000),
        "".join(row(cells(200), 4000) for _ in range(3)),
        row(cells(256, "文" * 2000), 200),
    )
    return Malformed(kind, "bomb.ods", made(lambda folder: ods(folder / "a.ods", bombs[number % 10])))


def _shared_texts(kind: str, number: int, chance: Chance) -> Malformed:
    count, length = 3000 + 100 * number, 30_000
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, count))
    long = f"<si><t>{chance.choice('甲乙丙丁')}{'x' * length}</t></si>"
    hidden = {"xl/a.xml": f"<sst {MAIN}>{'<si><t>x</t></si>' * 3}</sst>"} if number % 2 else {}
    return Malformed(kind, "bomb.xlsx", made(lambda folder: xlsx(folder / "a.xlsx", rows, long, more=hidden)))


_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    '<!DOCTYPE x [<!ENTITY c "' + "x" * 50_000 + '">]>',
    '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY c SYSTEM "http://127.0.0.1:9/x">]>',
    '<!DOCTYPE x SYSTEM "file:///dev/zero">',
)


def _document_types(kind: str, number: int, chance: Chance) -> Malformed:
    entity = _ENTITIES[number % 5]
    said = "&c;" * chance.randrange(1, 200) if "ENTITY c" in entity else "x"
    if number < 5:
        return Malformed(kind, "a.ods", made(lambda folder: ods(folder / "a.ods", row(cells(1, said)), entity)))
    sheet = f"<?xml version='1.0'?>{entity}<worksheet {MAIN}><sheetData/></worksheet>"
    member = chance.choice(["xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"])
    return Malformed(kind, "a.xlsx", made(lambda folder: xlsx(folder / "a.xlsx", "", more={member: sheet})))


def _names_that_lead_out(kind: str, number: int, chance: Chance) -> Malformed:
    suffix = chance.choice([".ods", ".xlsx"])
    names = ("../../../etc/cron.d/x", "/etc/passwd", "xl/../../x", "..\\..\\x.dll", "Pictures/../../../tmp/x")
    data, _ = _whole(chance, suffix)
    return Malformed(kind, f"slip{suffix}", _with_members(data, {names[number % 5]: chance.randbytes(50)}))


def _many_members(kind: str, number: int, chance: Chance) -> Malformed:
    suffix = chance.choice([".ods", ".xlsx"])
    data, _ = _whole(chance, suffix)
    count = chance.randrange(200, 2000)
    return Malformed(kind, f"many{suffix}", _with_members(data, {f"Pictures/{n}.png": b"" for n in range(count)}))


_ENCODINGS = ("utf-16", "utf-16-le", "gb18030", "shift_jis", "euc_kr", "utf-32", "utf-7")


def _no_text(kind: str, number: int, chance: Chance) -> Malformed:
    if number >= len(_ENCODINGS):
        return Malformed(kind, "a.csv", chance.randbytes(3000))
    lines = "編號,姓名,里\n" + "".join(f"G{n:03},中山一郎,文平里\n" for n in range(_ROWS))
    return Malformed(kind, "a.csv", lines.encode(_ENCODINGS[number], errors="replace"))


def _too_many_rows(kind: str, number: int, chance: Chance) -> Malformed:
    count = 20_000 + chance.randrange(1, 500)
    if number % 3 == 0:
        lines = "編號,姓名,里\n" + "".join(f"G{n},示範,文平里\n" for n in range(count))
        return Malformed(kind, "服務對象.csv", lines.encode())
    if number % 3 == 1:
        return Malformed(kind, "a.ods", made(lambda folder: ods(folder / "a.ods", row(CELL) * count)))
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, count + 1))
    return Malformed(kind, "a.xlsx", made(lambda folder: xlsx(folder / "a.xlsx", rows)))


def _locked_or_macros(kind: str, number: int, chance: Chance) -> Malformed:
    macros = (
        {"Basic/Standard/Module1.xml": "<x/>"},
        {"Scripts/python/x.py": "import os"},
        {"META-INF/manifest.xml": MANIFEST.replace("/>", "><manifest:encryption-data/></manifest:manifest>")},
    )
    if number < 3:
        return Malformed(kind, "a.ods", made(lambda folder: ods(folder / "a.ods", row(CELL), more=macros[number])))
    if number < 6:
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
        return Malformed(kind, "locked.xlsx", ole + chance.randbytes(2000))
    types = "<Types><Default ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/></Types>"
    more = ({"xl/vbaProject.bin": "x"}, {"[Content_Types].xml": types}, {"xl/macrosheets/sheet1.xml": "<x/>"})
    wanted = more[number % 3]
    return Malformed(kind, "a.xlsx", made(lambda folder: xlsx(folder / "a.xlsx", "", more=wanted)))


def _deeply_nested(kind: str, number: int, chance: Chance) -> Malformed:
    depth = 10 ** chance.choice([3, 4, 5]) * 2
    if number % 2:
        inner = "<text:span>" * depth + "x" + "</text:span>" * depth
        data = made(lambda folder: ods(folder / "a.ods", row(cells(1, inner))))
        return Malformed(kind, "deep.ods", data, "either")
    if number % 4:
        rows = (
            '<row r="1"><c r="A1" t="inlineStr"><is>' + "<r>" * depth + "<t>x</t>" + "</r>" * depth + "</is></c></row>"
        )
        return Malformed(kind, "deep.xlsx", made(lambda folder: xlsx(folder / "a.xlsx", rows)), "either")
    styles = {"xl/styles.xml": f"<styleSheet {MAIN}>" + "<x>" * depth + "</x>" * depth + "</styleSheet>"}
    data, good = _whole(chance, ".xlsx")
    members = {name: text.encode() for name, text in styles.items()}
    return Malformed(kind, "deep.xlsx", _with_members(data, members), "either", good)


def _wrong_bytes(kind: str, number: int, chance: Chance) -> Malformed:
    suffix = chance.choice([".ods", ".xlsx"])
    data, good = _whole(chance, suffix)
    bent = bytearray(data)
    for _ in range(chance.randint(1, 1 + 3 * number)):
        bent[chance.randrange(len(bent))] = chance.randrange(256)
    return Malformed(kind, f"bent{suffix}", bytes(bent), "either", good)


def _hollow(kind: str, number: int, chance: Chance) -> Malformed:
    members = (
        {"mimetype": ODS_TYPE},
        {"mimetype": ODS_TYPE, "META-INF/manifest.xml": MANIFEST, "content.xml": ""},
        {"mimetype": ODS_TYPE, "META-INF/manifest.xml": MANIFEST, "content.xml": "<office>" * (number + 1)},
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"},
        {"xl/workbook.xml": "<workbook/>"},
        {"xl/workbook.xml": "<workbook>", "[Content_Types].xml": "<Types/>"},
        {"xl/workbook.xml": "\x00\x01", "[Content_Types].xml": "<Types/>"},
        {"word/document.xml": "<x/>"},
        {"a/b/c": "x" * chance.randrange(1000)},
        {},
    )
    name = chance.choice(["a.ods", "a.xlsx"])
    return Malformed(kind, name, made(lambda folder: pack(folder / "a.zip", members[number % 10])))


FILES: dict[str, Make] = {
    "cut short or hollow": _truncated,
    "something else inside": _wrong_magic,
    "zip bomb": _zip_bomb,
    "repeated cells": _repeated_cells,
    "shared texts": _shared_texts,
    "document types": _document_types,
    "names that lead out": _names_that_lead_out,
    "many members": _many_members,
    "no text": _no_text,
    "too many rows": _too_many_rows,
    "locked or with macros": _locked_or_macros,
    "deeply nested": _deeply_nested,
    "wrong bytes": _wrong_bytes,
}
