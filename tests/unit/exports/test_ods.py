"""What `write_ods` promises about one file, read back without a spreadsheet program."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from outreach.exports.ods import Cell, Link, SheetData, write_ods

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def read(path: Path) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def content(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("content.xml").decode()


def written(tmp_path: Path, *cells: Cell) -> Path:
    path = tmp_path / "file.ods"
    write_ods(path, [SheetData("訪視", [f"欄{number}" for number in range(len(cells))], [cells])])
    return path


def test_each_kind_of_cell_keeps_its_type(tmp_path: Path) -> None:
    cells = ("測試甲", 3, 2.5, dt.date(2026, 2, 28), dt.time(8, 5), Link("看地圖", "maps/a.html#stop-2"), None, "尾")

    rows = read(written(tmp_path, *cells))["訪視"]

    assert rows[1] == ["測試甲", 3.0, 2.5, dt.date(2026, 2, 28), dt.time(8, 5), "看地圖", "", "尾"]


@pytest.mark.parametrize("text", ["=1+1", "+886", "-2", "@SUM(A1)", "007", "06-000-0181", "1E5", "TRUE", "2026-01-01"])
def test_a_text_that_looks_like_something_else_is_a_text(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)

    assert read(path)["訪視"][1] == [text]
    assert "table:formula" not in content(path)
    assert content(path).count('office:value-type="string"') == 2


@pytest.mark.parametrize("text", ["  前後  空白 ", "兩\n行", "<b>&amp;</b>", "𠮷野·Kacaw", "e\u0301", "\U0010ffff"])
def test_a_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    assert read(written(tmp_path, text))["訪視"][1] == [text]


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    assert read(written(tmp_path, "甲\x00\x0b\x1f\x7f\ufeff\ud800乙\t丙\r\n丁"))["訪視"][1] == ["甲乙 丙\n丁"]


def test_the_same_sheets_give_the_same_bytes(tmp_path: Path) -> None:
    sheets = [SheetData("甲", ["一"], [["二"]], [2.5], {0: ["是", "否"]}), SheetData("乙", ["一"], [])]
    for name in ("first.ods", "second.ods"):
        write_ods(tmp_path / name, sheets)

    assert (tmp_path / "first.ods").read_bytes() == (tmp_path / "second.ods").read_bytes()


def test_the_package_can_be_told_from_its_first_bytes(tmp_path: Path) -> None:
    head = written(tmp_path, "甲").read_bytes()[:100]

    assert head[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("maps/a b.html#stop-2", "../maps/a%20b.html#stop-2"),
        ("../maps/a.html", "../../maps/a.html"),
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2"),
        ("#訪視", "#%E8%A8%AA%E8%A6%96"),
    ],
)
def test_a_link_is_written_as_seen_from_inside_the_package(tmp_path: Path, target: str, href: str) -> None:
    assert f'xlink:href="{href}"' in content(written(tmp_path, Link("往", target)))


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "//host/share", "\\\\host\\share", "/a"]
)
def test_a_link_to_elsewhere_is_refused(tmp_path: Path, target: str) -> None:
    with pytest.raises(ValueError, match="link"):
        written(tmp_path, Link("往", target))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_not_finite_is_refused(tmp_path: Path, number: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        written(tmp_path, number)


def test_a_moment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        written(tmp_path, dt.datetime(2026, 1, 1, 8, 0, tzinfo=dt.UTC))


@pytest.mark.parametrize("names", [["甲", "甲"], ["a/b"], [""], ["'甲"], ["甲[1]"]])
def test_a_sheet_name_that_programs_refuse_is_refused(tmp_path: Path, names: list[str]) -> None:
    with pytest.raises(ValueError, match="sheet names"):
        write_ods(tmp_path / "file.ods", [SheetData(name, ["一"], []) for name in names])


def test_a_refusal_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = written(tmp_path, "舊")
    before = path.read_bytes()

    with pytest.raises(ValueError, match="finite"):
        written(tmp_path, float("nan"))

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_choices_belong_to_their_column_alone(tmp_path: Path) -> None:
    path = tmp_path / "file.ods"
    write_ods(path, [SheetData("甲", ["一", "二"], [["a", None]], choices={1: ['是"否"', "否"]})])

    assert content(path).count("table:content-validation-name") == 1
    assert ET.fromstring(content(path)).find(f".//{TABLE}content-validation").get(f"{TABLE}condition") == (
        'of:cell-content-is-in-list("是""否""";"否")'
    )


def test_the_first_row_of_every_sheet_stays_in_sight(tmp_path: Path) -> None:
    path = tmp_path / "file.ods"
    write_ods(path, [SheetData("甲 & 乙", ["一"], []), SheetData("丙", ["一"], [])])
    with zipfile.ZipFile(path) as package:
        views = ET.fromstring(package.read("settings.xml"))

    config = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
    tables = views.findall(f".//{config}config-item-map-named/{config}config-item-map-entry")
    kept = {table.get(f"{config}name"): {item.get(f"{config}name"): item.text for item in table} for table in tables}
    # 2: frozen, 1: after the first row.
    assert {name: (view["VerticalSplitMode"], view["VerticalSplitPosition"]) for name, view in kept.items()} == {
        "甲 & 乙": ("2", "1"),
        "丙": ("2", "1"),
    }


def test_what_a_file_is_stands_on_every_printed_page(tmp_path: Path) -> None:
    path = tmp_path / "file.ods"
    write_ods(path, [SheetData("甲", ["一"], [])], page_line="示範資料 <甲>\n&")

    with zipfile.ZipFile(path) as package:
        assert (
            "<style:header><text:p>示範資料 &lt;甲&gt; &amp;</text:p></style:header>"
            in package.read("styles.xml").decode()
        )
